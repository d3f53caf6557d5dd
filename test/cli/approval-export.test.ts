import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { PLAYGROUND } from '../../src/adapters/playground/playground.ts';
import { wordsOf } from '../../src/adapters/playground/receive.ts';
import { createStore } from '../../src/adapters/postgres/store.ts';
import { clock, ids, sha256 } from '../../src/adapters/system/system.ts';
import { handle } from '../../src/commands/handle.ts';
import { commandLine, preparePlayground } from '../support/command-line.ts';

const cli = commandLine(async (database) => {
  await preparePlayground(database);
  await types('ana', 'add Ship the terms @ana');
  const [item] = await database.client.sql`select key from work_items where title = 'Ship the terms'`;
  await types('ana', `approval ask W-${item?.key} from @bo @lena need 2 by in 3 days: pay 100`);
  await types('bo', 'approve A-1');
  await types('ana', 'approval again A-1 text: pay 900');
  await types('bo', 'approve A-1');
  await types('lena', 'approve A-1');
});
const baton = (...words: string[]) => cli.run(words);
let said = 0;

/** What someone types in the playground, in #general. */
async function types(who: string, words: string): Promise<string> {
  said += 1;
  const about = { key: `said:${said}`, at: clock.now(), actor: who };
  const core = { store: createStore(cli.database.client), clock, ids, sha256, chats: new Map() };
  const reply = await handle(core, PLAYGROUND.workspace, wordsOf(about, 'general', words), 'from inbox');
  return reply.message?.summary ?? '';
}

test.each(['record.json', 'record.html'])(
  'as %s it is checked alone, and tampering is named',
  async (name) => {
    const file = join(cli.folder, name);
    expect(await baton('export', '--approval', 'A-1', '--out', file)).toMatchObject({ exit: 0 });
    vi.stubEnv('DATABASE_URL', 'postgres://nobody@nowhere.invalid/none');
    const held = await baton('verify-history', file);
    expect(held).toMatchObject({ exit: 0, out: expect.stringContaining('A-1 holds: 6 entries') });
    expect(held.out).toContain('approved');
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('pay 900', 'pay 100'));
    expect(await baton('verify-history', file)).toMatchObject({
      exit: 1,
      out: expect.stringMatching(/entry 3 payload altered/),
    });
  },
);

test('a page that says other than the record inside it is named', async () => {
  const file = join(cli.folder, 'record.html');
  await baton('export', '--approval', 'A-1', '--out', file);
  writeFileSync(file, readFileSync(file, 'utf8').replace('<h1>A-1: approved', '<h1>A-1: rejected'));
  expect(await baton('verify-history', file)).toMatchObject({
    exit: 1,
    out: expect.stringContaining('the page differs'),
  });
});

test('a stored vote that was tampered with is found and named', async () => {
  expect((await baton('verify-history')).out).toContain('all hold');
  await cli.database.client
    .sql`update history_payloads set payload = jsonb_set(payload, '{approval,vote,answer}', '"reject"')
    where (record_id, seq) in (select id, 2 from approvals)`;
  const { exit, out } = await baton('verify-history');
  expect(exit).toBe(1);
  expect(out).toContain('A-1: entry 2 payload altered');
});

test('what is no key, and what is no exported approval, is refused in a line', async () => {
  expect(await baton('export', '--approval', 'seven')).toMatchObject({ exit: 2 });
  expect(await baton('export', '--approval', 'A-99')).toMatchObject({ exit: 2 });
  expect(await baton('verify-history', join(cli.folder, 'nothing.json'))).toMatchObject({ exit: 2 });
});
