/** Several processes against one Discord: one is connected, another takes over, and nothing that happened is lost. */
import { setTimeout as pause, setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { Baton } from '../../../src/main.ts';
import { batonsDiscord, startOn } from '../../support/discord/connected.ts';
import type { Small } from '../../support/discord/fixture.ts';
import { wordsOf } from '../../support/discord/shown.ts';
import { type TestDatabase, testDatabase } from '../../support/postgres.ts';

let small: Small;
let database: TestDatabase;
let batons: Baton[];
beforeEach(async () => {
  batons = [];
  database = await testDatabase();
  small = await batonsDiscord();
});
afterEach(async () => {
  await Promise.all(batons.map((baton) => baton.stop()));
  await small.close();
  await database.drop();
});

async function begin(more?: Readonly<Record<string, string>>): Promise<Baton> {
  const baton = await startOn(small, database, more);
  batons.push(baton);
  return baton;
}

async function until(holds: () => boolean, what: string): Promise<void> {
  for (const end = Date.now() + 25_000; Date.now() < end; await pause(20)) if (holds()) return;
  throw new Error(`never: ${what}`);
}
const { connected, general, said } = {
  connected: () => small.discord.gateway.connected.length,
  general: () => small.general,
  said: (words: string) =>
    small.ana.post(small.general, words.replace('@Baton', `<@${small.discord.applicationId}>`)),
};
const ready = () =>
  until(
    () => connected() === 1 && small.discord.state.application.commands.size === 2,
    'connected and registered',
  );
const cards = (title: string): number =>
  general().messages.filter(
    (m) =>
      m.api.author.id === small.discord.applicationId &&
      wordsOf(m, { state: small.discord.state, zone: 'UTC' }).includes(`· ${title}`),
  ).length;

describe('two processes', () => {
  test('one is connected; when it ends, the other takes over with what was said meanwhile, and nothing twice', async () => {
    const one = await begin();
    await ready();
    said('@Baton Water the plants');
    await until(() => cards('Water the plants') === 1, 'the first card');
    await begin();
    await pause(200);
    expect(connected()).toBe(1);
    await one.stop();
    said('@Baton Feed the cat');
    await until(() => connected() === 1, 'the other is connected');
    await until(() => cards('Feed the cat') === 1, 'what was said meanwhile');
    said('@Baton Sweep the yard');
    await until(() => cards('Sweep the yard') === 1, 'what is said after');
    expect(cards('Water the plants')).toBe(1);
  }, 60_000);
});

describe('a connection that was lost', () => {
  test('is resumed, or begun anew and read up; each thing happens once', async () => {
    const baton = await begin();
    await ready();
    for (const [title, lose] of [
      ['Dropped', () => small.discord.gateway.drop()],
      ['Invalid', () => small.discord.gateway.invalidate()],
    ] as const) {
      lose();
      said(`@Baton ${title} while away`);
      await until(() => cards(`${title} while away`) === 1, title);
      await baton.settle();
    }
    expect([cards('Dropped while away'), cards('Invalid while away')]).toEqual([1, 1]);
  }, 60_000);

  test('is begun anew when its session ends just as it is resumed', async () => {
    await begin();
    await ready();
    const { gateway } = small.discord;
    const faults: unknown[] = [];
    const note = (error: unknown): void => void faults.push(error);
    process.prependListener('unhandledRejection', note);
    onTestFinished(() => void process.off('unhandledRejection', note));
    gateway.drop();
    while (connected() > 0) await turn();
    const end = Date.now() + 25_000;
    while (connected() === 0 && Date.now() < end) await turn();
    gateway.invalidate();
    said('@Baton Said in between');
    await until(() => cards('Said in between') === 1, 'what was said in between');
    expect([gateway.identified, faults]).toEqual([2, []]);
  }, 60_000);

  test('a reaction given while nobody listened counts after the restart', async () => {
    const one = await begin();
    await ready();
    said('@Baton Count the chairs');
    await until(() => cards('Count the chairs') === 1, 'the card');
    await one.settle();
    await one.stop();
    const card = general().messages.find((m) => m.api.author.id === small.discord.applicationId);
    if (!card) throw new Error('no card');
    small.ana.react(card, '🙋');
    await begin();
    const shown = () => wordsOf(card, { state: small.discord.state, zone: 'UTC' });
    await until(() => shown().includes('Owner: @Ana Castro'), 'claimed');
  }, 60_000);
});

test('what was written directly, edited or deleted while nobody listened is known after the restart', async () => {
  const one = await begin();
  await ready();
  const [edited, deleted] = [small.ana.post(small.general, 'Mend the gate'), said('Paint the shed')];
  for (const message of [edited, deleted]) small.ana.react(message, '📌');
  await until(() => cards('Mend the gate') + cards('Paint the shed') === 2, 'the cards');
  await one.settle();
  // Whom Baton has never written to directly, it does not know where to find.
  small.ana.post(small.ana.direct, 'help');
  await until(() => small.ana.direct.messages.length > 1, 'an answer');
  await one.settle();
  await one.stop();
  small.ana.edit(edited, 'Mend the garden gate');
  small.ana.delete(deleted);
  small.ana.post(small.ana.direct, 'Call the carpenter');
  const two = await begin();
  const notes = async () => {
    await two.settle();
    const rows = await database.client.sql`
      select title, source_note from work_items where source_note is not null or title like 'Call%' order by title`;
    return rows.map(({ title, source_note: note }) => `${title}: ${note}`);
  };
  await expect
    .poll(notes, { timeout: 30_000 })
    .toEqual(['Call the carpenter: null', 'Mend the gate: edited', 'Paint the shed: deleted']);
}, 90_000);

describe('what cannot be served ends with a line that says what to do', () => {
  test('a token that Discord refuses', async () => {
    await expect(begin({ DISCORD_TOKEN: 'another-token-altogether' })).rejects.toThrow(
      /^DISCORD_TOKEN is refused by Discord: copy it anew/,
    );
  });

  test('an application of another token', async () => {
    await expect(begin({ DISCORD_APPLICATION_ID: '1100000000000000009' })).rejects.toThrow(
      /^DISCORD_TOKEN belongs to the application 1100000000000000001/,
    );
  });

  test.each([
    [4004, /^Discord refuses DISCORD_TOKEN/],
    [4014, /Message Content Intent/],
    [4013, /update Baton/],
  ])('the connection closed with %i', async (code, words) => {
    const baton = await begin();
    await ready();
    small.discord.gateway.close(code);
    expect(await baton.over).toMatch(words);
  });
});

test('a server that removes Baton is let go; invited again, its workspace is the same', async () => {
  const baton = await begin();
  await ready();
  said('@Baton Water the plants');
  await until(() => cards('Water the plants') === 1, 'the card');
  const routes = async () =>
    database.client.sql`select workspace_id, removed_at from routes where platform = 'discord'`;
  const [before] = await routes();
  small.discord.build.expel(small.guild);
  for (let removed = false; !removed; await pause(50)) {
    await baton.settle();
    removed = (await routes())[0]?.removed_at !== null;
  }
  small.discord.build.invite(small.guild);
  for (let back = false; !back; await pause(50)) back = (await routes())[0]?.removed_at === null;
  expect((await routes())[0]?.workspace_id).toBe(before?.workspace_id);
}, 60_000);
