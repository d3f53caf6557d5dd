/**
 * What Slack sends is taken: an event once it is written down, a person's act once it is done and committed. Only then
 * is it acknowledged; what fails before is Slack's to send again, or the person's to try again.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { ReceiverEvent } from '@slack/bolt';
import type { View, WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Doors } from '../../commands/doors.ts';
import type { Act, Intent } from '../../commands/intent.ts';
import type { WorkspaceId } from '../../coordination/ids.ts';
import { type Message, type Reply, say } from '../../coordination/message.ts';
import type { Chat, Clock } from '../../coordination/ports.ts';
import { fieldErrorsResponse, renderForm } from './form.ts';
import { renderHome, renderModal } from './home.ts';
import type { InFlight } from './in-flight.ts';
import { parseCommand, parseForm, parsePress, parseShortcut, type Refused, type SentForm } from './parse.ts';
import { type EventOutcome, parseEvent } from './parse-event.ts';
import { trusting } from './profile.ts';
import { renderMessage } from './render.ts';
import { openView, sayPrivately } from './reply.ts';
import type { SlackBot, SlackTokens } from './tokens.ts';
import type { Process } from './transports.ts';

export interface ReceiveDeps {
  readonly client: WebClient;
  /** The address of the Web API; null is Slack's own. */
  readonly api: string | null;
  readonly tokens: SlackTokens;
  readonly chat: Chat;
  readonly route: (team: string) => Promise<WorkspaceId | null>;
  readonly doors: Doors;
  readonly clock: Clock;
  readonly log: Logger;
  readonly inFlight: InFlight;
}

/** Where Baton is installed, and how it speaks there. */
interface Here {
  readonly team: string;
  readonly workspace: WorkspaceId;
  readonly bot: SlackBot;
}

const NOT_INSTALLED = say(
  'Baton is not installed in this workspace, so nothing was done. Ask an admin to install it.',
  'warning',
);
const FAULT = say(
  'Something went wrong on my side. Look whether it was done before you try again in a minute.',
  'bad',
);
const TOO_LATE = say('The form took too long to open, so Slack did not show it. Try once more.', 'warning');

const ACKNOWLEDGED_WITHIN_MS = 800;

type Unfinished = Extract<EventOutcome, { ask: unknown }>;

/** Of every interaction, whatever else it holds. */
const interaction = z.object({
  team: z.object({ id: z.string() }).nullish(),
  team_id: z.string().optional(),
  user: z.object({ id: z.string() }).optional(),
  user_id: z.string().optional(),
  trigger_id: z.string().optional(),
  response_url: z.string().optional(),
  view: z.object({ type: z.string().optional() }).nullish(),
});
type Interaction = z.infer<typeof interaction>;

export function receiver(deps: ReceiveDeps): Process {
  return (event) => deps.inFlight.track(take(deps, event));
}

async function take(deps: ReceiveDeps, event: ReceiverEvent): Promise<void> {
  const { body } = event;
  if (body.type === 'event_callback') return takeEvent(deps, event);
  const read = interaction.safeParse(body);
  const team = read.data?.team?.id ?? read.data?.team_id;
  if (!read.success || team === undefined) return event.ack();
  const here = await hereOf(deps, team);
  const at = deps.clock.now();
  const me = here?.bot.botUserId ?? '';
  if (body.command !== undefined)
    return takeCommand(deps, here, read.data, parseCommand(body, me, at), event);
  switch (body.type) {
    case 'block_actions':
      return takePress(deps, here, read.data, parsePress(body, at), event);
    case 'message_action':
      return takeShortcut(deps, here, read.data, parseShortcut(body, me, at), event);
    case 'view_submission':
      return takeForm(deps, here, read.data, parseForm(body, at), event);
    default:
      return event.ack();
  }
}

