/** Which states of an installation by a browser were used: one that any process has taken is taken for all of them. */
import { lt } from 'drizzle-orm';
import type { Instant } from '../../coordination/calendar.ts';
import type { Client } from './client.ts';
import { transact } from './guard.ts';
import { usedStates } from './schema.ts';

export interface UsedStates {
  /** True the first time. What expired before `now` is forgotten: it is refused for its age. */
  use(state: string, expiresAt: Instant, now: Instant): Promise<boolean>;
}

export const createUsedStates = (client: Client): UsedStates => ({
  use: (state, expiresAt, now) =>
    transact(client, { role: 'owner' }, async ({ db }) => {
      await db.delete(usedStates).where(lt(usedStates.expiresAt, now));
      const used = await db.insert(usedStates).values({ state, expiresAt }).onConflictDoNothing().returning();
      return used.length === 1;
    }),
});
