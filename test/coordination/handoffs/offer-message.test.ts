import { describe, expect, test } from 'vitest';
import type { Handoff } from '../../../src/coordination/handoffs/handoff.ts';
import { offerMessage } from '../../../src/coordination/handoffs/offer-message.ts';
import type { TeamId } from '../../../src/coordination/ids.ts';
import type { Message } from '../../../src/coordination/message.ts';
import { textOf } from '../../support/message-text.ts';
import { NOW, team } from '../../support/records.ts';
import { blocksOf, bo, handoffOf, itemOf, kai, markupOf, mira, viewWith } from '../work-items/views.ts';

const due = { at: NOW, zone: 'Europe/London', timed: true };
const see = (values: Partial<Handoff>, reader = mira, shown = true, number = 1): Message | null =>
  offerMessage(viewWith(itemOf({ owner: bo.id, handoff: handoffOf(values) })), number, reader.id, shown);
const said = (message: Message | null): string => (message ? textOf(message, NOW) : 'nothing');
const labels = (message: Message | null) =>
  message ? blocksOf(message, 'buttons').flatMap((b) => b.buttons.map((x) => x.label)) : [];

describe('an offer', () => {
  test('says who hands over what, until when to answer, and whose it is meanwhile', () => {
    const message = see({ context: 'Half written', checklist: ['Tell Acme'], acceptBy: due });
    expect(said(message)).toMatch(/^@Bo Lindqvist hands this to you. Please answer by /);
    for (const words of [
      'W-12 · Write the offer',
      'Half written',
      '☐ Tell Acme',
      'Until someone accepts, @Bo Lindqvist owns it.',
    ])
      expect(said(message)).toContain(words);
    expect(labels(message)).toEqual(['Accept', 'Decline', 'Ask', 'Show']);
  });

  test('is answered as the offer that it is, and no later one', () => {
    const [row] = blocksOf(see({ number: 3 }, mira, true, 3) as Message, 'buttons');
    expect(row?.buttons.slice(0, 3).map((b) => b.action.options)).toEqual(
      Array.from({ length: 3 }, () => ({ item: 'W-12', number: '3' })),
    );
  });

  test('to a team says that the first to accept owns it', () => {
    const item = itemOf({ owner: bo.id, handoff: handoffOf({ receiver: { team: 'some' as TeamId } }) });
    const view = viewWith(item, { receivers: team('design', { name: 'Design' }) });
    expect(said(offerMessage(view, 1, mira.id, false))).toContain(
      'hands this to Design: the first of you to accept owns it.',
    );
  });

  test('shows what was asked, and what was answered', () => {
    const questions = [{ by: mira.id, words: 'Which folder?', answer: 'Acme’s' }];
    expect(said(see({ questions }))).toContain('@Mira Patel asks: “Which folder?” — “Acme’s”');
    expect(said(see({ questions: [{ by: mira.id, words: 'Why me?', answer: null }] }))).toContain(
      'not answered yet',
    );
  });

  test('puts nobody’s words into markup', () => {
    const WORDS = '*<!channel>`[x](https://evil.example)';
    const message = see({
      context: WORDS,
      checklist: [WORDS],
      questions: [{ by: mira.id, words: WORDS, answer: WORDS }],
    });
    expect(said(message)).toContain('!channel');
    expect(markupOf(message as Message)).not.toMatch(/channel|evil/);
  });
});

describe('an offer that is over', () => {
  test.each<[string, Message | null, string]>([
    ['accepted by its reader', see({ state: 'accepted', endedBy: mira.id }), 'You accepted this.'],
    ['accepted by another', see({ state: 'accepted', endedBy: kai.id }), '@Kai Tanaka accepted this.'],
    ['declined', see({ state: 'declined', endedBy: mira.id, reason: 'busy' }), 'You declined this: “busy”'],
    [
      'declined, while others are asked',
      see({ receiver: { team: 'some' as TeamId }, asked: [kai.id] }),
      'You declined this. The others',
    ],
    ['taken back', see({ state: 'withdrawn', endedBy: bo.id }), '@Bo Lindqvist took this back.'],
    ['ended with its item', see({ state: 'withdrawn' }), 'This ended before it was accepted.'],
    ['followed by another', see({ number: 2 }), 'This was handed on since'],
  ])('%s: says so, and offers nothing to answer', (_how, message, words) => {
    expect(said(message)).toContain(words);
    expect(labels(message)).toEqual(['Show']);
  });

  test('and was never shown is not told', () => {
    expect(see({ state: 'withdrawn', endedBy: bo.id }, mira, false)).toBeNull();
    expect(see({ number: 2 }, mira, false)).toBeNull();
  });
});
