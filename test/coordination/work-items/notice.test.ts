import { describe, expect, test } from 'vitest';
import { NOTICES, type NoticeKind } from '../../../src/coordination/delivery/outbox.ts';
import type { Handoff } from '../../../src/coordination/handoffs/handoff.ts';
import type { ItemState } from '../../../src/coordination/work-items/item.ts';
import { type NoticeView, notice } from '../../../src/coordination/work-items/notice.ts';
import { textOf } from '../../support/message-text.ts';
import { NOW } from '../../support/records.ts';
import { ana, blocksOf, bo, handoffOf, itemOf, kai, markupOf, mira, neighbour, viewWith } from './views.ts';

const view = (values: Partial<ItemState>, parts: Partial<NoticeView> = {}): NoticeView => ({
  ...viewWith(itemOf(values), parts),
  reader: bo.id,
  inPlaceOf: null,
  by: { id: ana.id, name: ana.name },
  about: [],
  ...parts,
});

const mine = { owner: bo.id };
const done = { ...mine, stage: 'done' };
const inReview = { ...mine, stage: 'review', reviewers: [mira.id] };
const reviewer = { reader: mira.id };

const question = (answer: string | null) => ({ by: mira.id, words: 'Which folder?', answer });

interface Told {
  readonly kind: NoticeKind;
  readonly values: Partial<ItemState>;
  readonly parts?: Partial<NoticeView>;
  readonly says: string;
  readonly because: string;
  readonly buttons: readonly string[];
}

const TOLD: readonly Told[] = [
  {
    kind: 'assigned',
    values: mine,
    says: '@Ana Castro gave this to you.',
    because: 'you own it',
    buttons: ['Start', 'Done', 'Show'],
  },
  {
    kind: 'assigned',
    values: { ...mine, stage: 'active' },
    parts: { by: null },
    says: 'Someone gave this to you.',
    because: 'you own it',
    buttons: ['Done', 'Show'],
  },
  {
    kind: 'unblocked',
    values: mine,
    parts: { about: [neighbour(7, { ended: true })], waitsFor: [neighbour(7, { ended: true })] },
    says: 'W-7 Title of 7 ended, so this waits for nothing any more.',
    because: 'you own it',
    buttons: ['Start', 'Done', 'Show'],
  },
  {
    kind: 'unblocked',
    values: mine,
    parts: { about: [neighbour(7, { ended: true, hidden: true })] },
    says: 'A private item ended, so this waits for nothing any more.',
    because: 'you own it',
    buttons: ['Start', 'Done', 'Show'],
  },
  {
    kind: 'finished',
    values: done,
    parts: { reader: ana.id, by: { id: bo.id, name: bo.name } },
    says: '@Bo Lindqvist finished this.',
    because: 'you asked for it',
    buttons: ['Show'],
  },
  {
    kind: 'cancelled',
    values: { ...mine, stage: 'cancelled', watchers: [kai.id] },
    parts: { reader: kai.id },
    says: '@Ana Castro cancelled this.',
    because: 'you watch it',
    buttons: ['Show'],
  },
  {
    kind: 'reopened',
    values: mine,
    says: '@Ana Castro reopened this.',
    because: 'you own it',
    buttons: ['Show'],
  },
  {
    kind: 'review',
    values: inReview,
    parts: { ...reviewer, by: { id: bo.id, name: bo.name } },
    says: '@Bo Lindqvist is done with this and asks for your review.',
    because: 'you review it',
    buttons: ['Finish review', 'Send back', 'Show'],
  },
  {
    kind: 'review',
    values: inReview,
    parts: reviewer,
    says: '@Ana Castro asks for your review of this.',
    because: 'you review it',
    buttons: ['Finish review', 'Send back', 'Show'],
  },
  {
    kind: 'moved',
    values: { ...mine, due: { at: NOW, zone: 'UTC', timed: true } },
    says: '@Ana Castro moved its due date.',
    because: 'you own it',
    buttons: ['Show'],
  },
  {
    kind: 'accepted',
    values: { owner: mira.id, handoff: handoffOf({ state: 'accepted', endedBy: mira.id }) },
    parts: { by: { id: mira.id, name: mira.name } },
    says: '@Mira Patel accepted this and owns it now.',
    because: 'you handed it over',
    buttons: ['Show'],
  },
  {
    kind: 'declined',
    values: { ...mine, handoff: handoffOf({ state: 'declined', reason: 'on leave' }) },
    parts: { by: { id: mira.id, name: mira.name } },
    says: '@Mira Patel declined this, so it is still yours: “on leave”',
    because: 'you own it',
    buttons: ['Hand off again', 'Done', 'Show'],
  },
  {
    kind: 'asked',
    values: { ...mine, handoff: handoffOf({ questions: [question(null)] }) },
    parts: { by: { id: mira.id, name: mira.name } },
    says: '@Mira Patel asks: “Which folder?”',
    because: 'you own it',
    buttons: ['Answer', 'Show'],
  },
  {
    kind: 'answered',
    values: { ...mine, handoff: handoffOf({ questions: [question('Acme’s')] }) },
    parts: { ...reviewer, by: { id: bo.id, name: bo.name } },
    says: '@Bo Lindqvist answers: “Acme’s”',
    because: 'you were asked to take it over',
    buttons: ['Accept', 'Decline', 'Ask', 'Show'],
  },
  {
    kind: 'moved',
    values: mine,
    says: '@Ana Castro took its due date away.',
    because: 'you own it',
    buttons: ['Show'],
  },
];

