/**
 * Commands, presses, sent forms and the message action -> an intent. Somebody waits for each of them, so what is not
 * understood is answered. `at`, in ms since the epoch, is when a payload came, for those that do not say.
 */
import type { IntentOf } from '../../commands/intent.ts';
import { refusalMessage } from '../../commands/words.ts';
import { type Message, say } from '../../coordination/message.ts';
import { withEmoji } from './emoji.ts';
import { readForm, type Sent } from './form.ts';
import { TRACK_ACTION } from './manifest.ts';
import { blockActions, messageShortcut, slashCommand, viewSubmission } from './payloads.ts';
import { homePlace, placeOf, refOf, threadOf, timeOf } from './place.ts';
import { decodeAction } from './press.ts';
import { readText } from './read-text.ts';

/** Said privately in place of an act, of which nothing is written. */
export interface Refused {
  readonly refuse: Message;
}

const STALE: Refused = { refuse: refusalMessage({ code: 'stale_action' }) };

/** People of another organisation, in a shared channel, see cards there but act on none. */
const OUTSIDER: Refused = {
  refuse: say(
    'Baton works for the members of the workspace it was added to. Ask one of them to do this.',
    'warning',
  ),
};

/** `me` is Baton's own user in the team. Null for what is no slash command. */
export function parseCommand(payload: unknown, me: string, at: number): IntentOf<'words'> | null {
  const read = slashCommand.safeParse(payload);
  if (!read.success) return null;
  const { text, trigger_id, user_id, team_id, channel_id, channel_name } = read.data;
  return {
    v: 1,
    key: `command:${trigger_id}`,
    at,
    actor: user_id,
    place: placeOf({ team: team_id, channel: channel_id, name: channel_name }),
    kind: 'words',
    text: readText(text, me),
  };
}

/** Null for what is no press of an element. */
export function parsePress(payload: unknown, at: number): IntentOf<'action'> | Refused | null {
  const read = blockActions.safeParse(payload);
  if (!read.success) return null;
  const { user, container, channel, message, actions } = read.data;
  const team = teamOf(read.data);
  const [pressed] = actions;
  if (team === null || !pressed) return STALE;
  if (isOutsider(read.data)) return OUTSIDER;
  const action = decodeAction(pressed);
  if (!action) return STALE;
  const where = channel?.id ?? container.channel_id;
  const ts = container.message_ts ?? message?.ts;
  const thread = threadOf(ts, container.thread_ts ?? message?.thread_ts);
  const shown = where !== undefined && ts !== undefined && container.is_ephemeral !== true;
  return {
    v: 1,
    key: `press:${team}:${user.id}:${ts ?? container.view_id ?? ''}:${pressed.action_ts}`,
    at: timeOf(pressed.action_ts, at),
    actor: user.id,
    place: where ? placeOf({ team, channel: where, name: channel?.name, thread }) : homePlace(team, user.id),
    kind: 'action',
    from: 'press',
    action,
    ...(shown ? { on: refOf(team, where, ts, thread) } : {}),
  };
}

export interface SentForm {
  readonly intent: IntentOf<'action'>;
  /** The form's fields, for the errors beside them. */
  readonly fields: Sent['fields'];
}

/** Null for what is no form sent. A second sending of the same form has the same key. */
export function parseForm(payload: unknown, at: number): SentForm | Refused | null {
  const read = viewSubmission.safeParse(payload);
  if (!read.success) return null;
  const { user, view } = read.data;
  const team = teamOf(read.data);
  const sent = readForm(view);
  if (team === null || sent?.place.scope !== team) return STALE;
  if (isOutsider(read.data)) return OUTSIDER;
  const intent: IntentOf<'action'> = {
    v: 1,
    key: `form:${team}:${view.id}:${view.hash ?? ''}`,
    at,
    actor: user.id,
    place: sent.place,
    kind: 'action',
    from: 'form',
    action: { verb: sent.action.verb, options: { ...sent.action.options } },
    ...(sent.on ? { on: sent.on } : {}),
  };
  return { intent, fields: sent.fields };
}

/** Null for what is no message action of Baton. */
export function parseShortcut(payload: unknown, me: string, at: number): IntentOf<'track'> | Refused | null {
  const read = messageShortcut.safeParse(payload);
  if (!read.success || read.data.callback_id !== TRACK_ACTION) return null;
  const { user, channel, message, trigger_id, action_ts } = read.data;
  const team = teamOf(read.data);
  if (team === null) return STALE;
  if (isOutsider(read.data)) return OUTSIDER;
  const thread = threadOf(message.ts, message.thread_ts);
  return {
    v: 1,
    key: `track:${trigger_id}`,
    at: timeOf(action_ts, at),
    actor: user.id,
    place: placeOf({ team, channel: channel.id, name: channel.name, thread }),
    kind: 'track',
    message: {
      ref: refOf(team, channel.id, message.ts, thread),
      text: readText(withEmoji(message.text ?? '', message.blocks), me),
      author: message.user ?? null,
    },
  };
}

interface Interaction {
  readonly team?: { readonly id: string } | null | undefined;
  readonly enterprise?: { readonly id: string } | null | undefined;
  readonly user: { readonly team_id?: string | null | undefined };
}

/** Null for an installation on a whole organisation, which Baton does not offer. */
const teamOf = ({ team }: Interaction): string | null => team?.id ?? null;

const isOutsider = ({ team, enterprise, user }: Interaction): boolean =>
  !belongs(user.team_id ?? undefined, team?.id, enterprise?.id);

/** Whether someone of this home team is of the workspace: in it, or in the organisation it is part of. */
export const belongs = (
  home: string | undefined,
  team: string | undefined,
  enterprise: string | null | undefined,
): boolean => home === undefined || home === team || home === enterprise;
