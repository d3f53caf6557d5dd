/** The workspaces that the fake holds: teams, people, channels and tokens. Every look-up is by key, so that a long run stays fast. */
import { SCOPES } from '../../../src/adapters/slack/manifest.ts';
import type { Message, User, View } from './shapes.ts';

export type ChannelKind = 'public' | 'private' | 'direct';

/** A message and what hangs from it. */
export interface Kept {
  message: Message;
  /** Emoji → people, in the order they reacted. */
  readonly reactions: Map<string, Set<string>>;
  /** The `ts` of its replies, oldest first. */
  readonly replies: string[];
  /** A private message: seen by this person alone, and not in the channel's history. */
  readonly onlyFor: string | null;
}

export interface Channel {
  readonly id: string;
  readonly kind: ChannelKind;
  readonly members: Set<string>;
  readonly created: number;
  name: string;
  archived: boolean;
  /** By `ts`, oldest first. */
  readonly messages: Map<string, Kept>;
  readonly order: string[];
}

export interface Team {
  readonly id: string;
  readonly number: number;
  readonly name: string;
  readonly domain: string;
  readonly botUser: string;
  readonly botId: string;
  readonly users: Map<string, User>;
  readonly userByName: Map<string, string>;
  readonly channels: Map<string, Channel>;
  readonly channelByName: Map<string, string>;
  /** Person → their conversation with the app. */
  readonly directs: Map<string, string>;
  /** Person → what their App Home shows. */
  readonly homes: Map<string, View>;
  readonly groups: Map<string, UserGroup>;
  /** People whose Messages tab with the app is switched off. */
  readonly closedDirects: Set<string>;
  installed: boolean;
  botToken: string;
}

export interface UserGroup {
  readonly id: string;
  readonly handle: string;
  readonly name: string;
  readonly users: readonly string[];
}

export interface Token {
  readonly team: string;
  readonly scopes: ReadonlySet<string>;
  state: 'active' | 'revoked' | 'inactive';
}

export interface App {
  readonly id: string;
  readonly appToken: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly signingSecret: string;
  readonly verificationToken: string;
}

export interface State {
  readonly app: App;
  readonly teams: Map<string, Team>;
  readonly tokens: Map<string, Token>;
  /** Authorisation code → team that said yes. Each is good for one exchange. */
  readonly codes: Map<string, string>;
  /** Microseconds of the last `ts` that was given out. */
  lastTs: number;
  counter: number;
}

export function createState(): State {
  return {
    app: {
      id: 'A0BATON0001',
      appToken: 'xapp-1-A0BATON0001-1-fake',
      clientId: '1000.2000',
      clientSecret: 'fake-client-secret',
      signingSecret: 'fake-signing-secret',
      verificationToken: 'fake-verification',
    },
    teams: new Map(),
    tokens: new Map(),
    codes: new Map(),
    lastTs: 0,
    counter: 0,
  };
}

export interface NewTeam {
  readonly name?: string;
  readonly domain?: string;
  /** Whether the app is installed there from the start. */
  readonly installed?: boolean;
  readonly scopes?: readonly string[];
}

export function addTeam(
  state: State,
  { name, domain, installed = true, scopes = SCOPES }: NewTeam = {},
): Team {
  const number = state.teams.size + 1;
  const team: Team = {
    id: readable('T', number, 'team'),
    number,
    name: name ?? `Team ${number}`,
    domain: domain ?? `team-${number}`,
    botUser: readable('U', number, 'baton'),
    botId: readable('B', number, 'baton'),
    users: new Map(),
    userByName: new Map(),
    channels: new Map(),
    channelByName: new Map(),
    directs: new Map(),
    homes: new Map(),
    groups: new Map(),
    closedDirects: new Set(),
    installed: false,
    botToken: '',
  };
  state.teams.set(team.id, team);
  addUser(team, { name: 'baton', real_name: 'Baton', is_bot: true });
  if (installed) install(state, team, scopes);
  return team;
}

