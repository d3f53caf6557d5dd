import { describe, expect, test } from 'vitest';
import { answerAlone } from '../../src/commands/answer-alone.ts';
import type { Act } from '../../src/commands/intent.ts';
import { textOf } from '../support/message-text.ts';
import { NOW } from '../support/records.ts';

const said = {
  v: 1,
  key: 'k1',
  at: NOW,
  actor: 'U1',
  place: { platform: 'slack', scope: 'T1', channel: 'C1', channelKind: 'public', channelName: 'general' },
} as const;
const typed = (text: string): Act => ({ ...said, kind: 'words', text });
const pressed = (verb: string, options = {}): Act => ({
  ...said,
  kind: 'action',
  from: 'press',
  action: { verb, options },
});

function answer(intent: Act): string {
  const reply = answerAlone(intent);
  if (!reply?.message) throw new Error('nothing was said');
  return textOf(reply.message, NOW);
}

describe('without a record', () => {
  test.each([
    ['help, typed', typed('help'), 'What Baton can do'],
    ['nothing, typed', typed('  '), 'What Baton can do'],
    ['help of a verb', typed('help claim'), '/baton claim'],
    ['help, pressed', pressed('help'), 'What Baton can do'],
    ['help of a verb, pressed', pressed('help', { about: 'claim' }), '/baton claim'],
    ['help of what is none', typed('help dance'), 'nothing I can do'],
    ['what is no verb', typed('dance'), 'nothing I can do'],
    ['more than is read', typed(`add ${'x'.repeat(9_000)}`), '9004 characters'],
    ['a button of an older version', pressed('dance'), 'older version'],
  ])('%s is answered', (_what, intent, words) => {
    expect(answer(intent)).toContain(words);
  });

  test('what no store holds is not shown either', () => {
    expect(answer(typed('help \0\uD800'))).toContain('“\uFFFD”');
  });

  test.each([
    ['a command', typed('add Count the chairs')],
    ['one whose form opens', typed('add')],
    ['a press', pressed('claim', { item: 'W-1' })],
    ['a mention', { ...said, kind: 'mention', text: 'help', said: captured() } as Act],
  ])('%s is not', (_what, intent) => {
    expect(answerAlone(intent)).toBeNull();
  });
});

const captured = () => ({
  ref: { platform: 'slack', scope: 'T1', channel: 'C1', message: '1.1' } as const,
  text: 'help',
  author: 'U1',
});
