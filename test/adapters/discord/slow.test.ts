/** What cannot be done in time is written down before Discord is answered anything at all: an announced press looks as good as done. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { transact } from '../../../src/adapters/postgres/guard.ts';
import type { Baton } from '../../../src/main.ts';
import { ended, serving } from '../../support/discord/connected.ts';
import type { Small } from '../../support/discord/fixture.ts';
import { customIdOf, wordsOf } from '../../support/discord/shown.ts';
import type { TestDatabase } from '../../support/postgres.ts';

const WITHIN = { timeout: 20_000, interval: 30 };
let small: Small;
let database: TestDatabase;
let baton: Baton;
beforeAll(async () => {
  ({ small, database, baton } = await serving());
});
afterAll(() => ended({ small, database, baton }));

/** Locks every item, as another who is at work on them does, until the end of `work`. */
async function whileLocked(work: () => Promise<void>): Promise<void> {
  let [locked, over] = [(): void => {}, (): void => {}];
  const isLocked = new Promise<void>((resolve) => {
    locked = resolve;
  });
  const isOver = new Promise<void>((resolve) => {
    over = resolve;
  });
  const other = transact(database.client, { role: 'owner' }, async ({ sql }) => {
    await sql`select from work_items for update`;
    locked();
    await isOver;
  });
  await isLocked;
  await work().finally(over);
  await other;
}

test('a press on what another holds is taken down first, and done once it is free', async () => {
  const { ana, general, discord } = small;
  await ana.slash(general, { path: ['baton', 'add'], options: { words: 'Paint the fence' } }).finished;
  const card = await vi.waitUntil(
    () => general.messages.find((message) => customIdOf(message, 'Claim') !== null),
    WITHIN,
  );
  await whileLocked(async () => {
    const pressed = ana.press(card, customIdOf(card, 'Claim') as string);
    await pressed.acknowledged;
    const rows = await database.client.sql`select from inbox where state in ('pending', 'working')`;
    expect(rows).toHaveLength(1);
    await pressed.finished;
    const reader = { state: discord.state, zone: 'UTC' };
    expect(pressed.original && wordsOf(pressed.original, reader)).toContain(
      'I have it, and it takes a moment',
    );
  });
  const owned = () => database.client.sql`select from work_items where owner_id is not null`;
  await vi.waitUntil(async () => (await owned()).length === 1, WITHIN);
});
