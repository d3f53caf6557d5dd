import { afterAll, expect, test } from 'vitest';
import { CAST, EARLIER } from '../../../src/adapters/playground/cast.ts';
import { createPlayground, PLAYGROUND } from '../../../src/adapters/playground/playground.ts';
import { nextDue } from '../../../src/adapters/postgres/next-due.ts';
import { createPlaygroundStore } from '../../../src/adapters/postgres/playground.ts';
import { createStore } from '../../../src/adapters/postgres/store.ts';
import { clock, ids } from '../../../src/adapters/system/system.ts';
import { testDatabase } from '../../support/postgres.ts';

const database = await testDatabase();
afterAll(database.drop);

const store = createStore(database.client);
const playground = {
  ...createPlaygroundStore(database.client, { ...PLAYGROUND, now: clock.now }),
  nextDue: () => nextDue(database.client, PLAYGROUND.workspace),
};
const counts = async () => {
  const [row] = await database.client.sql`
    select (select count(*)::int from people) as people, (select count(*)::int from playground_messages) as said`;
  return row;
};

test('a playground whose first set-up did not come to its end is set up whole the next time, and once', async () => {
  const ends = async (): Promise<never> => {
    throw new Error('the process ended');
  };
  const whole = { people: CAST.length, said: EARLIER.length };
  const world = { store, playground, clock, ids };
  await expect(
    createPlayground({ ...world, store: { ...store, transact: ends } }).prepare(),
  ).rejects.toThrow();
  await expect(
    createPlayground({ ...world, playground: { ...playground, post: ends } }).prepare(),
  ).rejects.toThrow();

  await createPlayground(world).prepare();
  expect(await counts()).toEqual(whole);
  await playground.setClockOffset(5);
  await createPlayground(world).prepare();
  expect(await playground.clockOffset(), 'it was left as it is').toBe(5);
});

test('a reaction to a message that was just deleted is none, and no fault', async () => {
  const reaction = { channel: 'general', message: 'deleted', account: 'ana', emoji: 'eyes' };
  await playground.setReaction(reaction, true);
  expect(await playground.reactionsTo('general', 'deleted')).toEqual([]);
});
