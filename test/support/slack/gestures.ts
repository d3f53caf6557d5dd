/** What a person does that the app answers: a command, a press, a choice, a form, a message action. */
import { namedUser, type OnMessage, placeOf, teamOf, type Where, type Who } from './acts.ts';
import type { Core } from './core.ts';
import type { Outcome } from './delivery.ts';
import { actingIn, initialOf, inputsOf, labelOf, optionOf } from './elements.ts';
import {
  beginInteraction,
  changeModal,
  type Interaction,
  openModal,
  refuse,
  responseUrlFor,
  showAcknowledged,
  triggerFor,
} from './interactions.ts';
import { keptAt, told } from './messages.ts';
import type { Block, Element, Message, StateValue, View, ViewDraft } from './shapes.ts';
import { type Channel, nextTs, type Team } from './state.ts';
import { asCommand } from './typed.ts';

/** Each resolves when the app acknowledged, or Slack's three seconds are over; more may come later. */
export function createGestures(core: Core) {
  return {
    /** A slash command, as it is typed. */
    async command(at: Where & { readonly text: string; readonly command?: string }): Promise<Interaction> {
      const { team, channel } = placeOf(core, at);
      const user = namedUser(team, at.user);
      const interaction = beginInteraction(core, team, user, channel);
      const payload = {
        token: core.state.app.verificationToken,
        team_id: team.id,
        team_domain: team.domain,
        channel_id: channel.id,
        channel_name: { public: channel.name, private: 'privategroup', direct: 'directmessage' }[
          channel.kind
        ],
        user_id: user,
        user_name: team.users.get(user)?.name ?? '',
        command: at.command ?? '/baton',
        text: asCommand(team, at.text),
        api_app_id: core.state.app.id,
        is_enterprise_install: 'false',
        response_url: responseUrlFor(core, interaction, channel),
        trigger_id: triggerFor(core, interaction),
      };
      const outcome = await core.delivery.interaction('slash_commands', payload);
      return answered(core, interaction, outcome);
    },

    /** Presses a button, found by its label or its action id; `seen` is the message as it stood when they saw it. */
    press(
      on: OnMessage & { readonly label?: string; readonly actionId?: string; readonly seen?: Message },
    ): Promise<Interaction> {
      const found = findElement(core, on, (e) =>
        on.actionId === undefined
          ? e.type === 'button' && labelOf(e) === on.label
          : e.type === 'button' && e.action_id === on.actionId,
      );
      const { value, text } = found.element;
      return act(core, on, {
        ...found,
        said: { type: 'button', text, ...(value === undefined ? {} : { value }) },
      });
    },

    /** Chooses from a select, by the option's label or value. */
    choose(on: OnMessage & { readonly option: string; readonly actionId?: string }): Promise<Interaction> {
      const found = findElement(
        core,
        on,
        (e) => e.action_id === (on.actionId ?? e.action_id) && !!optionOf(e, on.option),
      );
      const { type } = found.element;
      return act(core, on, { ...found, said: { type, selected_option: optionOf(found.element, on.option) } });
    },

    /** The message action with this `callback_id`. */
    async shortcut(on: OnMessage & { readonly callbackId: string }): Promise<Interaction> {
      const { team, channel } = placeOf(core, on);
      const user = namedUser(team, on.user);
      const interaction = beginInteraction(core, team, user, channel);
      const payload = {
        type: 'message_action',
        token: core.state.app.verificationToken,
        action_ts: nextTs(core.state, core.now()),
        team: { id: team.id, domain: team.domain },
        user: {
          id: user,
          username: team.users.get(user)?.name,
          team_id: team.id,
          name: team.users.get(user)?.name,
        },
        channel: { id: channel.id, name: channel.kind === 'direct' ? 'directmessage' : channel.name },
        is_enterprise_install: false,
        enterprise: null,
        callback_id: on.callbackId,
        trigger_id: triggerFor(core, interaction),
        response_url: responseUrlFor(core, interaction, channel),
        message_ts: on.ts,
        message: told(keptAt(channel, on.ts), false),
      };
      const outcome = await core.delivery.interaction('interactive', payload);
      return answered(core, interaction, outcome);
    },

    /** Sends the form in front; fields left out keep what stands in them. Slack itself stops at what is missing. */
    async submit(who: Who & { readonly values: Readonly<Record<string, string>> }): Promise<Interaction> {
      const team = teamOf(core, who.team);
      const user = namedUser(team, who.user);
      const view = core.modals.get(user)?.at(-1);
      if (!view) throw new Error(`${who.user} has no form open`);
      const interaction = beginInteraction(core, team, user, null);
      const errors = complaintsOf(view, who.values);
      if (Object.keys(errors).length > 0) return Object.assign(interaction, { errors });
      const values = Object.fromEntries(inputsOf(view).map((block) => stateOf(block, who.values)));
      const payload = {
        type: 'view_submission',
        ...personOf(core, team, user),
        trigger_id: triggerFor(core, interaction),
        view: { ...view, state: { values } },
        response_urls: [],
        is_enterprise_install: false,
        enterprise: null,
      };
      const outcome = await core.delivery.interaction('interactive', payload);
      interaction.outcome = outcome;
      if (outcome.acked) submitted(core, interaction, view, outcome.body);
      return interaction;
    },

    /** Closes the form in front without sending it. */
    async dismiss(who: Who): Promise<void> {
      const team = teamOf(core, who.team);
      const user = namedUser(team, who.user);
      const view = core.modals.get(user)?.pop();
      if (!view?.notify_on_close) return;
      const payload = { type: 'view_closed', ...personOf(core, team, user), view, is_cleared: false };
      await core.delivery.interaction('interactive', payload);
    },
  };
}