/** Gives the app a token of its own in this team. */
export function install(state: State, team: Team, scopes: readonly string[]): string {
  team.botToken = `xoxb-${team.number}-${++state.counter}-fake`;
  team.installed = true;
  state.tokens.set(team.botToken, { team: team.id, scopes: new Set(scopes), state: 'active' });
  return team.botToken;
}

export type NewUser = { readonly name: string; readonly display_name?: string } & Partial<
  Pick<
    User,
    | 'real_name'
    | 'tz'
    | 'deleted'
    | 'is_admin'
    | 'is_owner'
    | 'is_restricted'
    | 'is_ultra_restricted'
    | 'is_bot'
  >
>;

export function addUser(team: Team, { name, display_name = '', ...told }: NewUser): User {
  const real_name = told.real_name ?? name;
  const bot = told.is_bot ? { bot_id: readable('B', team.number, name) } : {};
  const user: User = {
    id: free(team.users, readable('U', team.number, name)),
    team_id: team.id,
    name,
    deleted: false,
    tz: 'Europe/London',
    is_admin: false,
    is_owner: false,
    is_restricted: false,
    is_ultra_restricted: false,
    is_bot: false,
    updated: 0,
    ...told,
    real_name,
    tz_offset: offsetOf(told.tz ?? 'Europe/London'),
    profile: { real_name, display_name, team: team.id, ...bot },
  };
  team.users.set(user.id, user);
  team.userByName.set(name.toLowerCase(), user.id);
  return user;
}

export interface NewChannel {
  readonly name: string;
  readonly private?: boolean;
  /** Ids of people; the bot is a member only if it is among them. */
  readonly members: readonly string[];
}

export function addChannel(team: Team, { name, private: closed = false, members }: NewChannel): Channel {
  const id = free(team.channels, readable('C', team.number, name));
  const channel = newChannel(id, closed ? 'private' : 'public', name, members);
  team.channels.set(id, channel);
  team.channelByName.set(name, id);
  return channel;
}

export function addGroup(team: Team, { handle, name, users }: Omit<UserGroup, 'id'>): UserGroup {
  const group = { id: readable('S', team.number, handle), handle, name, users };
  team.groups.set(group.id, group);
  return group;
}

/** The conversation of a person and the app, opened if it was not yet. */
export function directOf(team: Team, user: string): Channel {
  const known = team.directs.get(user);
  if (known) return team.channels.get(known) as Channel;
  const id = free(team.channels, `D${user.slice(1)}`);
  const channel = newChannel(id, 'direct', '', [user, team.botUser]);
  team.channels.set(id, channel);
  team.directs.set(user, id);
  return channel;
}

function newChannel(id: string, kind: ChannelKind, name: string, members: readonly string[]): Channel {
  return {
    id,
    kind,
    name,
    members: new Set(members),
    created: 1_700_000_000,
    archived: false,
    messages: new Map(),
    order: [],
  };
}

/** A message's `ts`: seconds and microseconds of `now`, later than all before it. */
export function nextTs(state: State, now: number): string {
  const micros = Math.max(Math.floor(now) * 1000, state.lastTs + 1);
  state.lastTs = micros;
  const digits = String(micros);
  return `${digits.slice(0, -6)}.${digits.slice(-6)}`;
}

export function nextId(state: State, prefix: string): string {
  return `${prefix}${(++state.counter).toString(36).toUpperCase().padStart(10, '0')}`;
}

/** Seconds east of Greenwich, now. */
export function offsetOf(zone: string): number {
  const named = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' })
    .formatToParts(new Date())
    .find((part) => part.type === 'timeZoneName')?.value;
  const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(named ?? '') ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60);
}

/** An id such as Slack gives, in which a person who reads a failing test sees whose it is. */
function readable(prefix: string, team: number, name: string): string {
  const letters = name.toUpperCase().replace(/[^A-Z0-9]/g, '');
  return `${prefix}${team.toString(36).toUpperCase().padStart(3, '0')}${letters}`
    .padEnd(11, '0')
    .slice(0, 16);
}

function free(taken: ReadonlyMap<string, unknown>, wanted: string): string {
  let id = wanted;
  for (let n = 1; taken.has(id); n++) id = `${wanted}${n}`;
  return id;
}
