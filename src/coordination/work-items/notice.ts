/** What a person is told of an item by direct message: what happened, why it came to them, and the act that answers it. */
import type { NoticeKind } from '../delivery/outbox.ts';
import { openHandoff } from '../handoffs/handoff.ts';
import { formatItemKey, type PersonId } from '../ids.ts';
import type { Button, Message, Span, Text } from '../message.ts';
import { actionOn, offerButtons } from './buttons.ts';
import { categoryOfItem, isEndedItem } from './decide.ts';
import type { WorkItem } from './item.ts';
import { followers } from './record.ts';
import { type ItemView, isBlocked, type Neighbour } from './view.ts';
import { dueSpan, person } from './words.ts';

export interface NoticeView extends ItemView {
  /** Whom it is meant for. */
  readonly reader: PersonId;
  /** Their name, where someone else reads it in their place. */
  readonly inPlaceOf: string | null;
  /** Who acted; null when nobody did. */
  readonly by: { readonly id: PersonId; readonly name: string } | null;
  /** Other items it is about, as the reader may see them. */
  readonly about: readonly Neighbour[];
}

/** Null when there is nothing left to tell: the news is no longer true. */
export function notice(kind: NoticeKind, view: NoticeView): Message | null {
  if (!stillTrue(kind, view)) return null;
  const said = WORDS[kind](view);
  const key = formatItemKey(view.item.key);
  return {
    summary: `${key} ${view.item.title}: ${said.short}`,
    tone: kind === 'finished' ? 'good' : 'plain',
    blocks: [
      { block: 'text', text: [...said.text] },
      { block: 'text', text: [{ bold: key }, ` · ${view.item.title}`, ...dueWords(view.item)] },
      { block: 'note', text: [reasonFor(kind, view)] },
      { block: 'buttons', buttons: buttons(kind, view.item) },
    ],
  };
}

function stillTrue(kind: NoticeKind, view: NoticeView): boolean {
  const { item, reader } = view;
  const { handoff } = item;
  if (kind === 'assigned') return item.owner === reader && !isEndedItem(item);
  if (kind === 'unblocked') return item.owner === reader && !isEndedItem(item) && !isBlocked(view);
  if (kind === 'review')
    return categoryOfItem(item) === 'review' && item.owner !== reader && item.reviewers.includes(reader);
  if (kind === 'declined') return item.owner === reader && handoff?.state === 'declined';
  if (kind === 'returned')
    return item.owner === reader && handoff?.state === 'withdrawn' && handoff.endedBy === null;
  if (kind === 'asked') return item.owner === reader && questionOf(view)?.answer === null;
  if (kind === 'answered') return openHandoff(handoff)?.asked.includes(reader) ?? false;
  if (kind === 'accepted')
    return handoff?.state === 'accepted' && [handoff.giver, item.requester].includes(reader);
  if (!followers(item).includes(reader)) return false;
  if (kind === 'finished') return categoryOfItem(item) === 'done';
  if (kind === 'cancelled') return categoryOfItem(item) === 'cancelled';
  return !isEndedItem(item);
}

const WORDS: Readonly<
  Record<NoticeKind, (view: NoticeView) => { readonly short: string; readonly text: Text }>
