/** What every message of an approval says alike: which it is, how far it is, and who is named. */
import { formatApprovalKey, formatItemKey, type PersonId } from '../ids.ts';
import type { Action, Block, Button, Span, Text, Tone } from '../message.ts';
import { type Approval, isPending, latest } from './approval.ts';
import type { ApprovalView } from './view.ts';

/** One line on the item's own card. */
export function approvalLine(view: ApprovalView): Text {
  const { approval } = view;
  return [
    { bold: `${formatApprovalKey(approval.key)}: ` },
    `${oneLine(latest(approval).text)} — ${stateWords(view)}`,
    ...(isPending(approval) ? [', by ', deadlineSpan(approval)] : []),
  ];
}

export const heading = ({ approval, item }: ApprovalView): Block => ({
  block: 'heading',
  text: `${formatApprovalKey(approval.key)} · Approval for ${formatItemKey(item.key)} ${item.title}`,
});

export function stateWords(view: ApprovalView): string {
  const { approval } = view;
  return isPending(approval) ? `${given(view)}, waiting` : approval.state;
}

export const given = ({ tally }: ApprovalView): string => `${tally.given} of ${tally.needed} given`;

export function toneOf({ state }: Approval): Tone {
  if (state === 'approved') return 'good';
  if (state === 'rejected') return 'bad';
  return state === 'lapsed' ? 'warning' : 'plain';
}

/** What was withdrawn was taken back, or ended with its item. */
export const withdrawnWords = ({ endedWith }: Approval): string =>
  endedWith
    ? `Its item was ${endedWith === 'done' ? 'finished' : endedWith}, so this is no longer asked.`
    : 'This request was taken back.';

export const deadlineSpan = ({ deadline }: Approval): Span => ({
  instant: deadline.at,
  zone: deadline.zone,
  timed: deadline.timed,
});

export const showButton = (view: ApprovalView): Button => ({ label: 'Show', action: actionOn(view, 'show') });

/** What whoever asked can do about it. */
export function askerButtons(view: ApprovalView): readonly Button[] {
  const { state, endedWith } = view.approval;
  const isOver = state === 'approved' || endedWith === 'done' || endedWith === 'cancelled';
  if (isOver) return [showButton(view)];
  const again: Button = { label: 'Ask again', action: actionOn(view, 'again') };
  if (state === 'rejected' || state === 'withdrawn')
    return [{ ...again, style: 'primary' }, showButton(view)];
  const extend: Button = { label: 'Extend', action: actionOn(view, 'extend') };
  const escalate: Button = { label: 'Escalate', action: actionOn(view, 'escalate') };
  const takeBack: Button = { label: 'Take back', action: actionOn(view, 'withdraw') };
  return state === 'lapsed'
    ? [{ ...again, style: 'primary' }, extend, escalate, showButton(view)]
    : [again, extend, escalate, takeBack];
}

export const actionOn = (
  { approval }: ApprovalView,
  verb: string,
  options: Readonly<Record<string, string>> = {},
): Action => ({
  verb: `approval ${verb}`,
  options: { approval: formatApprovalKey(approval.key), ...options },
});

export const person = ({ people }: ApprovalView, id: PersonId): Span => ({
  person: id,
  name: people.get(id)?.name ?? 'someone',
});

export const people = (view: ApprovalView, ids: readonly PersonId[]): Text =>
  ids.flatMap((id, i): Text => [...(i ? [', '] : []), person(view, id)]);

export const oneLine = (words: string): string => {
  const line = words.replace(/\s+/g, ' ');
  return line.length > 80 ? `${line.slice(0, 79).replace(/[\uD800-\uDBFF]$/, '')}…` : line;
};
