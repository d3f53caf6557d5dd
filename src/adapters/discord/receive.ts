/** What the gateway sends -> what is asked of Baton, or written down for it. */
import {
  type APIInteraction,
  type APIMessage,
  type APIUser,
  type GatewayGuildCreateDispatchData,
  type GatewayMessageCreateDispatchData,
  type GatewayMessageReactionAddDispatchData,
  Routes,
} from 'discord.js';
import type { CapturedMessage } from '../../commands/intent.ts';
import { type AskedParts, takeInteraction } from './asked.ts';
import { type ChannelChanged, type ChannelParts, takeChannel, takeOpened } from './channels.ts';
import { reactionName } from './emoji.ts';
import type { Packet } from './gateway.ts';
import type { InFlight } from './in-flight.ts';
import { addresses, isSaid, parseChange, parseMention, parseReaction } from './parse-event.ts';
import { type Happened, type Placed, place } from './placing.ts';
import type { MemberFacts } from './profile.ts';
import { capturedOf } from './refs.ts';
import { orNull } from './servers.ts';

export interface ReceiveParts extends AskedParts, ChannelParts {
  readonly inFlight: InFlight;
  /** A server that Baton is in, as it is told of. */
  readonly arrived: (server: GatewayGuildCreateDispatchData) => Promise<void>;
  /** A server that removed Baton. `packet` names the event. */
  readonly left: (scope: string, packet: string) => Promise<void>;
}

const TRY_AGAIN_MS = [100, 500, 2_000, 5_000, 10_000, 10_000, 10_000];

export class Receiver {
  readonly #parts: ReceiveParts;
  /** What happens in one channel is written down in its order. */
  readonly #lines = new Map<string, Promise<void>>();

  constructor(parts: ReceiveParts) {
    this.#parts = parts;
  }

