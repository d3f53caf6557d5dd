/**
 * What Slack sends is taken: an event once it is written down, a person's act once it is done and committed. Only then
 * is it acknowledged; what fails before is Slack's to send again, or the person's to try again.
 */
import type { ReceiverEvent } from '@slack/bolt';
import type { Intent } from '../../commands/intent.ts';
import { takeAct } from './acts.ts';
import { hereOf, type ReceiveDeps } from './here.ts';
import { showHome } from './home-tab.ts';
import { type EventOutcome, parseEvent } from './parse-event.ts';
import { trusting } from './profile.ts';
import type { SlackBot } from './tokens.ts';
import type { Process } from './transports.ts';

export function receiver(deps: ReceiveDeps): Process {
  return (event) =>
    deps.inFlight.track(event.body.type === 'event_callback' ? takeEvent(deps, event) : takeAct(deps, event));
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
async function completed(
  { chat }: ReceiveDeps,
  { ask, channel }: Extract<EventOutcome, { ask: unknown }>,
): Promise<Intent | null> {
  const profile = await chat.channel({ ...ask.place, channel });
  return profile && { ...ask, profile };
}
