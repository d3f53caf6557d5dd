/** Who has answered and who has not, seat by seat. */
import type { Block, Span, Text } from '../message.ts';
import { isPending, type Seat, type Vote } from './approval.ts';
import type { ApprovalView } from './view.ts';
import { person } from './words.ts';

/** A line for each seat, and then for each vote that fills none. */
export const answerBlocks = (view: ApprovalView): Block[] => [
  { block: 'list', items: view.approval.seats.map((seat, i) => ({ text: seatLine(view, seat, i) })) },
  ...otherVotes(view),
];

const MARKS = { approve: '✅', reject: '❌', changes: '✏️' } as const;

function seatLine(view: ApprovalView, seat: Seat, i: number): Text {
  const vote = view.tally.filled[i] ?? heldAgainst(view, i);
  const name: Span =
    'person' in seat ? person(view, seat.person) : { bold: view.teams.get(seat.team) ?? 'a team' };
  if (vote) return [`${MARKS[vote.answer]} `, name, ...saidBy(view, seat, vote)];
  if (!isPending(view.approval)) return ['– ', name, ' did not answer'];
  if ((view.seats[i] ?? []).length === 0) return ['– ', name, ' can no longer answer'];
  const turn = view.tally.open.includes(i);
  const beside = (view.approval.standIns ?? []).filter((s) => s.seat === i);
  const leads = beside.flatMap((s): Text => ['; ', person(view, s.person), ' was asked too']);
  return ['… ', name, turn ? ' has not answered' : ' is asked later', ...leads];
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
