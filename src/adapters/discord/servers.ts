/**
 * What is known of servers: roles, channels, who may see what. The process that is connected reads it off the gateway;
 * any other asks, and remembers the answer for a short while.
 */
import {
  type APIChannel,
  type APIGuild,
  type APIGuildMember,
  type APIRole,
  ChannelType,
  Routes,
} from 'discord.js';
import type { Clock } from '../../coordination/ports.ts';
import { isMissing } from './faults.ts';
import type { ChannelFacts, MemberFacts, Overwrite, ServerFacts } from './profile.ts';
import type { Api } from './rest.ts';

/** A server as the gateway keeps it up to date; null where it does not. */
export type Watched = (scope: string) => ServerFacts | null;

const REMEMBERED_MS = 30_000;
const MOST = 1_000;

export class Servers {
  readonly #api: Api;
  readonly #clock: Clock;
  #watched: Watched = () => null;
  readonly #asked = new Map<
    string,
    { readonly facts: Promise<ServerFacts | null>; readonly until: number }
  >();
  readonly #threads = new Map<string, ChannelFacts>();

  constructor(api: Api, clock: Clock) {
    this.#api = api;
    this.#clock = clock;
  }

  /** From now on the gateway tells. */
  watch(watched: Watched): void {
    this.#watched = watched;
  }

  /** Null where Baton is not. */
  async facts(scope: string): Promise<ServerFacts | null> {
    return this.#watched(scope) ?? this.#ask(scope);
  }

  #ask(scope: string): Promise<ServerFacts | null> {
    const known = this.#asked.get(scope);
    if (known && known.until > this.#clock.now()) return known.facts;
    if (this.#asked.size >= MOST) this.#asked.clear();
    const facts = askFacts(this.#api, scope);
    this.#asked.set(scope, { facts, until: this.#clock.now() + REMEMBERED_MS });
    facts.catch(() => this.#asked.delete(scope));
    return facts;
  }

  /** A channel of a server, or a thread of one; null where Baton cannot see it. */
  async channel(server: ServerFacts, id: string): Promise<ChannelFacts | null> {
    const known = server.channels.find((channel) => channel.id === id) ?? this.#threads.get(id);
    if (known) return known;
    const asked = await orNull(this.#api.get<APIChannel>(Routes.channel(id)));
    if (!asked || !('guild_id' in asked) || asked.guild_id !== server.id) return null;
    const parent = 'parent_id' in asked && isThread(asked.type) ? (asked.parent_id ?? null) : null;
    const facts = channelFacts(asked, server.channels.find((channel) => channel.id === parent) ?? null);
    if (parent !== null) {
      if (this.#threads.size >= MOST) this.#threads.clear();
      this.#threads.set(id, facts);
    }
    return facts;
  }

  /** A member as they are now; null for someone who is none. */
  member(scope: string, account: string): Promise<MemberFacts | null> {
    return orNull(this.#api.get<APIGuildMember>(Routes.guildMember(scope, account)));
  }
}

/** Null for what is not there. */
export async function orNull<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

async function askFacts(api: Api, scope: string): Promise<ServerFacts | null> {
  const [guild, channels] = await Promise.all([
    orNull(api.get<APIGuild>(Routes.guild(scope))),
    orNull(api.get<APIChannel[]>(Routes.guildChannels(scope))),
  ]);
  return guild && channels ? serverFacts(guild, channels) : null;
}

const THREADS: readonly ChannelType[] = [
  ChannelType.PublicThread,
  ChannelType.PrivateThread,
  ChannelType.AnnouncementThread,
];
export const isThread = (type: ChannelType): boolean => THREADS.includes(type);

/** Channels that people talk in, threads aside. */
export const HOLD_MESSAGES: readonly ChannelType[] = [
  ChannelType.GuildText,
  ChannelType.GuildAnnouncement,
  ChannelType.GuildVoice,
];

/** A channel as the API tells it. */
export interface ToldChannel {
  readonly id: string;
  readonly type: ChannelType;
  readonly name?: string | null;
  readonly parent_id?: string | null | undefined;
  readonly permission_overwrites?:
    | readonly { readonly id: string; readonly allow: string; readonly deny: string }[]
    | undefined;
}

/** A server as the API tells it. */
export interface ToldServer {
  readonly id: string;
  readonly owner_id: string;
  readonly roles: readonly Pick<APIRole, 'id' | 'name' | 'permissions'>[];
}

export function serverFacts(guild: ToldServer, channels: readonly unknown[]): ServerFacts {
  const told = channels as readonly ToldChannel[];
  const rooms = told.filter(({ type }) => !isThread(type)).map((channel) => channelFacts(channel, null));
  const byId = new Map(rooms.map((room) => [room.id, room]));
  const threads = told
    .filter(({ type }) => isThread(type))
    .map((thread) => channelFacts(thread, byId.get(thread.parent_id ?? '') ?? null));
  return {
    id: guild.id,
    ownerId: guild.owner_id,
    roles: guild.roles.map(({ id, name, permissions }) => ({ id, name, permissions: BigInt(permissions) })),
    channels: [...rooms, ...threads],
  };
}

function channelFacts(told: unknown, parent: ChannelFacts | null): ChannelFacts {
  const { id, type, name, permission_overwrites: overwrites = [] } = told as ToldChannel;
  return {
    id,
    type,
    name: name ?? '',
    parent,
    overwrites: overwrites.map(
      (o): Overwrite => ({ id: o.id, allow: BigInt(o.allow), deny: BigInt(o.deny) }),
    ),
  };
}
