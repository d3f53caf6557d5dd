/** Answers that several verbs give. */
import { formatItemKey } from '../coordination/ids.ts';
import type { Button, Reply, Span, Text } from '../coordination/message.ts';
import { actionOn } from '../coordination/work-items/buttons.ts';
import type { WorkItem } from '../coordination/work-items/item.ts';

/** One sentence about an item, with the acts that follow from it. */
export function aboutItem(item: WorkItem, words: string, ...buttons: readonly Button[]): Reply {
  const key = formatItemKey(item.key);
  return {
    message: {
      summary: `${key} ${words}`,
      tone: 'good',
      blocks: [
        { block: 'text', text: [{ bold: key }, ` ${item.title} — ${words}`] },
        ...(buttons.length > 0 ? [{ block: 'buttons', buttons } as const] : []),
      ],
    },
  };
}

export const itemButton = (item: WorkItem, label: string, verb: string): Button => ({
  label,
  action: actionOn(item, verb),
});

export const spread = (spans: readonly Span[], between: string): Text =>
  spans.flatMap((s, i) => (i === 0 ? [s] : [between, s]));
