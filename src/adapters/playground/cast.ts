/** Who and what is in a new playground: two teams in several time zones, an admin, a guest and an agent. */
import type { Person, Role } from '../../coordination/people/person.ts';
import type { ChannelKind } from '../../coordination/places.ts';

export const BATON = 'baton';
export const SCOPE = 'local';
export const WORKSPACE_NAME = 'Northwind';
export const WORKSPACE_ZONE = 'Europe/London';

export interface CastMember {
  /** Account and handle alike. */
  readonly handle: string;
  readonly name: string;
  readonly zone: string;
  readonly kind: Person['kind'];
  readonly role: Role;
}

export const CAST: readonly CastMember[] = [
  { handle: 'ana', name: 'Ana Castro', zone: 'Europe/London', kind: 'human', role: 'admin' },
  { handle: 'lena', name: 'Lena Vogt', zone: 'Europe/Berlin', kind: 'human', role: 'member' },
  { handle: 'bo', name: 'Bo Lindqvist', zone: 'America/New_York', kind: 'human', role: 'member' },
  { handle: 'mira', name: 'Mira Patel', zone: 'Asia/Kolkata', kind: 'human', role: 'member' },
  { handle: 'kai', name: 'Kai Tanaka', zone: 'Australia/Sydney', kind: 'human', role: 'member' },
  { handle: 'gus', name: 'Gus Moreau', zone: 'Europe/Paris', kind: 'human', role: 'guest' },
  { handle: 'scout', name: 'Scout', zone: 'Europe/London', kind: 'agent', role: 'member' },
];

export const TEAMS = [
  {
    handle: 'design',
    name: 'Design',
    lead: 'lena',
    home: 'design',
    zone: 'Europe/Berlin',
    members: ['lena', 'mira', 'ana'],
  },
  {
    handle: 'platform',
    name: 'Platform',
    lead: 'bo',
    home: 'platform',
    zone: 'America/New_York',
    members: ['bo', 'kai', 'scout'],
  },
] as const;

export interface CastChannel {
  readonly key: string;
  readonly name: string;
  readonly kind: ChannelKind;
  readonly topic: string;
  readonly members: readonly string[];
}

const EVERYONE = CAST.map((c) => c.handle);
const MEMBERS = CAST.filter((c) => c.role !== 'guest').map((c) => c.handle);

export const CHANNELS: readonly CastChannel[] = [
  { key: 'general', name: 'general', kind: 'public', topic: 'For everyone at Northwind', members: MEMBERS },
  {
    key: 'design',
    name: 'design',
    kind: 'public',
    topic: 'Team Design, and Gus from the studio',
    members: EVERYONE,
  },
  {
    key: 'platform',
    name: 'platform',
    kind: 'public',
    topic: 'Team Platform: deploys, incidents, tooling',
    members: MEMBERS,
  },
  {
    key: 'leads',
    name: 'leads',
    kind: 'private',
    topic: 'Private: Ana, Lena and Bo',
    members: ['ana', 'lena', 'bo'],
  },
];

/** A direct message with Baton is a channel of one account. */
export const directChannel = (account: string): string => `dm-${account}`;
export const accountOfDirect = (channel: string): string | null =>
  channel.startsWith('dm-') ? channel.slice(3) : null;

export const memberOf = (channel: string, account: string): boolean => {
  const found = CHANNELS.find((c) => c.key === channel);
  return found ? found.members.includes(account) : accountOfDirect(channel) === account;
};

/** What was said before you came; minutes before now. */
export const EARLIER: readonly {
  readonly channel: string;
  readonly author: string;
  readonly text: string;
  readonly ago: number;
}[] = [
  {
    channel: 'general',
    author: 'ana',
    text: 'Acme want the new offer by Friday 5pm, and nobody has said they are on it.',
    ago: 95,
  },
  {
    channel: 'general',
    author: 'bo',
    text: 'The certificate of the status page runs out at the end of month. Somebody should renew it.',
    ago: 60,
  },
  {
    channel: 'general',
    author: 'mira',
    text: 'I can take the interview notes, they are half written anyway.',
    ago: 41,
  },
  {
    channel: 'design',
    author: 'lena',
    text: 'The onboarding screens need a last look before tomorrow. Who has an hour?',
    ago: 80,
  },
  { channel: 'design', author: 'gus', text: 'The icons are in the shared folder.', ago: 22 },
  {
    channel: 'platform',
    author: 'kai',
    text: 'Deploys are slow again. We should look at the cache in 2 working days at the latest.',
    ago: 70,
  },
  {
    channel: 'leads',
    author: 'ana',
    text: 'Draft the reorganisation note by Monday, please. Keep it between us until then.',
    ago: 30,
  },
];