  take(packet: Packet): void {
    const { log, clock, inFlight } = this.#parts;
    if (packet.t === 'INTERACTION_CREATE') {
      const asked = packet.d as APIInteraction;
      const work = this.#arrivalOf(asked).then(() => takeInteraction(asked, this.#parts));
      inFlight.track(clock.now(), work).catch((error: unknown) => {
        log.error({ err: error }, 'an interaction could not be answered');
      });
    } else if (concerns(packet, this.#parts.bot)) this.#inLine(packet);
  }

  #inLine(packet: Packet): void {
    const line = lineOf(packet.d);
    const before = Promise.all([this.#lines.get(line), this.#arrivalOf(packet.d)]);
    const work = before.then(() => this.#takenDown(packet));
    this.#lines.set(line, work);
    void this.#parts.inFlight.track(this.#parts.clock.now(), work).finally(() => {
      if (this.#lines.get(line) === work) this.#lines.delete(line);
    });
  }

  /** A server has its workspace before anything that happens in it is looked at. */
  #arrivalOf(d: unknown): Promise<void> {
    return this.#lines.get((d as { guild_id?: string }).guild_id ?? '') ?? Promise.resolve();
  }

  /** The database may be away for a while; nothing that happened is dropped for that. */
  async #takenDown(packet: Packet): Promise<void> {
    for (let tries = 0; ; tries += 1) {
      try {
        return await takeEvent(packet, this.#parts);
      } catch (error) {
        const wait = TRY_AGAIN_MS[tries];
        this.#parts.log.error({ err: error, event: packet.t }, 'an event of Discord could not be taken down');
        if (wait === undefined) return;
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
    }
  }
}

function lineOf(d: unknown): string {
  const { channel_id: channel, guild_id: guild, id } = d as Record<string, string | undefined>;
  return channel ?? guild ?? id ?? '';
}

const TAKEN = new Set([
  ...['GUILD_CREATE', 'GUILD_DELETE', 'CHANNEL_CREATE', 'CHANNEL_UPDATE', 'CHANNEL_DELETE'],
  ...['GUILD_ROLE_UPDATE', 'GUILD_ROLE_DELETE', 'GUILD_MEMBER_UPDATE'],
  ...['MESSAGE_CREATE', 'MESSAGE_UPDATE', 'MESSAGE_DELETE', 'MESSAGE_DELETE_BULK'],
  ...['MESSAGE_REACTION_ADD', 'MESSAGE_REACTION_REMOVE'],
]);

/** What can be told at a glance to be nobody's business is not looked at again. */
function concerns({ t, d }: Packet, bot: string): boolean {
  if (t === 'MESSAGE_CREATE') {
    const message = d as GatewayMessageCreateDispatchData;
    return addresses(message, bot, message.guild_id ? 'public' : 'direct');
  }
  if (t === 'MESSAGE_UPDATE') return Boolean((d as APIMessage).edited_timestamp) && isSaid(d as APIMessage);
  if (t === 'GUILD_MEMBER_UPDATE') return (d as MemberFacts).user.id === bot;
  if (t.startsWith('MESSAGE_REACTION_')) return (d as { user_id?: string }).user_id !== bot && TAKEN.has(t);
  return TAKEN.has(t);
}

async function takeEvent({ t, d, name }: Packet, parts: ReceiveParts): Promise<void> {
  switch (t) {
    case 'GUILD_CREATE': {
      const guild = d as GatewayGuildCreateDispatchData;
      if (!guild.unavailable) await parts.arrived(guild);
      return;
    }
    case 'GUILD_DELETE': {
      const guild = d as { readonly id: string; readonly unavailable?: boolean };
      // An outage of Discord's is no goodbye.
      if (!guild.unavailable) await parts.left(guild.id, name);
      return;
    }
    case 'MESSAGE_CREATE':
      return takeMention(d as GatewayMessageCreateDispatchData, parts);
    case 'MESSAGE_UPDATE':
    case 'MESSAGE_DELETE':
    case 'MESSAGE_DELETE_BULK':
      return takeChanges(d as Changed, parts);
    case 'MESSAGE_REACTION_ADD':
    case 'MESSAGE_REACTION_REMOVE':
      return takeReaction(d as Reacted, t.endsWith('ADD'), name, parts);
    case 'GUILD_ROLE_UPDATE':
    case 'GUILD_ROLE_DELETE':
    case 'GUILD_MEMBER_UPDATE':
      return takeOpened((d as { readonly guild_id: string }).guild_id, name, parts);
    default:
      return takeChannel(d as ChannelChanged, t === 'CHANNEL_DELETE', name, parts);
  }
}

async function placedOf(happened: Happened, parts: ReceiveParts): Promise<Placed | null> {
  return (await place(happened, parts)).placed;
}

export type Mentioning = APIMessage & { readonly guild_id?: string; readonly member?: object };

export async function takeMention(message: Mentioning, parts: ReceiveParts): Promise<void> {
  const { guild_id: server, channel_id: channel, author, member } = message;
  const placed = await placedOf({ server, channel, account: author.id }, parts);
  if (!placed) return;
  if (placed.server && member)
    await parts.members.note(placed.workspace, placed.server, { ...(member as MemberFacts), user: author });
  const root = await rootOf(message, placed, parts);
  await parts.receive(placed.workspace, parseMention(message, parts.bot, placed.where, root));
}

/** The message that a thread hangs from: it has the thread's id, in the channel around or, of a post, within. */
async function rootOf(
  message: APIMessage,
  { server, where }: Placed,
  { api, servers }: ReceiveParts,
): Promise<CapturedMessage | null> {
  if (!server || message.referenced_message) return null;
  const thread = await servers.channel(server, message.channel_id);
  if (!thread?.parent) return null;
  for (const channel of [thread.parent.id, thread.id]) {
    const found = await orNull(api.get<APIMessage>(Routes.channelMessage(channel, thread.id)));
    if (found) return capturedOf(found, where.scope);
  }
  return null;
}

export interface Changed {
  readonly id?: string;
  readonly ids?: readonly string[];
  readonly channel_id: string;
  readonly guild_id?: string;
  readonly author?: APIUser;
  readonly edited_timestamp?: string | null;
}

/** A message that is no item's source is nobody's business, so nothing is written. */
export async function takeChanges(changed: Changed, parts: ReceiveParts): Promise<void> {
  const { channel_id: channel, guild_id: server, author, edited_timestamp: edited } = changed;
  // Who deleted something said directly is not told, and it is no item's source.
  if (server === undefined && !author) return;
  const placed = await placedOf({ server, channel, account: author?.id ?? '' }, parts);
  if (!placed) return;
  for (const message of changed.ids ?? [changed.id ?? '']) {
    const ref = { platform: 'discord', scope: placed.where.scope, channel, message } as const;
    const item = await parts.store.transact(placed.workspace, (tx) => tx.items.bySource(ref));
    if (!item) continue;
    const how = edited ? { edited } : 'deleted';
    const change = { channel, message, actor: author?.id ?? null };
    await parts.receive(placed.workspace, parseChange(change, how, placed.where, parts.clock.now()));
  }
}

export type Reacted = GatewayMessageReactionAddDispatchData;

export async function takeReaction(
  reaction: Reacted,
  present: boolean,
  packet: string,
  parts: ReceiveParts,
): Promise<void> {
  const { guild_id: server, channel_id: channel, message_id: message, user_id: account, member } = reaction;
  const placed = await placedOf({ server, channel, account, message }, parts);
  if (!placed || !(await parts.settings.means(placed.workspace, reactionName(reaction.emoji)))) return;
  if (placed.server && member) await parts.members.note(placed.workspace, placed.server, member);
  await parts.receive(
    placed.workspace,
    parseReaction(reaction, present, placed.where, packet, parts.clock.now()),
  );
}
