import { describe, expect, test } from 'vitest';
import { plainEmoji } from '../../src/commands/emoji.ts';
import { meaningOf, type ReactionMeaning } from '../../src/commands/reactions.ts';
import { DEFAULT_SETTINGS } from '../../src/coordination/workspaces/workspace.ts';

describe('an emoji without its tone', () => {
  test.each([
    ['raising_hand', 'raising_hand'],
    [':raising_hand:', 'raising_hand'],
    ['raising_hand::skin-tone-4', 'raising_hand'],
    [':raising_hand::skin-tone-2:', 'raising_hand'],
    ['Pushpin', 'pushpin'],
    ['🙋', '🙋'],
    ['🙋🏽', '🙋'],
    ['🙋🏽‍♀️', '🙋‍♀'],
    ['✔️', '✔'],
    ['+1', '+1'],
    ['', ''],
    [':', ''],
  ])('%s is %s', (name, plain) => {
    expect(plainEmoji(name)).toBe(plain);
  });
});

describe('what a reaction means by default', () => {
  const { reactions } = DEFAULT_SETTINGS;
  const rows: readonly [string, ReactionMeaning | null, ReactionMeaning | null, ReactionMeaning | null][] = [
    ['pushpin', 'track', null, null],
    ['raising_hand', null, 'claim', null],
    ['eyes', null, 'start', null],
    ['white_check_mark', null, 'done', 'done'],
    ['x', null, null, null],
    ['zzz', null, null, null],
    ['tada', null, null, null],
    ['', null, null, null],
    ['constructor', null, null, null],
  ];

  test.each(rows)('%s: on a message %s, on a card %s, on a notice %s', (emoji, message, card, notice) => {
    expect(meaningOf(emoji, 'message', reactions)).toBe(message);
    expect(meaningOf(emoji, 'card', reactions)).toBe(card);
    expect(meaningOf(emoji, 'notice', reactions)).toBe(notice);
  });

  test('one that is switched off means nothing', () => {
    const off = { ...reactions, track: null };
    expect(meaningOf('pushpin', 'message', off)).toBeNull();
    expect(meaningOf('null', 'message', off)).toBeNull();
  });

  test('a raised hand may track a message as one’s own and still claim on a card', () => {
    const on = { ...reactions, trackAsMine: 'raising_hand' };
    expect(meaningOf('raising_hand', 'message', on)).toBe('trackAsMine');
    expect(meaningOf('raising_hand', 'card', on)).toBe('claim');
  });
});