> = {
  assigned: (v) => ({ short: 'yours now', text: [who(v), ' gave this to you.'] }),
  unblocked: (v) => ({
    short: 'no longer blocked',
    text: [`${aboutWords(v)} ended, so this waits for nothing any more.`],
  }),
  finished: (v) => ({ short: 'done', text: [who(v), ' finished this.'] }),
  cancelled: (v) => ({ short: 'cancelled', text: [who(v), ' cancelled this.'] }),
  reopened: (v) => ({ short: 'reopened', text: [who(v), ' reopened this.'] }),
  review: (v) => ({
    short: 'waits for your review',
    text: [
      who(v),
      v.by?.id === v.item.owner
        ? ' is done with this and asks for your review.'
        : ' asks for your review of this.',
    ],
  }),
  accepted: (v) => ({ short: 'accepted', text: [who(v), ' accepted this and owns it now.'] }),
  declined: (v) => ({
    short: 'declined, still yours',
    text: [who(v), ' declined this, so it is still yours: ', quoted(v.item.handoff?.reason)],
  }),
  returned: (v) => ({
    short: 'nobody can accept it, still yours',
    text: [receiverOf(v), ' is not here any more, and nobody stands in. So this is still yours.'],
  }),
  asked: (v) => ({
    short: 'a question before it is accepted',
    text: [who(v), ' asks: ', quoted(questionOf(v)?.words)],
  }),
  answered: (v) => ({
    short: 'your question is answered',
    text: [who(v), ' answers: ', quoted(questionOf(v)?.answer)],
  }),
  moved: (v) => ({
    short: 'date moved',
    text: [who(v), v.item.due ? ' moved its due date.' : ' took its due date away.'],
  }),
};

function receiverOf(view: NoticeView): Span {
  const receiver = view.item.handoff?.receiver;
  return receiver && 'person' in receiver
    ? person(view, receiver.person)
    : (view.receivers?.name ?? 'Whoever was asked');
}

/** The question asked last: of whoever acted, where they asked; of the reader, where it was answered. */
const questionOf = ({ item, by, reader }: NoticeView) =>
  item.handoff?.questions.findLast((q) => q.by === by?.id || q.by === reader);

/** Words of a person. */
const quoted = (words: string | null | undefined): string => (words ? `“${words}”` : 'no words are kept');

const who = (view: NoticeView): Span => (view.by ? { person: view.by.id, name: view.by.name } : 'Someone');

const aboutWords = (view: NoticeView): string =>
  view.about.map((n) => (n.hidden ? 'A private item' : `${formatItemKey(n.key)} ${n.title}`)).join(', ') ||
  'What it waited for';

const dueWords = (item: WorkItem): Text => (item.due ? [' · due ', dueSpan(item.due)] : []);

const reasonFor = (kind: NoticeKind, view: NoticeView): string =>
  view.inPlaceOf
    ? `You get this because you stand in for ${view.inPlaceOf}, who is away.`
    : `You get this because ${because(kind, view)}.`;

function because(kind: NoticeKind, { item, reader }: NoticeView): string {
  if (kind === 'review') return 'you review it';
  if (kind === 'answered') return 'you were asked to take it over';
  if (kind === 'accepted' && item.handoff?.giver === reader) return 'you handed it over';
  if (item.owner === reader) return 'you own it';
  return item.requester === reader ? 'you asked for it' : 'you watch it';
}

function buttons(kind: NoticeKind, item: WorkItem): readonly Button[] {
  const show: Button = { label: 'Show', action: actionOn(item, 'show') };
  if (kind === 'review') {
    return [
      { label: 'Finish review', style: 'primary', action: actionOn(item, 'done') },
      { label: 'Send back', action: actionOn(item, 'reopen') },
      show,
    ];
  }
  if (kind === 'declined' || kind === 'returned')
    return [
      { label: 'Hand off again', style: 'primary', action: actionOn(item, 'handoff give') },
      { label: 'Done', action: actionOn(item, 'done') },
      show,
    ];
  if (kind === 'asked')
    return [{ label: 'Answer', style: 'primary', action: actionOn(item, 'handoff answer') }, show];
  if (kind === 'answered') return [...offerButtons(item, item.handoff?.number ?? 0), show];
  if (kind === 'assigned' || kind === 'unblocked') {
    const start =
      categoryOfItem(item) === 'open'
        ? [{ label: 'Start', style: 'primary' as const, action: actionOn(item, 'start') }]
        : [];
    return [...start, { label: 'Done', action: actionOn(item, 'done') }, show];
  }
  return [show];
}
