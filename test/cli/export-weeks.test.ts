import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commandLine, preparePlayground } from '../support/command-line.ts';

const cli = commandLine(preparePlayground);
const baton = (...words: string[]) => cli.run(['export', ...words]);

test('the weeks of a workspace are JSON, those of a team to a file CSV', async () => {
  const all = await baton('--weeks', '4');
  expect(all.exit).toBe(0);
  const { weeks } = JSON.parse(all.out) as { weeks: { done: number; open: number }[] };
  expect(weeks).toHaveLength(4);
  const file = join(cli.folder, 'weeks.csv');
  expect(await baton('--weeks', '12', '--team', '@design', '--out', file)).toMatchObject({ exit: 0 });
  expect(readFileSync(file, 'utf8').split('\r\n')).toHaveLength(14);
});

test.each([
  [['--weeks', '53'], 'from 1 to 52'],
  [['--weeks', 'many'], 'from 1 to 52'],
  [['--weeks', '4', '--team', '@nobody'], 'there is no such team'],
  [['--weeks', '4', '--out', '/no/such/folder/weeks.csv'], 'cannot be written'],
])('%s is refused: %s', async (words, why) => {
  const refused = await baton(...words);
  expect(refused.exit).toBe(2);
  expect(refused.err).toContain(why);
});
