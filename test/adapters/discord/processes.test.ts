/** The program as it is shipped, in two processes against one Discord: the connected one is killed, and nothing is lost or done twice. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Small, smallDiscord } from '../../support/discord/fixture.ts';
import { wordsOf } from '../../support/discord/shown.ts';
import { type TestDatabase, testDatabase } from '../../support/postgres.ts';
import { type Program, program } from '../../support/program.ts';

const TOKEN = 'a-token-of-the-fake-discord';
const POST = 'POST /channels/:channel/messages';

let small: Small;
let database: TestDatabase;
let folder: string;
let programs: Program[];
beforeEach(async () => {
  programs = [];
  folder = mkdtempSync(join(tmpdir(), 'baton-discord-'));
  database = await testDatabase();
  small = await smallDiscord({ token: TOKEN });
});
afterEach(async () => {
  for (const { child } of programs) child.kill('SIGKILL');
  await Promise.all(programs.map(({ ended }) => ended));
  await small.close();
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

async function serve(): Promise<Program> {
  const { applicationId, url } = small.discord;
  const started = program(['serve'], folder, {
    ...{ DATABASE_URL: database.url, PORT: '0', BATON_DATA_DIR: folder },
    ...{ DISCORD_TOKEN: TOKEN, DISCORD_APPLICATION_ID: applicationId, DISCORD_API_URL: url },
  });
  programs.push(started);
  await started.says('Baton is ready');
  return started;
}

async function until(holds: () => boolean, what: string, withinMs = 60_000): Promise<void> {
  for (const end = Date.now() + withinMs; Date.now() < end; await pause(50)) if (holds()) return;
  throw new Error(`never: ${what}`);
}
const add = (title: string) =>
  small.ana.slash(small.general, { path: ['baton', 'add'], options: { words: title } }).finished;
const said = (words: string) => small.ana.post(small.general, `<@${small.discord.applicationId}> ${words}`);
const cards = (title: string): number =>
  small.general.messages.filter(
    (m) =>
      m.onlyFor === null &&
      m.api.author.id === small.discord.applicationId &&
      wordsOf(m, { state: small.discord.state, zone: 'UTC' }).includes(`· ${title}`),
  ).length;
const ready = () =>
  until(
    () => small.discord.gateway.connected.length === 1 && small.discord.state.application.commands.size === 2,
    'connected',
  );

test('the connected process is killed while it works: the other takes over, with what was said meanwhile', async () => {
  const first = await serve();
  await ready();
  await serve();
  await until(() => small.discord.gateway.identified === 1, 'one alone is connected');
  await add('Before the fall');
  for (let n = 0; n < 5; n += 1) said(`Under way ${n}`);
  first.child.kill('SIGKILL');
  await until(() => small.discord.gateway.connected.length === 0, 'gone');
  said('While nobody listened');
  await until(() => small.discord.gateway.connected.length === 1, 'the other is connected');
  said('After the fall');
  const titles = [
    'Before the fall',
    'While nobody listened',
    'After the fall',
    ...[0, 1, 2, 3, 4].map((n) => `Under way ${n}`),
  ];
  for (const title of titles) await until(() => cards(title) === 1, title);
  await pause(3_000);
  expect(titles.map((title) => [title, cards(title)])).toEqual(titles.map((title) => [title, 1]));
  const [items] = await database.client.sql`select count(*)::int as n from work_items`;
  expect(items?.n).toBe(titles.length);
}, 180_000);

test('answers of Discord that are lost after it took the message cost no message and repeat none', async () => {
  await serve();
  await ready();
  const ends = [
    small.discord.fault({ on: POST, after: true, answer: { status: 502 }, share: 0.4 }),
    small.discord.fault({ on: POST, after: true, answer: 'drop', share: 0.3 }),
    small.discord.fault({ on: POST, answer: { status: 500 }, share: 0.2 }),
  ];
  const titles = [0, 1, 2, 3, 4, 5].map((n) => `Lost answer ${n}`);
  for (const title of titles) said(title);
  await until(() => titles.every((title) => cards(title) >= 1), 'all are there', 120_000);
  for (const end of ends) end();
  await pause(5_000);
  expect(titles.map((title) => cards(title))).toEqual(titles.map(() => 1));
}, 180_000);
