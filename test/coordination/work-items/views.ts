/** Items as cards and notices show them, without a store. */
import type { Handoff } from '../../../src/coordination/handoffs/handoff.ts';
import type { ItemId, PersonId } from '../../../src/coordination/ids.ts';
import type { Block, Message, Text } from '../../../src/coordination/message.ts';
import type { Person } from '../../../src/coordination/people/person.ts';
import type { ItemState, WorkItem } from '../../../src/coordination/work-items/item.ts';
import type { ItemView, Neighbour } from '../../../src/coordination/work-items/view.ts';
import { NOW, newItem, person } from '../../support/records.ts';

export const ana = person('ana', { name: 'Ana Castro' });
export const bo = person('bo', { name: 'Bo Lindqvist' });
export const mira = person('mira', { name: 'Mira Patel' });
export const kai = person('kai', { name: 'Kai Tanaka' });

export const itemOf = (values: Partial<ItemState & Pick<WorkItem, 'quote'>> = {}): WorkItem =>
  newItem(12, ana.id, values).item;

export function viewWith(item: WorkItem, parts: Partial<ItemView> = {}): ItemView {
  const people = new Map<PersonId, Person>([ana, bo, mira, kai].map((p) => [p.id, p]));
  return {
    item,
    people,
    team: null,
    receivers: null,
    approvals: [],
    waitsFor: [],
    holdsUp: [],
    now: NOW,
    zone: 'Europe/London',
    ...parts,
  };
}

/** Bo asked Mira to take it over. */
export const handoffOf = (values: Partial<Handoff> = {}): Handoff => ({
  number: 1,
  giver: bo.id,
  receiver: { person: mira.id },
  asked: [mira.id],
  context: null,
  checklist: [],
  acceptBy: null,
  offeredAt: NOW,
  state: 'offered',
  endedAt: null,
  endedBy: null,
  reason: null,
  questions: [],
  ...values,
});

export const neighbour = (key: number, values: Partial<Neighbour> = {}): Neighbour => ({
  id: `item ${key}` as ItemId,
  key,
  title: `Title of ${key}`,
  ended: false,
  hidden: false,
  ...values,
});

export const blocksOf = <B extends Block['block']>(
  message: Message,
  kind: B,
): Extract<Block, { block: B }>[] =>
  message.blocks.filter((b): b is Extract<Block, { block: B }> => b.block === kind);

/** All that a message carries which a platform may turn into markup, or act on: everything but plain words. */
export function markupOf(message: Message): string {
  const spans = (text: Text): unknown[] =>
    text.map((span) => {
      if (typeof span === 'string') return '';
      if ('link' in span) return { link: span.link };
      return 'person' in span ? { person: span.person } : span;
    });
  const marked = (block: Block): unknown => {
    switch (block.block) {
      case 'heading':
      case 'quote':
        return '';
      case 'text':
      case 'note':
        return spans(block.text);
      case 'fields':
        return block.fields.map((f) => [f.label, spans(f.value)]);
      case 'list':
        return block.items.map((item) => [spans(item.text), item.button]);
      default:
        return block;
    }
  };
  return JSON.stringify(message.blocks.map(marked));
}
