/** Discord as a chat platform: what Baton sends there, looks for, and reads. */
import {
  type APIEmoji,
  type APIMessage,
  type APIUser,
  ComponentType,
  MessageFlags,
  type RESTPostAPICurrentUserCreateDMChannelResult,
  Routes,
} from 'discord.js';
import type { Outcome } from '../../coordination/delivery/outbox.ts';
import type { OutboxId } from '../../coordination/ids.ts';
import type { Message } from '../../coordination/message.ts';
import type { AccountRef, MessageRef } from '../../coordination/places.ts';
import type { Address, Charts, Chat, Reacted } from '../../coordination/ports.ts';
import { type Attached, attachedTo, hasFiles } from './attached.ts';
import { numberOf } from './components.ts';
import { type Aside, keyIn, keyOf, nameOf } from './custom-id.ts';
import { reactionCharacter, reactionName } from './emoji.ts';
import { outcomeOf, policyOf } from './faults.ts';
import type { Payload } from './payload.ts';
import { channelProfile, profileOf, strangerProfile } from './profile.ts';
import { renderMessage } from './render.ts';
import type { Api } from './rest.ts';
import { orNull, type Servers } from './servers.ts';

export interface ChatParts {
  readonly api: Api;
  readonly servers: Servers;
  readonly charts: Charts;
  readonly log: { warn(details: object, words: string): void };
  /** Baton's own account. */
  readonly bot: string;
  /** Keeps what buttons cannot carry, for the workspace of a server. */
  readonly putAside: (scope: string, asides: readonly Aside[]) => Promise<void>;
  /** The role that makes a member, where the workspace of a server names one. */
  readonly memberRole: (scope: string) => Promise<string | null>;
  /** Told of an account that was found not to be in its server. */
  readonly absent: (scope: string, account: string) => void;
}

/** As many as Discord gives at once. */
const RECENT = '100';

export function createDiscordChat(parts: ChatParts): Chat {
  const { api, servers } = parts;
  const directs = new Map<string, string>();
  /** Where an address leads. A direct channel stays the same for life. */
  const channelOf = async (to: Address): Promise<string> => {
    if (to.to === 'channel') return to.channel.channel;
    const { account } = to.account;
    const known = directs.get(account);
    if (known) return known;
    const { id } = await api.post<RESTPostAPICurrentUserCreateDMChannelResult>(Routes.userChannels(), {
      recipient_id: account,
    });
    directs.set(account, id);
    return id;
  };
  const drawn = (message: Message): Promise<Attached | null> =>
    attachedTo(message, parts.charts).catch((error: unknown) => {
      parts.log.warn({ err: error }, 'a picture could not be drawn: its words are said instead');
      return null;
    });
  const say = async (
    to: Address,
    message: Message,
    key: OutboxId,
    replaces: MessageRef | null,
    attached: Attached | null,
  ): Promise<Outcome> => {
    try {
      const name = keyOf(key);
      const layout = to.to === 'channel' ? 'shared' : 'direct';
      const { payload, asides } = renderMessage(message, layout, name, attached);
      await parts.putAside(scopeOf(to), asides);
      if (replaces && ((await edit(api, replaces, payload, attached)) || message.inPlaceOnly))
        return { outcome: 'sent', ref: replaces };
      const channel = await channelOf(to);
      const body = {
        ...(replaces ? withLink(payload, replaces) : payload),
        ...answering(to),
        // Said anew, it is another message.
        nonce: replaces ? nameOf([name, replaces.message]) : name,
        enforce_nonce: true,
      };
      const sent = await api.post<APIMessage>(Routes.channelMessages(channel), body, filesOf(attached));
      return { outcome: 'sent', ref: refOf(to, channel, sent.id) };
    } catch (error) {
      return outcomeOf(error);
    }
  };
  return {
    platform: 'discord',
    async send(to, message, key, replaces): Promise<Outcome> {
      const attached = hasFiles(message) ? await drawn(message) : null;
      const outcome = await say(to, message, key, replaces, attached);
      // Not taken with its files: the words alone may be.
      if (!attached || outcome.outcome !== 'refused') return outcome;
      parts.log.warn({ reason: outcome.reason }, 'Discord took no files: their words are said instead');
      return say(to, message, key, replaces, null);
    },
    async find(to, key) {
      const channel = await channelOf(to);
      const recent = await api.get<APIMessage[]>(Routes.channelMessages(channel), { limit: RECENT });
      const found = recent.find((message) => message.author.id === parts.bot && isOf(message, key));
      return found ? refOf(to, channel, found.id) : null;
    },
    async read(ref) {
      const found = await orNull(api.get<APIMessage>(Routes.channelMessage(ref.channel, ref.message)));
      return found && { text: found.content, author: found.author.id };
    },
    async reactions({ channel, message }) {
      const found = await orNull(api.get<APIMessage>(Routes.channelMessage(channel, message)));
      if (!found) return null;
      const given: Reacted[] = [];
      for (const { emoji } of found.reactions ?? []) {
        const accounts = await reactorsOf(api, channel, message, emoji);
        given.push({ emoji: reactionName(emoji), accounts });
      }
      return given;
    },
    async react({ channel, message }, emoji) {
      const character = reactionCharacter(emoji);
      if (character)
        await api.put(Routes.channelMessageOwnReaction(channel, message, encodeURIComponent(character)), {});
    },
    async person({ scope, account }) {
      const [server, member] = await Promise.all([servers.facts(scope), servers.member(scope, account)]);
      if (server && member) return profileOf(server, member, await parts.memberRole(scope));
      parts.absent(scope, account);
      const user = await orNull(api.get<APIUser>(Routes.user(account)));
      return user && strangerProfile(user);
    },
    async channel({ scope, channel }) {
      const server = await servers.facts(scope);
      const facts = server && (await servers.channel(server, channel));
      return server && facts && channelProfile(server, facts);
    },
    async inside({ channel }) {
      try {
        await api.get(Routes.channel(channel));
        return { accounts: null, off: null };
      } catch (error) {
        const outcome = outcomeOf(error);
        if (outcome.outcome === 'refused') return { accounts: null, off: outcome.reason };
        throw error;
      }
    },
  };
}