function answered(core: Core, interaction: Interaction, outcome: Outcome): Interaction {
  interaction.outcome = outcome;
  if (outcome.acked) showAcknowledged(core, interaction, outcome.body);
  return interaction;
}

const personOf = (core: Core, team: Team, user: string) => ({
  team: { id: team.id, domain: team.domain },
  user: {
    id: user,
    username: team.users.get(user)?.name,
    name: team.users.get(user)?.name,
    team_id: team.id,
  },
  api_app_id: core.state.app.id,
  token: core.state.app.verificationToken,
});

interface Found {
  readonly team: Team;
  readonly channel: Channel;
  readonly message: Message;
  readonly private: boolean;
  readonly block: Block;
  readonly element: Element;
}

function findElement(
  core: Core,
  on: OnMessage & { readonly seen?: Message },
  matches: (element: Element) => boolean,
): Found {
  const { team, channel } = placeOf(core, on);
  const { message: current, onlyFor } = keptAt(channel, on.ts);
  const message = on.seen ?? current;
  const blocks = [...(message.blocks ?? []), ...(message.attachments ?? []).flatMap((a) => a.blocks ?? [])];
  for (const block of blocks) {
    const element = actingIn(block).find(matches);
    if (element) return { team, channel, message, private: onlyFor !== null, block, element };
  }
  throw new Error(`nothing like that stands on the message: ${JSON.stringify(on)}`);
}

/** https://docs.slack.dev/reference/interaction-payloads/block_actions-payload */
async function act(
  core: Core,
  on: OnMessage,
  found: Found & { readonly said: object },
): Promise<Interaction> {
  const { team, channel, message, block, element, said } = found;
  const user = namedUser(team, on.user);
  const interaction = beginInteraction(core, team, user, channel);
  const { thread_ts: thread } = message;
  const container = {
    type: 'message',
    message_ts: message.ts,
    channel_id: channel.id,
    is_ephemeral: found.private,
  };
  const payload = {
    type: 'block_actions',
    ...personOf(core, team, user),
    container: { ...container, ...(thread === undefined ? {} : { thread_ts: thread }) },
    trigger_id: triggerFor(core, interaction),
    enterprise: null,
    is_enterprise_install: false,
    channel: { id: channel.id, name: channel.kind === 'direct' ? 'directmessage' : channel.name },
    // Of a private message Slack tells no more than where it stands.
    ...(found.private ? {} : { message: told(keptAt(channel, message.ts), false) }),
    state: { values: {} },
    response_url: responseUrlFor(core, interaction, channel, { message: message.ts, thread }),
    actions: [
      {
        action_id: element.action_id,
        block_id: block.block_id,
        ...said,
        action_ts: nextTs(core.state, core.now()),
      },
    ],
  };
  return answered(core, interaction, await core.delivery.interaction('interactive', payload));
}

/** What the app answered to a form: https://docs.slack.dev/surfaces/modals#response_actions */
function submitted(core: Core, interaction: Interaction, view: View, body: unknown): void {
  const { user, team } = interaction;
  const stack = core.modals.get(user) ?? [];
  const answer = (body ?? {}) as {
    response_action?: string;
    errors?: Record<string, string>;
    view?: ViewDraft;
  };
  try {
    if (answer.response_action === 'errors') {
      const unknown = Object.keys(answer.errors ?? {}).filter(
        (id) => !inputsOf(view).some((b) => b.block_id === id),
      );
      if (unknown.length > 0) refuse(core, 'ack', { error: 'errors_of_no_field', details: unknown });
      interaction.errors = answer.errors ?? {};
    } else if (answer.response_action === 'update' && answer.view) {
      interaction.view = changeModal(core, team, user, view, answer.view, 'ack').id;
    } else if (answer.response_action === 'push' && answer.view) {
      openModal(core, interaction, answer.view, 'push', 'ack');
    } else {
      core.modals.set(
        user,
        answer.response_action === 'clear' ? [] : stack.filter((one) => one.id !== view.id),
      );
    }
  } catch (error) {
    refuse(core, 'ack', { error: 'invalid_view', details: [String(error)] });
  }
}

/** Slack's client sends no form whose fields are empty or too long. */
function complaintsOf(view: View, values: Readonly<Record<string, string>>): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const block of inputsOf(view)) {
    const id = block.block_id as string;
    const value = values[id] ?? initialOf(block);
    const max = block.element?.max_length ?? Number.POSITIVE_INFINITY;
    if (value === '' && !block.optional) errors[id] = 'Please complete this required field.';
    else if (value.length > max) errors[id] = `Must be ${max} characters or fewer.`;
  }
  return errors;
}

function stateOf(
  block: Block,
  values: Readonly<Record<string, string>>,
): [string, Record<string, StateValue>] {
  const { block_id = '', element } = block;
  const { type = '', action_id = '' } = element ?? {};
  const value = values[block_id] ?? initialOf(block);
  const state: StateValue = type.endsWith('_select')
    ? { type, selected_option: (element && optionOf(element, value)) ?? null }
    : { type, value: value === '' ? null : value };
  return [block_id, { [action_id]: state }];
}
