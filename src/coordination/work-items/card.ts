/** An item as a card: one pure function of the record, for all of its states. */
import { approvalLine } from '../approvals/words.ts';
import type { Handoff } from '../handoffs/handoff.ts';
import { waitingWords } from '../handoffs/waiting.ts';
import { giverToReceiver } from '../handoffs/words.ts';
import { formatItemKey } from '../ids.ts';
import type { Block, Message, Span, Text, Tone } from '../message.ts';
import { buttons } from './buttons.ts';
import { categoryOfItem, isEndedItem } from './decide.ts';
import type { WorkItem } from './item.ts';
import { stack } from './stack.ts';
import { type ItemView, isBlocked, type Neighbour } from './view.ts';
import { dueSpan, joined, nameOf, person, personList, stageWords } from './words.ts';

export function card(view: ItemView): Message {
  const { item } = view;
  const ended = isEnded(view);
  return {
    summary: `${formatItemKey(item.key)} ${item.title}: ${statusWords(view)}`,
    tone: tone(view),
    blocks: [
      { block: 'heading', text: `${formatItemKey(item.key)} · ${item.title}` },
      { block: 'text', text: status(view) },
      ...handoffBlocks(view),
      ...blockedBlock(view),
      ...approvalBlocks(view),
      ...snoozedBlock(view),
      { block: 'fields', fields: fields(view) },
      ...layerBlocks(view),
      ...quoteBlocks(item),
      ...(ended ? [] : [stackNote(item)]),
      { block: 'buttons', buttons: buttons(view) },
    ],
  };
}

const isEnded = ({ item }: ItemView): boolean => isEndedItem(item);

function tone(view: ItemView): Tone {
  const category = categoryOfItem(view.item);
  if (category === 'done') return 'good';
  if (category === 'cancelled') return 'plain';
  if (isBlocked(view)) return 'bad';
  return view.item.owner === null ? 'warning' : 'plain';
}

function statusWords(view: ItemView): string {
  const { item } = view;
  const owner = item.owner ? `, @${nameOf(view, item.owner)}` : isEnded(view) ? '' : ', nobody owns it';
  return `${stageWords(item)}${owner}${isBlocked(view) && !isEnded(view) ? ', blocked' : ''}`;
}

function status(view: ItemView): Text {
  const { item } = view;
  const stage: Span = { bold: stageWords(item) };
  const urgency: Text = item.priority === 'normal' ? [] : [' · ', { bold: capital(item.priority) }];
  if (item.owner) return [stage, ' · ', person(view, item.owner), ...urgency];
  if (isEnded(view)) return [stage, ...urgency];
  return [stage, ' · ', { bold: 'Nobody owns this yet.' }, ' Who takes it?', ...urgency];
}

/** Who gives it to whom, and what goes with it: the words stay with the item until it is handed on. */
function handoffBlocks(view: ItemView): Block[] {
  const { handoff } = view.item;
  if (!handoff || isEnded(view)) return [];
  if (handoff.state === 'accepted') return handedOver(handoff);
  if (handoff.state !== 'offered') return [];
  const by: Text = handoff.acceptBy ? [', accept by ', dueSpan(handoff.acceptBy)] : [];
  return [
    {
      block: 'text',
      text: [
        { bold: 'Handoff: ' },
        ...giverToReceiver(view, handoff),
        `, ${waitingWords(handoff, view.now)}`,
        ...by,
      ],
    },
    ...handedOver(handoff),
  ];
}

const handedOver = ({ context, checklist }: Handoff): Block[] => [
  ...(context ? [{ block: 'quote', text: context } as const] : []),
  ...(checklist.length > 0
    ? [{ block: 'list', items: checklist.map((line) => ({ text: [`☐ ${line}`] })) } as const]
    : []),
];

/** What was asked of it, and how far that is. */
const approvalBlocks = ({ approvals }: ItemView): Block[] =>
  approvals.map((approval) => ({ block: 'text', text: approvalLine(approval) }));

