/** A request for approval as those see it who are asked, and its result as whoever asked does: for all of its states. */
import type { Instant, Zone } from '../calendar.ts';
import { formatApprovalKey, formatItemKey, type PersonId, type TeamId } from '../ids.ts';
import type { Action, Block, Button, Message, Span, Text, Tone } from '../message.ts';
import type { Person } from '../people/person.ts';
import type { Transaction } from '../ports.ts';
import type { WorkItem } from '../work-items/item.ts';
import {
  type Approval,
  isPending,
  latest,
  namedIn,
  type Revision,
  ruleWords,
  type Seat,
  type Vote,
} from './approval.ts';
import { entitled } from './entitled.ts';
import { recordsOf } from './record.ts';
import { tallyOf } from './settle.ts';
import type { Tally, Voter } from './tally.ts';

export interface ApprovalView {
  readonly approval: Approval;
  readonly item: Pick<WorkItem, 'key' | 'title'>;
  readonly people: ReadonlyMap<PersonId, Person>;
  readonly teams: ReadonlyMap<TeamId, string>;
  readonly seats: readonly (readonly Voter[])[];
  readonly tally: Tally;
  readonly zone: Zone;
}

export async function approvalView(
  tx: Transaction,
  approval: Approval,
  item: WorkItem,
  { now, zone }: { readonly now: Instant; readonly zone: Zone },
): Promise<ApprovalView> {
  const records = await recordsOf(tx, approval);
  const seats = approval.closing ?? entitled(approval, records, now);
  const teams = await tx.teams.byIds(approval.seats.flatMap((s) => ('team' in s ? [s.team] : [])));
  const more = await tx.people.byIds(namedIn(approval).filter((id) => !records.people.has(id)));
  return {
    approval,
    item,
    people: new Map([...records.people, ...more.map((p) => [p.id, p] as const)]),
    teams: new Map(teams.map((t) => [t.id, t.name])),
    seats,
    tally: tallyOf(approval, seats, Math.min(now, approval.endedAt ?? now)),
    zone,
  };
}

/** `number` is the revision that a message asks: once there is a later one it says so. */
export function requestMessage(view: ApprovalView, number: number): Message {
  const { approval } = view;
  const { key } = approval;
  const current = latest(approval);
  if (number !== current.number) {
    const old = approval.revisions.find((r) => r.number === number) ?? current;
    return {
      summary: `${formatApprovalKey(key)} was asked anew: what stood here is void`,
      blocks: [
        heading(view),
        { block: 'text', text: [{ bold: 'The words changed, so what was answered here is void.' }] },
        { block: 'quote', text: old.text },
        { block: 'note', text: [`It is asked anew as revision ${current.number}, in a message of its own.`] },
        { block: 'buttons', buttons: [showButton(view)] },
      ],
    };
  }
  return {
    summary: `${formatApprovalKey(key)} ${oneLine(current.text)}: ${stateWords(view)}`,
    tone: toneOf(approval),
    blocks: [
      heading(view),
      { block: 'text', text: askedWords(view) },
      { block: 'quote', text: current.text },
      ...frozenBlocks(current),
      ...changedBlocks(approval),
      { block: 'list', items: approval.seats.map((seat, i) => ({ text: seatLine(view, seat, i) })) },
      ...otherVotes(view),
      { block: 'note', text: noteOf(view) },
      { block: 'buttons', buttons: isPending(approval) ? voteButtons(view) : [showButton(view)] },
    ],
  };
}

