/**
 * The gateway: of all processes one alone is connected, chosen by a lease. It is held for 10 seconds and renewed every
 * three, so that another takes over within 15 when its process is gone. The SDK resumes, reconnects and shards.
 */
import { Client, type ClientOptions, Events, GatewayIntentBits, Options, type Snowflake } from 'discord.js';
import type { Logger } from 'pino';
import type { ServerFacts } from './profile.ts';
import { restOptions } from './rest.ts';
import { outliveFaults } from './sdk-faults.ts';
import { isThread } from './servers.ts';

/** See `Leases` of the storage. */
export interface Lead {
  take(holder: string, forMs: number): Promise<{ readonly mark: string } | null>;
  renew(holder: string, forMs: number, mark: string): Promise<boolean>;
  release(holder: string, mark: string): Promise<void>;
}

/** Something that the gateway sent. `name` is unique: session, shard and sequence. */
export interface Packet {
  readonly t: string;
  readonly d: unknown;
  readonly name: string;
  readonly shard: number;
  readonly shards: number;
}

export interface GatewayParts {
  readonly token: string;
  readonly api: string | null;
  /** Whether the application may read what messages say. */
  readonly messageContent: boolean;
  readonly lead: Lead;
  /** Unique among processes. */
  readonly holder: string;
  readonly log: Logger;
  /** How far everything has been written down, as words. */
  readonly mark: () => string;
  /** Called when this process begins to be the connected one, with how far the last one came. */
  readonly onlead: (mark: string) => void;
  readonly onpacket: (packet: Packet) => void;
  /** Called after each packet and each heartbeat that was answered. */
  readonly onheard: () => void;
  /** The connection is over for good, and why, as a sentence for whoever runs Baton. */
  readonly onfatal: (words: string) => void;
}

const HELD_MS = 10_000;
const RENEW_MS = 3_000;

/** https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes */
const FATAL: Readonly<Record<number, string>> = {
  4004: 'Discord refuses DISCORD_TOKEN: copy it anew from “Bot” of the Discord application.',
  4010: 'Discord does not know this shard: run one version of Baton everywhere.',
  4011: 'Discord asks for more shards than Baton connects: restart Baton.',
  4012: 'Discord no longer speaks this version of its gateway: update Baton.',
  4013: 'Discord does not know an intent that Baton asks for: update Baton.',
  4014: 'Discord refuses an intent: switch on “Message Content Intent” under “Bot” of the Discord application, and restart Baton.',
};

export class Gateway {
  readonly #parts: GatewayParts;
  #client: Client | null = null;
  #timer: NodeJS.Timeout | null = null;
  #heldUntil = 0;
  #stopped = false;
  #turn: Promise<void> = Promise.resolve();
  readonly #facts = new Map<string, ServerFacts>();

  constructor(parts: GatewayParts) {
    this.#parts = parts;
  }

  /** Whether this process is the connected one. */
  get leads(): boolean {
    return this.#client !== null;
  }

