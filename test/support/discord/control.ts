/**
 * The fake's own addresses, for a test in another process. `GET /ledger?since=12` tells what was taken from the twelfth
 * effect on; `GET /state` who is there; `POST /control {"act": "say", "with": {…}}` does what the act of that name does.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { APIUser } from 'discord-api-types/v10';
import type { Acting, OptionValues } from './acting.ts';
import type { FakeDiscord } from './fake-discord.ts';
import type { Fault } from './faults.ts';
import type { Interaction } from './interaction.ts';
import { purge } from './messages.ts';
import { DOCUMENTED, type Limit } from './pace.ts';
import { clearReactions } from './reactions.ts';
import { customIdOf } from './shown.ts';
import type { HeldChannel, HeldGuild, HeldMessage } from './state.ts';

/** False when the path is none of these. */
export function serveControl(fake: FakeDiscord, request: IncomingMessage, response: ServerResponse): boolean {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
  if (pathname === '/ledger') answer(response, 200, ledgerFrom(fake, Number(searchParams.get('since') ?? 0)));
  else if (pathname === '/state') answer(response, 200, stateOf(fake));
  else if (pathname === '/control') void control(fake, request, response);
  else return false;
  return true;
}

async function control(fake: FakeDiscord, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { act, with: told } = JSON.parse(String(Buffer.concat(chunks))) as { act: string; with?: object };
    const run = (actsOf(fake) as Record<string, (told: never) => unknown>)[act];
    if (!run) throw new Error(`no act is called ${act}`);
    answer(response, 200, plain(await run((told ?? {}) as never)) ?? {});
  } catch (error) {
    answer(response, 400, { error: String(error) });
  }
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

const ledgerFrom = ({ ledger }: FakeDiscord, since: number): object => ({
  last: ledger.effects.length,
  effects: ledger.effects.slice(since),
  requests: ledger.requests,
  counts: Object.fromEntries(ledger.counts),
  invalid: ledger.invalid,
});

const stateOf = ({ url, token, applicationId, state, gateway }: FakeDiscord): object => ({
  url,
  token,
  applicationId,
  connected: gateway.connected.length,
  identified: gateway.identified,
  users: [...state.users.values()].map(({ api }) => ({ id: api.id, name: api.username })),
  guilds: [...state.guilds.values()].map(({ id, name, channels }) => ({
    id,
    name,
    channels: [...channels.values()].map((c) => ({ id: c.id, name: c.name })),
  })),
  commands: [...state.application.commands.values()].map(({ name, type }) => ({ name, type })),
});

interface Said {
  readonly as: string;
  readonly channel: string;
}
interface On {
  readonly as: string;
  readonly message: string;
}

