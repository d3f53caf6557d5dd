import { describe, expect, test } from 'vitest';
import { readOptions, splitVerb } from '../../src/commands/parse.ts';
import { VERBS } from '../../src/commands/registry.ts';
import { type ProblemCode, Refusal } from '../../src/coordination/errors.ts';

/** What is read from a line: the verb and its options, or the problem. */
function read(line: string): { verb: string; options: Record<string, string> } | ProblemCode | null {
  const found = splitVerb(VERBS, line);
  if (!found) return null;
  try {
    return { verb: found.verb.name, options: { ...readOptions(found.verb, found.rest) } };
  } catch (error) {
    if (error instanceof Refusal) return error.problem.code;
    throw error;
  }
}

describe('the verb of a line', () => {
  test.each([
    ['add Send it', 'add'],
    ['  ADD Send it', 'add'],
    ['team add @design @lena', 'team add'],
    ['Team   Add @design @lena', 'team add'],
    ['team', 'team list'],
    ['teams', 'team list'],
    ['settings', 'settings me'],
    ['settings me', 'settings me'],
    ['take W-1', 'claim'],
    ['ls', 'list'],
  ])('%s', (line, verb) => {
    expect(splitVerb(VERBS, line)?.verb.name).toBe(verb);
  });

  test.each(['', '   ', 'dance', 'adds W-1', '__proto__', 'constructor', 'toString x', 'hasOwnProperty'])(
    '“%s” has none',
    (line) => {
      expect(splitVerb(VERBS, line)).toBeNull();
    },
  );
});