  /** Tries to be the connected process, now and from now on. */
  async start(): Promise<void> {
    await this.#tick();
    this.#timer = setInterval(() => {
      this.#turn = this.#turn.then(() => this.#tick());
    }, RENEW_MS);
  }

  /** Takes nothing new. */
  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    this.#stopped = true;
    await this.#turn;
    await this.#disconnect();
  }

  /** Lets another process lead at once, with everything written down. */
  async release(): Promise<void> {
    const { lead, holder, mark, log } = this.#parts;
    await lead
      .release(holder, mark())
      .catch((error: unknown) => log.warn({ err: error }, 'a lease was not given back'));
  }

  async #tick(): Promise<void> {
    if (this.#stopped) return;
    try {
      if (this.#client) await this.#renew();
      else await this.#take();
    } catch (error) {
      // Who cannot tell whether the lease still stands lets go of it in time.
      if (this.#client && performance.now() > this.#heldUntil) await this.#disconnect();
      this.#parts.log.warn(
        { err: error },
        'whether this process is to be connected to Discord could not be told',
      );
    }
  }

  async #renew(): Promise<void> {
    const { lead, holder, mark, log } = this.#parts;
    const asked = performance.now();
    if (await lead.renew(holder, HELD_MS, mark())) this.#heldUntil = asked + HELD_MS;
    else {
      log.warn('another process is connected to Discord now');
      await this.#disconnect();
    }
  }

  async #take(): Promise<void> {
    const asked = performance.now();
    const lease = await this.#parts.lead.take(this.#parts.holder, HELD_MS);
    if (!lease) return;
    this.#heldUntil = asked + HELD_MS;
    this.#parts.onlead(lease.mark);
    // Where it begins is written down before anything happens: it may end at once.
    await this.#parts.lead.renew(this.#parts.holder, HELD_MS, this.#parts.mark());
    const client = new Client(clientOptions(this.#parts));
    outliveFaults(client, this.#parts.log);
    this.#client = client;
    this.#listen(client);
    client.login(this.#parts.token).catch((error: unknown) => this.#failed(client, error));
  }

  #listen(client: Client): void {
    const { onpacket, onheard, onfatal, log } = this.#parts;
    client.on(Events.Raw, (packet: { t: string; d: unknown; s: number }, shard: number) => {
      if (client !== this.#client) return;
      this.#forget(packet);
      // A new session's own first packet names it.
      const session =
        packet.t === 'READY' ? (packet.d as { session_id: string }).session_id : sessionOf(client, shard);
      const name = `${session}-${shard}-${packet.s}`;
      onpacket({ t: packet.t, d: packet.d, name, shard, shards: client.options.shardCount ?? 1 });
      onheard();
    });
    client.on(Events.Debug, (words) => {
      if (client === this.#client && /Heartbeat acknowledged/.test(words)) onheard();
    });
    client.on(Events.ShardDisconnect, ({ code }, shard) => {
      log.error({ code, shard }, 'Discord ended the connection');
      onfatal(FATAL[code] ?? `Discord ended the connection (${code}): restart Baton.`);
    });
    client.on(Events.ShardError, (error) => log.warn({ err: error }, 'the connection to Discord failed'));
    client.on(Events.Error, (error) => log.warn({ err: error }, 'the client of Discord failed'));
    client.on(Events.Warn, (words) => log.warn({}, `the client of Discord: ${words}`));
  }

  #failed(client: Client, error: unknown): void {
    if (client !== this.#client) return;
    const { log, onfatal } = this.#parts;
    if ((error as { code?: unknown }).code === 'TokenInvalid') {
      onfatal(FATAL[4004] ?? '');
      return;
    }
    log.warn({ err: error }, 'Discord could not be connected to; it is tried again');
    void this.#disconnect();
  }

  async #disconnect(): Promise<void> {
    const client = this.#client;
    this.#client = null;
    this.#facts.clear();
    await client?.destroy();
  }

  /** A server as the gateway keeps it; null where this process is not connected, or does not know it yet. */
  facts(scope: string): ServerFacts | null {
    const known = this.#facts.get(scope);
    if (known) return known;
    const guild = this.#client?.guilds.cache.get(scope as Snowflake);
    if (!guild?.available) return null;
    const facts = factsOf(guild);
    this.#facts.set(scope, facts);
    return facts;
  }

  /** The servers that this process is told of. */
  scopes(): readonly string[] | null {
    return this.#client ? [...this.#client.guilds.cache.keys()] : null;
  }

  /** What changes a server's roles or channels is seen in the cache a moment after it was told. */
  #forget({ t, d }: { t: string; d: unknown }): void {
    if (!/^(GUILD_(CREATE|UPDATE|DELETE|ROLE_)|CHANNEL_(CREATE|UPDATE|DELETE)|THREAD_)/.test(t ?? '')) return;
    const { guild_id: guild, id } = d as { guild_id?: string; id?: string };
    const scope = guild ?? id ?? '';
    this.#facts.delete(scope);
    setImmediate(() => this.#facts.delete(scope));
  }
}

function sessionOf(client: Client, shard: number): string {
  const held = client.ws.shards.get(shard) as { sessionInfo?: { sessionId?: string } | null } | undefined;
  return held?.sessionInfo?.sessionId ?? 'none';
}

function clientOptions({ api, messageContent }: GatewayParts): ClientOptions {
  const { Guilds, GuildMessages, GuildMessageReactions, DirectMessages, DirectMessageReactions } =
    GatewayIntentBits;
  return {
    intents: [
      ...[Guilds, GuildMessages, GuildMessageReactions, DirectMessages, DirectMessageReactions],
      ...(messageContent ? [GatewayIntentBits.MessageContent] : []),
    ],
    rest: restOptions(api),
    shards: 'auto',
    // What is said, and by whom, is nothing to be kept in memory.
    makeCache: Options.cacheWithLimits({
      ...{ MessageManager: 0, ReactionManager: 0, ReactionUserManager: 0, ThreadMemberManager: 0 },
      ...{
        GuildMemberManager: 0,
        UserManager: 0,
        PresenceManager: 0,
        VoiceStateManager: 0,
        DMMessageManager: 0,
      },
      ...{ GuildEmojiManager: 0, GuildStickerManager: 0, GuildInviteManager: 0, GuildBanManager: 0 },
      ...{ GuildScheduledEventManager: 0, StageInstanceManager: 0, AutoModerationRuleManager: 0 },
      ...{ BaseGuildEmojiManager: 0, EntitlementManager: 0, GuildMessageManager: 0 },
    }),
  };
}

type CachedServer = NonNullable<ReturnType<Client['guilds']['cache']['get']>>;

function factsOf(guild: CachedServer): ServerFacts {
  const rooms = new Map(
    [...guild.channels.cache.values()]
      .filter((channel) => !isThread(channel.type))
      .map((channel) => {
        const overwrites =
          'permissionOverwrites' in channel ? [...channel.permissionOverwrites.cache.values()] : [];
        return [
          channel.id,
          {
            id: channel.id,
            type: channel.type,
            name: channel.name,
            parent: null,
            overwrites: overwrites.map(({ id, allow, deny }) => ({
              id,
              allow: allow.bitfield,
              deny: deny.bitfield,
            })),
          },
        ] as const;
      }),
  );
  const threads = [...guild.channels.cache.values()]
    .filter((channel) => isThread(channel.type))
    .map(({ id, type, name, parentId }) => ({
      ...{ id, type, name, overwrites: [] },
      parent: rooms.get(parentId ?? '') ?? null,
    }));
  return {
    id: guild.id,
    ownerId: guild.ownerId,
    roles: [...guild.roles.cache.values()].map(({ id, name, permissions }) => ({
      ...{ id, name },
      permissions: permissions.bitfield,
    })),
    channels: [...rooms.values(), ...threads],
  };
}
