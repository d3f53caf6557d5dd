import { setImmediate as immediate, setTimeout as sleep } from 'node:timers/promises';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createClient } from '../../../src/adapters/postgres/client.ts';
import { beginReading, type Scope, transact } from '../../../src/adapters/postgres/guard.ts';
import { people, workspaces } from '../../../src/adapters/postgres/schema.ts';
import { StoreUnavailable } from '../../../src/adapters/postgres/store-unavailable.ts';
import type { WorkspaceId } from '../../../src/coordination/ids.ts';
import { TookTooLong } from '../../../src/coordination/ports.ts';
import { testDatabase } from '../../support/postgres.ts';
import { startProxy } from '../../support/proxy.ts';

const database = await testDatabase();
const { client } = database;
afterAll(database.drop);

const workspaceId = '00000000-0000-4000-8000-000000000001' as WorkspaceId;
const app = { role: 'baton_app', workspaceId } as const;
const workspace = {
  id: workspaceId,
  name: 'A',
  zone: 'UTC',
  hours: { a: 1 },
  quiet: {},
  settings: ['x', '"'],
  createdAt: 1_700_000_000_123,
};

beforeAll(() => transact(client, app, ({ db }) => db.insert(workspaces).values(workspace).execute()));

const personId = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const insert = ({ sql }: Scope, n: number) => sql`
  insert into people (workspace_id, id, handle, name, kind, role)
  values (${workspaceId}, ${personId(n)}, ${`p${n}`}, 'n', 'human', 'member')`;
const handles = async (): Promise<string[]> =>
  (await client.sql<{ handle: string }[]>`select handle from people order by handle`).map(
    ({ handle }) => handle,
  );
const written = async (n: number): Promise<boolean> => (await handles()).includes(`p${n}`);

describe('values', () => {
  test('travel alike through drizzle and by hand', () =>
    transact(client, app, async ({ db, sql }) => {
      const [row] = await db.select().from(workspaces).where(eq(workspaces.id, workspaceId));
      expect(row).toMatchObject(workspace);
      const [plain] = await sql`select hours, settings, created_at from workspaces where name = ${'A'}`;
      expect(plain).toEqual({
        hours: { a: 1 },
        settings: ['x', '"'],
        created_at: '2023-11-14 22:13:20.123+00',
      });
    }));

  test('may be arrays, JSON, dates and nothing', () =>
    transact(client, app, async ({ sql }) => {
      const texts = ['a', 'b,c', '"d\\', '', 'NULL', '{}'];
      const [row] = await sql`select
        ${texts}::text[] as texts, ${[]}::uuid[] as none, array[1, null]::int[] as gaps, ${[1, 2]}::int[] as numbers,
        ${sql.array(texts)} as listed, ${[workspaceId]}::uuid[] as ids, ${sql.array([new Date(0)], 1184)} as times,
        ${sql.json({ a: ["it's"] })} as json, ${'{"b":1}'}::jsonb as json_text, ${[{ c: 2 }] as never}::jsonb[] as jsons,
        ${new Date(1)}::timestamptz as time, ${undefined as never}::text as nothing, ${true}::boolean as yes`;
      expect(row).toEqual({
        texts,
        none: [],
        gaps: [1, null],
        numbers: [1, 2],
        listed: texts,
        ids: [workspaceId],
        times: ['1970-01-01 00:00:00+00'],
        json: { a: ["it's"] },
        json_text: { b: 1 },
        jsons: [{ c: 2 }],
        time: '1970-01-01 00:00:00.001+00',
        nothing: null,
        yes: true,
      });
    }));

  test('go to prepared statements through drizzle', () =>
    transact(client, app, async ({ db, sql }) => {
      await db.select().from(people).where(eq(people.handle, 'x'));
      await db.select().from(people);
      const prepared =
        await sql`select statement from pg_prepared_statements where statement like 'select "workspace_id"%'`;
      expect(prepared).toHaveLength(2);
    }));
});

