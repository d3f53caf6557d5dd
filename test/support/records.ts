/** Small records to fill a store with, and a workspace to fill. */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Client } from '../../src/adapters/postgres/client.ts';
import { transact } from '../../src/adapters/postgres/guard.ts';
import { routes, workspaces } from '../../src/adapters/postgres/schema.ts';
import { NO_DAYS_OFF } from '../../src/coordination/calendar.ts';
import type { Outgoing } from '../../src/coordination/delivery/outbox.ts';
import { chain, type Entry, GENESIS, type Payload } from '../../src/coordination/history/history.ts';
import type {
  ChannelId,
  ItemId,
  OutboxId,
  PersonId,
  TeamId,
  WorkspaceId,
} from '../../src/coordination/ids.ts';
import type { Person } from '../../src/coordination/people/person.ts';
import type { Channel, Store } from '../../src/coordination/ports.ts';
import type { Team } from '../../src/coordination/teams/team.ts';
import type { ItemState, WorkItem } from '../../src/coordination/work-items/item.ts';
import {
  DEFAULT_HOURS,
  DEFAULT_QUIET,
  DEFAULT_SETTINGS,
} from '../../src/coordination/workspaces/workspace.ts';

export const NOW = Date.parse('2026-03-02T10:00:00.123Z');
export const MINUTE = 60_000;
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
export const salt = (): string => randomBytes(16).toString('hex');

/** A new workspace, reached by the installation of its own id. */
export async function makeWorkspace(
  client: Client,
  values: Partial<typeof workspaces.$inferInsert> = {},
): Promise<WorkspaceId> {
  const id = randomUUID() as WorkspaceId;
  await transact(client, { role: 'owner' }, async ({ db }) => {
    await db.insert(workspaces).values({
      id,
      name: 'Acme',
      zone: 'Europe/London',
      hours: DEFAULT_HOURS,
      quiet: DEFAULT_QUIET,
      settings: DEFAULT_SETTINGS,
      createdAt: NOW,
      ...values,
    });
    await db.insert(routes).values({ platform: 'playground', scope: id, workspaceId: id });
  });
  return id;
}

export const person = (handle: string, values: Partial<Person> = {}): Person => ({
  id: randomUUID() as PersonId,
  handle,
  name: handle.charAt(0).toUpperCase() + handle.slice(1),
  kind: 'human',
  role: 'member',
  zone: null,
  toldZone: null,
  hours: null,
  active: true,
  ...values,
});

export const team = (handle: string, values: Partial<Team> = {}): Team => ({
  id: randomUUID() as TeamId,
  handle,
  name: handle,
  lead: null,
  homeChannel: null,
  zone: null,
  hours: null,
  region: null,
  gate: null,
  daysOff: NO_DAYS_OFF,
  members: [],
  ...values,
});

export const channel = (name: string, values: Partial<Channel> = {}): Channel => ({
  id: randomUUID() as ChannelId,
  ref: { platform: 'playground', scope: 'here', channel: name },
  kind: 'public',
  off: null,
  name,
  ...values,
});

const STATE: Omit<ItemState, 'requester'> = {
  title: 'Write the offer',
  purpose: null,
  outcome: null,
  scope: null,
  owner: null,
  reviewers: [],
  watchers: [],
  team: null,
  handoff: null,
  due: null,
  cadence: null,
  stage: 'open',
  stageSince: NOW,
  priority: 'normal',
  blockedReason: null,
  snoozes: [],
  links: [],
  parent: null,
  fields: {},
  audience: 'workspace',
  sourceNote: null,
};

export interface Written {
  readonly item: WorkItem;
  readonly entries: readonly Entry[];
}

/** A new item with the first entry of its history. */
export function newItem(
  key: number,
  requester: PersonId,
  values: Partial<ItemState> &
    Partial<Pick<WorkItem, 'source' | 'quote' | 'sourceChannel' | 'updatedAt'>> = {},
): Written {
  const { source = null, quote = null, sourceChannel = null, updatedAt = NOW, ...changes } = values;
  const state: ItemState = { ...STATE, requester, ...changes };
  const id = randomUUID() as ItemId;
  const payload: Payload = { changes: state };
  const entry = chain(
    id,
    GENESIS,
    { act: 'added', actor: requester, rule: null, at: updatedAt, payload },
    salt(),
    sha256,
  );
  const item: WorkItem = {
    ...state,
    id,
    key,
    kind: 'task',
    workflow: { name: 'task', version: 1 },
    source,
    sourceAuthor: null,
    quote,
    sourceChannel,
    createdAt: updatedAt,
    updatedAt,
    version: 1,
    head: { seq: 1, hash: entry.hash },
  };
  return { item, entries: [entry] };
}

/** The item after one more act. */
export function changed(
  item: WorkItem,
  actor: PersonId,
  payload: Payload,
  at = item.updatedAt + MINUTE,
): Written {
  const entry = chain(item.id, item.head, { act: 'edited', actor, rule: null, at, payload }, salt(), sha256);
  const head = { seq: entry.seq, hash: entry.hash };
  return {
    item: { ...item, ...payload.changes, version: item.version + 1, updatedAt: at, head },
    entries: [entry],
  };
}

export const message = (values: Partial<Outgoing> = {}): Outgoing => {
  const id = randomUUID() as OutboxId;
  return {
    id,
    dedupeKey: id,
    destination: { to: 'channel', channel: { platform: 'playground', scope: 'here', channel: 'general' } },
    body: { body: 'words', message: { summary: 'Hello', blocks: [] } },
    dueAt: NOW,
    ...values,
  };
};

export const cardOf = (item: WorkItem, values: Partial<Outgoing> = {}): Outgoing =>
  message({ dedupeKey: `card:${item.id}`, body: { body: 'card', item: item.id }, ...values });

/** Saves people who can be written about. */
export const savePeople = (store: Store, workspace: WorkspaceId, ...people: Person[]): Promise<void> =>
  store.transact(workspace, async (tx) => {
    for (const one of people) await tx.people.save(one);
  });
