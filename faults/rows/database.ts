/** What befalls the database: it is restarted, its backends are killed, its connections stay open and say nothing. */
import { setTimeout as sleep } from 'node:timers/promises';
import { check, untilQuiet } from '../check/check.ts';
import type { RigDatabase, RigServer, Sql } from '../rig/database.ts';
import type { Load } from '../rig/load.ts';
import { createPlaygroundClient } from '../rig/playground.ts';
import type { Replica } from '../rig/replica.ts';
import type { Rig } from '../rig/rig.ts';
import type { Watched } from '../rig/watch.ts';
import { expect, expectNone, type Row, seconds } from '../row.ts';

const RESUMED_MS = 5_000;
/** With the leases of what was in hand when the database went. */
const DRAINED_MS = 30_000;
/** How long a caller may wait at most, beyond the fault itself. */
const ANSWERED_MS = 35_000;
/** `/readyz` may be wrong for so long. */
const NOTICED_MS = 3_000;

interface Scene {
  readonly database: RigDatabase;
  readonly server: RigServer;
  readonly proxy: Awaited<ReturnType<Rig['proxy']>>;
  readonly replica: Replica;
  readonly load: Load;
  readonly watched: Watched;
  /** How long the same takes in peace, on this computer as it is now. */
  readonly usualMs: number;
}

async function scene(rig: Rig, own: boolean): Promise<Scene> {
  const server = own ? await rig.server() : rig.sharedServer;
  const database = await rig.database(server);
  const proxy = await rig.proxy(server);
  const replica = await rig.replica(database.urlAt(proxy.port));
  const load = rig.load({ url: () => replica.url, ...(rig.short ? { people: 2, everyMs: 60 } : {}) });
  await load.done(20);
  const usualMs = await untilSaid(database.sql, replica);
  return { server, database, proxy, replica, load, watched: rig.watch(replica), usualMs };
}

/** What holds after each: processes are up, callers answered, nothing half written, work goes on. */
async function aftermath({ database, replica, load, watched, usualMs }: Scene): Promise<string> {
  const resumedMs = await untilSaid(database.sql, replica);
  expect(resumedMs <= RESUMED_MS + usualMs, `work resumed after ${seconds(resumedMs)}, not within 5 s`);
  const ready = await watched.becomesReady(NOTICED_MS);
  await load.stop();
  await watched.stop();
  const drainedMs = await untilQuiet(database.sql, DRAINED_MS);
  expect(load.tried.longestMs <= ANSWERED_MS, `a caller waited ${seconds(load.tried.longestMs)}`);
  expectNone([
    ...(ready ? [] : ['/readyz does not say that the database is back']),
    ...watched.unhealthy.map((status) => `/healthz said ${status}`),
    ...replica.unasked,
    ...(await check(database, load.tried)),
  ]);
  const { tried } = load;
  return `resumed in ${seconds(resumedMs)}, drained in ${seconds(drainedMs)}; the longest wait of a caller ${seconds(tried.longestMs)}; ${tried.count('done')} done, ${tried.count('unknown')} unanswered`;
}

/** How long until something new is said and its card is there. What is not answered is said again. */
async function untilSaid(sql: Sql, replica: Replica): Promise<number> {
  const began = performance.now();
  const client = createPlaygroundClient(() => replica.url);
  const words = `Said at ${Math.round(began)}`;
  for (let n = 1; performance.now() - began < DRAINED_MS; n += 1) {
    const said = { as: 'ana', channel: 'dm-ana', thread: null, text: `${words}, ${n}` };
    void client.post('post', said);
    for (let look = 0; look < 10; look += 1) {
      await sleep(50);
      const [there] = await sql`
        select from outbox o join work_items i on i.id = o.record_id
        where i.title like ${`${words}%`} and o.kind = 'card' and o.state = 'sent'`;
      if (there) return performance.now() - began;
    }
  }
  return performance.now() - began;
}

export const restarted: Row = {
  name: 'database-restarted',
  fault: 'PostgreSQL is stopped at once and started again',
  async run(rig) {
    const played = await scene(rig, true);
    const { server, proxy, watched } = played;
    for (let turn = 0; turn < (rig.short ? 1 : 3); turn += 1) {
      const since = performance.now();
      proxy.refuse();
      await server.crash();
      await sleep(rig.short ? 4_000 : 4_000 + rig.random.next() * 20_000);
      await server.back();
      expectNone(watched.untrulyReady(since + NOTICED_MS));
      proxy.accept();
      if (!rig.short) await sleep(RESUMED_MS);
    }
    return aftermath(played);
  },
};

export const backendsKilled: Row = {
  name: 'backends-killed',
  fault: 'backends are killed in the middle of transactions',
  async run(rig) {
    const played = await scene(rig, false);
    const kills = rig.short ? 60 : 400;
    let killed = 0;
    for (let turn = 0; turn < kills; turn += 1) {
      await sleep(10 + rig.random.next() * 60);
      const { count } = await played.database.sql`
        select pg_terminate_backend(pid) from (
          select pid from pg_stat_activity
          where datname = current_database() and application_name = 'baton'
            and (state <> 'idle' or ${rig.random.next() < 0.3}) limit 2) victims`;
      killed += count;
    }
    return `${killed} backends killed; ${await aftermath(played)}`;
  },
};

export const halfOpen: Row = {
  name: 'half-open',
  fault: 'connections to PostgreSQL stay open and nothing passes',
  async run(rig) {
    const played = await scene(rig, false);
    const { proxy, watched } = played;
    for (const ending of rig.short ? ['broken'] : ['broken', 'thawed']) {
      const since = performance.now();
      proxy.freeze();
      await sleep(rig.short ? 6_000 : 60_000);
      expectNone(watched.untrulyReady(since + NOTICED_MS));
      if (ending === 'broken') proxy.reset();
      proxy.thaw();
      if (!rig.short) await sleep(RESUMED_MS);
    }
    return aftermath(played);
  },
};