describe('a transaction', () => {
  test('is bound to its role, workspace and isolation', async () => {
    const bound = ({ sql }: Scope) =>
      sql`select current_user as role, current_setting('baton.workspace_id', true) as workspace,
        current_setting('transaction_isolation') as isolation`;
    expect(await transact(client, { ...app, isolation: 'repeatable read' }, bound)).toEqual([
      { role: 'baton_app', workspace: workspaceId, isolation: 'repeatable read' },
    ]);
    const [claim] = await transact(client, { role: 'baton_claim' }, bound);
    expect(claim).toMatchObject({ role: 'baton_claim', isolation: 'read committed' });
    expect(claim?.workspace || null).toBeNull();
    const [owner] = await transact(client, { role: 'owner' }, bound);
    expect(owner?.role).not.toMatch(/^baton_(app|claim)$/);
    await expect(
      transact(client, { role: 'baton_app', workspaceId: "'" as WorkspaceId }, bound),
    ).rejects.toThrow(TypeError);
  });

  test('is undone by what its work throws', async () => {
    const refusal = new Error('no');
    const work = async (scope: Scope): Promise<never> => {
      await insert(scope, 1);
      throw refusal;
    };
    await expect(transact(client, app, work)).rejects.toBe(refusal);
    expect(await written(1)).toBe(false);
  });

  test('is undone by a statement that failed, even where its work caught the error', async () => {
    const work = async (scope: Scope): Promise<void> => {
      await insert(scope, 2);
      await scope.sql`select 1 / 0`.catch(() => {});
    };
    await expect(transact(client, app, work)).rejects.toThrow('division by zero');
    expect(await written(2)).toBe(false);
  });

  test('may turn the error of a statement into one of its own', async () => {
    const refusal = new Error('taken');
    const work = async (scope: Scope): Promise<void> => {
      await insert(scope, 3);
      await insert(scope, 3).catch(() => {
        throw refusal;
      });
    };
    await expect(transact(client, app, work)).rejects.toBe(refusal);
  });

  test('tells the first cause, without the values that drizzle adds to it', async () => {
    const row = {
      workspaceId,
      id: personId(4),
      handle: 'secret-words',
      name: 'n',
      kind: 'human',
      role: 'member',
    };
    const work = async ({ db }: Scope): Promise<void> => {
      await db.insert(people).values([row, row]);
    };
    const error = await transact(client, app, work).catch((thrown: Error) => thrown);
    expect(error).toMatchObject({ name: 'PostgresError', code: '23505' });
    expect((error as Error).message).not.toContain('secret-words');
  });

  test('waits for the statements that its work did not wait for', async () => {
    await transact(client, app, async (scope) => {
      insert(scope, 5).execute();
      insert(scope, 6).execute();
    });
    expect([await written(5), await written(6)]).toEqual([true, true]);
    const work = async (scope: Scope): Promise<void> => {
      insert(scope, 7).execute();
      scope.sql`select 1 / 0`.execute();
    };
    await expect(transact(client, app, work)).rejects.toThrow('division by zero');
    expect(await written(7)).toBe(false);
  });

  test('runs no statement of its scope once it has ended', async () => {
    let kept: Scope | undefined;
    let made: ReturnType<typeof insert> | undefined;
    await transact(client, app, async (scope) => {
      kept = scope;
      made = insert(scope, 8);
    });
    await expect(made).rejects.toThrow('after its transaction had ended');
    const executed = kept && insert(kept, 8).execute();
    await immediate();
    await expect(executed).rejects.toThrow('after its transaction had ended');
    await expect(kept && insert(kept, 8)).rejects.toThrow('after its transaction had ended');
    await expect(kept?.db.select().from(people)).rejects.toThrow();
    expect(await written(8)).toBe(false);
  });

  test('that takes longer than it may is undone at once, whatever it waits for', async () => {
    const limited = { ...app, withinMs: 150 };
    const slow = (wait: (scope: Scope) => Promise<unknown>) => async (scope: Scope) => {
      await insert(scope, 9);
      await wait(scope);
    };
    const begun = performance.now();
    await expect(
      transact(
        client,
        limited,
        slow(({ sql }) => sql`select pg_sleep(5)`),
      ),
    ).rejects.toThrow(TookTooLong);
    await expect(
      transact(
        client,
        limited,
        slow(() => new Promise(() => {})),
      ),
    ).rejects.toThrow(TookTooLong);
    expect(performance.now() - begun).toBeLessThan(2_000);
    expect(await written(9)).toBe(false);
  });

  test('waits its turn when every connection is taken', async () => {
    const one = createClient(database.url, { max: 1 });
    const running = { now: 0, most: 0 };
    const work = async ({ sql }: Scope): Promise<void> => {
      running.most = Math.max(running.most, ++running.now);
      await sql`select pg_sleep(0.002)`;
      running.now -= 1;
    };
    await Promise.all(Array.from({ length: 8 }, () => transact(one, app, work)));
    expect(running).toEqual({ now: 0, most: 1 });
    const holding = transact(one, app, ({ sql }) => sql`select pg_sleep(0.5)`);
    await expect(transact(one, { ...app, withinMs: 20 }, work)).rejects.toThrow(TookTooLong);
    await holding;
    await transact(one, app, work);
    await one.end();
    await expect(transact(one, app, work)).rejects.toThrow(StoreUnavailable);
  });
});

