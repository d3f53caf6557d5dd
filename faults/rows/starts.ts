/** First starts: four at once on an empty database, and one that is killed in the middle. */
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { CAST, CHANNELS, EARLIER } from '../../src/adapters/playground/cast.ts';
import { check, untilQuiet } from '../check/check.ts';
import type { RigDatabase, Sql } from '../rig/database.ts';
import { createPlaygroundClient } from '../rig/playground.ts';
import type { Replica } from '../rig/replica.ts';
import type { Rig } from '../rig/rig.ts';
import { Tried } from '../rig/tried.ts';
import { expectNone, type Row, seconds } from '../row.ts';

const AT_ONCE = 4;

export const starts: Row = {
  name: 'starts',
  fault: 'four replicas start at once on an empty database; a first start is killed',
  async run(rig) {
    const startedMs = await together(rig);
    const kills = rig.short ? 4 : 20;
    for (let turn = 0; turn < kills; turn += 1) await killedAtFirst(rig);
    return `${AT_ONCE} started in ${seconds(startedMs)}; ${kills} first starts killed and begun again`;
  },
};

async function together(rig: Rig): Promise<number> {
  const database = await rig.database();
  const replicas = await Promise.all(Array.from({ length: AT_ONCE }, () => rig.idle(database.url)));
  const began = performance.now();
  await Promise.all(replicas.map((replica) => replica.start()));
  const tookMs = performance.now() - began;
  const load = rig.load({ url: () => rig.random.pick(replicas).url });
  await load.done(rig.short ? 20 : 100);
  await load.stop();
  await untilQuiet(database.sql);
  expectNone([
    ...(await wanting(database.sql)),
    ...replicas.flatMap((r) => r.unasked),
    ...(await check(database, load.tried)),
    ...(await metByNewer(rig, database, replicas)),
  ]);
  await Promise.all(replicas.map((replica) => replica.kill()));
  return tookMs;
}

/** A newer Baton has brought the tables up to date: those that run go on, and this version does not start again. */
async function metByNewer(
  rig: Rig,
  { sql, url }: RigDatabase,
  [running]: readonly Replica[],
): Promise<string[]> {
  await sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('newer', 9999999999999)`;
  const client = createPlaygroundClient(() => running?.url ?? '');
  const { status } = await client.post('command', { as: 'ana', channel: 'general', text: 'add Still here' });
  const older = await rig.idle(url);
  const { ended } = await older.launch({ mayEnd: true });
  const { code } = await ended;
  const last = older.lines.at(-1) ?? '';
  return [
    ...(status === 200 ? [] : [`a Baton that runs answered ${status} after a newer one migrated`]),
    ...(code === 2 && /newer version of Baton/.test(last)
      ? []
      : [`an older Baton ended with ${code}: ${last}`]),
  ];
}

async function killedAtFirst(rig: Rig): Promise<void> {
  const database = await rig.database();
  const replica = await rig.idle(database.url);
  await replica.launch();
  // Until it has a table it has hardly begun.
  while (!(await hasTables(database.sql))) await sleep(2);
  await sleep(rig.random.next() * 250);
  await replica.kill();
  await replica.start();
  expectNone([...(await wanting(database.sql)), ...replica.unasked, ...(await check(database, new Tried()))]);
  await replica.kill();
}

const hasTables = async (sql: Sql): Promise<boolean> =>
  (await sql`select to_regclass('public.workspaces') is not null as yes`)[0]?.yes;

/** What a first start must have made, each once. */
async function wanting(sql: Sql): Promise<string[]> {
  const journal = await readFile(new URL('../../drizzle/meta/_journal.json', import.meta.url), 'utf8');
  const migrations = (JSON.parse(journal) as { entries: unknown[] }).entries.length;
  const [there] = await sql`
    select (select count(*)::int from drizzle.__drizzle_migrations) as migrations,
      (select count(*)::int from workspaces) as workspaces,
      (select count(*)::int from people) as people,
      (select count(*)::int from channels) as channels,
      (select count(*)::int from playground_messages
       where text in (select jsonb_array_elements_text(${sql.json(EARLIER.map(({ text }) => text))}))) as earlier`;
  const wanted = {
    migrations,
    workspaces: 1,
    people: CAST.length,
    channels: CHANNELS.length + CAST.length,
    earlier: EARLIER.length,
  };
  return Object.entries(wanted).flatMap(([name, count]) =>
    there?.[name] === count ? [] : [`${name}: ${there?.[name]}, not ${count}`],
  );
}
