/** `/baton add …` through the core to its commit, against the least that a program without Baton would do for it. */
import { randomUUID } from 'node:crypto';
import { type Client, createClient } from '../../src/adapters/postgres/client.ts';
import { Deadline } from '../../src/adapters/postgres/deadline.ts';
import { transact } from '../../src/adapters/postgres/guard.ts';
import { CONNECTIONS } from '../database.ts';
import { compare, type Row, rate } from '../harness.ts';
import { type Populated, populate } from '../workspace.ts';

const TITLE = 'Renew the certificate of the shop';

/** An item, the entry of its history and its card, in their own tables, under their policies, indexes and foreign keys. */
const THREE_ROWS = `
  with item as (
    insert into work_items (workspace_id, id, key, kind, title, requester_id, reviewer_ids, watcher_ids, workflow,
      workflow_version, stage, stage_since, ended, priority, links, fields, audience, source_channel_id, created_at,
      updated_at, version, seq, head_hash)
    values ($1, $2, $3, 'task', $4, $5, '{}', '{}', 'task', 1, 'open', now(), false, 'normal', '[]', '{}',
      'workspace', $6, now(), now(), 1, 1, $7)
  ), entry as (
    insert into history (workspace_id, record_id, seq, act, actor_id, at, payload_digest, prev, hash)
    values ($1, $2, 1, 'added', $5, now(), $7, $7, $7)
  )
  insert into outbox (workspace_id, id, dedupe_key, kind, record_id, destination, body, state, due_at, created_at)
  values ($1, $8, $9, 'card', $2, $10, $11, 'pending', now(), now())`;

/** Keys far from those that the product gives. */
let key = 1_000_000;

function threeRows({ id, ana, general }: Populated) {
  key += 1;
  const item = randomUUID();
  const destination = { to: 'channel', channel: general.ref };
  const card = [randomUUID(), `card:${item}`, destination, { body: 'card', item }];
  return [id, item, key, TITLE, ana.id, general.id, 'f'.repeat(64), ...card] as never[];
}

export const add: Row = {
  name: 'add',
  async run(bench) {
    const database = await bench.database();
    const workspace = await populate(database);
    // Connections that are in the workspace from the start: the statement is all that is sent.
    const bound = new URL(database.url);
    bound.searchParams.set('baton.workspace_id', workspace.id);
    const bare = createClient(bound.href, { max: CONNECTIONS });
    const count = bench.quick ? 200 : 4_000;
    const added = () => rate(count, () => workspace.command(`add ${TITLE}`));
    const alone = () => rate(count, () => inOneStatement(bare, threeRows(workspace)));
    const guarded = () =>
      rate(count, () =>
        transact(database.client, { role: 'baton_app', workspaceId: workspace.id }, ({ sql }) =>
          sql.unsafe(THREE_ROWS, threeRows(workspace), { prepare: true }),
        ),
      );
    const work = 'add, through the core to its commit';
    const rows = [
      {
        work,
        against: 'one prepared statement of three rows, same pool',
        measured: await compare(bench, '/s', added, alone),
        bound: { atLeast: 0.4 },
      },
      {
        work,
        against: 'the same statement in the guarded transaction',
        measured: await compare(bench, '/s', added, guarded),
        bound: null,
      },
    ];
    await bare.end();
    await database.drop();
    return rows;
  },
};

async function inOneStatement({ pools: { app } }: Client, parameters: never[]): Promise<void> {
  const connection = await app.take(new Deadline(null), () => new Error());
  await connection.sql.unsafe(THREE_ROWS, parameters, { prepare: true });
  app.give(connection, false);
}
