/** What a platform needs is loaded only where that platform is served. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createStore } from '../../src/adapters/postgres/store.ts';
import { testDatabase } from '../support/postgres.ts';
import { program } from '../support/program.ts';
import { makeWorkspace, team } from '../support/records.ts';
import { castInto } from '../support/slack/cast.ts';
import { createFakeSlack } from '../support/slack/server.ts';

/** Both packages are CommonJS, so whatever is loaded of them is in that loader's cache, however it was imported. */
const TELL_LOADED = `
const { _cache } = require('node:module');
process.on('exit', () => require('node:fs').writeSync(1, 'loaded ' + Object.keys(_cache).join(' ')));`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baton-loaded-'));
  await writeFile(join(folder, 'tell-loaded.cjs'), TELL_LOADED);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('the holidays that a team keeps are loaded after the start, and not by a command', async () => {
  const database = await testDatabase();
  const store = createStore(database.client);
  const workspace = await makeWorkspace(database.client);
  await store.transact(workspace, (tx) => tx.teams.save(team('design', { region: 'DE-BY' })));
  const environment = { DATABASE_URL: database.url, PORT: '0', LOG_LEVEL: 'debug', PLAYGROUND: '1' };
  const tells = ['--require', join(folder, 'tell-loaded.cjs')];
  const baton = program(['serve'], folder, environment, tells);
  await baton.says('Baton is ready');
  await baton.says('the public holidays are loaded');
  baton.child.kill('SIGTERM');
  expect(await baton.ended).toBe(0);
  expect(baton.written.out.split('loaded ').at(-1)).toContain('/date-holidays/');
  await database.drop();
});

test('Slack alone loads neither discord.js, nor holidays, nor what draws', async () => {
  const database = await testDatabase();
  const slack = await createFakeSlack();
  castInto(slack);
  const [team] = slack.state.teams.values();
  const baton = program(
    ['serve'],
    folder,
    {
      DATABASE_URL: database.url,
      PORT: '0',
      SLACK_API_URL: slack.apiUrl,
      SLACK_BOT_TOKEN: team?.botToken ?? '',
      SLACK_SIGNING_SECRET: slack.state.app.signingSecret,
    },
    ['--require', join(folder, 'tell-loaded.cjs')],
  );
  await baton.says('Baton is ready');
  baton.child.kill('SIGTERM');
  expect(await baton.ended).toBe(0);
  const loaded = baton.written.out.split('loaded ').at(-1)?.split(' ') ?? [];
  expect(loaded.some((path) => path.includes('/@slack/bolt/'))).toBe(true);
  expect(loaded.filter((path) => /\/(discord\.js|@discordjs|date-holidays|@resvg)\//.test(path))).toEqual([]);
  await slack.close();
  await database.drop();
});
