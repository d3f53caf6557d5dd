/** The tables of the playground's chat, for the port in src/adapters/playground/store.ts. */
import { and, asc, eq, isNotNull, lte, sql } from 'drizzle-orm';
import type { Instant } from '../../coordination/calendar.ts';
import type { WorkspaceId } from '../../coordination/ids.ts';
import type { Message } from '../../coordination/message.ts';
import { DEFAULT_HOURS, DEFAULT_QUIET, DEFAULT_SETTINGS } from '../../coordination/workspaces/workspace.ts';
import type { Client } from './client.ts';
import { transact } from './guard.ts';
import {
  playgroundMessages as messages,
  playgroundReactions as reactions,
  routes,
  workspaces,
} from './schema.ts';
import type { Scope } from './scope.ts';

export interface PlaygroundPlace {
  readonly workspace: WorkspaceId;
  readonly name: string;
  readonly zone: string;
  /** The installation's scope. */
  readonly scope: string;
  readonly now: () => Instant;
}

type Row = typeof messages.$inferSelect;

export function createPlaygroundStore(client: Client, place: PlaygroundPlace) {
  const workspaceId = place.workspace;
  const within = <T>(work: (db: Scope['db']) => Promise<T>): Promise<T> =>
    transact(client, { role: 'baton_app', workspaceId }, ({ db }) => work(db));
  /** What only the connecting user may: to delete a workspace whole. It may not write into one. */
  const asOwner = <T>(work: (db: Scope['db']) => Promise<T>): Promise<T> =>
    transact(client, { role: 'owner' }, ({ db }) => work(db));
  const isMessage = (channel: string, id: string) => and(eq(messages.channel, channel), eq(messages.id, id));

  return {
    post: (message: ReturnType<typeof toMessage>, outboxId: string | null) =>
      within(async (db) => {
        const [written] = await db
          .insert(messages)
          .values({ ...message, workspaceId, outboxId })
          .onConflictDoNothing({
            target: [messages.workspaceId, messages.outboxId],
            where: isNotNull(messages.outboxId),
          })
          .returning({ id: messages.id });
        if (written) return written;
        const [there] = await db
          .select({ id: messages.id })
          .from(messages)
          .where(eq(messages.outboxId, outboxId ?? ''));
        if (!there) throw new Error('a message was neither written nor there before');
        return there;
      }),
    edit: (
      channel: string,
      id: string,
      { at, ...change }: { text?: string; message?: Message; at: Instant },
    ) =>
      within(async (db) => {
        const changed = await db
          .update(messages)
          .set({ ...change, editedAt: at })
          .where(isMessage(channel, id))
          .returning({ id: messages.id });
        return changed.length > 0;
      }),
    remove: (channel: string, id: string) =>
      within(async (db) => {
        const gone = await db.delete(messages).where(isMessage(channel, id)).returning({ id: messages.id });
        return gone.length > 0;
      }),
    get: (channel: string, id: string) =>
      within(async (db) => first(await db.select().from(messages).where(isMessage(channel, id)))),
    byOutboxId: (outboxId: string) =>
      within(async (db) => first(await db.select().from(messages).where(eq(messages.outboxId, outboxId)))),
    recent: (perChannel: number) =>
      within(async (db) => {
        const place = sql<number>`row_number() over (partition by ${messages.channel} order by ${messages.id} desc)`;
        const ranked = db
          .select({ channel: messages.channel, id: messages.id, place: place.as('place') })
          .from(messages)
          .as('ranked');
        const newest = db
          .select({ channel: ranked.channel, id: ranked.id })
          .from(ranked)
          .where(lte(ranked.place, perChannel))
          .as('newest');
        const found = await db
          .select()
          .from(messages)
          .innerJoin(newest, and(eq(newest.channel, messages.channel), eq(newest.id, messages.id)))
          .orderBy(asc(messages.postedAt), asc(messages.id));
        const reacted = await db
          .select({
            channel: reactions.channel,
            message: reactions.message,
            account: reactions.account,
            emoji: reactions.emoji,
          })
          .from(reactions);
        return { messages: found.map((row) => toMessage(row.playground_messages)), reactions: reacted };
      }),
    reactionsTo: (channel: string, message: string) =>
      within((db) =>
        db
          .select({
            channel: reactions.channel,
            message: reactions.message,
            account: reactions.account,
            emoji: reactions.emoji,
          })
          .from(reactions)
          .where(and(eq(reactions.channel, channel), eq(reactions.message, message))),
      ),
    setReaction: (
      reaction: { channel: string; message: string; account: string; emoji: string },
      present: boolean,
    ) =>
      within(async (db) => {
        const { channel, message, account, emoji } = reaction;
        const same = [
          eq(reactions.channel, channel),
          eq(reactions.message, message),
          eq(reactions.account, account),
          eq(reactions.emoji, emoji),
        ];
        if (!present) {
          await db.delete(reactions).where(and(...same));
          return;
        }
        // It may be deleted at this moment: what is locked stays until the reaction stands.
        const there = await db
          .select({ id: messages.id })
          .from(messages)
          .where(and(eq(messages.channel, channel), eq(messages.id, message)))
          .for('key share');
        if (there.length > 0)
          await db
            .insert(reactions)
            .values({ ...reaction, workspaceId })
            .onConflictDoNothing();
      }),
    clockOffset: () =>
      within(async (db) => {
        const [row] = await db.select({ offset: workspaces.clockOffset }).from(workspaces);
        return row?.offset ?? 0;
      }),
    setClockOffset: (ms: number) =>
      within(async (db) => {
        await db.update(workspaces).set({ clockOffset: Math.round(ms) });
      }),
    // The route is written last.
    exists: () =>
      within(async (db) => {
        const found = await db.select().from(routes).where(eq(routes.workspaceId, workspaceId));
        return found.length > 0;
      }),
    recreate: async () => {
      await asOwner((db) => db.delete(workspaces).where(eq(workspaces.id, workspaceId)));
      await within(async (db) => {
        await db.insert(workspaces).values({
          id: workspaceId,
          name: place.name,
          zone: place.zone,
          hours: DEFAULT_HOURS,
          quiet: DEFAULT_QUIET,
          settings: DEFAULT_SETTINGS,
          createdAt: place.now(),
        });
      });
    },
    open: () =>
      within(async (db) => {
        await db.insert(routes).values({ platform: 'playground', scope: place.scope, workspaceId });
      }),
  };
}

const first = (rows: readonly Row[]) => (rows[0] ? toMessage(rows[0]) : null);

function toMessage(row: Row) {
  const { channel, id, thread, author, onlyFor, text, postedAt, editedAt } = row;
  return {
    channel,
    id,
    thread,
    author,
    onlyFor,
    text,
    message: row.message as Message | null,
    postedAt,
    editedAt,
  };
}