/** People are named by their user name or id, channels by name or id, `@ana` being ana's direct one. */
function actsOf(fake: FakeDiscord) {
  const { state, gateway, faults, pace, build } = fake;
  const user = (named: string): APIUser =>
    state.users.get(named)?.api ??
    [...state.users.values()].find(({ api }) => api.username === named)?.api ??
    missing('user', named);
  const channel = (named: string): HeldChannel =>
    named.startsWith('@')
      ? state.directWith(user(named.slice(1)))
      : (state.channels.get(named) ??
        [...state.channels.values()].find((c) => c.name === named) ??
        missing('channel', named));
  const guild = (named: string | undefined): HeldGuild =>
    [...state.guilds.values()].find((g) => named === undefined || g.id === named || g.name === named) ??
    missing('guild', named ?? 'at all');
  const message = (id: string): HeldMessage => state.messages.get(id) ?? missing('message', id);
  const interaction = (id: string): Interaction =>
    fake.interactions.all.get(id) ?? missing('interaction', id);
  const as = (named: string): Acting => fake.as(user(named));
  const press = ({ customId, label, ...on }: On & { customId?: string; label?: string }): string =>
    customId ?? customIdOf(message(on.message), label ?? '') ?? missing('button', label ?? '');
  return {
    say: ({ as: who, channel: where, content, replyTo }: Said & { content: string; replyTo?: string }) =>
      as(who).post(channel(where), content, replyTo === undefined ? {} : { replyTo: message(replyTo) }),
    edit: ({ as: who, message: id, content }: On & { content: string }) => as(who).edit(message(id), content),
    delete: ({ as: who, message: id }: On) => as(who).delete(message(id)),
    react: ({ as: who, message: id, emoji, present = true }: On & { emoji: string; present?: boolean }) =>
      as(who).react(message(id), emoji, present),
    slash: ({ as: who, channel: where, ...typed }: Said & { path: string[]; options?: OptionValues }) =>
      as(who).slash(channel(where), typed).finished,
    complete: ({
      as: who,
      channel: where,
      focused,
      ...typed
    }: Said & { path: string[]; options?: OptionValues; focused: string }) =>
      as(who).complete(channel(where), typed, focused).finished,
    action: ({ as: who, message: id, name }: On & { name: string }) =>
      as(who).onMessage(name, message(id)).finished,
    press: (on: On & { customId?: string; label?: string }) =>
      as(on.as).press(message(on.message), press(on)).finished,
    choose: (on: On & { customId: string; values: string[] }) =>
      as(on.as).choose(message(on.message), on.customId, on.values).finished,
    submit: ({
      as: who,
      interaction: id,
      values,
    }: {
      as: string;
      interaction: string;
      values: Record<string, string>;
    }) => as(who).submit(interaction(id), values).finished,
    /** What an interaction has come to by now. */
    interaction: ({ interaction: id }: { interaction: string }) => interaction(id),
    message: ({ message: id }: { message: string }) => message(id),
    refuseDirect: ({ user: named, refuses = true }: { user: string; refuses?: boolean }) => {
      const held = state.users.get(user(named).id);
      if (held) held.refusesDirect = refuses;
    },
    join: ({ user: named, roles = [] }: { user: string; roles?: string[] }) =>
      void build.join(guild(undefined), user(named), { roles }),
    post: ({ as: who, channel: where, title, content }: Said & { title: string; content: string }) =>
      as(who).openPost(channel(where), title, content),
    thread: ({ as: who, message: id, name }: On & { name: string }) => {
      const thread = as(who).startThread(message(id), name);
      return { id: thread.id };
    },
    purge: ({ messages }: { messages: string[] }) => purge(fake, messages.map(message)),
    clearReactions: ({ message: id, emoji }: { message: string; emoji?: string }) =>
      clearReactions(fake, message(id), emoji),
    leave: ({ user: named }: { user: string }) => build.leave(guild(undefined), user(named)),
    invite: ({ guild: named }: { guild?: string }) => build.invite(guild(named)),
    expel: ({ guild: named }: { guild?: string }) => build.expel(guild(named)),
    fault: (fault: Fault) => ({ id: faults.add(fault) }),
    endFaults: ({ id }: { id?: number }) => faults.end(id),
    /** `documented`, or limits of one's own; none when left out. */
    limits: ({ limits = [] }: { limits?: 'documented' | Limit[] }) =>
      pace.set(limits === 'documented' ? DOCUMENTED : limits),
    drop: () => gateway.drop(),
    close: ({ code }: { code: number }) => gateway.close(code),
    reconnect: () => gateway.reconnect(),
    invalidate: ({ resumable = false }: { resumable?: boolean }) => gateway.invalidate(resumable),
    forgetSessions: () => gateway.forget(),
    hold: () => gateway.hold(),
    release: ({ shuffled = false }: { shuffled?: boolean }) =>
      gateway.release((events) => (shuffled ? faults.shuffled(events) : events)),
    repeats: ({ times }: { times: number }) => {
      gateway.repeats = times;
    },
    flushed: () => gateway.flushed(),
    forget: () => fake.forget(),
  };
}

function missing(what: string, named: string): never {
  throw new Error(`there is no ${what} ${named}`);
}

/** Messages and interactions without the parts that only the fake needs. */
function plain(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if ('api' in value) return (value as HeldMessage).api;
  if (!('outcome' in value)) return value;
  const { id, outcome, original, followUps, modal, choices } = value as Interaction;
  return {
    id,
    outcome,
    original: original?.api ?? null,
    followUps: followUps.map((m) => m.api),
    modal,
    choices,
  };
}
