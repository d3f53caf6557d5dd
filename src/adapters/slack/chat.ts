/** Slack as the sender sees it. Every call is made once: what to do about a failure is the outbox's to decide. */
import type { ConversationsHistoryResponse, WebClient } from '@slack/web-api';
import { plainEmoji } from '../../commands/emoji.ts';
import type { Outcome } from '../../coordination/delivery/outbox.ts';
import type { OutboxId } from '../../coordination/ids.ts';
import { inWords, type Message } from '../../coordination/message.ts';
import type { AccountRef, ChannelRef, MessageRef } from '../../coordination/places.ts';
import type { Address, Charts, Chat } from '../../coordination/ports.ts';
import { codeOf, isOver, notNow, outcomeOf } from './faults.ts';
import { channelObject, channelProfile, trusting, userObject, userProfile } from './profile.ts';
import { readText } from './read-text.ts';
import { renderMessage, type Uploaded } from './render.ts';
import { escaped } from './text.ts';
import type { SlackBot, SlackTokens } from './tokens.ts';
import { isFileOf, shareFile, withPictures } from './upload.ts';

export interface SlackChatDeps {
  readonly client: WebClient;
  readonly tokens: SlackTokens;
  readonly charts: Charts;
  readonly log: Record<'error' | 'warn', (details: object, words: string) => void>;
}

/** By this Baton finds what it sent: https://docs.slack.dev/messaging/message-metadata */
const SENT = 'baton_message';
/** What was sent a moment ago stands among so many of the latest. */
const LOOKED_AT = 100;
/** A thread is told from its beginning. */
const THREAD_LOOKED_AT = 1_000;
const PAGE = 200;
/** Slack errs at times: a token that it refused is tried again after so long. */
const REFUSED_MS = 10 * 60_000;
/** A channel of more members than that is not read to its end. */
const MOST_MEMBERS = 5_000;

/** The card that was to be changed is gone: it is shown anew. */
const GONE = new Set(['message_not_found', 'cant_update_message', 'edit_window_closed']);

