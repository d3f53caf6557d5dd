/** What can never be handled or sent is given up after its attempts, and its neighbours do not notice. */
import { setTimeout as sleep } from 'node:timers/promises';
import { PLAYGROUND } from '../../src/adapters/playground/playground.ts';
import { MOST_FAULTS } from '../../src/coordination/delivery/after-fault.ts';
import { check, untilQuiet } from '../check/check.ts';
import type { Sql } from '../rig/database.ts';
import type { Load } from '../rig/load.ts';
import { expect, expectNone, type Row } from '../row.ts';

const DEAD_MS = 20_000;
const KEYS = ['poison:no intent', 'poison:no such kind', 'poison:no channel'];

export const poison: Row = {
  name: 'poison',
  fault: 'an event that can never be handled, a message that can never be sent',
  async run(rig) {
    const database = await rig.database();
    const replica = await rig.replica(database.url);
    const { sql } = database;
    const load = rig.load({ url: () => replica.url, people: 2 });
    await load.done(5);
    await insertPoison(sql);
    await untilDead(sql);
    const [row] =
      await sql`select min(attempts)::int as least, max(attempts)::int as most from inbox where state = 'dead'`;
    expect(
      row?.least === MOST_FAULTS && row.most === MOST_FAULTS,
      `given up after ${row?.least} to ${row?.most} attempts`,
    );

    await replay(sql);
    await untilDead(sql);
    await replayHandled(sql, load);
    await load.stop();
    await sql`delete from outbox where dedupe_key like 'poison:%'`;
    await untilQuiet(sql);
    expectNone([...replica.unasked, ...(await check(database, load.tried, { poisoned: new Set(KEYS) }))]);
    return `dead after ${MOST_FAULTS} attempts, twice; ${load.tried.count('done')} operations beside it`;
  },
};

async function insertPoison(sql: Sql): Promise<void> {
  const intents = [{}, { v: 1, kind: 'riddle' }, { v: 1, kind: 'words', place: { channel: 'general' } }];
  for (const [i, intent] of intents.entries()) {
    await sql`
      insert into inbox (workspace_id, id, key, intent, state, due_at, received_at)
      values (${PLAYGROUND.workspace}, gen_random_uuid(), ${KEYS[i] ?? ''}, ${sql.json(intent)}, 'pending', now(), now())`;
  }
  const unsendable = [
    { destination: { to: 'nowhere' }, body: { body: 'words', message: { summary: 'Never', blocks: [] } } },
    {
      destination: { to: 'person', person: '00000000-0000-4000-8000-00000000dead' },
      body: { body: 'riddle' },
    },
  ];
  for (const [i, { destination, body }] of unsendable.entries()) {
    await sql`
      insert into outbox (workspace_id, id, dedupe_key, kind, destination, body, state, due_at, created_at)
      values (${PLAYGROUND.workspace}, gen_random_uuid(), ${`poison:${i}`}, 'words', ${sql.json(destination)},
        ${sql.json(body)}, 'pending', now(), now())`;
  }
}

/** Each attempt is real; only the waits between them are cut short. */
async function untilDead(sql: Sql): Promise<void> {
  const end = performance.now() + DEAD_MS;
  for (;;) {
    const events = await sql`
      update inbox set due_at = now() where key like 'poison:%' and state = 'pending' and due_at > now()`;
    const [left] = await sql`
      select (select count(*)::int from inbox where key like 'poison:%' and state <> 'dead')
        + (select count(*)::int from outbox where dedupe_key like 'poison:%' and state <> 'dead') as rows`;
    if (left?.rows === 0) return;
    expect(performance.now() < end, `${left?.rows} poisoned rows are not given up (${events.count} waited)`);
    await sleep(100);
  }
}

/** As docs/operations.md tells an operator to. */
async function replay(sql: Sql): Promise<void> {
  await sql`update inbox set state = 'pending', attempts = 0, due_at = now() where state = 'dead'`;
  await sql`update outbox set state = 'pending', attempts = 0, due_at = now() where state = 'dead'`;
}

/** An event that was given up although its effect is there: played again, it does nothing more. */
async function replayHandled(sql: Sql, { tried }: Load): Promise<void> {
  const tracked = tried.attempts.find((a) => a.meaning.means === 'tracked' && a.outcome === 'done');
  expect(tracked?.meaning.means === 'tracked', 'nothing was pinned');
  const { channel, message } = tracked.meaning;
  const place = {
    platform: 'playground',
    scope: 'local',
    channel,
    channelKind: 'public',
    channelName: channel,
  };
  const on = { platform: 'playground', scope: 'local', channel, message };
  const intent = {
    v: 1,
    kind: 'reaction',
    at: Date.now(),
    actor: tracked.as,
    place,
    emoji: 'pushpin',
    present: true,
    on,
  };
  await sql`
    insert into inbox (workspace_id, id, key, intent, state, attempts, due_at, received_at)
    values (${PLAYGROUND.workspace}, gen_random_uuid(), 'replayed', ${sql.json({ ...intent, key: 'replayed' })},
      'pending', 0, now(), now())`;
}
