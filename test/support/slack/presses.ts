/** Buttons pressed and options chosen: https://docs.slack.dev/reference/interaction-payloads/block_actions-payload */
import { namedUser, type OnMessage, placeOf, teamOf, type Who } from './acts.ts';
import { answered, personOf } from './answered.ts';
import type { Core } from './core.ts';
import { actingIn, labelOf, optionOf } from './elements.ts';
import { beginInteraction, type Interaction, responseUrlFor, triggerFor } from './interactions.ts';
import { keptAt, told } from './messages.ts';
import type { Block, Element, Message } from './shapes.ts';
import { nextTs } from './state.ts';

/** `seen`: the message as it stood when they saw it, which may no longer be as it is. */
export interface Press extends OnMessage {
  readonly label?: string;
  readonly actionId?: string;
  readonly seen?: Message;
}

/** Presses a button, found by its label or its action id. */
export function press(core: Core, on: Press): Promise<Interaction> {
  const { actionId, label } = on;
  const found = foundOn(core, on, (element) => isButton(element, actionId, label));
  return act(core, on, found, pressed(found.element));
}

export interface Choose extends OnMessage {
  /** Its label or its value. */
  readonly option: string;
  readonly actionId?: string;
}

export function choose(core: Core, on: Choose): Promise<Interaction> {
  const { actionId, option } = on;
  const found = foundOn(
    core,
    on,
    (element) => (actionId ?? element.action_id) === element.action_id && !!optionOf(element, option),
  );
  const { type } = found.element;
  return act(core, on, found, { type, selected_option: optionOf(found.element, option) });
}

export interface PressInView extends Who {
  readonly on: 'modal' | 'home';
  readonly label: string;
}

/** Presses a button of the form in front, or of the App Home. */
export async function pressInView(core: Core, { label, on, ...who }: PressInView): Promise<Interaction> {
  const team = teamOf(core, who.team);
  const user = namedUser(team, who.user);
  const view = on === 'home' ? team.homes.get(user) : core.modals.get(user)?.at(-1);
  const found = view && foundIn(view.blocks, (element) => isButton(element, undefined, label));
  if (!view || !found) throw new Error(`no button ${label} stands in the ${on} of ${who.user}`);
  const interaction = beginInteraction(core, team, user, null);
  const container = { type: 'view', view_id: view.id };
  const payload = { ...actionPayload(core, interaction, found, pressed(found.element)), container, view };
  return answered(core, interaction, await core.delivery.interaction('interactive', payload));
}

const isButton = (element: Element, actionId: string | undefined, label: string | undefined): boolean =>
  element.type === 'button' &&
  (actionId === undefined ? labelOf(element) === label : element.action_id === actionId);

const pressed = ({ text, value }: Element) => ({
  type: 'button',
  text,
  ...(value === undefined ? {} : { value }),
});

interface Found {
  readonly block: Block;
  readonly element: Element;
}

function foundIn(blocks: readonly Block[], matches: (element: Element) => boolean): Found | null {
  for (const block of blocks) {
    const element = actingIn(block).find(matches);
    if (element) return { block, element };
  }
  return null;
}

function foundOn(core: Core, on: Press, matches: (element: Element) => boolean): Found {
  const { channel } = placeOf(core, on);
  const { blocks = [], attachments = [] } = on.seen ?? keptAt(channel, on.ts).message;
  const found = foundIn([...blocks, ...attachments.flatMap((one) => one.blocks ?? [])], matches);
  if (!found) throw new Error(`nothing like that stands on the message: ${JSON.stringify(on)}`);
  return found;
}

async function act(core: Core, on: OnMessage, found: Found, said: object): Promise<Interaction> {
  const { team, channel } = placeOf(core, on);
  const interaction = beginInteraction(core, team, namedUser(team, on.user), channel);
  const kept = keptAt(channel, on.ts);
  const { ts: message, thread_ts: thread } = kept.message;
  const quiet = kept.onlyFor !== null;
  const container = { type: 'message', message_ts: message, channel_id: channel.id, is_ephemeral: quiet };
  const payload = {
    ...actionPayload(core, interaction, found, said),
    container: { ...container, ...(thread === undefined ? {} : { thread_ts: thread }) },
    channel: { id: channel.id, name: channel.kind === 'direct' ? 'directmessage' : channel.name },
    // Of a private message Slack tells no more than where it stands.
    ...(quiet ? {} : { message: told(kept, false) }),
    state: { values: {} },
    response_url: responseUrlFor(core, interaction, channel, { message, thread }),
  };
  return answered(core, interaction, await core.delivery.interaction('interactive', payload));
}

const actionPayload = (core: Core, interaction: Interaction, { block, element }: Found, said: object) => ({
  type: 'block_actions',
  ...personOf(core, interaction.team, interaction.user),
  trigger_id: triggerFor(core, interaction),
  enterprise: null,
  is_enterprise_install: false,
  actions: [
    {
      action_id: element.action_id,
      block_id: block.block_id,
      ...said,
      action_ts: nextTs(core.state, core.now()),
    },
  ],
});