describe.each(TOLD)('$kind: “$says”', ({ kind, values, parts, says, because, buttons }) => {
  test('says what happened, to what, why it came and what answers it', () => {
    const message = notice(kind, view(values, parts));
    if (!message) throw new Error('nothing was said');
    const lines = textOf(message, NOW).split('\n');
    expect(lines[0]).toBe(says);
    expect(lines[1]).toMatch(/^W-12 · Write the offer/);
    expect(lines[2]).toBe(`You get this because ${because}.`);
    expect(message.summary).toMatch(/^W-12 Write the offer: \S/);
    expect(blocksOf(message, 'buttons').flatMap((b) => b.buttons.map((x) => x.label))).toEqual(buttons);
  });
});

test('who stands in for someone is told for whom', () => {
  const message = notice('assigned', view(mine, { inPlaceOf: 'Bo Lindqvist' }));
  expect(message && textOf(message, NOW)).toContain(
    'You get this because you stand in for Bo Lindqvist, who is away.',
  );
});

describe('what is no longer true is not told', () => {
  test.each<[NoticeKind, string, Partial<ItemState>, Partial<NoticeView>?]>([
    ['assigned', 'to who gave it on', { owner: mira.id }],
    ['assigned', 'of what has ended', done],
    ['unblocked', 'to who gave it on', { owner: mira.id }],
    ['unblocked', 'of what has ended', done],
    ['unblocked', 'of what waits again', mine, { waitsFor: [neighbour(9)] }],
    ['unblocked', 'of what is blocked by a reason', { ...mine, blockedReason: 'legal' }],
    ['finished', 'of what was reopened', mine],
    ['cancelled', 'of what was reopened', mine],
    ['reopened', 'of what has ended again', done],
    ['review', 'of what was finished', { ...done, reviewers: [mira.id] }, reviewer],
    ['review', 'to who reviews it no more', { ...inReview, reviewers: [] }, reviewer],
    ['review', 'to who owns it now', { ...inReview, owner: mira.id }, reviewer],
    ['accepted', 'of what was handed on since', { owner: mira.id, handoff: handoffOf({ number: 2 }) }],
    ['declined', 'of what was offered again', { ...mine, handoff: handoffOf({ number: 2 }) }],
    ['declined', 'to who owns it no more', { owner: kai.id, handoff: handoffOf({ state: 'declined' }) }],
    ['asked', 'of what is answered', { ...mine, handoff: handoffOf({ questions: [question('yes')] }) }],
    ['answered', 'of what is over', { ...mine, handoff: handoffOf({ state: 'withdrawn' }) }, reviewer],
    ['moved', 'of what has ended', done],
    ['moved', 'to who watches it no more', mine, { reader: kai.id }],
    ['finished', 'to who watches it no more', done, { reader: kai.id }],
  ])('%s, %s', (kind, _when, values, parts) => {
    expect(notice(kind, view(values, parts))).toBeNull();
  });
});

test.each(NOTICES)('%s puts nobody’s words into markup', (kind) => {
  const WORDS = '*<!channel>`[x](https://evil.example)';
  const handed = (values: Partial<Handoff>) => ({ ...mine, handoff: handoffOf(values) });
  const asked = handed({ questions: [{ by: ana.id, words: WORDS, answer: null }] });
  const answered = handed({ asked: [bo.id], questions: [{ by: bo.id, words: 'Which?', answer: WORDS }] });
  const over = [
    handed({ state: 'accepted' }),
    handed({ state: 'declined', reason: WORDS }),
    handed({ state: 'withdrawn' }),
  ];
  const states = [mine, inReview, done, { ...mine, stage: 'cancelled' }, asked, answered, ...over];
  const told = states.flatMap((state) => {
    const message = notice(
      kind,
      view(
        { ...state, title: WORDS },
        {
          reader: kind === 'review' ? mira.id : bo.id,
          by: { id: ana.id, name: WORDS },
          about: [neighbour(7, { title: WORDS })],
        },
      ),
    );
    return message ? [message] : [];
  });
  expect(told.length).toBeGreaterThan(0);
  for (const message of told) expect(markupOf(message)).not.toMatch(/channel|evil/);
});
