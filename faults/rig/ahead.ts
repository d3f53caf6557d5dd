/** The clock of Slack's workspace, set ahead of the computer's; and queues that are waited for by it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { untilAllSent } from '../check/slack.ts';
import { expect } from '../row.ts';
import { diedAt } from '../rows/kill.ts';
import type { Step } from './baton.ts';
import type { Sql } from './database.ts';
import type { Replica } from './replica.ts';

/** Slack takes a message a second in each channel. */
const QUIET_MS = 60_000;

/** The next Monday at `hour` UTC, as an instant: the same for runs that are to be compared. */
export function nextMonday(hour: number): number {
  const today = new Date();
  const days = ((8 - today.getUTCDay()) % 7) + 7;
  return Date.UTC(today.getUTCFullYear(), today.getUTCMonth(), today.getUTCDate() + days, hour);
}

/** From now on it is `instant` in the workspace. */
export async function setClock(sql: Sql, instant: number): Promise<void> {
  await sql`
    update workspaces set clock_offset = ${Math.round(instant - Date.now())}
    where id in (select workspace_id from routes where platform = 'slack')`;
}

/** Waits until nothing that is due is left, clocks and messages; throws after a minute. */
export async function untilDone(sql: Sql): Promise<void> {
  const end = performance.now() + QUIET_MS;
  for (let quiet = 0; quiet < 2; ) {
    await untilAllSent(sql, QUIET_MS);
    const [due] = await sql<{ clocks: number }[]>`
      select count(*)::int as clocks from clocks c join workspaces w on w.id = c.workspace_id
      where c.state = 'working'
        or (c.state = 'pending' and c.due_at <= now() + w.clock_offset * interval '1 millisecond')`;
    quiet = due?.clocks === 0 ? quiet + 1 : 0;
    expect(performance.now() < end, `${due?.clocks} clocks were not run`);
    await sleep(100);
  }
}

/** Ends the leases of the dead, which else take twenty seconds to run out, and that of Discord's connection ten. */
export async function endLeases(sql: Sql): Promise<void> {
  for (const [table, leased] of [
    ['inbox', 'working'],
    ['outbox', 'sending'],
    ['clocks', 'working'],
  ] as const)
    await sql.unsafe(
      `update ${table} set lease_until = now() - interval '1 second' where state = '${leased}'`,
    );
  await sql`update leases set held_until = now() - interval '1 second'`;
}

export interface Killing {
  readonly replica: Replica;
  readonly sql: Sql;
  /** Leases are ended by hand. */
  readonly short: boolean;
}

/** Does what passes a step, at which Baton is killed, and starts it again. */
export async function killedAt(
  { replica, sql, short }: Killing,
  step: Step,
  act: () => Promise<unknown>,
): Promise<void> {
  const { baton } = replica;
  await baton.arm(step);
  await Promise.all([act(), diedAt(step, baton)]);
  if (short) await endLeases(sql);
  await replica.start();
}
