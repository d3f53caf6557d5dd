/**
 * What a person does and waits for: a command, a press, the message action, a form that is sent. It is acknowledged
 * once it is done and committed, with the answer where Slack takes one there.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { ReceiverEvent } from '@slack/bolt';
import type { View } from '@slack/web-api';
import { z } from 'zod';
import type { Act } from '../../commands/intent.ts';
import { type Form, type Message, type Reply, say } from '../../coordination/message.ts';
import { fieldErrorsResponse, renderForm } from './form.ts';
import { type Here, hereOf, type ReceiveDeps } from './here.ts';
import { renderModal } from './home.ts';
import { showHome } from './home-tab.ts';
import { parseCommand, parseForm, parsePress, parseShortcut, type Refused } from './parse.ts';
import { renderMessage } from './render.ts';
import { openView, sayPrivately } from './reply.ts';

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

/** Of every interaction, whatever else it holds. */
const interaction = z.object({
  team: z.object({ id: z.string() }).nullish(),
  team_id: z.string().optional(),
  user: z.object({ id: z.string() }).optional(),
  trigger_id: z.string().optional(),
  response_url: z.string().optional(),
  view: z.object({ type: z.string().optional() }).nullish(),
});

/** One act as it came, with all that an answer needs. */
interface Asked {
  readonly deps: ReceiveDeps;
  /** Null where Baton is not installed. */
  readonly here: Here | null;
  readonly interaction: z.infer<typeof interaction>;
  readonly event: ReceiverEvent;
  /** When it came, in ms since the epoch. */
  readonly at: number;
}

/** Takes an act of any kind; what is none of them is acknowledged and let be. */
export async function takeAct(deps: ReceiveDeps, event: ReceiverEvent): Promise<void> {
  const { body, ack } = event;
  const read = interaction.safeParse(body);
  const team = read.data?.team?.id ?? read.data?.team_id;
  if (!read.success || team === undefined) return ack();
  const here = await hereOf(deps, team);
  const asked = { deps, here, interaction: read.data, event, at: deps.clock.now() };
  if (body.command !== undefined) return takeCommand(asked);
  switch (body.type) {
    case 'block_actions':
      return takePress(asked);
    case 'message_action':
      return takeShortcut(asked);
    case 'view_submission':
      return takeForm(asked);
    default:
      return ack();
  }
}

const botUser = ({ here }: Asked): string => here?.bot.botUserId ?? '';

/** Answered in the acknowledgement itself. */
async function takeCommand(asked: Asked): Promise<void> {
  const { event, at } = asked;
  const intent = parseCommand(event.body, botUser(asked), at);
  const reply = await replyTo(asked, intent);
  if (!reply.form || !intent) return event.ack(reply.message && ephemeral(reply.message));
  const opening = openForm(asked, reply.form, intent);
  const soon = await known(opening);
  await event.ack(soon?.message && ephemeral(soon.message));
  if (soon === null) await tell(asked, intent, await opening);
}

/** A private answer goes beside the message; in a view, which has no such place, into a view on top of it. */
async function takePress(asked: Asked): Promise<void> {
  const { deps, here, interaction, event, at } = asked;
  const { intent, reply } = await answerTo(asked, parsePress(event.body, at));
  const saidOnTop =
    here && reply.message && !reply.form && interaction.view ? renderModal(reply.message) : null;
  const opening = saidOnTop
    ? open(asked, () => saidOnTop).then(() => undefined)
    : formOr(asked, reply, intent);
  await known(opening);
  await event.ack();
  await tell(asked, intent, await opening);
  if (here && interaction.view?.type === 'home' && interaction.user)
    await showHome(deps, here, interaction.user.id, `${intent?.key ?? event.body.trigger_id}:home`);
}

async function takeShortcut(asked: Asked): Promise<void> {
  const { event, at } = asked;
  const { intent, reply } = await answerTo(asked, parseShortcut(event.body, botUser(asked), at));
  const opening = formOr(asked, reply, intent);
  await known(opening);
  await event.ack();
  await tell(asked, intent, await opening);
}

/** What is wrong stands beside its field, or in the form's place; what was done is said where the form was opened. */
async function takeForm(asked: Asked): Promise<void> {
  const { event, at } = asked;
  const read = parseForm(event.body, at);
  if (!read || 'refuse' in read) return event.ack(read ? inPlace(read.refuse) : undefined);
  const { intent, fields } = read;
  const { message, fieldErrors = {}, form } = await replyTo(asked, intent);
  if (Object.keys(fieldErrors).length > 0) {
    const words = Object.values(fieldErrors).join(' ');
    return event.ack(fieldErrorsResponse(fieldErrors, fields) ?? inPlace(say(words, 'warning')));
  }
  if (form) return event.ack({ response_action: 'update', view: renderForm(form, { place: intent.place }) });
  if (message && message.tone !== 'good') return event.ack(inPlace(message));
  await event.ack();
  await tell(asked, intent, message);
}

const inPlace = (message: Message) => ({ response_action: 'update', view: renderModal(message) });

const ephemeral = (message: Message) => ({ response_type: 'ephemeral', ...renderMessage(message) });

/** What was read, if it was, and the answer to it. */
async function answerTo(
  asked: Asked,
  read: Act | Refused | null,
): Promise<{ readonly intent: Act | null; readonly reply: Reply }> {
  if (read && 'refuse' in read) return { intent: null, reply: { message: read.refuse } };
  return { intent: read, reply: await replyTo(asked, read) };
}

/** A fault is told to whoever waits, and to the log. */
async function replyTo({ deps, here }: Asked, intent: Act | null): Promise<Reply> {
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

/** The answer's form is opened; what is left to be said comes back. */
const formOr = (asked: Asked, { form, message }: Reply, intent: Act | null): Promise<Message | undefined> =>
  form && intent ? openForm(asked, form, intent) : Promise.resolve(message);

function openForm(asked: Asked, form: Form, intent: Act): Promise<Message | undefined> {
  const on = 'on' in intent ? intent.on : undefined;
  return open(asked, () => renderForm(form, { place: intent.place, on }));
}

/** Opens a view over what the person sees. What could not be opened comes back, to be said instead. */
async function open({ deps, here, interaction }: Asked, view: () => View): Promise<Message | undefined> {
  if (!here) return NOT_INSTALLED;
  const { trigger_id: trigger = '', view: over } = interaction;
  try {
    const how = over && over.type !== 'home' ? 'push' : 'open';
    return (await openView(deps.client, how, here.bot.token, trigger, view())) ? undefined : TOO_LATE;
  } catch (error) {
    deps.log.error({ err: error }, 'a form could not be opened');
    return FAULT;
  }
}

async function tell(
  { deps, here, interaction: { user, response_url: responseUrl } }: Asked,
  intent: Act | null,
  message: Message | undefined,
): Promise<void> {
  if (!message) return;
  await sayPrivately(
    deps,
    {
      token: here?.bot.token ?? null,
      user: user?.id ?? '',
      channel: intent && intent.place.channel !== user?.id ? intent.place.channel : null,
      thread: intent?.place.thread ?? null,
      responseUrl: responseUrl ?? null,
    },
    message,
  );
}
