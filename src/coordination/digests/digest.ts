/**
 * What a team reads in place of a status meeting: first what needs someone, whose turn it is and since when; then what
 * is done and in progress, and who is away. A pure function of records, people and an instant.
 */
import { formatDuration, type Instant, type Zone } from '../calendar.ts';
import { openHandoff } from '../handoffs/handoff.ts';
import { type ApprovalKey, formatApprovalKey, formatItemKey, type ItemId, type PersonId } from '../ids.ts';
import type { Action, Block, Button, Message, Text } from '../message.ts';
import { actionOn } from '../work-items/buttons.ts';
import type { WorkItem } from '../work-items/item.ts';
import { dueSpan } from '../work-items/words.ts';
import { NEEDS, type Need, type ShownPart } from './parts.ts';

/** The first of some items, and how many there are. */
export interface Some {
  readonly items: readonly WorkItem[];
  readonly total: number;
}

export const NONE: Some = { items: [], total: 0 };

export interface DigestView {
  /** Whose work it is: a team's name, or the workspace's. */
  readonly of: string;
  readonly now: Instant;
  /** What was done since then is told. */
  readonly since: Instant;
  readonly zone: Zone;
  readonly needs: Readonly<Record<Need, Some>>;
  /** Of two people, what looks like the same work. */
  readonly same: readonly (readonly [WorkItem, WorkItem])[];
  readonly done: Some;
  readonly active: Some;
  /** Since when an item is blocked, of those that are. */
  readonly blockedSince: ReadonlyMap<ItemId, Instant>;
  /** The approval that an item waits for, of those that do. */
  readonly approvals: ReadonlyMap<ItemId, AskedApproval>;
  readonly names: ReadonlyMap<PersonId, string>;
  readonly away: readonly { readonly person: PersonId; readonly until: Instant | null }[];
  /** Lists all that a part counts. */
  readonly listOf: (part: ShownPart) => Action;
}

export interface AskedApproval {
  readonly key: ApprovalKey;
  /** Whose turn it is. */
  readonly asked: readonly PersonId[];
  readonly since: Instant;
}

/** A digest is read at a glance: thirty lines in all, the rest is behind buttons. */
const MOST_LINES = 30;
/** The heading, who is away, and since when. */
const LINES_AROUND = 3;
/** Items of a part, where there is room. */
export const MOST_OF_PART = 4;

/** How many items each part shows, so that all parts have room. */
export function itemsOfEach(sizes: readonly number[], lines = MOST_LINES): number {
  const parts = sizes.filter((size) => size > 0);
  for (let most = MOST_OF_PART; most > 1; most -= 1) {
    const taken = parts.reduce((sum, size) => sum + 1 + Math.min(size, most), LINES_AROUND);
    if (taken <= lines) return most;
  }
  return 1;
}

const TITLES: Readonly<Record<ShownPart, string>> = {
  handoff: 'Offered, and not taken yet',
  approval: 'Waiting for an approval',
  review: 'Waiting for a review',
  blocked: 'Blocked',
  overdue: 'Overdue',
  risk: 'At risk: due soon, and not begun',
  stalled: 'Nothing heard for a while',
  unowned: 'Nobody owns',
  done: 'Done',
  active: 'In progress',
};

/** `lines` where it shares a message with others. */
export function digest(view: DigestView, lines = MOST_LINES): Message {
  const all = [...NEEDS.map((need) => view.needs[need]), view.done, view.active];
  const most = itemsOfEach([...all.map(({ items }) => items.length), view.same.length], lines);
  const needs = NEEDS.flatMap((need) =>
    partOf(view, most, need, view.needs[need], (item) => needLine(view, need, item)),
  );
  const done = partOf(view, most, 'done', view.done, (item) => ({ text: named(item, ownerOf(view, item)) }));
  const active = partOf(view, most, 'active', view.active, (item) => ({
    text: named(item, activeWords(view, item)),
  }));
  const count = needing(view);
  const blocks: Block[] = [{ block: 'heading', text: `${view.of}: what needs someone` }];
  if (count === 0) blocks.push({ block: 'text', text: ['Nothing waits on anyone.'] });
  blocks.push(...needs, ...sameWork(view, most));
  if (done.length + active.length > 0) blocks.push({ block: 'divider' }, ...done, ...active);
  if (view.away.length > 0) blocks.push(awayLine(view));
  const since: Text = ['Done counts since ', { instant: view.since, zone: view.zone, timed: true }, '.'];
  blocks.push({ block: 'note', text: since });
  return { summary: summaryOf(view, count), tone: count === 0 ? 'good' : 'plain', blocks };
}

/** Items that need someone, each once. */
const needing = ({ needs, same }: DigestView): number =>
  NEEDS.reduce((sum, need) => sum + needs[need].total, same.length);

function summaryOf({ of, done }: DigestView, count: number): string {
  const needs = count === 0 ? 'nothing waits on anyone' : `${count} need someone`;
  return `${of}: ${needs}, ${done.total} done`;
}

interface Line {
  readonly text: Text;
  readonly button?: Button;
}

