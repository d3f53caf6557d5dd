/** Another workspace in the same database, which nothing that befalls the first may touch. */
import { createStore } from '../../src/adapters/postgres/store.ts';
import { cardOf, makeWorkspace, message, newItem, person, savePeople } from '../../test/support/records.ts';
import type { RigDatabase } from './database.ts';

const FAR = Date.parse('2100-01-01T00:00:00Z');

/** Moves in; answers with what finds, later on, what was changed of it. */
export async function moveIn({ client, sql }: RigDatabase): Promise<() => Promise<string[]>> {
  const workspace = await makeWorkspace(client);
  const store = createStore(client);
  const owner = person('ana');
  await savePeople(store, workspace, owner);
  // It has ended: nothing of it is ever due, so nothing may change.
  const { item, entries } = newItem(1, owner.id, { owner: owner.id, stage: 'done' });
  await store.transact(workspace, async (tx) => {
    await tx.items.insert(item, entries, [{ ...cardOf(item), dueAt: FAR }]);
    await tx.outbox.add([{ ...message(), dueAt: FAR }]);
  });
  const digest = async (): Promise<Map<string, string>> => {
    const tables = await sql<{ name: string }[]>`
      select table_name as name from information_schema.columns
      where table_schema = 'public' and column_name = 'workspace_id' order by 1`;
    const digests = new Map<string, string>();
    for (const { name } of tables) {
      const [row] = await sql.unsafe(
        `select coalesce(md5(string_agg(t::text, ',' order by t::text)), '') as md5 from ${name} t
         where workspace_id = $1`,
        [workspace],
      );
      digests.set(name, row?.md5);
    }
    return digests;
  };
  const before = await digest();
  return async () => {
    const after = await digest();
    return [...before].flatMap(([table, md5]) =>
      after.get(table) === md5 ? [] : [`the ${table} of another workspace were changed`],
    );
  };
}
