/** Writing, changing and removing messages, by bots and people alike: state, gateway and ledger move together. */
import type { APIMessage } from 'discord-api-types/v10';
import type { Core } from './core.ts';
import type { Effect } from './ledger.ts';
import { type Loose, numbered } from './limits/components.ts';
import { EPHEMERAL, type MessageBody } from './limits/message.ts';
import { mentionsOf, messageOf, type StoredFile, storeFiles, type Written } from './message-body.ts';
import { tell, tellIn } from './message-events.ts';
import type { HeldMessage } from './state.ts';

export function write(core: Core, written: Written): HeldMessage {
  const { state } = core;
  const { channel, body, interaction } = written;
  const onlyFor = (body.flags ?? 0) & EPHEMERAL && interaction ? interaction.user.id : null;
  const message: HeldMessage = {
    api: messageOf(state, written),
    channel,
    reactions: new Map(),
    onlyFor,
    deleted: false,
  };
  state.keep(message);
  tell(core, 'MESSAGE_CREATE', message);
  return message;
}

/** Puts a bot's message in the ledger. */
export function enter(
  { ledger }: Core,
  kind: 'message' | 'edit',
  message: HeldMessage,
  body: object,
  interaction: string | null = null,
): Effect {
  const { id, mentions, mention_everyone: everyone } = message.api;
  return ledger.add(kind, {
    channel: message.channel.id,
    message: id,
    interaction,
    body,
    rang: [...(everyone ? ['everyone'] : []), ...mentions.map((m) => m.id)],
  });
}

/** Edits in place; `undefined` leaves a part as it is. */
export function rewrite(
  core: Core,
  message: HeldMessage,
  body: MessageBody,
  files: readonly StoredFile[] = [],
): void {
  const { state } = core;
  const { api, channel } = message;
  const silent = body.content === undefined && body.components === undefined;
  const rung = silent ? null : mentionsOf(state, channel, body, undefined);
  message.api = {
    ...api,
    ...(body.content === undefined ? {} : { content: body.content ?? '' }),
    ...(body.embeds === undefined
      ? {}
      : { embeds: (body.embeds ?? []).map((e) => ({ ...e, type: 'rich' })) }),
    ...(body.components === undefined
      ? {}
      : { components: numbered((body.components ?? []) as readonly Loose[]) }),
    ...(body.flags === undefined ? {} : { flags: (body.flags ?? 0) | ((api.flags ?? 0) & EPHEMERAL) }),
    ...(files.length > 0 ? { attachments: storeFiles(state, channel, body, files) } : {}),
    ...(rung ? { mentions: rung.users, mention_everyone: rung.everyone } : {}),
    edited_timestamp: state.stamp(),
  } as unknown as APIMessage;
  tell(core, 'MESSAGE_UPDATE', message);
}

/** What Discord itself adds to a message, such as a link's preview: nobody edited it. */
export function addTo(core: Core, message: HeldMessage, more: Partial<APIMessage>): void {
  message.api = { ...message.api, ...more };
  tell(core, 'MESSAGE_UPDATE', message);
}

export function remove(core: Core, message: HeldMessage): void {
  core.state.drop(message);
  if (message.onlyFor === null) tellIn(core, message.channel, 'MESSAGE_DELETE', { id: message.api.id });
}

/** Moderators remove many messages at once. */
export function purge(core: Core, messages: readonly HeldMessage[]): void {
  for (const message of messages) core.state.drop(message);
  const ids = messages.map(({ api }) => api.id);
  if (messages[0]) tellIn(core, messages[0].channel, 'MESSAGE_DELETE_BULK', { ids });
}
