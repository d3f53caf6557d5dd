/** Members asked for over the gateway: https://discord.com/developers/docs/events/gateway-events#request-guild-members */
import { GatewayIntentBits } from 'discord-api-types/v10';
import { memberPayload } from './payloads.ts';
import type { Session } from './session.ts';
import type { HeldGuild, HeldMember, State } from './state.ts';

export interface MembersAsked {
  readonly guild_id: string;
  readonly query?: string;
  readonly limit?: number;
  readonly user_ids?: string | readonly string[];
  readonly nonce?: string;
}

const CHUNK = 1000;

export function answerMembers(state: State, session: Session, asked: MembersAsked): void {
  const guild = state.application.guilds.get(asked.guild_id);
  if (!guild) return;
  const ids = asked.user_ids === undefined ? null : [asked.user_ids].flat();
  // The whole list is for those with the GuildMembers intent; without it nothing comes.
  if (!ids && !asked.query && !asked.limit && !(session.intents & GatewayIntentBits.GuildMembers)) return;
  const found = ids
    ? ids.flatMap((id) => guild.members.get(id) ?? [])
    : findMembers(guild, asked.query ?? '', asked.limit || Number.POSITIVE_INFINITY);
  const chunks = Math.max(1, Math.ceil(found.length / CHUNK));
  for (let i = 0; i < chunks; i++) {
    const chunk = {
      guild_id: guild.id,
      members: found.slice(i * CHUNK, (i + 1) * CHUNK).map(memberPayload),
      chunk_index: i,
      chunk_count: chunks,
      not_found: ids?.filter((id) => !guild.members.has(id)) ?? [],
      ...(asked.nonce ? { nonce: asked.nonce } : {}),
    };
    session.dispatch('GUILD_MEMBERS_CHUNK', JSON.stringify(chunk));
  }
}

/** Whose name, or name here, begins so. */
export function findMembers(guild: HeldGuild, query: string, limit: number): readonly HeldMember[] {
  const words = query.toLowerCase();
  const begins = (name: string | null | undefined): boolean => name?.toLowerCase().startsWith(words) ?? false;
  const found: HeldMember[] = [];
  for (const member of guild.members.values()) {
    if (found.length >= limit) break;
    if (begins(member.user.username) || begins(member.user.global_name) || begins(member.nick))
      found.push(member);
  }
  return found;
}