describe('what cannot be one transaction of the pool', () => {
  test('is done beside it while it holds every connection', async () => {
    const one = createClient(database.url, { max: 1 });
    const nested = await transact(one, app, () =>
      transact(one, { ...app, beside: true }, ({ sql }) => sql`select 1 as one`),
    );
    expect(nested).toEqual([{ one: 1 }]);
    await one.end();
  });

  test('is read as it stood at one instant, until its reader is done', async () => {
    const { scope, end } = await beginReading(client, app);
    const count = () => scope.sql`select count(*)::int as n, current_user as role from people`;
    const [before] = await count();
    await transact(client, app, (other) => insert(other, 10));
    expect(await count()).toEqual([before]);
    expect(before?.role).toBe('baton_app');
    await end();
    await expect(count()).rejects.toThrow('after its transaction had ended');
  });

  test('hears that its connection is lost, and reads on nowhere else', async () => {
    const { scope, end } = await beginReading(client, app);
    const [mine] = await scope.sql`select pg_backend_pid() as pid`;
    await client.sql`select pg_terminate_backend(${mine?.pid})`;
    await sleep(50);
    await expect(scope.sql`select 1`).rejects.toThrow('the connection was lost');
    await end();
  });
});

describe('a database that is away', () => {
  test('is told as unavailable, with nothing written', async () => {
    const gone = createClient('postgres://u:secret@127.0.0.1:1/x', { max: 2 });
    const error = await transact(gone, app, ({ sql }) => sql`select 1`).catch((thrown: Error) => thrown);
    expect(error).toMatchObject({ name: 'StoreUnavailable', written: 'nothing' });
    expect((error as Error).message).toMatch(/^the database is unavailable: .*ECONNREFUSED/);
    await gone.end();
  });

  test('and does not say so holds no caller beyond its limit, and is used again once it is back', async () => {
    const { hostname: host, port } = new URL(database.url);
    const proxy = await startProxy({ host, port: Number(port) });
    const through = new URL(database.url);
    through.host = `127.0.0.1:${proxy.port}`;
    const far = createClient(through.href, { max: 2, connectWithinMs: 300 });
    const read = ({ sql }: Scope) => sql`select 1 as one`;
    await Promise.all([transact(far, app, read), transact(far, app, read)]);

    proxy.freeze();
    const begun = performance.now();
    const waiting = Array.from({ length: 6 }, () => transact(far, { ...app, withinMs: 200 }, read));
    const ends = await Promise.allSettled(waiting);
    expect(ends.every((end) => end.status === 'rejected' && end.reason instanceof TookTooLong)).toBe(true);
    expect(performance.now() - begun).toBeLessThan(1_000);

    proxy.thaw();
    expect(await transact(far, app, read)).toEqual([{ one: 1 }]);
    await far.end();
    await proxy.close();
  });
});
