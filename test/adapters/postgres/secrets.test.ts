import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { transact } from '../../../src/adapters/postgres/guard.ts';
import { createInstallations, type Installations } from '../../../src/adapters/postgres/installations.ts';
import { createSecrets, type Secrets, sealAnew } from '../../../src/adapters/postgres/secrets.ts';
import { createSealing } from '../../../src/adapters/system/sealed.ts';
import { clock, ids } from '../../../src/adapters/system/system.ts';
import type { WorkspaceId } from '../../../src/coordination/ids.ts';
import { type TestDatabase, testDatabase } from '../../support/postgres.ts';

let database: TestDatabase;
let installations: Installations;
let secrets: Secrets;
beforeAll(async () => {
  database = await testDatabase();
  installations = createInstallations(database.client, { clock, ids });
  secrets = createSecrets(database.client, createSealing(randomBytes(32).toString('hex')));
});
afterAll(() => database.drop());

async function installed() {
  const installation = { platform: 'slack', scope: `T${randomUUID()}` } as const;
  const workspace = await installations.install({ ...installation, name: 'Acme', zone: 'UTC' });
  return { installation, workspace };
}

test('what was saved of an installation is read again, and replaced whole', async () => {
  const { installation, workspace } = await installed();
  expect(await secrets.read(installation)).toBeNull();
  await secrets.save(workspace, installation, { bot: 'xoxb-1', user: 'U1' });
  expect(await secrets.read(installation)).toEqual({ bot: 'xoxb-1', user: 'U1' });
  await secrets.save(workspace, installation, { bot: 'xoxb-2' });
  expect(await secrets.read(installation)).toEqual({ bot: 'xoxb-2' });
});

test('where Baton is not installed there is nothing to read', async () => {
  expect(await secrets.read({ platform: 'slack', scope: 'T-nowhere' })).toBeNull();
});

test('many that save at once leave what one of them saved, whole', async () => {
  const { installation, workspace } = await installed();
  const pairs = Array.from({ length: 12 }, (_, i) => ({ bot: `xoxb-${i}`, user: `U${i}` }));
  await Promise.all(pairs.map((pair) => secrets.save(workspace, installation, pair)));
  expect(pairs).toContainEqual(await secrets.read(installation));
});

test('the database holds no token, nor any part of one', async () => {
  const { installation, workspace } = await installed();
  await secrets.save(workspace, installation, { bot: 'xoxb-canary-token' });
  const rows = await database.client.sql`select * from secrets where workspace_id = ${workspace}`;
  expect(rows).toHaveLength(1);
  expect(JSON.stringify(rows)).not.toMatch(/xoxb|canary/);
});

test('a secret that was moved to another row is not opened there', async () => {
  const [one, other] = [await installed(), await installed()];
  await secrets.save(one.workspace, one.installation, { bot: 'xoxb-1' });
  await secrets.save(other.workspace, other.installation, { bot: 'xoxb-2' });
  await database.client.sql`
    update secrets set ciphertext = (select ciphertext from secrets where scope = ${one.installation.scope})
    where scope = ${other.installation.scope}`;
  await expect(secrets.read(other.installation)).rejects.toThrow('not where it was kept');
  expect(await secrets.read(one.installation)).toEqual({ bot: 'xoxb-1' });
});

test('a process with another key says so in one line', async () => {
  const { installation, workspace } = await installed();
  await secrets.save(workspace, installation, { bot: 'xoxb-1' });
  const stranger = createSecrets(database.client, createSealing(randomBytes(32).toString('hex')));
  await expect(stranger.read(installation)).rejects.toThrow(
    /^A secret was kept under another key \(\w{12}\)/,
  );
});

test('secrets are kept for the own workspace alone', async () => {
  const [one, other] = [await installed(), await installed()];
  await secrets.save(other.workspace, other.installation, { bot: 'xoxb-2' });
  const inOne = { role: 'baton_app', workspaceId: one.workspace as WorkspaceId } as const;
  const seen = await transact(database.client, inOne, ({ sql }) => sql`select * from secrets`);
  expect(seen).toHaveLength(0);
});

test('once all were read with a new key beside the former one, the former one is of no more use', async () => {
  const [former, next, lost] = [1, 2, 3].map(() => randomBytes(32).toString('hex'));
  const under = (...keys: (string | undefined)[]) =>
    createSecrets(database.client, createSealing(keys.join()));
  const teams = [await installed(), await installed(), await installed()];
  for (const [i, { workspace, installation }] of teams.entries())
    await under(i === 2 ? lost : former).save(workspace, installation, { bot: `xoxb-${i}`, user: 'U1' });
  async function* all() {
    for (const { installation } of teams) yield installation;
  }

  const { read, errors } = await sealAnew(all(), under(next, former));

  expect([read, errors.length]).toEqual([2, 1]);
  expect(String(errors[0])).toContain('under another key');
  const renewed = teams.slice(0, 2).map(({ installation }) => under(next).read(installation));
  expect(await Promise.all(renewed)).toEqual([
    { bot: 'xoxb-0', user: 'U1' },
    { bot: 'xoxb-1', user: 'U1' },
  ]);
});
