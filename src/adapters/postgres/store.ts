/** The store of the domain's ports, in PostgreSQL. */
import { NO_DAYS_OFF } from '../../coordination/calendar.ts';
import type { WorkspaceId } from '../../coordination/ids.ts';
import type { Holidays, Store, Transaction } from '../../coordination/ports.ts';
import type { Client } from './client.ts';
import { type Scope, transact, transactAlone } from './guard.ts';
import { ItemKeys } from './keys.ts';
import { later } from './later.ts';
import { createLinks } from './links.ts';
import { Lookups } from './lookups.ts';
import { approvalsStore } from './repositories/approvals.ts';
import type { Bound } from './repositories/bound.ts';
import { channelsStore } from './repositories/channels.ts';
import { flowStore } from './repositories/flow.ts';
import { itemsStore, outboxStore } from './repositories/items.ts';
import { nudgesStore } from './repositories/nudges.ts';
import { peopleStore } from './repositories/people.ts';
import { reactionsStore } from './repositories/reactions.ts';
import { standupsStore } from './repositories/standups.ts';
import { TeamsAhead, teamsStore } from './repositories/teams.ts';
import { weekliesStore } from './repositories/weeklies.ts';
import { loadWorkspace, saveWorkspace } from './repositories/workspaces.ts';
import { Together } from './together.ts';

export interface PostgresStore extends Store {
  /** Must be called when a workspace was emptied, for its items are counted from one again. */
  forget(workspace: WorkspaceId): void;
}

/** Without `holidays` no region's days off are known. */
export function createStore(client: Client, holidays: Holidays = NO_HOLIDAYS): PostgresStore {
  const keys = new ItemKeys(client);
  return {
    async route({ platform, scope }) {
      const [row] = await transactAlone(
        client,
        { role: 'baton_app', intake: true },
        (sql) => sql`
          select workspace_id from routes
          where platform = ${platform} and scope = ${scope} and external_id = '' and removed_at is null`,
      );
      return (row?.workspace_id as WorkspaceId | undefined) ?? null;
    },
    transact: (workspaceId, work, limits) =>
      again(() =>
        transact(client, { role: 'baton_app', workspaceId, ...limits }, (scope) =>
          work(transactionOf(boundTo(workspaceId, scope), holidays)),
        ),
      ),
    nextItemKey: (workspace) => keys.next(workspace),
    links: createLinks(client),
    forget: (workspace) => keys.forget(workspace),
  };
}

/** `db` is made when a query is first built with it. */
const boundTo = (workspaceId: WorkspaceId, scope: Scope): Bound => ({
  workspaceId,
  sql: scope.sql,
  get db() {
    return scope.db;
  },
});

/** What is sent goes after what was looked up before it. */
const behind = (lookups: Lookups, scope: Bound): Bound => ({
  workspaceId: scope.workspaceId,
  get sql() {
    lookups.send();
    return scope.sql;
  },
  get db() {
    lookups.send();
    return scope.db;
  },
});

const NO_HOLIDAYS: Holidays = { isRegion: () => false, daysOff: () => NO_DAYS_OFF };

export function transactionOf(scope: Bound, holidays: Holidays = NO_HOLIDAYS): Transaction {
  const lookups = new Lookups();
  const at = behind(lookups, scope);
  const together = new Together(() => at.sql);
  const ahead = new TeamsAhead(holidays);
  return {
    workspaceId: at.workspaceId,
    meeting: async () => {
      await at.sql`select pg_advisory_xact_lock(hashtextextended(${`meeting ${at.workspaceId}`}, 0))`;
    },
    once: async (key) => (await together.ask(ONCE, [at.workspaceId, key])) === true,
    workspace: () => loadWorkspace(together),
    saveWorkspace: (workspace) => saveWorkspace(at, workspace),
    people: peopleStore(at, together, lookups, ahead),
    teams: teamsStore(at, ahead, holidays),
    channels: channelsStore(at, together),
    items: itemsStore(at, lookups),
    outbox: outboxStore(at),
    reactions: reactionsStore(at),
    nudges: nudgesStore(at, lookups),
    approvals: approvalsStore(at),
    later: (key, approval, due) => later(at, key, approval, due),
    standups: standupsStore(at, lookups),
    flow: flowStore(at),
    weeklies: weekliesStore(at),
  };
}

/** Looks before it writes: a row that is in the way would be locked, and those who say the same again wait in line. */
const ONCE = {
  name: 'once',
  writes: `
    insert into inbox (workspace_id, id, key, state, due_at, received_at)
    select $1::uuid, gen_random_uuid(), $2::text, 'done', now(), now()
    where not exists (select from inbox where key = $2::text and state not in ('pending', 'working'))
    on conflict (workspace_id, key) do update set state = 'done', intent = null, lease_until = null, error = null
      where inbox.state in ('pending', 'working')
    returning 1`,
  value: 'exists (select from written)',
};

/** A deadlock, and a row that another inserted first: done again, each sees what the other wrote. */
const LOST_A_RACE = new Set(['40P01', '40001', '23505']);
const MOST_RACES = 3;

async function again<T>(work: () => Promise<T>): Promise<T> {
  for (let race = 1; ; race += 1) {
    try {
      return await work();
    } catch (error) {
      const { code } = error as { code?: unknown };
      if (race === MOST_RACES || typeof code !== 'string' || !LOST_A_RACE.has(code)) throw error;
    }
  }
}
