/** What Discord knows: users, guilds, channels and messages, each found by its id at once. */
import {
  type APIApplicationCommand,
  type APIMessage,
  type APIOverwrite,
  type APIRole,
  type APIUser,
  ChannelType,
} from 'discord-api-types/v10';
import { Snowflakes } from './ids.ts';

export interface HeldUser {
  readonly api: APIUser;
  /** Refuses direct messages: 50007. */
  refusesDirect: boolean;
}

export interface HeldMember {
  readonly user: APIUser;
  nick: string | null;
  roles: string[];
  readonly joinedAt: string;
}

export interface HeldGuild {
  readonly id: string;
  readonly name: string;
  readonly ownerId: string;
  readonly roles: Map<string, APIRole>;
  readonly members: Map<string, HeldMember>;
  readonly channels: Map<string, HeldChannel>;
  readonly threads: Map<string, HeldChannel>;
  readonly commands: Map<string, APIApplicationCommand>;
}

export interface Thread {
  readonly owner: string;
  readonly members: Set<string>;
  readonly tags: readonly string[];
  readonly madeAt: string;
  archived: boolean;
  locked: boolean;
}

export interface HeldChannel {
  readonly id: string;
  readonly type: ChannelType;
  readonly guild: HeldGuild | null;
  name: string;
  topic: string | null;
  /** A thread's channel; a channel's category. */
  readonly parent: HeldChannel | null;
  readonly overwrites: Map<string, APIOverwrite>;
  readonly recipient: APIUser | null;
  /** Oldest first; deleted ones stay, marked. */
  readonly messages: HeldMessage[];
  readonly thread: Thread | null;
}

export interface HeldReaction {
  readonly emoji: { readonly id: string | null; readonly name: string };
  readonly users: Set<string>;
}

export interface HeldMessage {
  /** As it was written; its reactions stand apart. */
  api: APIMessage;
  readonly channel: HeldChannel;
  readonly reactions: Map<string, HeldReaction>;
  /** An ephemeral message has one reader. */
  readonly onlyFor: string | null;
  deleted: boolean;
}

/** Which privileged intents are switched on in the developer portal. */
export interface Privileged {
  messageContent: boolean;
  guildMembers: boolean;
  presences: boolean;
}

export interface Application {
  readonly id: string;
  readonly token: string;
  readonly user: APIUser;
  readonly privileged: Privileged;
  readonly commands: Map<string, APIApplicationCommand>;
  /** Guilds that the bot is in. */
  readonly guilds: Map<string, HeldGuild>;
}

export class State {
  readonly now: () => number;
  readonly ids: Snowflakes;
  readonly application: Application;
  readonly users = new Map<string, HeldUser>();
  readonly guilds = new Map<string, HeldGuild>();
  readonly channels = new Map<string, HeldChannel>();
  readonly messages = new Map<string, HeldMessage>();
  /** The bot's direct channels, by the other's id. */
  readonly direct = new Map<string, HeldChannel>();

  /** Edits of messages over an hour old are refused when there are too many. */
  limitsOldEdits = true;
  /** Of one file, in bytes; a larger one is answered with 40005. */
  largestFile = 10 * 1024 * 1024;
  #stampedAt = Number.NaN;
  #stamp = '';

  constructor(
    now: () => number,
    application: { id: string; token: string; privileged: Partial<Privileged> },
  ) {
    this.now = now;
    this.ids = new Snowflakes(now);
    const user = userOf(application.id, { name: 'Baton', bot: true });
    this.application = {
      id: application.id,
      token: application.token,
      user,
      privileged: { messageContent: true, guildMembers: false, presences: false, ...application.privileged },
      commands: new Map(),
      guilds: new Map(),
    };
    this.users.set(user.id, { api: user, refusesDirect: false });
  }

  /** ISO, as the API writes instants. */
  stamp(): string {
    const now = this.now();
    if (now !== this.#stampedAt) {
      this.#stampedAt = now;
      this.#stamp = new Date(now).toISOString().replace('Z', '000+00:00');
    }
    return this.#stamp;
  }

  directWith(user: APIUser): HeldChannel {
    const known = this.direct.get(user.id);
    if (known) return known;
    const channel = channelOf(this.ids.next(), ChannelType.DM, { recipient: user });
    this.direct.set(user.id, channel);
    this.channels.set(channel.id, channel);
    return channel;
  }

  /** Whether the bot and the user meet in a guild, without which a direct message is refused. */
  meets(userId: string): boolean {
    for (const guild of this.application.guilds.values()) if (guild.members.has(userId)) return true;
    return false;
  }

  keep(message: HeldMessage): void {
    this.messages.set(message.api.id, message);
    message.channel.messages.push(message);
  }

  drop(message: HeldMessage): void {
    message.deleted = true;
    this.messages.delete(message.api.id);
  }
}

export function userOf(
  id: string,
  { name, globalName = null, bot = false }: { name: string; globalName?: string | null; bot?: boolean },
): APIUser {
  return {
    id,
    username: name,
    discriminator: bot ? '0001' : '0',
    global_name: bot ? null : globalName,
    avatar: null,
    bot,
  };
}

export function channelOf(
  id: string,
  type: ChannelType,
  rest: Partial<Pick<HeldChannel, 'guild' | 'name' | 'topic' | 'parent' | 'recipient' | 'thread'>>,
): HeldChannel {
  return {
    id,
    type,
    guild: null,
    name: '',
    topic: null,
    parent: null,
    recipient: null,
    thread: null,
    overwrites: new Map(),
    messages: [],
    ...rest,
  };
}
