/**
 * What a platform tells us, in no platform's words. Receivers turn payloads into intents; the inbox stores intents,
 * never raw payloads. `v` grows when the shape changes, so that rows written by older code are still understood.
 */
import { z } from 'zod';
import { ROLES } from '../coordination/people/person.ts';
import { PLATFORMS } from '../coordination/places.ts';

const installation = { platform: z.enum(PLATFORMS), scope: z.string() };
const messageRef = z.object({
  ...installation,
  channel: z.string(),
  message: z.string(),
  thread: z.string().optional(),
});

/** Where something was said. `name` is what people call the channel, for words; its key is the id. */
const place = z.object({
  ...installation,
  channel: z.string(),
  channelKind: z.enum(['public', 'private', 'direct']),
  channelName: z.string(),
  thread: z.string().optional(),
});

const captured = z.object({
  ref: messageRef,
  text: z.string(),
  /** The author's account; null when it is not known. Bots' messages can be tracked, but never command. */
  author: z.string().nullable(),
});

const action = z.object({ verb: z.string(), options: z.record(z.string(), z.string()) });

const about = {
  v: z.literal(1),
  /** What the platform calls this event or interaction: a second one with the same key does nothing. */
  key: z.string().min(1).max(500),
  /** Milliseconds since the epoch, as the platform tells it. */
  at: z.number(),
  actor: z.string(),
  place,
};

const channelProfile = z.object({
  channel: z.string(),
  kind: z.enum(['public', 'private', 'direct']),
  name: z.string(),
  archived: z.boolean(),
  members: z.array(z.string()).readonly().nullable(),
});

const profile = z.object({
  handle: z.string(),
  name: z.string(),
  kind: z.enum(['human', 'agent']),
  role: z.enum(ROLES),
  zone: z.string().nullable(),
  active: z.boolean(),
  channels: z.array(channelProfile).readonly().nullable(),
});

/** What every intent says of itself that no person's act stands behind. */
const told = { v: about.v, key: about.key, at: about.at, place: z.object(installation) };

export const intentSchema = z.discriminatedUnion('kind', [
  /** Words after `/baton`. */
  z.object({ ...about, kind: z.literal('words'), text: z.string() }),
  /** A typed command, a press or a sent form. `on` is the message pressed; `fields` says that a form can show errors. */
  z.object({
    ...about,
    kind: z.literal('action'),
    from: z.enum(['command', 'press', 'form']),
    action,
    on: messageRef.optional(),
  }),
  /**
   * `@Baton …`: `text` is what stands behind the mention, `said` the message itself, `replyTo` the root or quoted one,
   * read once where its text is empty.
   */
  z.object({
    ...about,
    kind: z.literal('mention'),
    text: z.string(),
    said: captured,
    replyTo: captured.optional(),
  }),
  /** The message action Track with Baton. */
  z.object({ ...about, kind: z.literal('track'), message: captured }),
  z.object({
    ...about,
    kind: z.literal('reaction'),
    emoji: z.string(),
    present: z.boolean(),
    on: messageRef,
    /** Sent along where the platform gives it; else the message is read once. */
    message: captured.optional(),
  }),
  z.object({
    ...about,
    kind: z.literal('message_changed'),
    on: messageRef,
    change: z.enum(['edited', 'deleted']),
  }),
  /** An account is new or has changed. */
  z.object({ ...told, kind: z.literal('profile'), account: z.string(), profile }),
  /** A channel is new or has changed. */
  z.object({ ...told, kind: z.literal('channel'), profile: channelProfile }),
  /** Someone joined or left a channel. `account` is null where it was Baton itself. */
  z.object({
    ...told,
    kind: z.literal('membership'),
    channel: z.string(),
    account: z.string().nullable(),
    present: z.boolean(),
  }),
  /** The time of an approval has come: its deadline, or to read its reactions again. */
  z.object({
    v: about.v,
    key: about.key,
    at: about.at,
    kind: z.literal('approval_due'),
    approval: z.number(),
    /** Whatever was not seen is looked for. */
    read: z.boolean().optional(),
  }),
  /** Baton was removed from the installation. */
  z.object({ ...told, kind: z.literal('uninstalled') }),
]);

export type Intent = z.infer<typeof intentSchema>;
export type IntentOf<Kind extends Intent['kind']> = Extract<Intent, { kind: Kind }>;
/** What a platform tells of its people and channels. */
export type Told = IntentOf<'profile' | 'channel' | 'membership'>;
/** What a person did. */
export type Act = Exclude<Intent, Told | IntentOf<'uninstalled' | 'approval_due'>>;
export type Place = z.infer<typeof place>;
export type CapturedMessage = z.infer<typeof captured>;

export const isTold = (intent: Act | Told): intent is Told => !('actor' in intent);
