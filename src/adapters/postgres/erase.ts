/**
 * Erasing a person: their name, accounts and words leave every table; the history still verifies. Item by item, so that
 * nobody waits long; if it is cut off it can be begun again, for who they are is forgotten last.
 */
import { and, eq, inArray, or, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import type { Instant } from '../../coordination/calendar.ts';
import type { Entry, Sha256 } from '../../coordination/history/history.ts';
import type { ItemId, PersonId, RoundId, WorkspaceId } from '../../coordination/ids.ts';
import { say } from '../../coordination/message.ts';
import { eraseFrom } from '../../coordination/people/erase.ts';
import type { Ids } from '../../coordination/ports.ts';
import type { Answer } from '../../coordination/standups/standup.ts';
import type { WorkItem } from '../../coordination/work-items/item.ts';
import type { Client } from './client.ts';
import { eraseFromApprovals, wordsIn } from './erase-approvals.ts';
import { type Scope, transact } from './guard.ts';
import * as t from './schema.ts';
import { transactionOf } from './store.ts';

export interface EraseDeps {
  readonly client: Client;
  readonly workspace: WorkspaceId;
  readonly now: Instant;
  readonly ids: Ids;
  readonly sha256: Sha256;
}

/** What is known of a person, to be looked for in every table. */
interface Traces {
  readonly person: PersonId;
  readonly name: string;
  readonly handle: string;
  readonly accounts: readonly string[];
  /** Channels that are theirs and Baton's alone, as their platform names them. */
  readonly directs: readonly string[];
}

const BATCH = 50;
const GONE = say('This named someone who was erased since.');

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

/** Items that are theirs in any way, hold their words or name them; in the order of their ids. */
async function touchedItems({ db }: Scope, traces: Traces): Promise<ItemId[]> {
  const { person, accounts, directs } = traces;
  const { approvals: a, workItems: i, history: h, historyPayloads: p } = t;
  const acted = db.select({ id: h.recordId }).from(h).where(eq(h.actorId, person));
  const named = db.select({ id: p.recordId }).from(p).where(namedIn(p.payload, traces));
  const asked = db
    .select({ id: a.itemId })
    .from(a)
    .where(
      or(
        eq(a.requesterId, person),
        sql`${person} = any(${a.askedIds})`,
        inArray(a.id, acted),
        inArray(a.id, named),
        namedIn(a.facts, traces),
      ),
    );
  const rows = await db
    .select({ id: i.id })
    .from(i)
    .where(
      or(
        eq(i.ownerId, person),
        eq(i.requesterId, person),
        sql`${person} = any(${i.reviewerIds} || ${i.watcherIds} || ${i.offeredIds})`,
        inArray(i.sourceMessageChannel, [...directs]),
        inArray(i.id, acted),
        inArray(i.id, named),
        inArray(i.id, asked),
        inArray(i.sourceAuthor, [...accounts]),
        ...[
          i.title,
          i.purpose,
          i.outcome,
          i.scope,
          i.cadence,
          i.blockedReason,
          i.quote,
          i.links,
          i.handoff,
        ].map((column) => namedIn(column, traces)),
      ),
    )
    .orderBy(i.id);
  return rows.map(({ id }) => id as ItemId);
}

async function eraseFromItems(
  scope: Scope,
  deps: EraseDeps,
  traces: Traces,
  ids: readonly ItemId[],
): Promise<void> {
  const tx = transactionOf({ ...scope, workspaceId: deps.workspace });
  const erased = { person: traces.person, unnamed: unnamedBy(traces) };
  for (const item of await tx.items.byIds(ids, true)) {
    const entries = await tx.items.history(item.id);
    const isTheirs = theirEntries(traces, item);
    const left = eraseFrom(deps, item, entries, erased, isTheirs);
    const source = item.source !== null && traces.directs.includes(item.source.channel) ? null : item.source;
    const sourceAuthor = traces.accounts.includes(item.sourceAuthor ?? '') ? null : item.sourceAuthor;
    if (left) await tx.items.update({ ...left.item, source, sourceAuthor }, [left.entry], []);
    else await tx.outbox.refreshCards(item.id, deps.now);
    const theirs = entries.filter((entry) => isTheirs(entry));
    const gone = theirs.map(({ seq }) => seq);
    const { recordId, seq, payload } = t.historyPayloads;
    const words = wordsIn(theirs);
    await eraseFromApprovals(tx, scope, deps, item.id, { ...erased, words }, namedIn(payload, traces));
    const wordless = or(inArray(seq, gone), namedIn(payload, traces));
    await scope.db.delete(t.historyPayloads).where(and(eq(recordId, item.id), wordless));
  }
}

/** What they did; and the capture of a message of theirs, whoever captured it. */
function theirEntries(traces: Traces, { source, sourceAuthor }: WorkItem): (entry: Entry) => boolean {
  const captured =
    (source !== null && traces.directs.includes(source.channel)) ||
    (sourceAuthor !== null && traces.accounts.includes(sourceAuthor));
  return ({ actor, seq }) => actor === traces.person || (captured && seq === 1);
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

/** What they answered goes, and their name from what others did; digests of those rounds are written anew. */
async function forgetStandups(
  scope: Scope,
  { workspace: workspaceId, now }: EraseDeps,
  traces: Traces,
): Promise<void> {
  const { db } = scope;
  const { standups: s, standupRounds: r, standupAnswers: a } = t;
  const unnamed = unnamedBy(traces);
  const theirs = await db
    .delete(a)
    .where(eq(a.personId, traces.person))
    .returning({ standup: a.standupId, date: a.date });
  const of = await db.select().from(a).where(namedIn(a.words, traces));
  for (const { standupId, date, personId, words } of of) {
    const left = (words as Answer['words']).map((w) => ({
      question: unnamed(w.question),
      answer: unnamed(w.answer),
    }));
    const same = and(eq(a.standupId, standupId), eq(a.date, date), eq(a.personId, personId));
    await db.update(a).set({ words: left }).where(same);
  }
  for (const { id, questions } of await db.select().from(s).where(namedIn(s.questions, traces))) {
    const left = (questions as readonly string[]).map(unnamed);
    await db.update(s).set({ questions: left }).where(eq(s.id, id));
  }
  const named = sql`(position(${traces.name} in ${r.report}::text) > 0 or ${namedIn(r.report, traces)})`;
  const reported = await db
    .update(r)
    .set({ report: null })
    .where(named)
    .returning({ standup: r.standupId, date: r.date });
  const changed = [...theirs, ...of.map((one) => ({ standup: one.standupId, date: one.date })), ...reported];
  for (const { standup, date } of changed) {
    const [round] = await db
      .select()
      .from(r)
      .where(and(eq(r.standupId, standup), eq(r.date, date)));
    if (round) await transactionOf({ ...scope, workspaceId }).outbox.refreshCards(round.id as RoundId, now);
  }
}

/** What was said to them, by them and of them. A card that named them is written anew when it is next sent. */
async function forgetMessages({ db }: Scope, traces: Traces): Promise<void> {
  const { person, accounts, directs, name } = traces;
  const { outbox: o, playgroundMessages: m } = t;
  const toThem = or(
    eq(o.personId, person),
    inArray(o.sentChannel, [...directs]),
    namedIn(o.destination, traces),
  );
  await db.delete(o).where(or(toThem, namedIn(o.body, traces)));
  // A button that meant one of these says that it is of an older message.
  await db.delete(t.asides).where(namedIn(t.asides.value, traces));
  await db
    .delete(m)
    .where(
      or(
        inArray(m.author, [...accounts]),
        inArray(m.onlyFor, [...accounts]),
        inArray(m.channel, [...directs]),
      ),
    );
  await db
    .update(m)
    .set({ message: GONE })
    .where(or(sql`position(${name} in ${m.message}::text) > 0`, namedIn(m.message, traces)));
  const unnamed = sql`regexp_replace(replace(${m.text}, ${name}, 'someone'), ${mention(traces)}, 'someone', 'gi')`;
  await db.update(m).set({ text: unnamed }).where(namedIn(m.text, traces));
}

/** A name of one word may be any word, so alone it tells nothing of who is meant. */
const isTelling = (name: string): boolean => /\s/.test(name);
const escaped = (text: string): string => text.replace(/[!-/:-@[-^`{-~]/g, '\\$&');
/** `@lena`, and not the start of `@lena-b` or `@lena.b`; read alike by PostgreSQL and JavaScript. */
const mention = ({ handle }: Traces): string => `@${escaped(handle)}(?![a-z0-9_-]|[.][a-z0-9])`;

function unnamedBy(traces: Traces): (words: string) => string {
  const handle = new RegExp(mention(traces), 'gi');
  return (words) => {
    const nameless = isTelling(traces.name) ? words.replaceAll(traces.name, 'someone') : words;
    return nameless.replace(handle, 'someone');
  };
}

/** Whether text or JSON names them: by full name, as `@handle`, or with a handle or an account as a JSON string. */
function namedIn(column: SQLWrapper, traces: Traces): SQL {
  const { name, handle, accounts, directs } = traces;
  const text = sql`${column}::text`;
  const strings = [handle, ...accounts, ...directs].map(
    (one) => sql`position(${JSON.stringify(one)} in ${text}) > 0`,
  );
  const byName = isTelling(name) ? sql`position(${name} in ${text}) > 0` : sql`false`;
  return sql`(${byName} or ${text} ~* ${mention(traces)} or ${sql.join(strings, sql` or `)})`;
}

/** Keys of events are parts with colons between; a part may be an account or a channel of theirs. */
const keyNames = (column: SQLWrapper, { accounts, directs }: Traces): SQL =>
  accounts.length + directs.length === 0
    ? sql`false`
    : sql`string_to_array(${column}, ':') && array[${sql.join(
        [...accounts, ...directs].map((one) => sql`${one}`),
        sql`, `,
      )}]::text[]`;
