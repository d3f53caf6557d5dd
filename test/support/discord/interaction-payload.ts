/** INTERACTION_CREATE, as documented. */
import type { Interaction } from './interaction.ts';
import { interactionChannel, memberPayload, messagePayload } from './payloads.ts';
import { EVERYTHING, permissionsIn } from './permissions.ts';
import type { State } from './state.ts';

export function interactionPayload(
  state: State,
  { id, token, type, user, channel, source }: Interaction,
  data: object,
): object {
  const { guild } = channel;
  const { application } = state;
  const member = guild?.members.get(user.id);
  const own = guild ? permissionsIn(guild, application.id, channel) : EVERYTHING;
  return {
    id,
    application_id: application.id,
    type,
    data,
    token,
    version: 1,
    channel_id: channel.id,
    channel: interactionChannel(channel, user.id),
    app_permissions: String(own),
    locale: 'en-US',
    entitlements: [],
    attachment_size_limit: 10_485_760,
    ...(guild && member
      ? {
          guild_id: guild.id,
          guild: { id: guild.id, locale: 'en-US', features: [] },
          guild_locale: 'en-US',
          member: { ...memberPayload(member), permissions: String(permissionsIn(guild, user.id, channel)) },
          authorizing_integration_owners: { 0: guild.id },
          context: 0,
        }
      : { user, authorizing_integration_owners: { 0: '0' }, context: 1 }),
    ...(source ? { message: messagePayload(source, state, true) } : {}),
  };
}
