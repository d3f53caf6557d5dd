import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { PLAYGROUND } from '../../src/adapters/playground/playground.ts';
import { listWorkspaces } from '../../src/adapters/postgres/workspaces.ts';
import { commandLine, preparePlayground } from '../support/command-line.ts';
import { emptyDatabase } from '../support/postgres.ts';

const cli = commandLine(preparePlayground);
const baton = cli.run;

describe('migrate', () => {
  test('brings an empty database up to date, and a second time says that it is', async () => {
    const empty = await emptyDatabase({ max: 1 });
    vi.stubEnv('DATABASE_URL', empty.url);
    expect(await baton(['verify-history'])).toMatchObject({
      exit: 2,
      err: expect.stringContaining('baton migrate'),
    });
    expect(await baton(['migrate'])).toMatchObject({ exit: 0, out: expect.stringContaining('0000_tables') });
    expect(await baton(['migrate'])).toMatchObject({ exit: 0, out: 'The database is up to date.' });
    await empty.drop();
  });

  test('--print-roles prints SQL for the user of DATABASE_URL, without connecting', async () => {
    vi.stubEnv('DATABASE_URL', 'postgres://some%20one:canary@nowhere.invalid/baton');
    const { exit, out } = await baton(['migrate', '--print-roles']);
    expect(exit).toBe(0);
    expect(out).toContain('create role baton_app nologin');
    expect(out).toContain('"some one"');
    expect(out).not.toContain('canary');
  });
});

describe('a database that is not there', () => {
  test('is one line that names the variable, without the password', async () => {
    vi.stubEnv('DATABASE_URL', 'postgres://baton:canary@127.0.0.1:1/baton');
    const { exit, err } = await baton(['export']);
    expect([exit, err.split('\n').length]).toEqual([2, 1]);
    expect(err).toContain('DATABASE_URL');
    expect(err).not.toContain('canary');
  });

  test('is never made by a verb that only reads', async () => {
    vi.stubEnv('DATABASE_URL', '');
    const { exit, err } = await baton(['verify-history']);
    expect([exit, err]).toEqual([2, expect.stringContaining(`There is no database in ${cli.folder}`)]);
  });
});

describe('export', () => {
  test('writes a header and the rows, to the output or into a file of its owner alone', async () => {
    const { exit, out, err } = await baton(['export']);
    expect(exit).toBe(0);
    const [header, ...rows] = out.split('\n').map((line) => JSON.parse(line));
    expect(header).toEqual({
      baton: 'export',
      version: 1,
      workspace: { id: PLAYGROUND.workspace, name: 'Northwind' },
    });
    expect(err).toContain(`${rows.length} rows`);

    const file = join(cli.folder, 'export.jsonl');
    expect((await baton(['export', '--workspace', 'northwind', '--out', file])).exit).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe(`${out}\n`);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test('into a file that cannot be is one line', async () => {
    const { exit, err } = await baton(['export', '--out', join(cli.folder, 'no', 'such')]);
    expect([exit, err]).toEqual([2, expect.stringMatching(/^baton: --out .* cannot be written \(ENOENT\)/)]);
  });

  test('of a workspace that is not there says which are', async () => {
    const { exit, err } = await baton(['export', '--workspace', 'Acme']);
    expect([exit, err]).toEqual([2, expect.stringContaining(`“Northwind” (${PLAYGROUND.workspace})`)]);
  });
});

describe('erase', () => {
  test.each([
    [['erase'], null, 'Say whom to erase'],
    [['erase', '--person', '@nobody', '--yes'], null, 'has the handle @nobody'],
    [['erase', '--person', '@kai'], null, 'add --yes'],
    [['erase', '--person', '@kai'], 'no', 'Nothing was erased.'],
  ])('%o answered %s erases nobody', async (words, answer, line) => {
    const { exit, err } = await baton(words, answer);
    expect([exit, err]).toEqual([2, expect.stringContaining(line)]);
    expect((await baton(['export'])).out).toContain('Kai Tanaka');
  });

  test('asks for the handle, and then does', async () => {
    const { exit, out } = await baton(['erase', '--person', '@Kai'], '@kai');
    expect([exit, out]).toEqual([0, expect.stringContaining('@kai is erased from “Northwind”')]);
    expect((await baton(['export'])).out).not.toContain('Kai Tanaka');
  });
});

test('verify-history ends with a digest, the same for the same heads', async () => {
  const { exit, out } = await baton(['verify-history']);
  expect(exit).toBe(0);
  expect(out).toMatch(/all hold\.\nDigest of all heads: [\da-f]{64}$/);
  expect((await baton(['verify-history'])).out).toBe(out);
});

describe('doctor', () => {
  test('says ok of all that is well, and what to do about the rest', async () => {
    vi.stubEnv('PLAYGROUND', '0');
    vi.stubEnv('PORT', '0');
    const before = (await listWorkspaces(cli.database.client)).length;
    const { exit, out } = await baton(['doctor']);
    expect(out.split('\n').filter((line) => !line.startsWith('ok '))).toEqual(['All is well.']);
    expect(exit).toBe(0);
    expect((await listWorkspaces(cli.database.client)).length).toBe(before);

    vi.stubEnv('DATABASE_URL', 'postgres://baton:canary@127.0.0.1:1/baton');
    const wrong = await baton(['doctor']);
    expect(wrong.exit).toBe(1);
    expect(wrong.out).toMatch(/^wrong {2}database: .*DATABASE_URL/m);
    expect(wrong.out).not.toContain('canary');
  });

  test('of a wrong configuration names the variable', async () => {
    vi.stubEnv('PORT', 'many');
    expect(await baton(['doctor'])).toMatchObject({
      exit: 1,
      out: expect.stringContaining('wrong  configuration: PORT="many"'),
    });
  });
});
