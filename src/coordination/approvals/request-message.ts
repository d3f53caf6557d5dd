/** A request for approval as those see it who are asked: for all of its states. */
import { formatApprovalKey, type PersonId } from '../ids.ts';
import type { Block, Button, Message, Text } from '../message.ts';
import { type Approval, isPending, latest, type Revision } from './approval.ts';
import { ruleWords } from './rule.ts';
import { answerBlocks } from './seat-lines.ts';
import type { ApprovalView } from './view.ts';
import {
  actionOn,
  askerButtons,
  deadlineSpan,
  heading,
  oneLine,
  person,
  showButton,
  stateWords,
  toneOf,
  withdrawnWords,
} from './words.ts';

/** `number` is the revision that a message asks: once there is a later one it says so. `reader` is who alone sees it. */
export function requestMessage(view: ApprovalView, number: number, reader?: PersonId): Message {
  const { approval } = view;
  const { key } = approval;
  const current = latest(approval);
  if (number !== current.number) {
    const old = approval.revisions.find((r) => r.number === number) ?? current;
    return {
      summary: `${formatApprovalKey(key)} was asked anew: what stood here is void`,
      blocks: [
        heading(view),
        { block: 'text', text: [{ bold: 'It was asked anew, so what was answered here is void.' }] },
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
      ...answerBlocks(view),
      { block: 'note', text: noteOf(view) },
      { block: 'buttons', buttons: buttonsFor(view, reader) },
    ],
  };
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

function noteOf(view: ApprovalView): Text {
  const { approval, tally } = view;
  const { state } = approval;
  if (state === 'withdrawn') return [`${withdrawnWords(approval)} Nothing was decided.`];
  if (state === 'lapsed') return ['Nobody decided it in time. Silence is neither a yes nor a no.'];
  if (state !== 'pending')
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

/** Whoever asks does not answer. */
function buttonsFor(view: ApprovalView, reader: PersonId | undefined): readonly Button[] {
  const { approval } = view;
  if (approval.requester === reader) return askerButtons(view);
  return isPending(approval) ? voteButtons(view) : [showButton(view)];
}

function voteButtons(view: ApprovalView): readonly Button[] {
  const number = String(latest(view.approval).number);
  return [
    { label: 'Approve', style: 'primary', action: actionOn(view, 'approve', { number }) },
    { label: 'Reject', style: 'danger', action: actionOn(view, 'reject', { number }) },
    { label: 'Request changes', action: actionOn(view, 'changes', { number }) },
    showButton(view),
  ];
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