async function hereOf({ route, tokens }: ReceiveDeps, team: string): Promise<Here | null> {
  const [workspace, bot] = await Promise.all([route(team), tokens.bot(team)]);
  return workspace && bot ? { team, workspace, bot } : null;
}

/** Not acknowledged until it is written down; what concerns nobody is not written at all. */
async function takeEvent(deps: ReceiveDeps, { body, ack }: ReceiverEvent): Promise<void> {
  const here = await hereOf(deps, String(body.team_id));
  const told = here && parseEvent(body, { user: here.bot.botUserId, bot: here.bot.botId });
  if (!here || !told) return ack();
  if ('home' in told) {
    await ack();
    return showHome(deps, here, told.home, body.event_id);
  }
  const intent = 'ask' in told ? await completed(deps, told) : installerKept(told.intent, here.bot);
  if (intent) await deps.doors.receive(here.workspace, intent);
  await ack();
}

const installerKept = (intent: Intent, bot: SlackBot): Intent =>
  intent.kind === 'profile' ? { ...intent, profile: trusting(intent.profile, intent.account, bot) } : intent;

/** Null for a channel that Baton cannot see. */
async function completed({ chat }: ReceiveDeps, { ask, channel }: Unfinished): Promise<Intent | null> {
  const profile = await chat.channel({ ...ask.place, channel });
  return profile && { ...ask, profile };
}

/** Answered in the acknowledgement itself. */
async function takeCommand(
  deps: ReceiveDeps,
  here: Here | null,
  asked: Interaction,
  intent: Act | null,
  { ack }: ReceiverEvent,
): Promise<void> {
  const reply = await replyTo(deps, here, intent);
  if (reply.form && intent && here) {
    const opening = opened(deps, here, asked, renderForm(reply.form, { place: intent.place }));
    const soon = await known(opening);
    await ack(soon?.message ? ephemeral(soon.message) : undefined);
    const late = soon === null ? await opening : undefined;
    return late && tell(deps, here, asked, intent, late);
  }
  return ack(reply.message ? ephemeral(reply.message) : undefined);
}

/** A private answer goes beside the message; in a view, which has no such place, into a view on top of it. */
async function takePress(
  deps: ReceiveDeps,
  here: Here | null,
  asked: Interaction,
  read: Act | Refused | null,
  { ack, body }: ReceiverEvent,
): Promise<void> {
  const intent = read && !('refuse' in read) ? read : null;
  const reply = read && 'refuse' in read ? { message: read.refuse } : await replyTo(deps, here, intent);
  let opening = Promise.resolve(reply.message);
  if (here && reply.form && intent) {
    const on = 'on' in intent ? intent.on : undefined;
    const view = renderForm(reply.form, { place: intent.place, on });
    opening = opened(deps, here, asked, view, asked.view);
  } else if (here && reply.message && asked.view)
    opening = opened(deps, here, asked, renderModal(reply.message), asked.view).then(() => undefined);
  await known(opening);
  await ack();
  const message = await opening;
  if (message) await tell(deps, here, asked, intent, message);
  if (here && asked.view?.type === 'home' && asked.user)
    await showHome(deps, here, asked.user.id, `${intent?.key ?? body.trigger_id}:home`);
}

async function takeShortcut(
  deps: ReceiveDeps,
  here: Here | null,
  asked: Interaction,
  read: Act | Refused | null,
  { ack }: ReceiverEvent,
): Promise<void> {
  const intent = read && !('refuse' in read) ? read : null;
  const reply = read && 'refuse' in read ? { message: read.refuse } : await replyTo(deps, here, intent);
  const opening =
    here && reply.form && intent
      ? opened(deps, here, asked, renderForm(reply.form, { place: intent.place }))
      : Promise.resolve(reply.message);
  await known(opening);
  await ack();
  const message = await opening;
  if (message) await tell(deps, here, asked, intent, message);
}