/** What whoever asked is told, kept up to date. */
export function resultMessage(view: ApprovalView): Message {
  const { approval } = view;
  const { state } = approval;
  const current = latest(approval);
  const wanted = approval.votes.filter((v) => v.revision === current.number && v.answer === 'changes');
  const text: Text = ((): Text => {
    if (state === 'lapsed')
      return ['Nobody decided this in time, so it lapsed. It is neither approved nor rejected.'];
    if (state === 'approved') return [{ bold: 'Approved.' }, ` ${given(view)}.`];
    if (state === 'rejected') return [{ bold: 'Rejected.' }, ` ${given(view)}.`];
    if (state === 'withdrawn') return ['This request was taken back.'];
    return wanted.length > 0
      ? [
          ...people(
            view,
            wanted.map((v) => v.person),
          ),
          ' asked for changes before approving.',
        ]
      : ['This is asked, and waits for its answers.'];
  })();
  const again: Button = {
    label: 'Ask again',
    ...(state === 'approved' ? {} : { style: 'primary' as const }),
    action: actionOn(view, 'again'),
  };
  const extend: Button = { label: 'Extend', action: actionOn(view, 'extend') };
  const next: Button[] =
    state === 'lapsed' ? [again, extend] : state === 'rejected' || wanted.length > 0 ? [again] : [];
  return {
    summary: `${formatApprovalKey(approval.key)} ${oneLine(current.text)}: ${stateWords(view)}`,
    tone: toneOf(approval),
    blocks: [
      heading(view),
      { block: 'text', text },
      { block: 'quote', text: current.text },
      { block: 'list', items: approval.seats.map((seat, i) => ({ text: seatLine(view, seat, i) })) },
      ...otherVotes(view),
      { block: 'note', text: ['You get this because you asked for it.'] },
      { block: 'buttons', buttons: [...next, showButton(view)] },
    ],
  };
}

/** One line on the item's own card. */
export function approvalLine(view: ApprovalView): Text {
  const { approval } = view;
  return [
    { bold: `${formatApprovalKey(approval.key)}: ` },
    `${oneLine(latest(approval).text)} — ${stateWords(view)}`,
    ...(isPending(approval) ? [', by ', deadlineSpan(approval)] : []),
  ];
}

const heading = ({ approval, item }: ApprovalView): Block => ({
  block: 'heading',
  text: `${formatApprovalKey(approval.key)} · Approval for ${formatItemKey(item.key)} ${item.title}`,
});

export function stateWords(view: ApprovalView): string {
  const { approval } = view;
  return isPending(approval) ? `${given(view)}, waiting` : approval.state;
}

const given = ({ tally }: ApprovalView): string => `${tally.given} of ${tally.needed} given`;

function toneOf({ state }: Approval): Tone {
  if (state === 'approved') return 'good';
  if (state === 'rejected') return 'bad';
  return state === 'lapsed' ? 'warning' : 'plain';
}

function askedWords(view: ApprovalView): Text {
  const { approval } = view;
  const asker = person(view, approval.requester);
  const rule = ruleWords(approval.rule, approval.seats.length);
  const state: Text = isPending(approval)
    ? [' by ', deadlineSpan(approval), '.']
    : ['. ', { bold: capital(approval.state) }, '.'];
  return [asker, ' asks for approval: ', { bold: rule }, ...state];
}

const deadlineSpan = ({ deadline }: Approval): Span => ({
  instant: deadline.at,
  zone: deadline.zone,
  timed: deadline.timed,
});

/** The title stands in the heading. */
const frozenBlocks = ({ fields, links }: Revision): Block[] => {
  const said = Object.entries(fields).filter(([name]) => name !== 'Title');
  return [
    ...(said.length > 0
      ? [{ block: 'fields', fields: said.map(([label, words]) => ({ label, value: [words] })) } as const]
      : []),
    ...(links.length > 0
      ? [
          {
            block: 'text',
            text: links.flatMap((l, i): Text => [...(i ? [', '] : []), { link: l.url, text: l.text }]),
          } as const,
        ]
      : []),
  ];
};

/** What differs from the words asked before. */
function changedBlocks({ revisions }: Approval): Block[] {
  const [now, before] = [revisions.at(-1), revisions.at(-2)];
  if (!now || !before) return [];
  const flat = (r: Revision): Record<string, string> => ({
    Text: r.text,
    ...r.fields,
    Links: r.links.map((l) => l.url).join(' '),
  });
  const [old, fresh] = [flat(before), flat(now)];
  const names = [...new Set([...Object.keys(old), ...Object.keys(fresh)])];
  const differing = names.filter((name) => (old[name] ?? '') !== (fresh[name] ?? ''));
  if (differing.length === 0) return [];
  return [
    { block: 'text', text: [{ bold: `Changed since revision ${before.number}; earlier votes are void:` }] },
    {
      block: 'list',
      items: differing.map((name) => ({
        text: [`${name}: `, { strike: old[name] || '—' }, ' → ', { bold: fresh[name] || '—' }],
      })),
    },
  ];
}

