/** What a platform needs is loaded only where that platform is served. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase } from '../support/postgres.ts';
import { program } from '../support/program.ts';
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

test('Slack alone does not load discord.js', async () => {
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
  expect(loaded.filter((path) => /\/(discord\.js|@discordjs)\//.test(path))).toEqual([]);
  await slack.close();
  await database.drop();
});