function blockedBlock(view: ItemView): Block[] {
  if (isEnded(view) || !isBlocked(view)) return [];
  const open = view.waitsFor.filter((n) => !n.ended);
  const text: Span[] = [{ bold: 'Blocked' }];
  if (view.item.blockedReason) text.push(`: ${view.item.blockedReason}`);
  if (open.length > 0)
    text.push(view.item.blockedReason ? '; waits for ' : ': waits for ', open.map(neighbour).join(', '));
  return [{ block: 'text', text }];
}

const neighbour = (n: Neighbour): string => (n.hidden ? 'a private item' : formatItemKey(n.key));

/** Who put it off, until when and how often: the giver and the lead see it where everyone does. */
function snoozedBlock(view: ItemView): Block[] {
  const held = view.item.snoozes.filter((s) => s.until > view.now);
  if (isEnded(view) || held.length === 0) return [];
  const text = held.flatMap(
    ({ person: who, until, times }): Text => [
      person(view, who),
      ' snoozed it until ',
      { instant: until, zone: view.zone, timed: true },
      times === 1 ? '. ' : `, for the ${ordinal(times)} time. `,
    ],
  );
  return [{ block: 'note', text }];
}

const ordinal = (n: number): string => {
  const last = n % 100 > 10 && n % 100 < 14 ? 0 : n % 10;
  return `${n}${['th', 'st', 'nd', 'rd'][last] ?? 'th'}`;
};

function fields(view: ItemView): Extract<Block, { block: 'fields' }>['fields'] {
  const { item, team, holdsUp } = view;
  const ended = isEnded(view);
  const optional = (label: string, value: Text | null) => (value ? [{ label, value }] : []);
  const held = holdsUp.filter((n) => !n.ended);
  return [
    {
      label: 'Owner',
      value: item.owner ? [person(view, item.owner)] : ['nobody'],
      wanting: !item.owner && !ended,
    },
    {
      label: 'Due',
      value: item.due ? [dueSpan(item.due)] : ['no date'],
      wanting: !item.due && !item.cadence && !ended,
    },
    ...optional('Repeats', item.cadence ? [item.cadence] : null),
    ...optional('Reviewers', item.reviewers.length > 0 ? personList(view, item.reviewers) : null),
    { label: 'Asked by', value: [person(view, item.requester)] },
    ...optional('Team', team ? [team.name] : null),
    ...optional('Watchers', item.watchers.length > 0 ? personList(view, item.watchers) : null),
    ...optional('Holds up', held.length > 0 && !ended ? [held.map(neighbour).join(', ')] : null),
    ...optional(
      'Links',
      item.links.length > 0 ? joined(item.links.map((l) => ({ link: l.url, text: l.text }))) : null,
    ),
  ];
}

function layerBlocks({ item }: ItemView): Block[] {
  const said = [
    ['Why', item.purpose],
    ['What', item.outcome],
    ['Scope', item.scope],
  ].filter((pair): pair is [string, string] => Boolean(pair[1]));
  return said.map(([label, words]) => ({ block: 'text', text: [{ bold: `${label}: ` }, words] }));
}

function quoteBlocks(item: WorkItem): Block[] {
  const note = item.sourceNote && `The message this came from was ${item.sourceNote}.`;
  return [
    ...(item.quote && item.quote !== item.title ? [{ block: 'quote', text: item.quote } as const] : []),
    ...(note ? [{ block: 'note', text: [note] } as const] : []),
  ];
}

/** The five layers at a glance, and what is still to be said. */
export function stackNote(item: WorkItem): Block {
  const layers = stack(item);
  const glance = layers.map((l) => `${l.missing.length === 0 ? '●' : '○'} ${l.layer}`).join('  ');
  const missing = layers.flatMap((l) => l.missing);
  return {
    block: 'note',
    text: [glance, missing.length > 0 ? `  Missing: ${missing.join(', ')}.` : '  Nothing missing.'],
  };
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
