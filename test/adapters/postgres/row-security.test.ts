import { randomUUID } from 'node:crypto';
import type postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkRowSecurity } from '../../../src/adapters/postgres/connect.ts';
import { type Role, transact } from '../../../src/adapters/postgres/guard.ts';
import type { WorkspaceId } from '../../../src/coordination/ids.ts';
import { testDatabase } from '../../support/postgres.ts';

const database = await testDatabase();
const { client } = database;
const { sql } = client;
afterAll(database.drop);

const OURS = randomUUID() as WorkspaceId;
const THEIRS = randomUUID() as WorkspaceId;
/** What may not be done even to a workspace's own rows. */
const FORBIDDEN: Record<string, readonly string[]> = {
  history: ['update', 'delete'],
  history_payloads: ['update'],
  workspaces: ['delete'],
  routes: ['update'],
};
const REFUSED = { code: '42501' };

interface Column {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
}

/** Every table of a workspace there is, so that one added without a policy fails here. */
const tables = (
  await sql<{ name: string; columns: Column[] }[]>`
    select t.table_name as name, jsonb_agg(jsonb_build_object('name', c.column_name, 'type', c.udt_name,
      'required', c.is_nullable = 'NO' and c.column_default is null) order by c.ordinal_position) as columns
    from information_schema.tables t join information_schema.columns c using (table_schema, table_name)
    where t.table_schema = 'public' and t.table_type = 'BASE TABLE' and t.table_name not in ('used_states', 'leases', 'link_codes') group by 1 order by 1`
).map((table) => ({ ...table, key: table.name === 'workspaces' ? 'id' : 'workspace_id' }));
type Table = (typeof tables)[number];

const SAMPLES: Record<string, () => unknown> = {
  uuid: randomUUID,
  text: randomUUID,
  int4: () => 1,
  int8: () => 1,
  bool: () => true,
  timestamptz: () => new Date(0),
  jsonb: () => ({}),
  _uuid: () => [],
};

function sampleRow({ columns, key }: Table, workspace: string): Record<string, unknown> {
  const values = columns
    .filter(({ required }) => required)
    .map(({ name, type }) => {
      const sample = SAMPLES[type];
      if (!sample) throw new Error(`no sample of the type ${type}`);
      return [name, sample()] as const;
    });
  return { ...Object.fromEntries(values), [key]: workspace };
}

const insert = (into: postgres.ISql, table: Table, workspace: string) =>
  into`insert into ${into(table.name)} ${into(sampleRow(table, workspace) as never)}`;

/** One row of each workspace in each table, as nobody but a superuser can: without regard to references. */
beforeAll(() =>
  transact(client, { role: 'owner' }, async ({ sql }) => {
    await sql`set local session_replication_role = replica`;
    for (const table of tables) for (const workspace of [OURS, THEIRS]) await insert(sql, table, workspace);
  }),
);

const inOurs = { role: 'baton_app', workspaceId: OURS } as const;
const inNone = { role: 'baton_app' } as const;
const theirRows = async ({ name, key }: Table): Promise<string> =>
  JSON.stringify(await sql`select * from ${sql(name)} where ${sql(key)} = ${THEIRS}`);

test('every table of the schema is looked at, and bound', async () => {
  expect(tables.length).toBeGreaterThanOrEqual(18);
  await checkRowSecurity(client);
});

describe.each(tables)('$name', (table) => {
  const { name, key } = table;
  const forbidden = FORBIDDEN[name] ?? [];

  test('is read for the own workspace alone', async () => {
    const seen = await transact(client, inOurs, ({ sql }) => sql`select ${sql(key)} as id from ${sql(name)}`);
    const ids = new Set(seen.map(({ id }) => id));
    // A route is read before its workspace is known.
    expect(ids).toEqual(new Set(name === 'routes' ? [OURS, THEIRS] : [OURS]));
  });

  test('takes no row of another workspace', async () => {
    await expect(transact(client, inOurs, ({ sql }) => insert(sql, table, THEIRS))).rejects.toMatchObject(
      REFUSED,
    );
    await expect(transact(client, inNone, ({ sql }) => insert(sql, table, OURS))).rejects.toMatchObject(
      REFUSED,
    );
  });

  test('changes no row of another workspace, and gives it none', async () => {
    const before = await theirRows(table);
    const touch = transact(client, inOurs, async ({ sql }) => {
      return (await sql`update ${sql(name)} set ${sql(key)} = ${OURS} where ${sql(key)} = ${THEIRS}`).count;
    });
    if (forbidden.includes('update')) await expect(touch).rejects.toMatchObject(REFUSED);
    else expect(await touch).toBe(0);
    const give = transact(client, inOurs, ({ sql }) => sql`update ${sql(name)} set ${sql(key)} = ${THEIRS}`);
    await expect(give).rejects.toMatchObject(REFUSED);
    expect(await theirRows(table)).toBe(before);
  });

  test('loses no row of another workspace', async () => {
    const before = await theirRows(table);
    const remove = transact(client, inOurs, async ({ sql }) => {
      return (await sql`delete from ${sql(name)} where ${sql(key)} = ${THEIRS}`).count;
    });
    if (forbidden.includes('delete')) await expect(remove).rejects.toMatchObject(REFUSED);
    else expect(await remove).toBe(0);
    expect(await theirRows(table)).toBe(before);
  });

  test('shows and loses nothing without a workspace', async () => {
    const seen = await transact(client, inNone, ({ sql }) => sql`select from ${sql(name)}`);
    expect(seen.length).toBe(name === 'routes' ? 2 : 0);
    if (forbidden.includes('delete')) return;
    const { count } = await transact(client, inNone, ({ sql }) => sql`delete from ${sql(name)}`);
    expect(count).toBe(0);
  });
});

