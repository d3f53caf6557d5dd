/** Draining the outbox into a chat that does nothing, against a loop that does no more than it must. */
import { createClockQueue } from '../../src/adapters/postgres/clocks.ts';
import { createInboxQueue } from '../../src/adapters/postgres/inbox.ts';
import { createOutboxQueue } from '../../src/adapters/postgres/outbox.ts';
import { createStore } from '../../src/adapters/postgres/store.ts';
import { startLoops } from '../../src/adapters/scheduler/loops.ts';
import * as system from '../../src/adapters/system/system.ts';
import { PACING } from '../../src/coordination/delivery/pacing.ts';
import type { Chat } from '../../src/coordination/ports.ts';
import { compare, type Database, type Row, time } from '../harness.ts';

const WORKSPACES = 100;
const BATCH = 100;

export const drain: Row = {
  name: 'drain',
  async run(bench) {
    const database = await bench.database();
    const messages = bench.quick ? 1_000 : 20_000;
    await addWorkspaces(database);
    const perSecond = async (work: () => Promise<void>): Promise<number> => {
      await fill(database, messages);
      const took = await time(work);
      if ((await waiting(database)) > 0) throw new Error('not all messages were sent');
      return (messages / took) * 1_000;
    };
    const line = {
      work: `draining the outbox of ${WORKSPACES} workspaces into a chat that does nothing`,
      against: `a bare loop claiming, reading and marking ${BATCH} at a time`,
      measured: await compare(
        bench,
        '/s',
        () => perSecond(() => loops(database)),
        () => perSecond(() => bareLoop(database)),
      ),
      bound: { atLeast: 0.5 },
    };
    await database.drop();
    return [line];
  },
};

const silent: Chat = {
  platform: 'playground',
  send: async (_, __, key) => ({
    outcome: 'sent',
    ref: { platform: 'playground', scope: 'here', channel: 'general', message: key },
  }),
  find: async () => null,
  person: async () => null,
  channel: async () => null,
  inside: async () => null,
  read: async () => null,
  reactions: async () => null,
  react: async () => {},
};

/** The loops as the program starts them. */
async function loops({ client }: Database): Promise<void> {
  const running = startLoops({
    store: createStore(client),
    inbox: createInboxQueue(client),
    outbox: createOutboxQueue(client),
    clocks: createClockQueue(client),
    sha256: system.sha256,
    chats: new Map([[silent.platform, silent]]),
    handle: async () => {},
    clock: system.clock,
    ids: system.ids,
    pacing: PACING,
    chance: Math.random,
    log: { error: complain, warn: complain },
    watch: { delivered: () => {} },
    retain: async () => {},
    audit: async () => {},
    failpoint: () => {},
  });
  await running.drained();
  await running.stop(1_000);
}

function complain(details: object, words: string): never {
  throw new Error(words, { cause: details });
}

async function bareLoop({ client: { sql } }: Database): Promise<void> {
  for (;;) {
    const claimed = await sql`
      update outbox set state = 'sending', lease_until = now() + interval '20 seconds'
      where (workspace_id, id) in (
        select workspace_id, id from outbox where state in ('pending', 'unknown') and due_at <= now()
        order by due_at limit ${BATCH} for update skip locked)
      returning workspace_id, id`;
    if (claimed.length === 0) return;
    const ids = claimed.map(({ id }) => id as string);
    const workspaces = claimed.map(({ workspace_id }) => workspace_id as string);
    await sql`
      select * from outbox
      where (workspace_id, id) in (select * from unnest(${workspaces}::uuid[], ${ids}::uuid[]))`;
    await sql`
      update outbox set state = 'sent', lease_until = null, sent_version = wanted_version, sent_at = now(),
        sent_platform = 'playground', sent_scope = 'here', sent_channel = 'general', sent_message = id::text
      where (workspace_id, id) in (select * from unnest(${workspaces}::uuid[], ${ids}::uuid[]))`;
  }
}

async function addWorkspaces({ client: { sql } }: Database): Promise<void> {
  await sql`
    insert into workspaces (id, name, zone, hours, quiet, settings, created_at)
    select gen_random_uuid(), 'Workspace ' || n, 'Europe/London', '{}', '{}', '{}', now()
    from generate_series(1, ${WORKSPACES}::int) n`;
}

async function fill({ client: { sql } }: Database, messages: number): Promise<void> {
  await sql`truncate outbox`;
  await sql`
    with numbered as (select id, row_number() over () - 1 as place from workspaces)
    insert into outbox (workspace_id, id, dedupe_key, kind, destination, body, state, due_at, created_at)
    select w.id, gen_random_uuid(), 'message ' || n, 'words',
      jsonb_build_object('to', 'channel', 'channel',
        jsonb_build_object('platform', 'playground', 'scope', 'workspace ' || w.place, 'channel', 'channel ' || n % 7)),
      '{"body": "words", "message": {"summary": "The weekly report is due on Friday", "blocks": []}}', 'pending',
      now() - n * interval '1 millisecond', now()
    from generate_series(1, ${messages}::int) n join numbered w on w.place = n % ${WORKSPACES}`;
  await sql`vacuum analyze outbox`;
}

async function waiting({ client: { sql } }: Database): Promise<number> {
  const [row] = await sql<
    { count: number }[]
  >`select count(*)::int as count from outbox where state <> 'sent'`;
  return row?.count ?? 0;
}
