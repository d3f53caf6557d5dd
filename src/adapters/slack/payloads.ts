/**
 * What Slack sends, of which only the fields that are used; what else is there is let be. Shapes from
 * https://docs.slack.dev/interactivity and https://docs.slack.dev/reference/events.
 */
import { z } from 'zod';
import { userObject } from './profile.ts';

const team = z.object({ id: z.string() }).nullish();
const enterprise = z.object({ id: z.string() }).nullish();
const actor = z.object({ id: z.string(), team_id: z.string().nullish() });
const channel = z.object({ id: z.string(), name: z.string().optional() });

export const slashCommand = z.object({
  text: z.string().default(''),
  trigger_id: z.string().min(1),
  user_id: z.string(),
  team_id: z.string(),
  channel_id: z.string(),
  channel_name: z.string().optional(),
});

export const blockActions = z.object({
  type: z.literal('block_actions'),
  team,
  enterprise,
  user: actor,
  channel: channel.nullish(),
  container: z.object({
    type: z.string(),
    message_ts: z.string().optional(),
    thread_ts: z.string().optional(),
    channel_id: z.string().optional(),
    is_ephemeral: z.boolean().optional(),
    view_id: z.string().optional(),
  }),
  message: z.object({ ts: z.string(), thread_ts: z.string().optional() }).nullish(),
  actions: z
    .array(
      z.object({
        action_id: z.string(),
        action_ts: z.string(),
        value: z.string().optional(),
        selected_option: z.object({ value: z.string() }).nullish(),
      }),
    )
    .min(1),
});

/** A field's input; of a select, what is chosen. */
const input = z.object({
  value: z.string().nullish(),
  selected_option: z.object({ value: z.string() }).nullish(),
});

export const sentView = z.object({
  id: z.string(),
  hash: z.string().optional(),
  private_metadata: z.string().default(''),
  blocks: z.array(z.object({ type: z.string(), block_id: z.string().optional() })).default([]),
  state: z.object({ values: z.record(z.string(), z.record(z.string(), input)) }),
});
export type SentView = z.infer<typeof sentView>;

export const viewSubmission = z.object({
  type: z.literal('view_submission'),
  team,
  enterprise,
  user: actor,
  view: sentView,
});

export const messageShortcut = z.object({
  type: z.literal('message_action'),
  callback_id: z.string(),
  trigger_id: z.string().min(1),
  action_ts: z.string().optional(),
  team,
  enterprise,
  user: actor,
  channel,
  message: z.object({
    ts: z.string(),
    thread_ts: z.string().optional(),
    text: z.string().optional(),
    user: z.string().nullish(),
    blocks: z.unknown().optional(),
  }),
});

/** A message, as an event or within one that tells of its change. */
const message = z.object({
  subtype: z.string().optional(),
  user: z.string().optional(),
  bot_id: z.string().nullish(),
  text: z.string().optional(),
  /** Read for their emoji alone. */
  blocks: z.unknown().optional(),
  ts: z.string().optional(),
  thread_ts: z.string().optional(),
  edited: z.object({ user: z.string().optional() }).optional(),
});

export const events = {
  app_mention: message.extend({
    channel: z.string(),
    channel_type: z.string().optional(),
    ts: z.string(),
    parent_user_id: z.string().optional(),
    team: z.string().optional(),
    user_team: z.string().optional(),
    source_team: z.string().optional(),
  }),
  message: message.extend({
    channel: z.string(),
    channel_type: z.string().optional(),
    parent_user_id: z.string().optional(),
    team: z.string().optional(),
    user_team: z.string().optional(),
    source_team: z.string().optional(),
    deleted_ts: z.string().optional(),
    message: message.optional(),
    previous_message: message.optional(),
  }),
  reaction: z.object({
    user: z.string(),
    reaction: z.string().min(1),
    item: z.object({ type: z.string(), channel: z.string().optional(), ts: z.string().optional() }),
  }),
  user: z.object({ user: userObject }),
  /** Made or renamed. */
  channel: z.object({
    channel: z.object({ id: z.string(), name: z.string(), is_mpim: z.boolean().optional() }),
  }),
  /** Of which only the id is told. */
  channelId: z.object({ channel: z.string() }),
  member: z.object({ user: z.string(), channel: z.string(), team: z.string().optional() }),
  tokensRevoked: z.object({ tokens: z.object({ bot: z.array(z.string()).optional() }) }),
  homeOpened: z.object({ user: z.string(), tab: z.string().optional() }),
} as const;

export type MessageEvent = z.infer<(typeof events)['message']>;

export const eventCallback = z.object({
  type: z.literal('event_callback'),
  team_id: z.string(),
  enterprise_id: z.string().nullish(),
  event_id: z.string().min(1),
  /** Seconds since the epoch. */
  event_time: z.number(),
  event: z.looseObject({ type: z.string() }),
});
export type EventCallback = z.infer<typeof eventCallback>;
