/**
 * Erasing a person: their name, accounts and words leave every table; the history still verifies. Item by item, so that
 * nobody waits long; if it is cut off it can be begun again, for who they are is forgotten last.
 */
import { and, eq, inArray, or, sql } from 'drizzle-orm';
import type { PersonId } from '../../coordination/ids.ts';
import type { Client } from './client.ts';
import { type Erasing, eraseFromItems, touchedItems } from './erase/items.ts';
import { forgetMessages } from './erase/messages.ts';
import { forgetStandups } from './erase/standups.ts';
import { keyNames, namedIn, type Traces } from './erase/traces.ts';
import { type Scope, transact } from './guard.ts';
import * as t from './schema.ts';

export interface EraseDeps extends Erasing {
  readonly client: Client;
}

const BATCH = 50;

/** @returns how many items held something of theirs; null when nobody has that handle. */
export async function erasePerson(
  deps: EraseDeps,
  handle: string,
  progress: (done: number, total: number) => void,
): Promise<number | null> {
  const within = <T>(work: (scope: Scope) => Promise<T>): Promise<T> =>
    transact(deps.client, { role: 'baton_app', workspaceId: deps.workspace }, work);
  const traces = await within((scope) => deactivate(scope, handle));
  if (traces === null) return null;
  const items = await within((scope) => touchedItems(scope, traces));
  for (let done = 0; done < items.length; done += BATCH) {
    progress(done, items.length);
    await within((scope) => eraseFromItems(scope, deps, traces, items.slice(done, done + BATCH)));
  }
  await within((scope) => forget(scope, deps, traces));
  return items.length;
}

/** From here on they can do nothing, so nothing new of theirs is written. */
async function deactivate({ db }: Scope, handle: string): Promise<Traces | null> {
  const [person] = await db
    .update(t.people)
    .set({ active: false })
    .where(eq(t.people.handle, handle))
    .returning();
  if (!person) return null;
  const accounts = await db.select().from(t.accounts).where(eq(t.accounts.personId, person.id));
  const directs = await db
    .select({ channel: t.channels.channel })
    .from(t.channels)
    .innerJoin(t.channelMembers, eq(t.channelMembers.channelId, t.channels.id))
    .where(and(eq(t.channels.kind, 'direct'), eq(t.channelMembers.personId, person.id)));
  return {
    person: person.id as PersonId,
    name: person.name,
    handle,
    accounts: accounts.map(({ account }) => account),
    directs: directs.map(({ channel }) => channel),
  };
}

/** All that is not of an item, and last who they are. */
async function forget(scope: Scope, deps: EraseDeps, traces: Traces): Promise<void> {
  const { db } = scope;
  const { person, accounts, directs } = traces;
  await forgetStandups(scope, deps, traces);
  await forgetMessages(scope, traces);
  await db.delete(t.inbox).where(or(keyNames(t.inbox.key, traces), namedIn(t.inbox.intent, traces)));
  await db.delete(t.reactions).where(eq(t.reactions.personId, person));
  await db.delete(t.playgroundReactions).where(inArray(t.playgroundReactions.account, [...accounts]));
  await db.delete(t.channelMembers).where(eq(t.channelMembers.personId, person));
  await db.delete(t.absences).where(eq(t.absences.personId, person));
  await db.update(t.absences).set({ delegateId: null }).where(eq(t.absences.delegateId, person));
  await db.delete(t.teamMembers).where(eq(t.teamMembers.personId, person));
  await db.update(t.teams).set({ leadId: null }).where(eq(t.teams.leadId, person));
  await db
    .update(t.channels)
    .set({ name: 'Erased', channel: sql`'erased-' || ${t.channels.id}`, offReason: 'its person was erased' })
    .where(and(eq(t.channels.kind, 'direct'), inArray(t.channels.channel, [...directs])));
  await db.delete(t.accounts).where(eq(t.accounts.personId, person));
  await db
    .update(t.people)
    .set({
      handle: `erased-${person.slice(0, 8)}`,
      name: 'Erased person',
      zone: null,
      hours: null,
      erasedAt: deps.now,
    })
    .where(eq(t.people.id, person));
}