test('a statement that strays from its transaction is bound all the same', async () => {
  const [stray] = await transact(client, inOurs, async ({ sql }) => {
    await sql`commit`.simple();
    return await sql`select current_user as user, (select count(*)::int from people) as people`;
  });
  expect(stray).toEqual({ user: 'baton_app', people: 0 });
});

/** Asks of every row that a queue has, all of them at work, as if each were of these workspaces. */
async function ask(act: string, queue: string, workspaces: readonly WorkspaceId[], more = {}) {
  await sql`update ${sql(queue)} set state = ${queue === 'inbox' ? 'working' : 'sending'}`;
  const ids = (await sql<{ id: string }[]>`select id from ${sql(queue)}`).map(({ id }) => id);
  const marks = ids.map((id) => ({ id, state: 'dead', error: 'marked' }));
  const groups = JSON.stringify(workspaces.map((workspace) => ({ workspace, ids, marks, ...more })));
  const answers = await transact(client, inNone, ({ sql }) =>
    sql.unsafe(`select ${act}_${queue}($1::json) as answer`, [groups]),
  );
  return answers.map(({ answer }) => answer.workspace_id as WorkspaceId);
}

describe.each(['inbox', 'outbox'])('what goes through the %s from workspace to workspace', (queue) => {
  test('reads in each its own rows alone', async () => {
    expect(await ask('read', queue, [OURS])).toEqual([OURS]);
    expect(await ask('read', queue, [OURS, THEIRS])).toEqual([OURS, THEIRS]);
  });

  test('marks in each its own rows alone', async () => {
    await ask('mark', queue, [OURS]);
    const marked = await sql`select workspace_id as id from ${sql(queue)} where error = 'marked'`;
    expect(marked.map(({ id }) => id)).toEqual([OURS]);
  });
});

test('what another workspace sends is neither dropped nor said elsewhere', async () => {
  const [their] = await sql`select id from outbox where workspace_id = ${THEIRS}`;
  const rows = await sql`select from outbox`;
  const elsewhere = { dropped: [their?.id], refused: [{ id: their?.id, fallback: {} }] };
  await ask('mark', 'outbox', [OURS], elsewhere);
  expect(await sql`select from outbox`).toHaveLength(rows.length);
  const [still] = await sql`select state from outbox where id = ${their?.id}`;
  expect(still?.state).toBe('sending');
});

/** Columns of each table that a role may `select` or `update`. */
async function columnsOf(role: Role, right: 'select' | 'update'): Promise<Record<string, string[]>> {
  const rows = await sql<{ name: string; columns: string[] }[]>`
    select table_name as name, array_agg(column_name::text order by column_name) as columns
    from information_schema.columns
    where table_schema = 'public' and has_column_privilege(${role}, table_name::regclass, column_name, ${right})
    group by 1`;
  return Object.fromEntries(rows.map(({ name, columns }) => [name, columns]));
}

describe('baton_claim', () => {
  const due = ['attempts', 'due_at', 'lease_until', 'state'];

  test('sees of each workspace what is due, and no content', async () => {
    expect(await columnsOf('baton_claim', 'select')).toEqual({
      clocks: [...due, 'id', 'kind', 'workspace_id'].sort(),
      inbox: [...due, 'id', 'workspace_id'].sort(),
      outbox: [...due, 'id', 'unanswered', 'unsure', 'workspace_id'].sort(),
      workspaces: ['clock_offset', 'id', 'removed_at'],
    });
    expect(await columnsOf('baton_claim', 'update')).toEqual({
      clocks: due,
      inbox: due,
      outbox: [...due, 'unanswered', 'unsure'].sort(),
    });
  });

  test('claims rows of every workspace', async () => {
    const claimed = await transact(client, { role: 'baton_claim' }, async ({ sql }) => {
      const rows =
        await sql`select workspace_id, id from outbox order by due_at limit 9 for update skip locked`;
      await sql`update outbox set lease_until = now(), attempts = attempts + 1`;
      return rows.map((row) => row.workspace_id);
    });
    expect(new Set(claimed)).toEqual(new Set([OURS, THEIRS]));
  });

  test.each([
    'select body from outbox',
    'select intent from inbox',
    'select * from people',
    'select name from workspaces',
    'update outbox set body = null',
    'delete from inbox',
    'insert into outbox (workspace_id, id) values (gen_random_uuid(), gen_random_uuid())',
  ])('may not %s', async (statement) => {
    const run = transact(client, { role: 'baton_claim' }, ({ sql }) => sql.unsafe(statement));
    await expect(run).rejects.toMatchObject(REFUSED);
  });
});

test.each(['select', 'insert', 'update', 'delete'])(
  'nobody but the owner may %s used states, leases and codes',
  async (right) => {
    for (const table of ['used_states', 'leases', 'link_codes']) {
      const [row] = await sql`
      select has_table_privilege('baton_app', ${table}, ${right})
        or has_table_privilege('baton_claim', ${table}, ${right}) as may`;
      expect(row?.may).toBe(false);
    }
  },
);

test('a workspace goes with all that belongs to it when its owner removes it', async () => {
  await transact(client, { role: 'owner' }, ({ sql }) => sql`delete from workspaces where id = ${THEIRS}`);
  for (const table of tables) expect(await theirRows(table), table.name).toBe('[]');
});
