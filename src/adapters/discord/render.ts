/** Message -> what Discord is sent: pure. */
import { type APIButtonComponentWithCustomId, ButtonStyle, ComponentType, MessageFlags } from 'discord.js';
import { inWords, type Message } from '../../coordination/message.ts';
import type { Attached } from './attached.ts';
import { asComponents } from './components.ts';
import { asEmbed } from './embed.ts';
import type { Bar } from './form.ts';
import { clipTo, LIMITS } from './limits.ts';
import type { Payload, Rendered } from './payload.ts';
import { row } from './presses.ts';
import { oneLine } from './text.ts';

/** `shared`: a channel's, or a private answer. `direct`: to one person, who is notified. */
export type Layout = 'shared' | 'direct';

/**
 * `key` names the send, for what is sent from the outbox; else it is empty. Without what is `attached`, pictures and a
 * file are said in words.
 */
export function renderMessage(
  message: Message,
  layout: Layout,
  key = '',
  attached: Attached | null = null,
): Rendered {
  const said = attached ? message : inWords(message);
  const { payload, asides } = layout === 'shared' ? asComponents(said, key) : asEmbed(said, key);
  return { payload: attached ? { ...payload, attachments: attached.described } : payload, asides };
}

/** The same, seen by one person alone. */
export const privately = (payload: Payload): Payload => ({
  ...payload,
  flags: (payload.flags ?? 0) | MessageFlags.Ephemeral,
});

/** A message with buttons of the adapter's own below it. */
export function renderBar({ message, buttons }: Bar): Payload {
  const { payload } = renderMessage(message, 'shared');
  const pressed = buttons.map(
    ({ label, customId, primary }): APIButtonComponentWithCustomId => ({
      type: ComponentType.Button,
      label: clipTo(oneLine(label), LIMITS.buttonLabel),
      style: primary ? ButtonStyle.Primary : ButtonStyle.Secondary,
      custom_id: customId,
    }),
  );
  return { ...payload, components: [...payload.components, row(pressed)] };
}