/** Everyone who reacted with an emoji, a page at a time. */
async function reactorsOf(
  api: Api,
  channel: string,
  message: string,
  { id, name }: APIEmoji,
): Promise<string[]> {
  const route = Routes.channelMessageReaction(
    channel,
    message,
    encodeURIComponent(id ? `${name}:${id}` : (name ?? '')),
  );
  const accounts: string[] = [];
  for (let after = '0'; ; after = accounts.at(-1) ?? after) {
    const page = (await orNull(api.get<APIUser[]>(route, { limit: RECENT, after }))) ?? [];
    accounts.push(...page.map((user) => user.id));
    if (page.length < Number(RECENT)) return accounts;
  }
}

const accountIn = (to: Address): AccountRef | null => (to.to === 'channel' ? null : to.account);
const scopeOf = (to: Address): string => (to.to === 'channel' ? to.channel.scope : to.account.scope);

const answering = (to: Address) =>
  to.to === 'channel' && to.thread
    ? { message_reference: { message_id: to.thread, fail_if_not_exists: false } }
    : {};

function refOf(to: Address, channel: string, message: string): MessageRef {
  const thread = accountIn(to) === null && to.to === 'channel' && to.thread ? { thread: to.thread } : {};
  return { platform: 'discord', scope: scopeOf(to), channel, message, ...thread };
}

const filesOf = (attached: Attached | null) => (attached ? [...attached.files] : undefined);

/** False when the message takes no edit any more. */
async function edit(
  api: Api,
  { channel, message }: MessageRef,
  payload: Payload,
  attached: Attached | null,
): Promise<boolean> {
  try {
    await api.patch(Routes.channelMessage(channel, message), payload, filesOf(attached));
    return true;
  } catch (error) {
    if (policyOf(error) === 'anew') return false;
    throw error;
  }
}

/** A message that takes the place of one which can no longer be edited leads back to it. */
function withLink(payload: Payload, { scope, channel, message }: MessageRef): Payload {
  const words = `-# Goes on from [an earlier message](<https://discord.com/channels/${scope}/${channel}/${message}>)`;
  if (!((payload.flags ?? 0) & MessageFlags.IsComponentsV2)) return payload;
  return {
    ...payload,
    components: [...payload.components, { type: ComponentType.TextDisplay, content: words }],
  };
}

interface Part {
  readonly id?: number;
  readonly custom_id?: string;
  readonly components?: readonly Part[];
  readonly accessory?: Part;
}

/** Whether a message is what an outbox row was sent as: something in it names the row. */
export function isOf(message: Pick<APIMessage, 'components' | 'nonce'>, key: OutboxId): boolean {
  const name = keyOf(key);
  if (message.nonce === name) return true;
  const names = (part: Part): boolean =>
    keyIn(part.custom_id ?? '') === name ||
    (part.components ?? []).some(names) ||
    (part.accessory !== undefined && names(part.accessory));
  const parts = (message.components ?? []) as readonly Part[];
  return parts.some((part) => part.id === numberOf(name) || names(part));
}

/** Says something to a person directly, once, where nothing else is left to try. */
export async function sayDirectly(api: Api, account: string, message: Message): Promise<void> {
  const { id } = await api.post<{ id: string }>(Routes.userChannels(), { recipient_id: account });
  await api.post(Routes.channelMessages(id), renderMessage(message, 'direct').payload);
}
