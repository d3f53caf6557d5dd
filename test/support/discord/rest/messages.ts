/** Channels' messages and reactions: https://discord.com/developers/docs/resources/message */
import { PermissionFlagsBits } from 'discord-api-types/v10';
import { tooManyOldEdits } from '../faults.ts';
import { timeOf } from '../ids.ts';
import type { Effect } from '../ledger.ts';
import { checkMessage, type MessageBody } from '../limits/message.ts';
import { isText } from '../message-body.ts';
import { enter, remove, rewrite, write } from '../messages.ts';
import { messagePayload } from '../payloads.ts';
import { invalid, refusal } from '../problems.ts';
import { react } from '../reactions.ts';
import type { HeldChannel, HeldMessage, State } from '../state.ts';
import { objectOf } from './body.ts';
import { channelAt, messageAt, need } from './find.ts';
import type { Call, Route } from './router.ts';

/** “The past few minutes”: https://docs.discord.com/developers/resources/message#create-message */
const NONCE_MS = 180_000;
const OLD_MS = 3_600_000;
/** The documentation keeps the number to itself; people have counted this. */
const OLD_EDITS = 3;
const OLD_EDITS_MS = 20_000;

interface Nonce {
  readonly message: HeldMessage;
  readonly effect: Effect;
  readonly at: number;
}

const nonces = new WeakMap<State, Map<string, Nonce>>();
/** Edits of old messages a moment ago, by channel. */
const oldEdits = new WeakMap<HeldChannel, { since: number; count: number }>();

export const MESSAGES: readonly Route[] = [
  { on: 'GET /channels/:channel/messages', run: list },
  {
    on: 'GET /channels/:channel/messages/:message',
    run: ({ world, params }) => shown(world.state, at(world.state, params)),
  },
  { on: 'POST /channels/:channel/messages', run: post },
  { on: 'PATCH /channels/:channel/messages/:message', run: edit },
  { on: 'DELETE /channels/:channel/messages/:message', run: erase },
  {
    on: 'POST /channels/:channel/typing',
    run: ({ world, params }) => void channelAt(world.state, params[0]),
  },
  { on: 'GET /channels/:channel/messages/:message/reactions/:emoji', run: reactors },
  { on: 'PUT /channels/:channel/messages/:message/reactions/:emoji/@me', run: (call) => reacts(call, true) },
  {
    on: 'DELETE /channels/:channel/messages/:message/reactions/:emoji/@me',
    run: (call) => reacts(call, false),
  },
];

const at = (state: State, [channel, message]: readonly string[]): HeldMessage =>
  messageAt(state, channel, message);
const shown = (state: State, message: HeldMessage) => messagePayload(message, state);

function post({ world, params: [channelId], body: sent, files }: Call): object {
  const { state } = world;
  const body = objectOf<MessageBody>(sent);
  const channel = channelAt(state, channelId);
  mayPost(state, channel, body, files.length);
  checkMessage(body, { whole: true, files: files.length });
  if (files.some(({ bytes }) => bytes.length > state.largestFile)) throw refusal(40005);
  areThere(body, files);
  const reference = body.message_reference;
  if (
    reference?.message_id &&
    reference.fail_if_not_exists !== false &&
    !state.messages.has(reference.message_id)
  )
    throw invalid(['message_reference'], 'REPLIES_UNKNOWN_MESSAGE', 'Unknown message');
  const known = body.enforce_nonce && body.nonce !== undefined ? nonceOf(state, body.nonce) : undefined;
  if (known) {
    known.effect.repeats += 1;
    return shown(state, known.message);
  }
  const message = write(world, { channel, author: state.application.user, body, files });
  const effect = enter(world, 'message', message, body);
  if (body.enforce_nonce && body.nonce !== undefined)
    noncesOf(state).set(String(body.nonce), { message, effect, at: state.now() });
  return shown(state, message);
}

/** What a message shows as attached must come along. @throws Refusal 50035 */
function areThere(body: MessageBody, files: Call['files']): void {
  for (const [, name] of JSON.stringify([body.components, body.embeds]).matchAll(/"attachment:\/\/([^"]+)"/g))
    if (!files.some((file) => file.name === name))
      throw invalid(['components'], 'UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND', `no file ${name}`);
}

function noncesOf(state: State): Map<string, Nonce> {
  const known = nonces.get(state) ?? new Map<string, Nonce>();
  nonces.set(state, known);
  return known;
}

/** The message that the bot sent with this nonce a moment ago, in whatever channel. */
function nonceOf(state: State, nonce: string | number): Nonce | undefined {
  const known = noncesOf(state).get(String(nonce));
  return known && state.now() - known.at < NONCE_MS ? known : undefined;
}

/** @throws Refusal */
function mayPost(state: State, channel: HeldChannel, body: MessageBody, files: number): void {
  if (!isText(channel)) throw refusal(50008);
  if (channel.recipient) {
    if (!state.meets(channel.recipient.id)) throw refusal(50278);
    if (state.users.get(channel.recipient.id)?.refusesDirect) throw refusal(50007);
    return;
  }
  if (channel.thread?.archived) {
    // A message opens an archived thread again, unless it is locked.
    if (channel.thread.locked) throw refusal(50083);
    channel.thread.archived = false;
  }
  const { SendMessages, SendMessagesInThreads, EmbedLinks, AttachFiles, ReadMessageHistory } =
    PermissionFlagsBits;
  need(state, channel, channel.thread ? SendMessagesInThreads : SendMessages);
  if (body.embeds?.length) need(state, channel, EmbedLinks);
  if (files > 0) need(state, channel, AttachFiles);
  if (body.message_reference) need(state, channel, ReadMessageHistory);
}

