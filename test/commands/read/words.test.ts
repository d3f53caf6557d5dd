import { describe, expect, it } from 'vitest';
import { nameMentions, readWords } from '../../../src/commands/read/words.ts';
import { onTheWall, speaker } from './speaker.ts';

const title = (text: string): string => readWords(text, speaker()).title;

describe('words of a capture', () => {
  it('give owner, date, priority and title', () => {
    const words = readWords('ship the terms by Friday 5pm @lena !high', speaker());
    expect(words).toEqual({
      title: 'ship the terms',
      people: [{ handle: 'lena' }],
      priority: 'high',
      due: {
        due: { at: Date.parse('2026-10-23T16:00Z'), zone: 'Europe/London', timed: true },
        phrase: 'by Friday 5pm',
      },
      past: null,
    });
  });

  it('are a title alone when they hold nothing else', () => {
    expect(readWords('write the brief', speaker())).toEqual({
      title: 'write the brief',
      people: [],
      priority: null,
      due: null,
      past: null,
    });
    expect(title('')).toBe('');
    expect(title(' \n ')).toBe('');
  });

  it.each([
    ['!high @lena by friday', ''],
    ['@lena, can you ship the terms?', 'can you ship the terms?'],
    ['@lena: ship the terms tomorrow', 'ship the terms'],
    ['tomorrow: ship the terms', 'ship the terms'],
    ['ship the terms for @lena by friday', 'ship the terms'],
    ['fix login, assigned to @lena', 'fix login'],
    ['assign to @lena: fix login', 'fix login'],
    ['talk to @lena about pricing', 'talk to @lena about pricing'],
    ['PR 12 by @lena needs review', 'PR 12 by @lena needs review'],
    ['fix @lena @bo @cy', 'fix @bo @cy'],
    ['@lena and @bo: ship the terms', '@bo: ship the terms'],
    ['fix login, by Friday, then tell Bo', 'fix login, then tell Bo'],
    ['fix login - by friday', 'fix login'],
    ['fix login (by friday) now', 'fix login now'],
    ['fix login (@lena)', 'fix login'],
    ['fix [by friday] it', 'fix it'],
    ['"ship by friday"', '"ship"'],
    ['Fix login by Friday.', 'Fix login.'],
    ['ship it by friday!!!', 'ship it!!!'],
    ['terms due by @lena friday', 'terms'],
    ['fix !urgent now !low', 'fix now'],
    ['  ship\tthe \n terms\u00a0now ', 'ship the terms now'],
    ['keep `a   b by friday`  as   it is', 'keep `a   b by friday` as it is'],
    ['read https://x.y/@lena/!high/by/friday first', 'read https://x.y/@lena/!high/by/friday first'],
    ['say, wait; "so" (yes) - ok', 'say, wait; "so" (yes) - ok'],
  ])('%j leave the title %j', (text, expected) => {
    expect(title(text)).toBe(expected);
  });

  it.each([
    ['@lena fix', ['lena']],
    ['fix (@Lena) now', ['lena']],
    ['@ana.maria and @bo_2, then @cy-3.', ['ana.maria', 'bo_2', 'cy-3']],
    ['@zoë fix', ['zoë']],
    ['<@U12> and <@!345|bo> fix', ['<U12>', '<345>']],
    ['<@U12|lena> with @bo', ['<U12>', 'bo']],
    ['mail lena@example.com', []],
    ["review @lena's PR", []],
    ['npm i @types/node', []],
    ['@here @channel @everyone fix', []],
    ['ask <@&99> or <#C1|@lena>', []],
    ['run `@lena` or ```@bo```', []],
    ['see https://x.y/?to= @lena', ['lena']],
    ['@ lena', []],
  ])('%j mention %j', (text, expected) => {
    const people = readWords(text, speaker()).people;
    expect(people.map((p) => ('handle' in p ? p.handle : `<${p.account}>`))).toEqual(expected);
  });

  it.each([
    ['!urgent fix', 'urgent'],
    ['fix !LOW', 'low'],
    ['fix (!normal)', 'normal'],
    ['fix!high', null],
    ['!highest', null],
    ['`!high`', null],
    ['high', null],
  ])('%j have the priority %s', (text, expected) => {
    expect(readWords(text, speaker()).priority).toBe(expected);
  });

  it('tell of a due date gone by, and leave it in the title', () => {
    expect(readWords('ship by 2020-01-01', speaker())).toMatchObject({
      past: 'by 2020-01-01',
      title: 'ship by 2020-01-01',
      due: null,
    });
    expect(readWords('what broke yesterday?', speaker()).past).toBeNull();
    expect(readWords('due 2020-01-01, no, tomorrow', speaker())).toMatchObject({
      past: null,
      due: { phrase: 'tomorrow' },
    });
  });

  it('name the people that a title mentions by account', () => {
    const handles = new Map([['U2', 'bo']]);
    expect(nameMentions('ship with <@U2|Bo> and <@U3>', handles)).toBe('ship with @bo and <@U3>');
  });

  it('names channels as they are called', () => {
    expect(nameMentions('ask in <#C1|general>, not <#C2>', new Map())).toBe('ask in #general, not <#C2>');
  });
});

describe('8,000 characters', () => {
  const seeds = [
    'a',
    ' ',
    '\n',
    'by ',
    'by friday ',
    'friday',
    'in ',
    'in 260 working days ',
    'due due ',
    '2026-',
    'by 2020-01-01 ',
    '1',
    '12:',
    '12:00 ',
    '@a',
    '@a ',
    '@a.b-',
    '(@a',
    'for @a ',
    '!high ',
    '<@a|',
    '<',
    '`',
    '```',
    '`a ',
    'a@b.',
    'http://',
    'ht',
    'the end of the ',
    'at 5 ',
    'may 5 ',
    'this coming ',
    '( ) ',
    ' , ',
    '5 pm UTC ',
    'a couple of ',
    'friday to ',
    '\u00a0',
    '\0',
    '😀',
    '\ud800',
  ];

  it.each(seeds)('of %j are read in under 10 ms of work', (seed) => {
    const worst = seed.repeat(8000).slice(0, 8000);
    for (const text of [worst, `x ${worst.slice(0, 7960)} by friday @lena !low`]) {
      // Time of the processor, and the best of some runs, so that a busy machine does not count.
      const times = Array.from({ length: 15 }, () => {
        const start = process.cpuUsage();
        readWords(text, speaker());
        const { user, system } = process.cpuUsage(start);
        return (user + system) / 1000;
      });
      expect(Math.min(...times)).toBeLessThan(10);
    }
  });

  it('lose nothing: what was asked for is found at their end', () => {
    const words = readWords(`${'the plan may change. '.repeat(375)}ship by friday @lena !low`, speaker());
    expect(words).toMatchObject({
      people: [{ handle: 'lena' }],
      priority: 'low',
      due: { phrase: 'by friday' },
    });
    expect(onTheWall(words.due?.due.at ?? 0, 'Europe/London')).toBe('Fri 2026-10-23 17:00');
  });
});