/** What is wrong stands beside its field, or in the form's place; what was done is said where the form was opened. */
async function takeForm(
  deps: ReceiveDeps,
  here: Here | null,
  asked: Interaction,
  read: SentForm | Refused | null,
  { ack }: ReceiverEvent,
): Promise<void> {
  if (!read || 'refuse' in read) return ack(read ? inPlace(read.refuse) : undefined);
  const { intent, fields } = read;
  const { message, fieldErrors = {}, form } = await replyTo(deps, here, intent);
  if (Object.keys(fieldErrors).length > 0) {
    const words = Object.values(fieldErrors).join(' ');
    return ack(fieldErrorsResponse(fieldErrors, fields) ?? inPlace(say(words, 'warning')));
  }
  if (form) return ack({ response_action: 'update', view: renderForm(form, { place: intent.place }) });
  if (message && message.tone !== 'good') return ack(inPlace(message));
  await ack();
  if (here && message) await tell(deps, here, asked, intent, message);
}

const inPlace = (message: Message) => ({ response_action: 'update', view: renderModal(message) });

const ephemeral = (message: Message) => ({ response_type: 'ephemeral', ...renderMessage(message) });

/** A fault is told to whoever waits, and to the log. */
async function replyTo(deps: ReceiveDeps, here: Here | null, intent: Act | null): Promise<Reply> {
  if (!here) return { message: NOT_INSTALLED };
  if (!intent) return {};
  try {
    return await deps.doors.answer(here.workspace, intent);
  } catch (error) {
    deps.log.error({ err: error, workspace: here.workspace }, 'an act of a person failed');
    return { message: FAULT };
  }
}

/** What came of opening a view, if it is known in time for the acknowledgement. Slack waits three seconds for that, and longer for the view. */
const known = (opening: Promise<Message | undefined>): Promise<{ readonly message?: Message } | null> =>
  Promise.race([
    opening.then((message) => (message ? { message } : {})),
    pause(ACKNOWLEDGED_WITHIN_MS, null, { ref: false }),
  ]);

/** Opens a view over what the person sees. What could not be opened is said instead. */
async function opened(
  { client, log }: ReceiveDeps,
  { bot }: Here,
  { trigger_id: trigger = '' }: Interaction,
  view: View,
  over?: Interaction['view'],
): Promise<Message | undefined> {
  try {
    const how = over && over.type !== 'home' ? 'push' : 'open';
    return (await openView(client, how, bot.token, trigger, view)) ? undefined : TOO_LATE;
  } catch (error) {
    log.error({ err: error }, 'a form could not be opened');
    return FAULT;
  }
}

async function tell(
  deps: ReceiveDeps,
  here: Here | null,
  asked: Interaction,
  intent: Act | null,
  message: Message,
): Promise<void> {
  await sayPrivately(
    deps,
    {
      token: here?.bot.token ?? null,
      user: asked.user?.id ?? '',
      channel: intent && intent.place.channel !== asked.user?.id ? intent.place.channel : null,
      thread: intent?.place.thread ?? null,
      responseUrl: asked.response_url ?? null,
    },
    message,
  );
}

/** What waits on a person, in Baton's own tab. Nothing depends on it: a fault is only noted. */
async function showHome(deps: ReceiveDeps, here: Here, user: string, key: string): Promise<void> {
  const { client, doors, clock, log } = deps;
  const place = {
    platform: 'slack',
    scope: here.team,
    channel: user,
    channelKind: 'direct',
    channelName: 'direct message',
  } as const;
  const intent: Act = {
    v: 1,
    key: `home:${key}`,
    at: clock.now(),
    actor: user,
    place,
    kind: 'action',
    from: 'command',
    action: { verb: 'inbox', options: {} },
  };
  try {
    const { message } = await doors.answer(here.workspace, intent);
    if (message)
      await client.views.publish({ token: here.bot.token, user_id: user, view: renderHome(message) });
  } catch (error) {
    log.warn({ err: error }, 'the Home tab of a person could not be shown');
  }
}
