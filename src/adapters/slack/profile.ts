/** Slack's users and channels, from an event or a method, as the domain knows people and channels. */
import { z } from 'zod';
import { isZone } from '../../coordination/calendar.ts';
import type { ChannelProfile, Profile } from '../../coordination/people/profile.ts';
import type { SlackBot } from './tokens.ts';

/** https://docs.slack.dev/reference/objects/user-object, of which these. */
export const userObject = z.object({
  id: z.string(),
  team_id: z.string().optional(),
  name: z.string().optional(),
  real_name: z.string().optional(),
  deleted: z.boolean().optional(),
  tz: z.string().nullish(),
  is_bot: z.boolean().optional(),
  is_admin: z.boolean().optional(),
  is_owner: z.boolean().optional(),
  is_restricted: z.boolean().optional(),
  is_ultra_restricted: z.boolean().optional(),
  is_stranger: z.boolean().optional(),
  enterprise_user: z.object({ teams: z.array(z.string()).optional() }).optional(),
  profile: z.object({ display_name: z.string().optional(), real_name: z.string().optional() }).optional(),
});
export type UserObject = z.infer<typeof userObject>;

/** https://docs.slack.dev/reference/objects/conversation-object, of which these. */
export const channelObject = z.object({
  id: z.string(),
  name: z.string().optional(),
  is_im: z.boolean().optional(),
  is_mpim: z.boolean().optional(),
  is_private: z.boolean().optional(),
  is_group: z.boolean().optional(),
  is_archived: z.boolean().optional(),
  is_member: z.boolean().optional(),
});
export type ChannelObject = z.infer<typeof channelObject>;

/** Slack's own helper answers to this id in every team, and is no bot by its profile. */
const SLACKBOT = 'USLACKBOT';

/**
 * Null for who is no member of `team`: Slackbot, and people of another organisation in a shared channel, who see cards
 * but do not act. `channels` is null: which a guest is in is asked apart.
 */
export function userProfile(user: UserObject, team: string): Profile | null {
  if (user.id === SLACKBOT || isStranger(user, team)) return null;
  const name = firstOf(user.profile?.real_name, user.real_name, user.profile?.display_name, user.name);
  return {
    handle: firstOf(user.profile?.display_name, user.name, name) ?? user.id,
    name: name ?? user.id,
    kind: user.is_bot ? 'agent' : 'human',
    role: roleOf(user),
    zone: user.tz && isZone(user.tz) ? user.tz : null,
    active: user.deleted !== true,
    channels: null,
  };
}

/** Whoever installed Baton is an admin of it, where Slack says no more of them than that they are a member. */
export const trusting = (
  profile: Profile,
  account: string,
  { installedBy }: Pick<SlackBot, 'installedBy'>,
): Profile =>
  account === installedBy && profile.role === 'member' ? { ...profile, role: 'admin' } : profile;

function isStranger(user: UserObject, team: string): boolean {
  if (user.is_stranger) return true;
  const teams = user.enterprise_user?.teams ?? [];
  return user.team_id !== undefined && user.team_id !== team && !teams.includes(team);
}

function roleOf(user: UserObject): Profile['role'] {
  if (user.is_restricted || user.is_ultra_restricted) return 'guest';
  return user.is_admin || user.is_owner ? 'admin' : 'member';
}

/** `members`, of a private channel, are asked apart. A message among several people is private to them. */
export function channelProfile(
  channel: ChannelObject,
  members: readonly string[] | null = null,
): ChannelProfile {
  const hidden = channel.is_private || channel.is_group || channel.is_mpim;
  return {
    channel: channel.id,
    kind: channel.is_im ? 'direct' : hidden ? 'private' : 'public',
    name: firstOf(channel.name) ?? (channel.is_im ? 'direct message' : channel.id),
    archived: channel.is_archived === true,
    members,
  };
}

const firstOf = (...names: readonly (string | undefined)[]): string | undefined =>
  names.map((name) => name?.trim()).find((name) => name !== undefined && name !== '');
