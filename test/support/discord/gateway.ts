/** Gateway v10 over JSON: sessions that can be resumed, intents, shards. https://discord.com/developers/docs/events/gateway */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { GatewayCloseCodes, GatewayIntentBits, GatewayOpcodes } from 'discord-api-types/v10';
import { type WebSocket, WebSocketServer } from 'ws';
import { guildsOf, type Hello, packet, readPacket, readyPayload, refusalOf } from './identify.ts';
import { shardOf } from './ids.ts';
import { answerMembers, type MembersAsked } from './members.ts';
import { guildCreated } from './payloads.ts';
import { Session } from './session.ts';
import type { HeldGuild, State } from './state.ts';

/** An event for whoever listens. */
export interface Dispatch {
  readonly t: string;
  readonly d: object;
  /** Null: about no guild, so for shard 0. */
  readonly guild: string | null;
  /** Any of these intents; 0: for everyone. */
  readonly intents: number;
  /** What is sent without the MessageContent intent, where that differs. */
  readonly withheld?: object;
}

export interface GatewayOptions {
  readonly heartbeatMs: number;
  readonly maxConcurrency: number;
  /** How long a session without a socket can be resumed. */
  readonly resumableMs: number;
  readonly shards: number;
  /** Milliseconds between two identifications of shards that may not come at once; 5,000 in truth. */
  readonly identifyEveryMs: number;
}

const MOST_SENDS = 120;

export class Gateway {
  readonly options: GatewayOptions;
  readonly #state: State;
  readonly #server = new WebSocketServer({ noServer: true, clientTracking: true, perMessageDeflate: false });
  readonly #sessions = new Map<string, Session>();
  #url = '';
  #held: Dispatch[] | null = null;
  readonly #asked = new Map<WebSocket, (() => void)[]>();
  readonly #lastIdentified = new Map<number, number>();
  #identified = 0;
  #refusing = false;
  /** Every event is sent so many times. */
  repeats = 1;

  constructor(state: State, options: GatewayOptions) {
    this.#state = state;
    this.options = options;
  }

  /** @param url where clients find it, as `ws://…` */
  open(url: string): void {
    this.#url = url;
  }

  get url(): string {
    return this.#url;
  }

  /** Sessions that have a socket. */
  get connected(): readonly Session[] {
    return [...this.#sessions.values()].filter((s) => s.socket !== null);
  }

  /** How often a client identified anew. */
  get identified(): number {
    return this.#identified;
  }

  /** Whether nobody may connect. */
  refuse(refused: boolean): void {
    this.#refusing = refused;
  }

  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (this.#refusing) {
      socket.destroy();
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (connection) => this.#greet(connection));
  }

  /**
   * Until every client has read all that was sent so far: each is asked for a heartbeat, and it answers in turn. One
   * that is gone is not waited for.
   */
  async flushed(): Promise<void> {
    await Promise.all(
      this.connected.flatMap(({ socket }) => {
        if (!socket) return [];
        const answered = new Promise<void>((resolve) => {
          this.#asked.set(socket, [...(this.#asked.get(socket) ?? []), resolve]);
        });
        socket.send(packet(GatewayOpcodes.Heartbeat, null));
        return [answered];
      }),
    );
  }

  #beat(socket: WebSocket): void {
    for (const resolve of this.#asked.get(socket) ?? []) resolve();
    this.#asked.delete(socket);
  }

  send(event: Dispatch): void {
    if (this.#held) {
      this.#held.push(event);
      return;
    }
    for (let i = 0; i < this.repeats; i++) this.#send(event);
  }

  #send(event: Dispatch): void {
    let full: string | undefined;
    let withheld: string | undefined;
    for (const session of this.#sessions.values()) {
      if (event.intents !== 0 && (session.intents & event.intents) === 0) continue;
      if (session.shard !== (event.guild === null ? 0 : shardOf(event.guild, session.shards))) continue;
      if (event.withheld && !(session.intents & GatewayIntentBits.MessageContent)) {
        withheld ??= JSON.stringify(event.withheld);
        session.dispatch(event.t, withheld);
      } else {
        full ??= JSON.stringify(event.d);
        session.dispatch(event.t, full);
      }
    }
  }

  /** Keeps what happens to itself until `release`. */
  hold(): void {
    this.#held ??= [];
  }

