/** What `baton doctor` and `baton register` say of Discord to somebody who is setting it up. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { run } from '../../src/cli/run.ts';
import { createFakeDiscord, type FakeDiscord } from '../support/discord/fake-discord.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';
import { fakeTerminal } from '../support/terminal.ts';

const TOKEN = 'canary-token-of-the-fake-discord';
let database: TestDatabase;
let discord: FakeDiscord;
let folder: string;
beforeAll(async () => {
  database = await testDatabase({ max: 3 });
});
afterAll(() => database.drop());
beforeEach(async () => {
  discord = await createFakeDiscord({ token: TOKEN });
  folder = mkdtempSync(join(tmpdir(), 'baton-cli-'));
  const environment = {
    ...{ DATABASE_URL: database.url, BATON_DATA_DIR: folder, PORT: '0', PLAYGROUND: '0' },
    ...{ DISCORD_TOKEN: TOKEN, DISCORD_APPLICATION_ID: discord.applicationId, DISCORD_API_URL: discord.url },
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
  await discord.close();
});

async function baton(...words: string[]) {
  const terminal = fakeTerminal();
  const exit = await run(words, terminal);
  const out = [...terminal.written.out, ...terminal.written.err].join('\n');
  expect(out).not.toContain('canary');
  return { exit, out };
}
const invited = (): void => {
  const { build } = discord;
  const guild = build.guild('Northwind', build.user('owner'));
  build.channel(guild, 'general');
  build.invite(guild);
};

describe('baton doctor', () => {
  test('all is well: it says who Baton is and where, and how to invite it elsewhere', async () => {
    invited();
    const { exit, out } = await baton('doctor');
    expect(exit, out).toBe(0);
    expect(out).toContain('ok     Discord token: Discord takes it: Baton');
    expect(out).toContain('ok     Discord intents: Message Content is on');
    expect(out).toContain('ok     Discord commands: they differ from what Discord knows');
    expect(out).toContain('ok     Discord servers: Baton is in Northwind;');
    expect(out).toContain('https://discord.com/oauth2/authorize?');
    const link = new URL(/https:\/\/discord\.com\/oauth2\S+/.exec(out)?.[0] ?? '');
    expect(link.searchParams.get('scope')).toBe('bot applications.commands');
    // View Channel, Send Messages, in threads too, Read History, Add Reactions, Embed Links, Attach Files.
    expect(BigInt(link.searchParams.get('permissions') ?? 0)).toBe(
      (1n << 10n) | (1n << 11n) | (1n << 38n) | (1n << 16n) | (1n << 6n) | (1n << 14n) | (1n << 15n),
    );
  });

  test('invited nowhere, it says by which link', async () => {
    const { exit, out } = await baton('doctor');
    expect(exit).toBe(1);
    expect(out).toMatch(/wrong {2}Discord servers: Baton is in none: .* invite Baton by https:/);
  });

  test('without Message Content it says what works all the same', async () => {
    discord.state.application.privileged.messageContent = false;
    invited();
    expect((await baton('doctor')).out).toMatch(/Message Content is off: mentions, .* work, 📌 does not/);
  });

  test('a token that Discord refuses, and one of another application', async () => {
    vi.stubEnv('DISCORD_TOKEN', 'canary-of-another-bot-altogether');
    expect((await baton('doctor')).out).toContain('wrong  Discord token: Discord refuses DISCORD_TOKEN');
    vi.stubEnv('DISCORD_TOKEN', TOKEN);
    vi.stubEnv('DISCORD_APPLICATION_ID', '1100000000000000009');
    expect((await baton('doctor')).out).toContain('copy both from the same one');
  });
});

describe('baton register', () => {
  test('tells what is new, and then nothing', async () => {
    expect(await baton('register', '--dry-run')).toMatchObject({
      exit: 0,
      out: 'new      baton\nnew      Track with Baton',
    });
    expect(discord.state.application.commands.size).toBe(0);
    expect((await baton('register')).exit).toBe(0);
    expect(discord.state.application.commands.size).toBe(2);
    expect((await baton('register')).out).toBe('Discord knows the commands as they are.');
  });

  test('changes what differs, and takes away what is of an older Baton', async () => {
    await baton('register');
    const [command] = [...discord.state.application.commands.values()];
    Object.assign(command ?? {}, { description: 'Of an older Baton' });
    expect((await baton('register')).out).toBe('changed  baton');
    expect([...discord.state.application.commands.values()][0]?.description).toBe(
      'Every piece of work has one owner',
    );
  });

  test('without Discord’s variables it says which to set', async () => {
    for (const name of ['DISCORD_TOKEN', 'DISCORD_APPLICATION_ID', 'DISCORD_API_URL']) vi.stubEnv(name, '');
    expect(await baton('register')).toMatchObject({ exit: 2, out: expect.stringContaining('DISCORD_TOKEN') });
  });
});
