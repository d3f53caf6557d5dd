/** People who act on items of one workspace, in a real store. */
import { randomUUID } from 'node:crypto';
import type { Client } from '../../src/adapters/postgres/client.ts';
import { createStore } from '../../src/adapters/postgres/store.ts';
import type { HandingIn } from '../../src/coordination/approvals/hand-in.ts';
import type { OutboxId, PersonId, WorkspaceId } from '../../src/coordination/ids.ts';
import type { Person } from '../../src/coordination/people/person.ts';
import { workingTimeOf } from '../../src/coordination/people/working-time.ts';
import type { Channel } from '../../src/coordination/ports.ts';
import { add, type NewItem } from '../../src/coordination/work-items/add.ts';
import type { WorkItem } from '../../src/coordination/work-items/item.ts';
import type { TestDatabase } from '../support/postgres.ts';
import { channel, makeWorkspace, NOW, salt, sha256 } from '../support/records.ts';

export interface Acting {
  readonly workspace: WorkspaceId;
  readonly general: Channel;
  /** Private: its members are those it was opened for. */
  readonly leads: Channel;
  /** Runs `act` as someone, in a transaction of its own. */
  as<T>(who: Person, act: (ctx: HandingIn) => Promise<T>): Promise<T>;
  /** The same by another process: a client of its own. */
  through(client: Client): Acting['as'];
  /** A new item, asked for by someone. */
  item(who: Person, values?: Partial<NewItem>): Promise<WorkItem>;
  read(item: WorkItem): Promise<WorkItem>;
  /** Who was told what, in order, since this was last asked: `bo assigned`. */
  news(): Promise<string[]>;
  /** The version that each card of an item should show. */
  wanted(item: WorkItem): Promise<number[]>;
}

export async function acting(
  { client }: TestDatabase,
  people: readonly Person[],
  inPrivate: readonly Person[] = [],
): Promise<Acting> {
  const store = createStore(client);
  const workspace = await makeWorkspace(client);
  const [general, leads] = [channel('general'), channel('leads', { kind: 'private' })];
  await store.transact(workspace, async (tx) => {
    for (const one of people) await tx.people.save(one);
    for (const one of [general, leads]) await tx.channels.save(one);
    await tx.channels.setMembers(
      leads.id,
      inPrivate.map((p) => p.id),
    );
  });
  const handle = (id: PersonId): string => people.find((p) => p.id === id)?.handle ?? id;
  const through =
    (other: Client): Acting['as'] =>
    (who, act) =>
      createStore(other).transact(workspace, async (tx) => {
        const [{ clockOffset: _, ...settings }, teams, [me]] = await Promise.all([
          tx.workspace(),
          tx.teams.of(who.id),
          tx.people.byIds([who.id]),
        ]);
        if (!me) throw new Error(`${who.handle} is not there`);
        const myTime = workingTimeOf(me, teams, settings);
        const ids = { uuid: () => randomUUID(), salt };
        const said = { channel: general, readReactions: async () => [] };
        return act({ tx, workspace: settings, me, now: NOW, myTeams: teams, myTime, ids, sha256, ...said });
      });
  const as = through(client);
  return {
    through,
    workspace,
    general,
    leads,
    as,
    item: (who, values) =>
      as(who, async (ctx) => {
        const key = await store.nextItemKey(workspace);
        const { item } = await add(ctx, {
          key,
          title: `Item ${key}`,
          owner: null,
          due: null,
          priority: 'normal',
          channel: general,
          source: null,
          sourceAuthor: null,
          quote: null,
          ...values,
        });
        return item;
      }),
    read: ({ id }) =>
      store.transact(workspace, async (tx) => {
        const [item] = await tx.items.byIds([id]);
        if (!item) throw new Error('no such item');
        return item;
      }),
    news: async () => {
      const rows = await client.sql<{ id: OutboxId; person: PersonId; notice: string }[]>`
        delete from outbox where workspace_id = ${workspace} and kind = 'notice'
        returning id, destination ->> 'person' as person, body ->> 'notice' as notice`;
      return rows.map((row) => `${handle(row.person)} ${row.notice}`).sort();
    },
    wanted: async ({ id }) => {
      const rows = await client.sql<{ wanted: number }[]>`
        select wanted_version as wanted from outbox where record_id = ${id} and kind = 'card'`;
      return rows.map((row) => Number(row.wanted));
    },
  };
}