  /** @param order of the events, each as often as it repeats */
  release(order: (events: readonly Dispatch[]) => readonly Dispatch[] = (events) => events): void {
    const events = (this.#held ?? []).flatMap((event) => Array<Dispatch>(this.repeats).fill(event));
    this.#held = null;
    for (const event of order(events)) this.#send(event);
  }

  /** Cuts every socket, as a network does. */
  drop(): void {
    for (const { socket } of this.connected) socket?.terminate();
  }

  close(code: number): void {
    for (const { socket } of this.connected) socket?.close(code);
  }

  /** Asks clients to connect again and resume. */
  reconnect(): void {
    for (const { socket } of this.connected) socket?.send(packet(GatewayOpcodes.Reconnect, null));
  }

  /** Declares sessions invalid; those that are not resumable are forgotten. */
  invalidate(resumable = false): void {
    for (const session of this.connected) {
      session.socket?.send(packet(GatewayOpcodes.InvalidSession, resumable));
      if (!resumable) this.#sessions.delete(session.id);
    }
  }

  /** Forgets every session, so that a resume fails. */
  forget(): void {
    this.#sessions.clear();
  }

  async stop(): Promise<void> {
    for (const client of this.#server.clients) client.terminate();
    this.forget();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #greet(socket: WebSocket): void {
    let session: Session | null = null;
    let sends = 0;
    let since = Date.now();
    socket.on('error', () => socket.terminate());
    socket.on('message', (data) => {
      if (Date.now() - since > 60_000) [sends, since] = [0, Date.now()];
      // Heartbeats that were asked for do not count.
      if (!this.#asked.has(socket)) sends += 1;
      if (sends > MOST_SENDS) return socket.close(GatewayCloseCodes.RateLimited);
      const said = readPacket(data);
      if (!said) return socket.close(GatewayCloseCodes.DecodeError);
      if (said.op === GatewayOpcodes.Heartbeat) {
        this.#beat(socket);
        return socket.send(packet(GatewayOpcodes.HeartbeatAck, null));
      }
      if (said.op === GatewayOpcodes.Identify || said.op === GatewayOpcodes.Resume) {
        const d = (said.d ?? {}) as Hello;
        // A session that was declared invalid for a moment is resumed on the same socket.
        if (session && session.id !== d.session_id)
          return socket.close(GatewayCloseCodes.AlreadyAuthenticated);
        session = said.op === GatewayOpcodes.Identify ? this.#identify(socket, d) : this.#resume(socket, d);
        return;
      }
      if (!session) return socket.close(GatewayCloseCodes.NotAuthenticated);
      if (said.op === GatewayOpcodes.RequestGuildMembers)
        answerMembers(this.#state, session, said.d as MembersAsked);
      else if (said.op !== GatewayOpcodes.PresenceUpdate) socket.close(GatewayCloseCodes.UnknownOpcode);
    });
    socket.on('close', (code) => {
      this.#beat(socket);
      if (session) this.#left(session, socket, code);
    });
    socket.send(packet(GatewayOpcodes.Hello, { heartbeat_interval: this.options.heartbeatMs, _trace: [] }));
  }

  #identify(socket: WebSocket, hello: Hello): Session | null {
    const { application, ids } = this.#state;
    const { intents = 0, shard = [0, 1] } = hello;
    const refused = refusalOf(application, hello, this.options.shards);
    if (refused !== null) {
      socket.close(refused);
      return null;
    }
    if (this.#tooSoon(shard[0])) {
      socket.send(packet(GatewayOpcodes.InvalidSession, false));
      return null;
    }
    this.#identified += 1;
    const session = new Session(`session-${ids.next()}`, intents, shard, socket);
    this.#sessions.set(session.id, session);
    session.dispatch('READY', JSON.stringify(readyPayload(application, session, this.#url)));
    for (const guild of guildsOf(application, session)) this.#tellGuild(session, guild);
    return session;
  }

  /** Shards of one remainder identify one after the other. */
  #tooSoon(shard: number): boolean {
    const { maxConcurrency, identifyEveryMs } = this.options;
    const key = shard % maxConcurrency;
    const now = Date.now();
    if (now - (this.#lastIdentified.get(key) ?? 0) < identifyEveryMs) return true;
    this.#lastIdentified.set(key, now);
    return false;
  }

  #tellGuild(session: Session, guild: HeldGuild): void {
    if (!(session.intents & GatewayIntentBits.Guilds)) return;
    const all = (session.intents & GatewayIntentBits.GuildPresences) !== 0;
    session.dispatch('GUILD_CREATE', JSON.stringify(guildCreated(guild, this.#state.application, all)));
  }

  #resume(socket: WebSocket, { token, session_id, seq = 0 }: Hello): Session | null {
    const session = this.#sessions.get(session_id ?? '');
    if (token !== this.#state.application.token) {
      socket.close(GatewayCloseCodes.AuthenticationFailed);
      return null;
    }
    if (!session?.replays(seq)) {
      if (session && seq > session.seq) socket.close(GatewayCloseCodes.InvalidSeq);
      else socket.send(packet(GatewayOpcodes.InvalidSession, false));
      return null;
    }
    session.attach(socket, seq);
    session.dispatch('RESUMED', '{"_trace":[]}');
    return session;
  }

  #left(session: Session, socket: WebSocket, code: number): void {
    if (session.socket !== socket) return;
    session.detach();
    // A client that says good-bye gives its session up.
    if (code === 1000 || code === 1001) this.#sessions.delete(session.id);
    else
      setTimeout(() => session.socket ?? this.#sessions.delete(session.id), this.options.resumableMs).unref();
  }
}
