/** What a person does that the app answers: a command, a press, a choice, a form, a message action. */
import { namedUser, type OnMessage, placeOf, teamOf, type Where, type Who } from './acts.ts';
import { answered, personOf } from './answered.ts';
import type { Core } from './core.ts';
import { inputsOf } from './elements.ts';
import { complaintsOf, stateOf, submitted } from './forms.ts';
import { beginInteraction, type Interaction, responseUrlFor, triggerFor } from './interactions.ts';
import { keptAt, told } from './messages.ts';
import { type Choose, choose, type Press, type PressInView, press, pressInView } from './presses.ts';
import { nextTs } from './state.ts';
import { asCommand } from './typed.ts';

/** Each resolves when the app acknowledged, or Slack's three seconds are over; more may come later. */
export const createGestures = (core: Core) => ({
  command: (at: Command) => command(core, at),
  press: (on: Press) => press(core, on),
  choose: (on: Choose) => choose(core, on),
  pressInView: (on: PressInView) => pressInView(core, on),
  shortcut: (on: Shortcut) => shortcut(core, on),
  submit: (who: Submit) => submit(core, who),
  dismiss: (who: Who) => dismiss(core, who),
});

interface Command extends Where {
  /** As it is typed. */
  readonly text: string;
  readonly command?: string;
}

async function command(core: Core, at: Command): Promise<Interaction> {
  const { team, channel } = placeOf(core, at);
  const user = namedUser(team, at.user);
  const interaction = beginInteraction(core, team, user, channel);
  const payload = {
    token: core.state.app.verificationToken,
    team_id: team.id,
    team_domain: team.domain,
    channel_id: channel.id,
    channel_name: { public: channel.name, private: 'privategroup', direct: 'directmessage' }[channel.kind],
    user_id: user,
    user_name: team.users.get(user)?.name ?? '',
    command: at.command ?? '/baton',
    text: asCommand(team, at.text),
    api_app_id: core.state.app.id,
    is_enterprise_install: 'false',
    response_url: responseUrlFor(core, interaction, channel),
    trigger_id: triggerFor(core, interaction),
  };
  return answered(core, interaction, await core.delivery.interaction('slash_commands', payload));
}

interface Shortcut extends OnMessage {
  readonly callbackId: string;
}

/** A message action: https://docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload */
async function shortcut(core: Core, on: Shortcut): Promise<Interaction> {
  const { team, channel } = placeOf(core, on);
  const user = namedUser(team, on.user);
  const interaction = beginInteraction(core, team, user, channel);
  const payload = {
    type: 'message_action',
    ...personOf(core, team, user),
    action_ts: nextTs(core.state, core.now()),
    channel: { id: channel.id, name: channel.kind === 'direct' ? 'directmessage' : channel.name },
    is_enterprise_install: false,
    enterprise: null,
    callback_id: on.callbackId,
    trigger_id: triggerFor(core, interaction),
    response_url: responseUrlFor(core, interaction, channel),
    message_ts: on.ts,
    message: told(keptAt(channel, on.ts), false),
  };
  return answered(core, interaction, await core.delivery.interaction('interactive', payload));
}

interface Submit extends Who {
  /** By the field's `block_id`; fields left out keep what stands in them. */
  readonly values: Readonly<Record<string, string>>;
}

/** Sends the form in front. Slack's client itself stops at what is missing or too long. */
async function submit(core: Core, { values, ...who }: Submit): Promise<Interaction> {
  const team = teamOf(core, who.team);
  const user = namedUser(team, who.user);
  const view = core.modals.get(user)?.at(-1);
  if (!view) throw new Error(`${who.user} has no form open`);
  const interaction = beginInteraction(core, team, user, null);
  interaction.errors = complaintsOf(view, values);
  if (Object.keys(interaction.errors).length > 0) return interaction;
  const payload = {
    type: 'view_submission',
    ...personOf(core, team, user),
    trigger_id: triggerFor(core, interaction),
    view: { ...view, state: { values: Object.fromEntries(inputsOf(view).map((b) => stateOf(b, values))) } },
    response_urls: [],
    is_enterprise_install: false,
    enterprise: null,
  };
  interaction.outcome = await core.delivery.interaction('interactive', payload);
  if (interaction.outcome.acked) submitted(core, interaction, view, interaction.outcome.body);
  return interaction;
}

/** Closes the form in front without sending it. */
async function dismiss(core: Core, who: Who): Promise<void> {
  const team = teamOf(core, who.team);
  const user = namedUser(team, who.user);
  const view = core.modals.get(user)?.pop();
  if (!view?.notify_on_close) return;
  const payload = { type: 'view_closed', ...personOf(core, team, user), view, is_cleared: false };
  await core.delivery.interaction('interactive', payload);
}