const MARKS = { approve: '✅', reject: '❌', changes: '✏️' } as const;

function seatLine(view: ApprovalView, seat: Seat, i: number): Text {
  const vote = view.tally.filled[i] ?? heldAgainst(view, i);
  const name: Span =
    'person' in seat ? person(view, seat.person) : { bold: view.teams.get(seat.team) ?? 'a team' };
  if (vote) return [`${MARKS[vote.answer]} `, name, ...saidBy(view, seat, vote)];
  if (!isPending(view.approval)) return ['– ', name, ' did not answer'];
  if ((view.seats[i] ?? []).length === 0) return ['– ', name, ' can no longer answer'];
  const turn = view.tally.open.includes(i);
  return ['… ', name, turn ? ' has not answered' : ' is asked later'];
}

/** A vote that does not fill its seat: the person's, or one member's of a team. */
const heldAgainst = ({ tally, seats }: ApprovalView, i: number): Vote | undefined =>
  tally.counted.find((v) => v.answer !== 'approve' && (seats[i] ?? []).some((x) => x.person === v.person));

function saidBy(view: ApprovalView, seat: Seat, vote: Vote): Text {
  const own = 'person' in seat && seat.person === vote.person;
  const who: Text = own ? [] : [': ', person(view, vote.person)];
  const instead: Text = vote.for ? [' for ', person(view, vote.for)] : [];
  const said = { approve: ' approved', reject: ' rejected', changes: ' asks for changes' }[vote.answer];
  const at: Span = { instant: vote.at, zone: view.zone, timed: true };
  return [...who, ...instead, said, ' ', at, ...(vote.reason ? [`: “${vote.reason}”`] : [])];
}

/** Votes that fill no seat and hold none: of a team's other members. */
function otherVotes(view: ApprovalView): Block[] {
  const shown = new Set(
    view.approval.seats.flatMap((_, i) => view.tally.filled[i]?.person ?? heldAgainst(view, i)?.person ?? []),
  );
  const others = view.tally.counted.filter((v) => !shown.has(v.person));
  if (others.length === 0) return [];
  const lines = others.map((v) => ({
    text: [`${MARKS[v.answer]} `, ...saidBy(view, { person: v.person }, v), ' — ', person(view, v.person)],
  }));
  return [{ block: 'list', items: lines }];
}

function noteOf(view: ApprovalView): Text {
  const { approval, tally } = view;
  if (!isPending(approval))
    return [`Decided by approval rule v${approval.ruleVersion}: ${ruleText(approval)}.`];
  const left = tally.needed - tally.given;
  return [
    approval.unread ? 'The reactions cannot be read just now, so nothing is decided on them yet. ' : '',
    tally.reachable
      ? `${left} more needed. `
      : 'Too few are left who could approve: it has to be asked again. ',
    'React with ✅ or ❌, or press a button. Silence is never an approval.',
  ];
}

const ruleText = ({ rule, seats }: Approval): string => ruleWords(rule, seats.length);

function voteButtons(view: ApprovalView): readonly Button[] {
  const number = String(latest(view.approval).number);
  return [
    { label: 'Approve', style: 'primary', action: actionOn(view, 'approve', { number }) },
    { label: 'Reject', style: 'danger', action: actionOn(view, 'reject', { number }) },
    { label: 'Request changes', action: actionOn(view, 'changes', { number }) },
    showButton(view),
  ];
}

const showButton = (view: ApprovalView): Button => ({ label: 'Show', action: actionOn(view, 'show') });

const actionOn = (
  { approval }: ApprovalView,
  verb: string,
  options: Readonly<Record<string, string>> = {},
): Action => ({
  verb: `approval ${verb}`,
  options: { approval: formatApprovalKey(approval.key), ...options },
});

const person = ({ people }: ApprovalView, id: PersonId): Span => ({
  person: id,
  name: people.get(id)?.name ?? 'someone',
});

const people = (view: ApprovalView, ids: readonly PersonId[]): Text =>
  ids.flatMap((id, i): Text => [...(i ? [', '] : []), person(view, id)]);

const oneLine = (words: string): string => {
  const line = words.replace(/\s+/g, ' ');
  return line.length > 80 ? `${line.slice(0, 79).replace(/[\uD800-\uDBFF]$/, '')}…` : line;
};

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
