/** What became of an approval, as whoever asked for it is told. */
import { formatApprovalKey } from '../ids.ts';
import type { Message, Text } from '../message.ts';
import { type Approval, latest } from './approval.ts';
import { answerBlocks } from './seat-lines.ts';
import type { ApprovalView } from './view.ts';
import {
  askerButtons,
  given,
  heading,
  oneLine,
  people,
  stateWords,
  toneOf,
  withdrawnWords,
} from './words.ts';

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
    if (state === 'withdrawn') return [withdrawnWords(approval)];
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
  return {
    summary: `${formatApprovalKey(approval.key)} ${oneLine(current.text)}: ${stateWords(view)}`,
    tone: toneOf(approval),
    blocks: [
      heading(view),
      { block: 'text', text },
      { block: 'quote', text: current.text },
      ...answerBlocks(view),
      { block: 'note', text: [becauseOf(approval)] },
      { block: 'buttons', buttons: askerButtons(view) },
    ],
  };
}

const becauseOf = ({ gate }: Approval): string =>
  gate
    ? 'You get this because it is your work, or you asked for it.'
    : 'You get this because you asked for it.';
