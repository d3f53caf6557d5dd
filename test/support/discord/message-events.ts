/** What the gateway tells of messages. */
import { GatewayIntentBits } from 'discord-api-types/v10';
import type { Core } from './core.ts';
import { memberPayload, messagePayload, tellsContent } from './payloads.ts';
import { sees } from './permissions.ts';
import type { HeldChannel, HeldMessage, State } from './state.ts';

const inGuild = ({ guild }: HeldChannel): object => (guild ? { guild_id: guild.id } : {});

/** Whether the bot is told of what happens in the channel. */
function heard({ application }: State, channel: HeldChannel): boolean {
  if (!channel.guild) return true;
  return application.guilds.has(channel.guild.id) && sees(application.user.id, channel);
}

const messageIntent = ({ guild }: HeldChannel): number =>
  guild ? GatewayIntentBits.GuildMessages : GatewayIntentBits.DirectMessages;

/** Tells of an event of the channel, where the bot hears of it. */
export function tellIn(
  { state, gateway }: Core,
  channel: HeldChannel,
  t: string,
  d: object,
  intents = messageIntent(channel),
): void {
  if (!heard(state, channel)) return;
  gateway.send({
    t,
    d: { channel_id: channel.id, ...inGuild(channel), ...d },
    guild: channel.guild?.id ?? null,
    intents,
  });
}

/** An ephemeral message is told as a direct one: without guild and member. */
export function tell(
  { state, gateway }: Core,
  t: 'MESSAGE_CREATE' | 'MESSAGE_UPDATE',
  message: HeldMessage,
): void {
  const { channel, api, onlyFor } = message;
  if (!heard(state, channel)) return;
  const guild = channel.guild?.id ?? null;
  const whole = messagePayload(message, state, true);
  if (onlyFor !== null) {
    gateway.send({ t, d: whole, guild, intents: GatewayIntentBits.DirectMessages });
    return;
  }
  const member = channel.guild?.members.get(api.author.id);
  const around = {
    ...inGuild(channel),
    channel_type: channel.type,
    ...(member ? { member: { ...memberPayload(member), user: undefined } } : {}),
  };
  const open = tellsContent(message, state.application);
  gateway.send({
    t,
    d: { ...whole, ...around },
    guild,
    intents: messageIntent(channel),
    ...(open ? {} : { withheld: { ...messagePayload(message, state, false), ...around } }),
  });
}