const rows: readonly (readonly [string, Record<string, string>])[] = [
  // Everything behind add is its words.
  ['add Send it @lena by friday !high', { words: 'Send it @lena by friday !high' }],
  ['add priority: high is what it said', { words: 'priority: high is what it said' }],
  ['add', {}],
  ['show W-12', { item: 'W-12' }],
  ['show w12 history', { item: 'w12', view: 'history' }],
  ['show 12 view: why', { item: '12', view: 'why' }],
  ['show view:why W-12', { item: 'W-12', view: 'why' }],
  ['show VIEW: why item: W-12', { item: 'W-12', view: 'why' }],
  ['list', {}],
  ['list mine', { show: 'mine' }],
  ['list mine blocked', { show: 'mine', also: 'blocked' }],
  ['list @lena overdue', { show: 'overdue', person: '@lena' }],
  ['list unowned !urgent', { show: 'unowned', priority: '!urgent' }],
  ['list done website of Acme', { show: 'done', words: 'website of Acme' }],
  ['list website', { words: 'website' }],
  ['list website done', { words: 'website done' }],
  ['list team: @design blocked', { show: 'blocked', team: '@design' }],
  ['list person: @lena @design', { person: '@lena', team: '@design' }],
  ['list words: due: today', { words: 'due: today' }],
  ['inbox', {}],
  ['claim W-12', { item: 'W-12' }],
  ['start W-12', { item: 'W-12' }],
  ['done 12', { item: '12' }],
  ['cancel W-12', { item: 'W-12' }],
  ['cancel W-12 the customer withdrew', { item: 'W-12', reason: 'the customer withdrew' }],
  ['cancel W-12 reason: W-7 does it', { item: 'W-12', reason: 'W-7 does it' }],
  ['reopen W-12 12 pages are missing', { item: 'W-12', reason: '12 pages are missing' }],
  ['edit W-12', { item: 'W-12' }],
  [
    'edit W-12 title: Send it: now purpose: Acme decides',
    { item: 'W-12', title: 'Send it: now', purpose: 'Acme decides' },
  ],
  ['edit W-12 reviewers: @lena, @bo and @kai', { item: 'W-12', reviewers: '@lena, @bo and @kai' }],
  ['edit owner: @lena W-12', { item: 'W-12', owner: '@lena' }],
  ['edit W-12 owner: Lena Vogt', { item: 'W-12', owner: 'Lena Vogt' }],
  ['edit W-12 purpose:', { item: 'W-12', purpose: '' }],
  ['edit W-12 links: https://a.example/x?y:z', { item: 'W-12', links: 'https://a.example/x?y:z' }],
  ['edit W-12 title: one title: two', { item: 'W-12', title: 'two' }],
  ['edit W-12 title: a\nscope: b', { item: 'W-12', title: 'a', scope: 'b' }],
  ['due W-12 friday 5pm', { item: 'W-12', date: 'friday 5pm' }],
  ['due W-12 none', { item: 'W-12', date: 'none' }],
  ['due W-12', { item: 'W-12' }],
  ['block W-12 W-7', { item: 'W-12', by: 'W-7' }],
  ['block W-12 waiting for W-7', { item: 'W-12', reason: 'waiting for W-7' }],
  ['block W-12 W-7 its API is missing', { item: 'W-12', by: 'W-7', reason: 'its API is missing' }],
  ['block W-12 2 signatures are missing', { item: 'W-12', reason: '2 signatures are missing' }],
  ['block W-12 by: W-7', { item: 'W-12', by: 'W-7' }],
  ['unblock W-12', { item: 'W-12' }],
  ['unblock W-12 W-7', { item: 'W-12', by: 'W-7' }],
  ['same W-12 W-8', { item: 'W-12', as: 'W-8' }],
  ['same W-12 undo', { item: 'W-12', undo: 'undo' }],
  ['team list', {}],
  ['team week', {}],
  ['team week @design 52', { team: '@design', weeks: '52' }],
  ['link show', {}],
  ['link code', {}],
  ['link join K7QMA-2XWDP', { code: 'K7QMA-2XWDP' }],
  ['link leave', {}],
  ['link me', {}],
  ['link me K7QMA-2XWDP', { code: 'K7QMA-2XWDP' }],
  ['link unlink', {}],
  ['team create design Design and research', { handle: 'design', name: 'Design and research' }],
  ['handoff W-12 @lena the draft is there', { item: 'W-12', to: '@lena', context: 'the draft is there' }],
  ['handoff give W-12 @design by: friday 5pm', { item: 'W-12', to: '@design', by: 'friday 5pm' }],
  ['give W-12 @lena checklist: a; b', { item: 'W-12', to: '@lena', checklist: 'a; b' }],
  ['approval ask W-12 from @ana need 2: ship it', { words: 'W-12 from @ana need 2: ship it' }],
  ['approval show A-7', { approval: 'A-7' }],
  ['approve A-7', { approval: 'A-7' }],
  ['reject A-7 the price is missing', { approval: 'A-7', reason: 'the price is missing' }],
  ['approval changes A-7 name the price', { approval: 'A-7', reason: 'name the price' }],
  ['approval withdraw A-7', { approval: 'A-7' }],
  ['approval again A-7 text: ship it later', { approval: 'A-7', text: 'ship it later' }],
  ['approval extend A-7 monday 5pm', { approval: 'A-7', by: 'monday 5pm' }],
  ['approval escalate A-7', { approval: 'A-7' }],
  ['handoff accept W-12', { item: 'W-12' }],
  ['decline W-12 I am away', { item: 'W-12', reason: 'I am away' }],
  ['withdraw W-12', { item: 'W-12' }],
  ['ask W-12 which folder?', { item: 'W-12', question: 'which folder?' }],
  ['handoff answer W-12 the blue one', { item: 'W-12', words: 'the blue one' }],
  ['snooze W-12', { item: 'W-12' }],
  ['snooze W-12 2h', { item: 'W-12', until: '2h' }],
  ['away until monday delegate @bo', { until: 'until monday delegate @bo' }],
  ['away set in 2 weeks delegate: @bo', { until: 'in 2 weeks', delegate: '@bo' }],
  ['back', {}],
  ['team add @design @lena @bo', { team: '@design', people: '@lena @bo' }],
  ['team add @design @lena, @bo', { team: '@design', people: '@lena @bo' }],
  ['team add <@U1> <@U2|lena>', { team: '<@U1>', people: '<@U2|lena>' }],
  ['team remove @design @bo', { team: '@design', people: '@bo' }],
  ['team delete @design', { team: '@design' }],
  ['settings me', {}],
  ['settings me Europe/London', { zone: 'Europe/London' }],
  ['settings me mon-thu 9-17', { hours: 'mon-thu 9-17' }],
  ['settings me zone: none', { zone: 'none' }],
  [
    'settings me zone: Europe/London hours: mon-thu 9:00-17:30 fri 9:00-13:00',
    { zone: 'Europe/London', hours: 'mon-thu 9:00-17:30 fri 9:00-13:00' },
  ],
  [
    'settings team @design lead: @lena zone: Europe/Berlin channel: #design',
    { team: '@design', lead: '@lena', zone: 'Europe/Berlin', channel: '#design' },
  ],
  ['settings workspace quiet: 20:00-8:00 track: pushpin', { quiet: '20:00-8:00', track: 'pushpin' }],
  ['settings policy', {}],
  [
    'settings policy rule: unowned ladder: 4h lead; 1d team channel',
    { rule: 'unowned', ladder: '4h lead; 1d team channel' },
  ],
  ['digest @design', { team: '@design' }],
  ['standup create #general weekdays 09:30', { channel: '#general', when: 'weekdays 09:30' }],
  [
    'standup create #design mon,wed 10:00 who: @design clock: each window: 30',
    { channel: '#design', when: 'mon,wed 10:00', who: '@design', clock: 'each', window: '30' },
  ],
  [
    'standup edit general weekdays 10:00 who: @design',
    { standup: 'general', when: 'weekdays 10:00', who: '@design' },
  ],
  ['standup', {}],
  ['standup answer general', { standup: 'general' }],
  ['standup skip', {}],
  ['standup join general', { standup: 'general' }],
  ['standup leave general', { standup: 'general' }],
  ['standup preview general', { standup: 'general' }],
  ['standup run general', { standup: 'general' }],
  ['standup pause general', { standup: 'general' }],
  ['standup resume general', { standup: 'general' }],
  ['standup delete general', { standup: 'general' }],
  ['help', {}],
  ['help team add', { about: 'team add' }],
];

