/** How a client comes to a session: https://discord.com/developers/docs/events/gateway#identifying */
import { GatewayCloseCodes, GatewayIntentBits, type GatewayOpcodes } from 'discord-api-types/v10';
import type { RawData } from 'ws';
import { shardOf } from './ids.ts';
import { applicationFlags } from './payloads.ts';
import type { Session } from './session.ts';
import type { Application, HeldGuild, Privileged } from './state.ts';

/** What a client says of itself to identify or to resume. */
export interface Hello {
  readonly token?: string;
  readonly intents?: number;
  readonly shard?: readonly [number, number];
  readonly session_id?: string;
  readonly seq?: number;
}

const KNOWN_INTENTS = Object.values(GatewayIntentBits).reduce<number>(
  (all, bit) => (typeof bit === 'number' ? all | bit : all),
  0,
);
const PRIVILEGED: readonly (readonly [intent: number, name: keyof Privileged])[] = [
  [GatewayIntentBits.GuildMembers, 'guildMembers'],
  [GatewayIntentBits.GuildPresences, 'presences'],
  [GatewayIntentBits.MessageContent, 'messageContent'],
];
/** The code that the socket is closed with; null for a client that may come in. @param least how many shards there must be */
export function refusalOf(
  { privileged, token: expected }: Application,
  { token, intents = 0, shard: [id, count] = [0, 1] }: Hello,
  least: number,
): GatewayCloseCodes | null {
  if (token !== expected) return GatewayCloseCodes.AuthenticationFailed;
  if (!(id >= 0 && id < count)) return GatewayCloseCodes.InvalidShard;
  if (count < least) return GatewayCloseCodes.ShardingRequired;
  if (!Number.isInteger(intents) || intents & ~KNOWN_INTENTS) return GatewayCloseCodes.InvalidIntents;
  const barred = PRIVILEGED.some(([bit, name]) => intents & bit && !privileged[name]);
  return barred ? GatewayCloseCodes.DisallowedIntents : null;
}

export const guildsOf = ({ guilds }: Application, { shard, shards }: Session): HeldGuild[] =>
  [...guilds.values()].filter(({ id }) => shardOf(id, shards) === shard);

/** @param url where the session is resumed */
export const readyPayload = (application: Application, session: Session, url: string): object => ({
  v: 10,
  user: application.user,
  user_settings: {},
  guilds: guildsOf(application, session).map(({ id }) => ({ id, unavailable: true })),
  private_channels: [],
  relationships: [],
  session_id: session.id,
  resume_gateway_url: url,
  shard: [session.shard, session.shards],
  application: { id: application.id, flags: applicationFlags(application.privileged) },
  _trace: [],
});

export const packet = (op: GatewayOpcodes, d: unknown): string => JSON.stringify({ op, d, s: null, t: null });

/** Null for what is no packet. */
export function readPacket(data: RawData): { op: number; d: unknown } | null {
  try {
    const said = JSON.parse(String(data)) as { op: number; d: unknown } | null;
    return typeof said?.op === 'number' ? said : null;
  } catch {
    return null;
  }
}
