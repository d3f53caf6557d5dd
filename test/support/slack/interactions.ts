/** What a person did and waits for: the trigger that may open a form, the address that takes answers, and what came back. */
import { randomUUID } from 'node:crypto';
import { type Complaint, checkMessage, checkView } from './check-payload.ts';
import { ApiError, type Core } from './core.ts';
import type { Outcome } from './delivery.ts';
import { saidIn } from './ledger.ts';
import { edit, post, remove, withIds } from './messages.ts';
import type { Draft, Message, View, ViewDraft } from './shapes.ts';
import { type Channel, nextId, nextTs, type Team } from './state.ts';

export interface Interaction {
  readonly id: string;
  readonly team: Team;
  readonly user: string;
  readonly channel: Channel | null;
  /** The ledger's last effect when it began. */
  readonly since: number;
  /** Null until Slack's three seconds are over or the app acknowledged. */
  outcome: Outcome | null;
  /** What was shown to the person in answer, oldest first. */
  readonly shown: Message[];
  /** The form that was opened in answer. */
  view: string | null;
  /** Words beside fields. */
  errors: Readonly<Record<string, string>>;
}

export interface Trigger {
  readonly interaction: Interaction;
  readonly expires: number;
  exchanged: boolean;
}

export interface ResponseUrl {
  readonly interaction: Interaction;
  readonly channel: Channel;
  /** The message whose button was pressed. */
  readonly message: string | null;
  readonly thread: string | undefined;
  readonly expires: number;
  uses: number;
}

/** https://docs.slack.dev/interactivity/handling-user-interaction */
const TRIGGER_LIVES = 3000;
const RESPONSE_URL_LIVES = 30 * 60_000;
const RESPONSE_URL_USES = 5;
const REMEMBERED = 2000;
const MODALS = 3;

export function beginInteraction(core: Core, team: Team, user: string, channel: Channel | null): Interaction {
  const interaction: Interaction = {
    id: nextId(core.state, 'I'),
    team,
    user,
    channel,
    since: core.ledger.last,
    outcome: null,
    shown: [],
    view: null,
    errors: {},
  };
  remember(core.interactions, interaction.id, interaction);
  return interaction;
}

export function triggerFor(core: Core, interaction: Interaction): string {
  const id = `${nextId(core.state, '')}.${interaction.team.number}.${randomUUID().replaceAll('-', '')}`;
  remember(core.triggers, id, { interaction, expires: Date.now() + TRIGGER_LIVES, exchanged: false });
  return id;
}

export function responseUrlFor(
  core: Core,
  interaction: Interaction,
  channel: Channel,
  on: { readonly message?: string; readonly thread?: string | undefined } = {},
): string {
  const id = nextId(core.state, '');
  const { message = null, thread } = on;
  const expires = Date.now() + RESPONSE_URL_LIVES;
  remember(core.responseUrls, id, { interaction, channel, message, thread, expires, uses: 0 });
  return `${core.url()}/response/${interaction.team.id}/${id}`;
}

/** The oldest is forgotten, so that a long run does not fill the memory. */
function remember<T>(map: Map<string, T>, key: string, value: T): void {
  map.set(key, value);
  if (map.size > REMEMBERED) map.delete(map.keys().next().value as string);
}

/** @throws ApiError */
export function exchange(core: Core, team: Team, id: string | undefined): Interaction {
  const trigger = core.triggers.get(id ?? '');
  if (!trigger || trigger.interaction.team !== team) throw new ApiError('invalid_trigger_id');
  if (trigger.exchanged) throw new ApiError('exchanged_trigger_id');
  if (Date.now() > trigger.expires) throw new ApiError('expired_trigger_id');
  trigger.exchanged = true;
  return trigger.interaction;
}

/** What the app answered when it acknowledged a command or a press: words, or a message. */
export function showAcknowledged(core: Core, interaction: Interaction, body: unknown): void {
  const { channel } = interaction;
  if (body === undefined || body === '' || !channel) return;
  const said = typeof body === 'string' ? { text: body } : (body as ResponseBody);
  const complaint = checkMessage(said);
  if (complaint) return void refuse(core, 'ack', complaint);
  show(core, interaction, channel, said, 'ack');
}