export function createSlackChat({ client, tokens, charts, log }: SlackChatDeps): Chat {
  const uploads = { client, charts, log };
  /** Of teams whose token Slack no longer takes: it is not tried again for a while. */
  const refused = new Map<string, { readonly token: string; readonly until: number }>();
  const botOf = async (team: string): Promise<SlackBot> => {
    const bot = await tokens.bot(team);
    const over = refused.get(team);
    if (!bot || (over?.token === bot.token && over.until > performance.now())) throw new NotInstalled();
    if (over) refused.delete(team);
    return bot;
  };
  const tokenOf = async (team: string): Promise<string> => (await botOf(team)).token;
  /** Tells whether there is a newer token than the one that Slack refused: the team has installed Baton anew. */
  const refuse = async (team: string, token: string, reason: string | null): Promise<boolean> => {
    tokens.forget(team);
    const bot = await tokens.bot(team);
    if (bot && bot.token !== token) return true;
    refused.set(team, { token, until: performance.now() + REFUSED_MS });
    log.error({ team, reason }, 'Slack no longer takes the token of this team: nothing more is sent there');
    return false;
  };
  const post = async (
    to: Address,
    message: Message,
    key: OutboxId,
    token: string,
    uploaded?: Uploaded,
  ): Promise<MessageRef> => {
    const { text, blocks } = renderMessage(message, uploaded);
    const said = { token, text, blocks, unfurl_links: false, unfurl_media: false };
    if (to.to === 'whisper') {
      const { channel } = to.channel;
      const { message_ts = '' } = await client.chat.postEphemeral({
        ...said,
        channel,
        user: to.account.account,
        ...(to.thread ? { thread_ts: to.thread } : {}),
      });
      return { ...to.channel, message: message_ts };
    }
    const here = to.to === 'channel' ? to.channel : to.account;
    const thread = to.to === 'channel' ? to.thread : undefined;
    const { channel = '', ts = '' } = await client.chat.postMessage({
      ...said,
      channel: to.to === 'channel' ? to.channel.channel : to.account.account,
      metadata: { event_type: SENT, event_payload: { id: key } },
      ...(thread ? { thread_ts: thread } : {}),
    });
    return { platform: 'slack', scope: here.scope, channel, message: ts, ...(thread ? { thread } : {}) };
  };
  /** With its file, where Slack takes it; a file is kept for one person, or for all of a channel. */
  const share = async (
    to: Address,
    message: Message,
    key: OutboxId,
    token: string,
  ): Promise<MessageRef | null> => {
    const { file, summary } = message;
    if (!file || to.to === 'whisper') return null;
    const { scope } = to.to === 'account' ? to.account : to.channel;
    const channel = to.to === 'account' ? await direct(token, to.account) : to.channel.channel;
    const thread = to.to === 'channel' ? to.thread : undefined;
    const id = await shareFile(uploads, token, file, { channel, thread, words: escaped(summary), key });
    return id === null ? null : { platform: 'slack', scope, channel, message: id };
  };
  const change = async (
    ref: MessageRef,
    message: Message,
    token: string,
    uploaded?: Uploaded,
  ): Promise<boolean> => {
    const { text, blocks } = renderMessage(message, uploaded);
    try {
      await client.chat.update({ token, channel: ref.channel, ts: ref.message, text, blocks });
      return true;
    } catch (error) {
      if (GONE.has(codeOf(error) ?? '')) return false;
      throw error;
    }
  };
  /** The newest messages of a channel, or of a thread in it. */
  const latest = async (
    token: string,
    channel: string,
    thread: string | undefined,
    most: object,
  ): Promise<NonNullable<ConversationsHistoryResponse['messages']>> => {
    const asked = { token, channel, include_all_metadata: true, ...most };
    const { messages } = thread
      ? await client.conversations.replies({ ...asked, ts: thread })
      : await client.conversations.history(asked);
    return messages ?? [];
  };
  /** The direct channel of an account and Baton. */
  const direct = async (token: string, { account }: AccountRef): Promise<string> => {
    const { channel } = await client.conversations.open({ token, users: account });
    return channel?.id ?? '';
  };

  return {
    platform: 'slack',
    async send(to, message, key, replaces): Promise<Outcome> {
      const { scope } = to.to === 'account' ? to.account : to.channel;
      let token = '';
      try {
        token = await tokenOf(scope);
        const shared = replaces ? null : await share(to, message, key, token);
        if (shared) return { outcome: 'sent', ref: shared };
        const said = message.file ? inWords(message) : message;
        return await withPictures(uploads, token, said, async (uploaded): Promise<Outcome> => {
          if (replaces && ((await change(replaces, said, token, uploaded)) || message.inPlaceOnly))
            return { outcome: 'sent', ref: replaces };
          return { outcome: 'sent', ref: await post(to, said, key, token, uploaded) };
        });
      } catch (error) {
        if (error instanceof NotInstalled) return { outcome: 'uninstalled', reason: error.message };
        if (isOver(error) && (await refuse(scope, token, codeOf(error))))
          return { outcome: 'again', reason: 'the team has installed Baton anew' };
        return outcomeOf(error);
      }
    },
    async find(to, key) {
      // What one person alone sees is in no history.
      if (to.to === 'whisper') return null;
      const { scope } = to.to === 'account' ? to.account : to.channel;
      const token = await tokenOf(scope);
      const thread = to.to === 'channel' ? to.thread : undefined;
      const [channel, there] = await asked(async () => {
        const where = to.to === 'account' ? await direct(token, to.account) : to.channel.channel;
        const limit = thread ? THREAD_LOOKED_AT : LOOKED_AT;
        return [where, await latest(token, where, thread, { limit })] as const;
      });
      const found = there.find(
        ({ metadata, files }) =>
          (metadata?.event_type === SENT && (metadata.event_payload as { id?: unknown })?.id === key) ||
          files?.some(({ name }) => name !== undefined && isFileOf(name, key)),
      );
      if (!found?.ts) return null;
      return { platform: 'slack', scope, channel, message: found.ts, ...(thread ? { thread } : {}) };
    },
    async read({ scope, channel, message, thread }) {
      try {
        const { token, botUserId } = await botOf(scope);
        const alone = { latest: message, oldest: message, inclusive: true, limit: 1 };
        const found = (await latest(token, channel, thread, alone)).find(({ ts }) => ts === message);
        return found ? { text: readText(found.text ?? '', botUserId), author: found.user ?? null } : null;
      } catch (error) {
        return unseen(error);
      }
    },
    async reactions({ scope, channel, message }) {
      try {
        const token = await tokenOf(scope);
        const got = await client.reactions.get({ token, channel, timestamp: message, full: true });
        const given = got.message?.reactions ?? [];
        return given.map(({ name = '', users = [] }) => ({ emoji: plainEmoji(name), accounts: users }));
      } catch (error) {
        return unseen(error);
      }
    },
    async react({ scope, channel, message }, emoji) {
      const token = await tokenOf(scope);
      await client.reactions.add({ token, channel, timestamp: message, name: emoji });
    },
    async person({ scope, account }) {
      try {
        const bot = await botOf(scope);
        const { token } = bot;
        const { user } = await client.users.info({ token, user: account });
        const told = userProfile(userObject.parse(user), scope);
        const profile = told && trusting(told, account, bot);
        return profile?.role === 'guest'
          ? { ...profile, channels: await channelsOf(token, account) }
          : profile;
      } catch (error) {
        return unseen(error);
      }
    },
    async channel({ scope, channel }: ChannelRef) {
      try {
        const token = await tokenOf(scope);
        const { channel: found } = await client.conversations.info({ token, channel });
        const profile = channelProfile(channelObject.parse(found));
        return profile.kind === 'private'
          ? { ...profile, members: await membersOf(token, channel) }
          : profile;
      } catch (error) {
        return unseen(error);
      }
    },
    async inside({ scope, channel }: ChannelRef) {
      try {
        const token = await tokenOf(scope);
        const { channel: found } = await client.conversations.info({ token, channel });
        const { is_archived: archived, is_member: member } = channelObject.parse(found);
        if (archived) return { accounts: null, off: 'is_archived' };
        return member
          ? { accounts: await membersOf(token, channel), off: null }
          : { accounts: null, off: 'not_in_channel' };
      } catch (error) {
        return unseen(error);
      }
    },
  };

  async function membersOf(token: string, channel: string): Promise<string[]> {
    const members: string[] = [];
    for (let cursor: string | undefined; members.length < MOST_MEMBERS; ) {
      const page = await client.conversations.members({ token, channel, limit: 1_000, ...at(cursor) });
      members.push(...(page.members ?? []));
      cursor = page.response_metadata?.next_cursor;
      if (!cursor) break;
    }
    return members;
  }

  async function channelsOf(token: string, user: string) {
    const { channels = [] } = await client.users.conversations({
      token,
      user,
      types: 'public_channel,private_channel',
      limit: PAGE,
    });
    return channels.map((one) => channelProfile(channelObject.parse(one)));
  }
}

const at = (cursor: string | undefined) => (cursor ? { cursor } : {});

class NotInstalled extends Error {
  constructor() {
    super('Baton is not installed in this team');
  }
}

const NOT_THERE = new Set(['message_not_found', 'thread_not_found']);

/** What may not be seen is not there; all else is a fault. */
function unseen(error: unknown): null {
  if (error instanceof NotInstalled || NOT_THERE.has(codeOf(error) ?? '')) return null;
  if (outcomeOf(error).outcome === 'refused') return null;
  throw notNow(error);
}

/** @throws NotNow */
const asked = <T>(ask: () => Promise<T>): Promise<T> =>
  ask().catch((error: unknown) => {
    throw notNow(error);
  });
