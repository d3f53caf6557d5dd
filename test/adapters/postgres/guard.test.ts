import { eq } from 'drizzle-orm';
import { afterAll, expect, test } from 'vitest';
import { transact } from '../../../src/adapters/postgres/guard.ts';
import { workspaces } from '../../../src/adapters/postgres/schema.ts';
import type { WorkspaceId } from '../../../src/coordination/ids.ts';
import { testDatabase } from '../../support/postgres.ts';

const database = await testDatabase();
afterAll(database.drop);

const workspaceId = '00000000-0000-4000-8000-000000000001' as WorkspaceId;
const row = {
  id: workspaceId,
  name: 'A',
  zone: 'UTC',
  hours: { a: 1 },
  quiet: {},
  settings: ['x'],
  createdAt: 1_700_000_000_123,
};

test('a transaction writes and reads through drizzle and by hand alike', async () => {
  await transact(database.client, { role: 'baton_app', workspaceId }, async ({ db, sql }) => {
    await db.insert(workspaces).values(row);
    const [found] = await db.select().from(workspaces).where(eq(workspaces.id, workspaceId));
    expect(found).toMatchObject(row);
    const [plain] = await sql`select hours, settings, created_at from workspaces where name = ${'A'}`;
    expect(plain).toEqual({ hours: { a: 1 }, settings: ['x'], created_at: '2023-11-14 22:13:20.123+00' });
  });
});
