import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DEFAULT_LADDERS } from '../../src/coordination/nudges/policy.ts';
import { commandLine } from '../support/command-line.ts';
import { makeWorkspace } from '../support/records.ts';

const cli = commandLine(({ client }) => makeWorkspace(client));
const baton = (...words: string[]) => cli.run(['policy', ...words]);

function file(content: unknown): string {
  const path = join(cli.folder, 'policies.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}
const one = (rule: string, ...steps: string[]) => file({ policies: [{ rule, steps }] });

test('what is exported is what holds, and is imported as it was', async () => {
  const { exit, out } = await baton('export');
  expect(exit).toBe(0);
  const { policies } = JSON.parse(out) as { policies: { rule: string; version: number; steps: string[] }[] };
  expect(Object.fromEntries(policies.map(({ rule, steps }) => [rule, steps]))).toEqual(DEFAULT_LADDERS);
  expect(await baton('lint', file(out))).toMatchObject({ exit: 0 });
  expect(await baton('import', file(out))).toMatchObject({
    exit: 0,
    out: expect.stringContaining('as before'),
  });
});

test('what is imported is the next version of its rule, and of no other', async () => {
  const lines = ['2h receiver', '6h receiver, giver', '12h lead else team channel'];
  expect(await baton('import', one('handoff', ...lines))).toMatchObject({ exit: 0, out: 'handoff v2' });
  expect(await baton('import', one('handoff', ...lines))).toMatchObject({ out: 'handoff v2, as before' });
  const { policies } = JSON.parse((await baton('export')).out);
  expect(policies.map((p: { rule: string; version: number }) => [p.rule, p.version])).toEqual([
    ['handoff', 2],
    ['acceptance', 1],
    ['due', 1],
    ['stalled', 1],
    ['unowned', 1],
    ['approval', 1],
  ]);
});

describe('what is wrong is named by its line, and nothing is written', () => {
  test.each<[string, () => string, RegExp]>([
    [
      'an unreachable step',
      () => one('handoff', '4h receiver', '2h giver'),
      /handoff, line 2 \(2h giver\): it is unreachable/,
    ],
    ['no end', () => one('due', 'morning 0 owner', 'every morning owner'), /due, line 2 .*no end/],
    ['a loop', () => one('due', 'every morning owner'), /due, line 1 .*loops/],
    ['a line that says nothing', () => one('unowned', 'soon'), /unowned, line 1 \(soon\): expected a step/],
    ['a rule that is none', () => one('lunch', '1h owner'), /at policies\.0\.rule/],
    [
      'the same rule twice',
      () => file({ policies: [1, 2].map(() => ({ rule: 'due', steps: ['morning 0 owner'] })) }),
      /twice/,
    ],
    ['no JSON', () => file('{'), /no JSON/],
    ['something else', () => file([]), /at its top/],
  ])('%s', async (_what, path, expected) => {
    const before = (await baton('export')).out;
    for (const act of ['lint', 'import']) {
      const { exit, err } = await baton(act, path());
      expect(exit).toBe(1);
      expect(err).toMatch(expected);
    }
    expect((await baton('export')).out).toBe(before);
  });
});

test.each([
  [[], /write baton policy lint FILE/],
  [['burn'], /cannot read that/],
  [['lint'], /cannot read that/],
  [['lint', 'a', 'b'], /one word too many/],
  [['lint', '/nowhere/policies.json'], /cannot be read/],
])('baton policy %j is answered with how to do it right', async (words, expected) => {
  const { exit, err } = await baton(...words);
  expect(exit).toBe(2);
  expect(err).toMatch(expected);
});
