import type { Client } from './client.ts';
import { transact } from './guard.ts';

/** The regions whose public holidays any team keeps, of all workspaces. */
export const regionsInUse = (client: Client): Promise<string[]> =>
  transact(client, { role: 'owner' }, async ({ sql }) => {
    const rows = await sql<{ region: string }[]>`
      select distinct region from teams where region is not null order by region`;
    return rows.map(({ region }) => region);
  });
