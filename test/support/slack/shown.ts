/** A message or form as a person sees it in Slack: its visible words line by line, and its buttons. */
import { actingIn, initialOf, inputsOf, labelOf } from './elements.ts';
import { emoji, type Line, plainLine, type Reader, readRichText, readText } from './mrkdwn.ts';
import type { Block, Message, TextObject, View } from './shapes.ts';
import type { Team } from './state.ts';

export interface Visible {
  readonly text: string;
  readonly buttons: readonly string[];
}

/** Where a message has blocks, its text stands in notifications alone. */
export function visible({ text, blocks, attachments = [], files = [] }: Message, reader: Reader): Visible {
  const hung = attachments.flatMap((a) =>
    a.blocks ? linesOfBlocks(a.blocks, reader) : readText(a.text, reader),
  );
  const own = blocks?.length ? linesOfBlocks(blocks, reader) : readText(text, reader);
  const all = [...(blocks ?? []), ...attachments.flatMap((a) => a.blocks ?? [])];
  const names = files.map((file) => file.alt_txt ?? file.title);
  return { text: [...[...own, ...hung].map(plainLine), ...names].join('\n'), buttons: buttonsOf(all) };
}

/** A form that asks nothing, or an App Home. */
export function visibleView({ blocks }: View, reader: Reader): Visible {
  return { text: linesOfBlocks(blocks, reader).map(plainLine).join('\n'), buttons: buttonsOf(blocks) };
}

const buttonsOf = (blocks: readonly Block[]): readonly string[] =>
  blocks.flatMap((block) =>
    actingIn(block)
      .filter((element) => element.type === 'button')
      .map((element) => emoji(labelOf(element))),
  );

function linesOfBlocks(blocks: readonly Block[], reader: Reader): Line[] {
  return blocks.flatMap((block): Line[] => {
    switch (block.type) {
      case 'header':
        return readText(block.text, reader);
      case 'section':
        return [...readText(block.text, reader), ...(block.fields ?? []).flatMap((f) => readText(f, reader))];
      case 'context':
        return [contextLine(block, reader)];
      case 'rich_text':
        return readRichText(block, reader);
      case 'markdown':
        return readText({ type: 'plain_text', text: String(block.text ?? '') }, reader);
      case 'image':
        return [{ as: 'text', runs: [{ text: block.alt_text ?? '' }] }];
      case 'input':
        return readText(block.label, reader);
      default:
        return [];
    }
  });
}

/** The parts of a context block stand beside one another. */
function contextLine({ elements = [] }: Block, reader: Reader): Line {
  const parts = elements.map((element) =>
    element.type === 'image'
      ? [{ text: element.alt_text ?? '' }]
      : readText(element as TextObject, reader).flatMap((line, i) =>
          i > 0 ? [{ text: '\n' }, ...line.runs] : line.runs,
        ),
  );
  return { as: 'text', runs: parts.flatMap((runs, i) => (i > 0 ? [{ text: ' ' }, ...runs] : runs)) };
}

export const fieldsOf = (view: View) =>
  inputsOf(view).map((block) => ({
    name: block.block_id ?? '',
    label: block.label?.text ?? '',
    value: initialOf(block),
    required: !block.optional,
  }));

/** What this person calls things; their display name where they have one. */
export function readerOf(team: Team, user: string, now: number): Reader {
  return {
    zone: team.users.get(user)?.tz ?? 'UTC',
    now,
    user(id) {
      const found = team.users.get(id);
      return found ? found.profile.display_name || found.real_name : id;
    },
    channel: (id) => team.channels.get(id)?.name ?? id,
    group: (id) => team.groups.get(id)?.handle ?? id,
  };
}
