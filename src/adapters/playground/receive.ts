/** What a person does on the page -> an intent, as a platform's events become intents. */
import type { Act, CapturedMessage, Place } from '../../commands/intent.ts';
import { accountOfDirect, BATON, CHANNELS, SCOPE } from './cast.ts';
import { refOf } from './chat.ts';
import type { StoredMessage } from './store.ts';

export function placeOf(channel: string, thread?: string | null): Place {
  const found = CHANNELS.find((c) => c.key === channel);
  const direct = accountOfDirect(channel);
  return {
    platform: 'playground',
    scope: SCOPE,
    channel,
    channelKind: found?.kind ?? 'direct',
    channelName: found?.name ?? `${direct} and Baton`,
    ...(thread ? { thread } : {}),
  };
}

export const capturedOf = (m: StoredMessage): CapturedMessage => ({
  ref: refOf(m),
  text: m.text ?? m.message?.summary ?? '',
  author: m.author,
});

/** What an intent of any kind says of itself. */
export interface About {
  readonly key: string;
  readonly at: number;
  readonly actor: string;
}

const about = ({ key, at, actor }: About) => ({ v: 1, key, at, actor }) as const;

const MENTION = new RegExp(`<@${BATON}>`);

/**
 * A message that mentions Baton, or is written to it directly; null for one that does not concern it, of which nothing
 * is kept. `root` is the message that its thread hangs from.
 */
export function mentionOf(who: About, said: StoredMessage, root: StoredMessage | null): Act | null {
  const text = said.text ?? '';
  const direct = accountOfDirect(said.channel) !== null;
  if (!direct && !MENTION.test(text)) return null;
  return {
    ...about(who),
    kind: 'mention',
    place: placeOf(said.channel, said.thread),
    text: text.replace(MENTION, ' ').trim(),
    said: capturedOf(said),
    ...(root ? { replyTo: capturedOf(root) } : {}),
  };
}

export const wordsOf = (who: About, channel: string, text: string): Act => ({
  ...about(who),
  kind: 'words',
  place: placeOf(channel),
  text,
});

export const actionOf = (
  who: About,
  from: 'press' | 'form',
  channel: string,
  action: { readonly verb: string; readonly options: Readonly<Record<string, string>> },
  on: StoredMessage | null,
): Act => ({
  ...about(who),
  kind: 'action',
  from,
  place: placeOf(channel, on?.thread),
  action: { verb: action.verb, options: { ...action.options } },
  ...(on ? { on: refOf(on) } : {}),
});

export const trackOf = (who: About, message: StoredMessage): Act => ({
  ...about(who),
  kind: 'track',
  place: placeOf(message.channel, message.thread),
  message: capturedOf(message),
});

export const reactionOf = (who: About, on: StoredMessage, emoji: string, present: boolean): Act => ({
  ...about(who),
  kind: 'reaction',
  place: placeOf(on.channel, on.thread),
  emoji,
  present,
  on: refOf(on),
});

export const changeOf = (who: About, on: StoredMessage, change: 'edited' | 'deleted'): Act => ({
  ...about(who),
  kind: 'message_changed',
  place: placeOf(on.channel, on.thread),
  on: refOf(on),
  change,
});
