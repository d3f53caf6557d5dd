/** `kill -9` at each step between the inbox and the mark. The rig (`npm run faults`) plays it by chance and at length. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { check, untilQuiet } from '../../faults/check/check.ts';
import { STEPS } from '../../faults/rig/baton.ts';
import { createPlaygroundClient } from '../../faults/rig/playground.ts';
import { Replica } from '../../faults/rig/replica.ts';
import { Tried } from '../../faults/rig/tried.ts';
import { testDatabase } from '../support/postgres.ts';

const database = await testDatabase();
const { sql } = database.client;
const replica = await Replica.at(database.url);
const client = createPlaygroundClient(() => replica.url);
const tried = new Tried();

beforeAll(() => replica.start(), 30_000);
afterAll(async () => {
  await replica.kill();
  await database.drop();
});

/** The leases of the dead end now, and not after their 20 seconds. */
const endLeases = async (): Promise<void> => {
  await sql`update inbox set lease_until = now() where state = 'working'`;
  await sql`update outbox set lease_until = now() where state = 'sending'`;
};

describe('killed, and started again', { timeout: 30_000 }, () => {
  test.each(STEPS)('at %s, it does what it acknowledged once, and nothing twice', async (step) => {
    const token = `Survive ${step.replace(':', ' ')}`;
    const { baton } = replica;
    await baton.arm(step);
    const event = tried.attempt('ana', { means: 'item', token }, () =>
      client.post('post', { as: 'ana', channel: 'general', thread: null, text: `<@baton> ${token} @lena` }),
    );
    expect(await baton.ended).toEqual({ code: null, signal: 'SIGKILL' });
    await event;
    await endLeases();
    await replica.start();
    await untilQuiet(sql);
    expect(await check(database, tried)).toEqual([]);
  });

  test('the acts of people in place were as safe', async () => {
    const { baton } = replica;
    await baton.arm('store:committed', 2);
    const act = (as: string, acts: string, text: string) =>
      tried.attempt(as, { means: 'act', item: 1, acts: [acts], token: null }, () =>
        client.post('command', { as, channel: 'general', text }),
      );
    await Promise.all([act('lena', 'started', 'start W-1'), act('ana', 'due moved', 'due W-1 in 9 days')]);
    expect((await baton.ended).signal).toBe('SIGKILL');
    await endLeases();
    await replica.start();
    await untilQuiet(sql);
    expect(await check(database, tried)).toEqual([]);
  });
});