describe('the options of a line', () => {
  test.each(rows)('%s', (line, options) => {
    expect(read(line)).toMatchObject({ options });
    expect(Object.keys((read(line) as { options: object }).options).toSorted()).toEqual(
      Object.keys(options).toSorted(),
    );
  });

  test('every verb that can be typed is tried', () => {
    const tried = new Set(rows.map(([line]) => splitVerb(VERBS, line)?.verb));
    expect(VERBS.filter((v) => !v.hidden && !tried.has(v))).toEqual([]);
  });
});

describe('what no option takes is refused, and quoted', () => {
  test.each([
    ['done W-12 W-13', 'W-13'],
    ['done with the slides', 'with the slides'],
    ['inbox zero', 'zero'],
    ['inbox :zero', ':zero'],
    ['show W-12 __proto__: x', '__proto__: x'],
    ['show W-12 constructor: x', 'constructor: x'],
    ['edit W-12 constructor: x', 'constructor: x'],
    ['edit W-12 reviewer: @lena', 'reviewer: @lena'],
    ['edit W-12 Send the new offer', 'Send the new offer'],
    ['settings workspace pushpin', 'pushpin'],
    ['team delete @design @lena', '@lena'],
  ])('%s', (line, quoted) => {
    const found = splitVerb(VERBS, line);
    if (!found) throw new Error('no verb');
    try {
      readOptions(found.verb, found.rest);
      expect.fail('it was read');
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      expect(error.problem).toMatchObject({ code: 'bad_option', words: quoted });
      expect(error.problem).toHaveProperty('expected', `/baton ${found.verb.examples.at(-1)}`);
    }
  });
});

test('an option whose name an object has of its own is no option', () => {
  for (const name of ['__proto__', 'constructor', 'toString', 'valueOf']) {
    const options = read(`block W-12 ${name}: x`);
    expect(options).toEqual({ verb: 'block', options: { item: 'W-12', reason: `${name}: x` } });
  }
  expect({}).not.toHaveProperty('x');
});

describe('8,000 characters of anything are read in no time', () => {
  const fill = (piece: string): string => piece.repeat(Math.ceil(8000 / piece.length)).slice(0, 8000);
  const lines = [
    ' ',
    'a',
    'W-1 ',
    '@a ',
    '@a, ',
    'title:',
    'title: ',
    ' title',
    'title :',
    '\n',
    'a:',
    ': ',
    '<@',
    '<@a> ',
    '0',
    '\u00a0',
    '\u2003a',
  ].flatMap((piece) =>
    ['edit ', 'list ', 'team add ', 'block W-1 ', ''].map((verb) => [verb, piece] as const),
  );

  test.each(lines)('%s%j…', (verb, piece) => {
    const before = process.cpuUsage();
    read(`${verb}${fill(piece)}`);
    // Linear reading takes a millisecond or two; a pattern that backtracks takes seconds.
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(500);
  });
});
