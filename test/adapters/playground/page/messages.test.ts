import { describe, expect, test } from 'vitest';
import { reuse } from '../../../../src/adapters/playground/page/model/reuse.ts';
import { standing, threads, timeline } from '../../../../src/adapters/playground/page/model/timeline.ts';
import {
  firstUnread,
  markRead,
  type ReadMarks,
  unreadCounts,
} from '../../../../src/adapters/playground/page/model/unread.ts';
import { message, view } from './support.ts';

const MINUTE = 60_000;
const noon = Date.parse('2026-10-13T12:00:00Z');
const ZONE = 'Europe/London';

describe('the timeline', () => {
  const shape = (entries: ReturnType<typeof timeline>) =>
    entries.map((entry) =>
      entry.kind === 'message' ? `${entry.key}${entry.leads ? ' leads' : ''}` : entry.kind,
    );

  test('runs one author together within five minutes', () => {
    const said = [
      message('a', { postedAt: noon }),
      message('b', { postedAt: noon + MINUTE }),
      message('c', { postedAt: noon + 7 * MINUTE }),
      message('d', { postedAt: noon + 8 * MINUTE, author: 'bo' }),
    ];
    expect(shape(timeline(said, ZONE, null))).toEqual(['day', 'a leads', 'b', 'c leads', 'd leads']);
  });

  test('parts the days of the reader', () => {
    const late = Date.parse('2026-10-13T22:58:00Z');
    const said = [message('a', { postedAt: late }), message('b', { postedAt: late + 3 * MINUTE })];
    expect(shape(timeline(said, ZONE, null))).toEqual(['day', 'a leads', 'day', 'b leads']);
    expect(shape(timeline(said, 'UTC', null))).toEqual(['day', 'a leads', 'b']);
  });

  test('lets every message of Baton stand by itself', () => {
    const said = [
      message('a', { postedAt: noon, author: null }),
      message('b', { postedAt: noon, author: null }),
    ];
    expect(shape(timeline(said, ZONE, null))).toEqual(['day', 'a leads', 'b leads']);
  });

  test('shows where the new messages start', () => {
    const said = [message('a', { postedAt: noon }), message('b', { postedAt: noon })];
    expect(shape(timeline(said, ZONE, 'b'))).toEqual(['day', 'a leads', 'new', 'b leads']);
  });
});

test('a channel shows what stands in no thread, by time', () => {
  const said = [
    message('late', { postedAt: 9 }),
    message('reply', { thread: 'late', postedAt: 10 }),
    message('early', { postedAt: 5 }),
    message('elsewhere', { channel: 'C-design' }),
  ];
  expect(standing(said, 'C-general', null).map(({ id }) => id)).toEqual(['early', 'late']);
  expect(standing(said, 'C-general', 'late').map(({ id }) => id)).toEqual(['reply']);
});

describe('an answer to a press', () => {
  const said = [message('first', { postedAt: noon }), message('last', { postedAt: noon + MINUTE })];
  const late = noon + 30 * 60 * MINUTE;
  const answer = (id: string, under: string) => ({ ...message(id, { postedAt: late, author: null }), under });

  test('stands under what was pressed, and answers to it under it', () => {
    const all = [...said, answer('b', 'a'), answer('a', 'first')];
    expect(standing(all, 'C-general', null).map(({ id }) => id)).toEqual(['first', 'a', 'b', 'last']);
  });

  test('stands by its time when what was pressed is gone', () => {
    const all = [answer('a', 'gone'), ...said];
    expect(standing(all, 'C-general', null).map(({ id }) => id)).toEqual(['first', 'last', 'a']);
  });

  test('is no new day', () => {
    const all = standing([...said, answer('a', 'first')], 'C-general', null);
    expect(timeline(all, ZONE, null).map(({ kind }) => kind)).toEqual([
      'day',
      'message',
      'message',
      'message',
    ]);
  });
});

test('a thread counts its replies but not what only I see', () => {
  const said = [
    message('r1', { thread: 'root', postedAt: 1, author: 'bo' }),
    message('r2', { thread: 'root', postedAt: 2, author: null }),
    message('r3', { thread: 'root', postedAt: 3, author: null, private: true }),
    message('r4', { thread: 'root', postedAt: 4, author: 'bo' }),
  ];
  expect([...threads(said).values()]).toEqual([{ count: 3, lastAt: 4, authors: ['bo', null] }]);
});

describe('unread', () => {
  const read: ReadMarks = { since: 100, marks: {} };
  const said = [
    message('old', { postedAt: 50, author: 'bo' }),
    message('mine', { postedAt: 150 }),
    message('reply', { postedAt: 160, author: 'bo', thread: 'old' }),
    message('new', { postedAt: 200, author: 'bo' }),
  ];

  test('is what others said since', () => {
    expect([...unreadCounts(said, read, 'ana')]).toEqual([['C-general', 2]]);
    expect(firstUnread(said, read, 'ana', 'C-general')).toBe('new');
  });

  test('is nothing once the channel was looked at, for this person alone', () => {
    const marked = markRead(read, said, 'ana', 'C-general');
    expect(unreadCounts(said, marked, 'ana').size).toBe(0);
    expect(firstUnread(said, marked, 'ana', 'C-general')).toBeNull();
    expect(unreadCounts(said, marked, 'lena').get('C-general')).toBe(3);
  });

  test('marks that say nothing new are the same marks', () => {
    const marked = markRead(read, said, 'ana', 'C-general');
    expect(markRead(marked, said, 'ana', 'C-general')).toBe(marked);
  });
});

test('a fresh view keeps the objects that say the same', () => {
  const old = view({ messages: [message('a'), message('b')] });
  const fresh = reuse(
    old,
    structuredClone({ ...old, messages: [message('a'), message('b', { text: 'x' })] }),
  );
  expect(fresh.messages[0]).toBe(old.messages[0]);
  expect(fresh.messages[1]).not.toBe(old.messages[1]);
  expect(fresh.people).toBe(old.people);
});

test('another person’s view keeps nothing', () => {
  const old = view({ messages: [message('a')] });
  const fresh = view({ ...structuredClone(old), me: { ...old.me, account: 'bo' } });
  expect(reuse(old, fresh)).toBe(fresh);
});