function edit({ world, params, body: sent, files }: Call): object {
  const { state } = world;
  const body = objectOf<MessageBody>(sent);
  const message = at(state, params);
  if (message.api.author.id !== state.application.id) throw refusal(50005);
  if (message.channel.thread?.archived) throw refusal(50083);
  checkMessage(body, { whole: false, files: files.length });
  const old = state.now() - timeOf(message.api.id) > OLD_MS;
  if (old && state.limitsOldEdits) spendOldEdit(state, message.channel);
  rewrite(world, message, body, files);
  enter(world, 'edit', message, body);
  return shown(state, message);
}

/** @throws Refusal 30046 */
function spendOldEdit(state: State, channel: HeldChannel): void {
  const now = state.now();
  const known = oldEdits.get(channel);
  const lately = known && now - known.since < OLD_EDITS_MS ? known : { since: now, count: 0 };
  if (lately.count >= OLD_EDITS) throw tooManyOldEdits((lately.since + OLD_EDITS_MS - now) / 1000);
  lately.count += 1;
  oldEdits.set(channel, lately);
}

function erase({ world, params }: Call): void {
  const message = at(world.state, params);
  if (message.api.author.id !== world.state.application.id)
    need(world.state, message.channel, PermissionFlagsBits.ManageMessages);
  remove(world, message);
  world.ledger.add('delete', { channel: message.channel.id, message: message.api.id });
}

/** Newest first, at most 100. */
function list({ world, params: [channelId], query }: Call): object {
  const { state } = world;
  const channel = channelAt(state, channelId);
  if (!isText(channel)) throw refusal(50008);
  const limit = Number(query.get('limit') ?? 50);
  if (!(limit >= 1 && limit <= 100))
    throw invalid(['limit'], 'NUMBER_TYPE_MAX', 'int value should be less than or equal to 100.');
  // Without the history an empty list is all there is.
  try {
    need(state, channel, PermissionFlagsBits.ReadMessageHistory);
  } catch {
    return [];
  }
  return pageOf(channel.messages, limit, query).map((message) => shown(state, message));
}

function pageOf(all: readonly HeldMessage[], limit: number, query: URLSearchParams): HeldMessage[] {
  const [before, after, around] = ['before', 'after', 'around'].map((name) => query.get(name));
  if (around) {
    const middle = firstFrom(all, around);
    const half = Math.floor(limit / 2);
    const upper = forward(all, middle, half + 1).reverse();
    return [...upper, ...backward(all, middle - 1, limit - upper.length)];
  }
  if (after) return forward(all, firstFrom(all, `${BigInt(after) + 1n}`), limit).reverse();
  return backward(all, before ? firstFrom(all, before) - 1 : all.length - 1, limit);
}

/** The place of the first message whose id is this or greater. */
function firstFrom(all: readonly HeldMessage[], id: string): number {
  let low = 0;
  let high = all.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (BigInt(all[middle]?.api.id ?? 0) < BigInt(id)) low = middle + 1;
    else high = middle;
  }
  return low;
}

const readable = ({ deleted, onlyFor }: HeldMessage): boolean => !deleted && onlyFor === null;

function backward(all: readonly HeldMessage[], from: number, limit: number): HeldMessage[] {
  const found: HeldMessage[] = [];
  for (let i = from; i >= 0 && found.length < limit; i--) {
    const message = all[i];
    if (message && readable(message)) found.push(message);
  }
  return found;
}

function forward(all: readonly HeldMessage[], from: number, limit: number): HeldMessage[] {
  const found: HeldMessage[] = [];
  for (let i = from; i < all.length && found.length < limit; i++) {
    const message = all[i];
    if (message && readable(message)) found.push(message);
  }
  return found;
}

function emojiOf(words: string): { id: string | null; name: string } {
  const custom = /^([^:]+):(\d+)$/.exec(words);
  if (custom?.[1] && custom[2]) return { id: custom[2], name: custom[1] };
  if (!/\p{Extended_Pictographic}|\p{Regional_Indicator}|[0-9#*]\uFE0F?\u20E3/u.test(words))
    throw refusal(10014);
  return { id: null, name: words };
}

function reacts({ world, params }: Call, present: boolean): void {
  const { state } = world;
  const message = at(state, params);
  const emoji = emojiOf(params[2] ?? '');
  if (message.channel.thread?.archived) throw refusal(50083);
  if (present && !message.reactions.has(emoji.id ?? emoji.name))
    need(state, message.channel, PermissionFlagsBits.AddReactions);
  if (!react(world, message, emoji, state.application.user, present)) return;
  world.ledger.add(present ? 'reaction' : 'unreaction', {
    channel: message.channel.id,
    message: message.api.id,
    body: emoji,
  });
}

/** Who reacted, in the order of their ids. */
function reactors({ world, params, query }: Call): object {
  const { state } = world;
  const emoji = emojiOf(params[2] ?? '');
  const users = at(state, params).reactions.get(emoji.id ?? emoji.name)?.users ?? new Set<string>();
  const after = BigInt(query.get('after') ?? 0);
  return [...users]
    .filter((id) => BigInt(id) > after)
    .sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1))
    .slice(0, Number(query.get('limit') ?? 25))
    .flatMap((id) => state.users.get(id)?.api ?? []);
}