function partOf(
  view: DigestView,
  most: number,
  part: ShownPart,
  { items, total }: Some,
  lineOf: (item: WorkItem) => Line,
): Block[] {
  if (items.length === 0) return [];
  const shown = items.slice(0, most);
  const rest = total > shown.length;
  return [
    { block: 'text', text: [{ bold: TITLES[part] }, ` (${total})`] },
    { block: 'list', items: shown.map(lineOf) },
    ...(rest
      ? [{ block: 'buttons', buttons: [{ label: `All ${total}`, action: view.listOf(part) }] } as const]
      : []),
  ];
}

/** Whose they are, since when there are two, and one press that makes them one. */
function sameWork(view: DigestView, most: number): Block[] {
  if (view.same.length === 0) return [];
  const lines = view.same.slice(0, most).map(([first, second]) => {
    const item = formatItemKey(second.key);
    const action = { verb: 'same', options: { item, as: formatItemKey(first.key) } };
    const since = lasting(view, Math.max(first.createdAt, second.createdAt));
    return {
      text: [
        ...named(first, ownerOf(view, first)),
        ', and ',
        ...named(second, ownerOf(view, second)),
        `, ${since}`,
      ],
      button: { label: 'Make them one', action },
    };
  });
  const title: Text = [{ bold: 'Two people on what looks like the same work' }, ` (${view.same.length})`];
  return [
    { block: 'text', text: title },
    { block: 'list', items: lines },
  ];
}

const named = (item: WorkItem, more: Text): Text => [
  { bold: formatItemKey(item.key) },
  ` ${item.title} · `,
  ...more,
];

function needLine(view: DigestView, need: Need, item: WorkItem): Line {
  const { text, button } = NEED_WORDS[need](view, item);
  const [label, act] = button;
  const action = typeof act === 'string' ? actionOn(item, act) : act;
  return { text: named(item, text), button: { label, action } };
}

/** What is told of an item by its need, and the act that answers it: a label, and a verb of the item or an action. */
type NeedWords = (
  view: DigestView,
  item: WorkItem,
) => { readonly text: Text; readonly button: readonly [string, string | Action] };

const NEED_WORDS: Readonly<Record<Need, NeedWords>> = {
  handoff: (view, item) => {
    const handoff = openHandoff(item.handoff);
    const asked = people(view, handoff?.asked ?? []);
    const since = lasting(view, handoff?.offeredAt ?? item.updatedAt);
    return { text: [...asked, ` to answer, ${since}`], button: ['Accept', 'handoff accept'] };
  },
  // Nobody approves words that they have not seen.
  approval: (view, item) => {
    const found = view.approvals.get(item.id);
    if (!found) return { text: ['to be answered'], button: ['Show', 'show'] };
    const { key, asked, since } = found;
    const whose: Text = asked.length > 0 ? people(view, asked.slice(0, MOST_ASKED)) : ['nobody'];
    const text: Text = [...whose, ` to answer ${formatApprovalKey(key)}, ${lasting(view, since)}`];
    const action = { verb: 'approval show', options: { approval: formatApprovalKey(key) } };
    return { text, button: ['Read and answer', action] };
  },
  review: (view, item) => ({
    text: [...people(view, item.reviewers), ` to review, ${lasting(view, item.stageSince)}`],
    button: ['Finish', 'done'],
  }),
  blocked: (view, item) => ({
    text: [
      ...ownerOf(view, item),
      item.blockedReason ? `, waiting for ${item.blockedReason}` : ', waiting for another item',
      `, ${lasting(view, view.blockedSince.get(item.id) ?? item.updatedAt)}`,
    ],
    button: ['Unblock', 'unblock'],
  }),
  overdue: (view, item) => ({
    text: [...ownerOf(view, item), ...(item.due ? [', since ', dueSpan(item.due)] : [])],
    button: ['Move the date', 'due'],
  }),
  risk: (view, item) => ({
    text: [...ownerOf(view, item), ...(item.due ? [', due ', dueSpan(item.due)] : [])],
    button: ['Start', 'start'],
  }),
  stalled: (view, item) => ({
    text: [...ownerOf(view, item), `, no word ${lasting(view, item.updatedAt)}`],
    button: ['Show', 'show'],
  }),
  unowned: (view, item) => ({
    text: [lasting(view, item.stageSince)],
    button: ['Claim', 'claim'],
  }),
};

/** Of those who could answer an approval. */
const MOST_ASKED = 3;

const lasting = ({ now }: DigestView, since: Instant): string => `for ${formatDuration(now - since)}`;

const activeWords = (view: DigestView, item: WorkItem): Text => [
  ...ownerOf(view, item),
  ...(item.due ? [' · due ', dueSpan(item.due)] : []),
];

const ownerOf = (view: DigestView, { owner }: WorkItem): Text =>
  owner === null ? ['nobody'] : people(view, [owner]);

/** By name, and no one's telephone rings: a digest is read, not answered. */
function people({ names }: DigestView, ids: readonly PersonId[]): Text {
  return ids.flatMap((person, i) => [
    ...(i === 0 ? [] : [i === ids.length - 1 ? ' or ' : ', ']),
    { person, name: names.get(person) ?? 'someone' },
  ]);
}

function awayLine(view: DigestView): Block {
  const each = view.away.flatMap(
    ({ person, until }, i): Text => [
      i === 0 ? 'Away: ' : '; ',
      ...people(view, [person]),
      ...(until === null ? [] : [' until ', { instant: until, zone: view.zone, timed: false }]),
    ],
  );
  return { block: 'note', text: each };
}