/** @throws ApiError used_url, expired_url, or what is wrong with the message */
export function respond(core: Core, id: string, body: ResponseBody): void {
  const found = core.responseUrls.get(id);
  if (!found || Date.now() > found.expires) throw new ApiError('expired_url');
  if (found.uses >= RESPONSE_URL_USES) throw new ApiError('used_url');
  found.uses++;
  const { interaction, channel, message } = found;
  const { team } = interaction;
  const target = message === null ? undefined : channel.messages.get(message);
  if (body.delete_original && target) {
    remove(core, team, channel, target.message.ts);
    core.ledger.add({
      team: team.id,
      effect: 'deleted',
      via: 'response_url',
      channel: channel.id,
      ts: target.message.ts,
    });
    return;
  }
  const complaint = checkMessage(body);
  if (complaint) {
    refuse(core, 'response_url', complaint);
    throw new ApiError(complaint.error, complaint.details);
  }
  if (body.replace_original && target) {
    const changed = edit(core, team, channel, target.message.ts, team.botUser, { blocks: [], ...body });
    core.ledger.add({
      team: team.id,
      effect: 'updated',
      via: 'response_url',
      ...saidIn(channel.id, changed),
    });
    interaction.shown.push(changed);
    return;
  }
  show(
    core,
    interaction,
    channel,
    { ...(found.thread ? { thread_ts: found.thread } : {}), ...body },
    'response_url',
  );
}

export interface ResponseBody extends Draft {
  readonly response_type?: 'ephemeral' | 'in_channel';
  readonly replace_original?: boolean;
  readonly delete_original?: boolean;
}

function show(
  core: Core,
  { team, user, shown }: Interaction,
  channel: Channel,
  body: ResponseBody,
  via: string,
): void {
  const everyone = body.response_type === 'in_channel';
  const message = post(core, team, channel, {
    ...body,
    author: team.botUser,
    ...(everyone ? {} : { onlyFor: user }),
  });
  shown.push(message);
  const effect = everyone ? { effect: 'posted' as const } : { effect: 'ephemeral' as const, user };
  core.ledger.add({ team: team.id, via, ...effect, ...saidIn(channel.id, message) });
}

export function refuse(core: Core, via: string, { error, details }: Complaint): void {
  core.ledger.refuse({ via, error, details });
}

/** Opens a form for the person, alone or in front of another. @throws ApiError */
export function openModal(
  core: Core,
  interaction: Interaction,
  draft: ViewDraft,
  how: 'open' | 'push',
  via: string,
): View {
  const stack = how === 'push' ? (core.modals.get(interaction.user) ?? []) : [];
  if (stack.length >= MODALS) throw new ApiError('push_limit_reached');
  const view = viewOf(core, interaction.team, draft, stack.at(-1));
  core.modals.set(interaction.user, [...stack, view]);
  interaction.view = view.id;
  noteView(core, interaction.team, interaction.user, view, via);
  return view;
}

/** Puts other contents in a form that is open. */
export function changeModal(
  core: Core,
  team: Team,
  user: string,
  old: View,
  draft: ViewDraft,
  via: string,
): View {
  const { id, root_view_id, previous_view_id } = old;
  const view = { ...viewOf(core, team, draft), id, root_view_id, previous_view_id };
  const stack = core.modals.get(user) ?? [];
  core.modals.set(
    user,
    stack.map((one) => (one.id === id ? view : one)),
  );
  noteView(core, team, user, view, via);
  return view;
}

export function noteView(core: Core, team: Team, user: string, view: View, via: string): void {
  const effect = view.type === 'home' ? 'home' : 'view';
  core.ledger.add({ team: team.id, effect, via, user, view, blocks: view.blocks });
}

/** @throws ApiError when Slack would not take the view. */
export function viewOf(core: Core, team: Team, draft: ViewDraft, previous?: View): View {
  const complaint = checkView(draft);
  if (complaint) throw new ApiError(complaint.error, complaint.details);
  const id = nextId(core.state, 'V');
  return {
    private_metadata: '',
    callback_id: '',
    ...draft,
    blocks: withIds(draft.blocks),
    id,
    team_id: team.id,
    hash: nextTs(core.state, core.now()),
    app_id: core.state.app.id,
    bot_id: team.botId,
    root_view_id: previous?.root_view_id ?? id,
    previous_view_id: previous?.id ?? null,
    state: { values: {} },
  };
}
