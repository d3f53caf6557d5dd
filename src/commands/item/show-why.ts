/** Why an item stands as it does: what it waits for, the rules that moved it, who was told what and what comes next. */
import type { Entry } from '../../coordination/history/history.ts';
import { formatItemKey, type PersonId } from '../../coordination/ids.ts';
import type { Block, Message, Span, Text } from '../../coordination/message.ts';
import type { Told } from '../../coordination/nudges/store.ts';
import { type Coming, type Story, storyOf } from '../../coordination/nudges/story.ts';
import { STANDING_WORDS } from '../../coordination/people/away.ts';
import { stackNote } from '../../coordination/work-items/card.ts';
import { type ItemView, isBlocked } from '../../coordination/work-items/view.ts';
import type { CommandContext } from '../context.ts';
import { spread } from '../replies.ts';

/** The latest of what was said; the rest are counted. */
const SHOWN = 15;

export async function whyOf(
  ctx: CommandContext,
  view: ItemView,
  entries: readonly Entry[],
  line: (entry: Entry) => Text,
): Promise<Message> {
  const { item } = view;
  const story = await storyOf(ctx, item);
  const ruled = entries.filter((e) => e.rule !== null && e.act !== 'nudged');
  const title = `Why ${formatItemKey(item.key)} stands as it does`;
  return {
    summary: title,
    blocks: [
      { block: 'heading', text: title },
      { block: 'text', text: stateOf(view) },
      stackNote(item),
      ...rulesOf(ruled, line),
      ...toldOf(view, story),
      ...comingOf(view, story.coming),
    ],
  };
}

function stateOf(view: ItemView): Text {
  const { item } = view;
  if (isBlocked(view)) return [{ bold: 'It waits. ' }, item.blockedReason ?? 'Another item must end first.'];
  if (item.handoff?.state === 'offered')
    return [{ bold: 'It waits ' }, 'to be accepted; until then its giver owns it.'];
  return ['It waits for nothing but ', item.owner ? 'its owner' : 'someone to claim it', '.'];
}

const rulesOf = (ruled: readonly Entry[], line: (entry: Entry) => Text): Block[] =>
  ruled.length > 0
    ? [{ block: 'list', items: ruled.map((entry) => ({ text: line(entry) })) }]
    : [{ block: 'note', text: ['No rule has moved it: people did all that happened.'] }];

function toldOf(view: ItemView, { told, names }: Story): Block[] {
  if (told.length === 0) return [{ block: 'note', text: ['Nobody was nudged of it.'] }];
  const shown = told.slice(-SHOWN);
  const earlier = told.length - shown.length;
  return [
    { block: 'text', text: [{ bold: 'Who was told' }] },
    ...(earlier > 0 ? [{ block: 'note', text: [`and ${earlier} earlier`] } as const] : []),
    { block: 'list', items: shown.map((one) => ({ text: toldLine(view, one, names) })) },
  ];
}

function toldLine(view: ItemView, { nudge, message }: Told, names: ReadonlyMap<PersonId, string>): Text {
  const who = (id: PersonId): Span => ({ person: id, name: names.get(id) ?? 'someone' });
  const reader: Text = nudge.person ? [who(nudge.person)] : ['the team’s channel'];
  const meant: Text = nudge.meant ? [' for ', who(nudge.meant), ` (${STANDING_WORDS[nudge.standing]})`] : [];
  const collapsed = nudge.collapsed > 0 ? `, for ${nudge.collapsed + 1} steps that came due meanwhile` : '';
  return [
    { instant: nudge.dueAt, zone: view.zone, timed: true },
    ' ',
    ...reader,
    ...meant,
    ` as ${nudge.as === 'team' ? 'the team' : nudge.as} — ${nudge.step}${collapsed}: `,
    ...became(view, nudge.decidedAt, message),
  ];
}

/** Said is what the platform took; what was answered before is not said. */
function became(view: ItemView, at: number | null, message: Told['message']): Text {
  const when: Text = at === null ? [] : [' ', { instant: at, zone: view.zone, timed: true }];
  if (message === 'sent') return ['told', ...when];
  if (message === 'sending') return ['on its way', ...when];
  if (message === 'dead') return ['could not be told', ...when];
  if (message === 'dropped') return ['answered before it was said'];
  return ['waits for their working hours, their budget or their snooze'];
}

function comingOf(view: ItemView, coming: readonly Coming[]): Block[] {
  if (coming.length === 0) return [{ block: 'note', text: ['Nothing more comes by itself.'] }];
  const items = coming.map(({ at, step, tell }) => ({
    text: [
      { instant: at, zone: view.zone, timed: true } as const,
      ' ',
      ...spread(
        tell.map((alternatives) => alternatives.join(', else the ')),
        ', ',
      ),
      ` — ${step}`,
    ],
  }));
  return [
    { block: 'text', text: [{ bold: 'What comes next' }] },
    { block: 'list', items },
  ];
}
