/** The contract suite's people and channels, as a Slack workspace. */
import type { FakeSlack } from './server.ts';
import type { NewUser } from './state.ts';

export const PEOPLE: readonly NewUser[] = [
  { name: 'ana', real_name: 'Ana Castro', tz: 'Europe/London', is_admin: true },
  { name: 'lena', real_name: 'Lena Vogt', tz: 'Europe/Berlin' },
  { name: 'bo', real_name: 'Bo Lindqvist', tz: 'America/New_York' },
  { name: 'mira', real_name: 'Mira Patel', tz: 'Asia/Kolkata' },
  { name: 'kai', real_name: 'Kai Tanaka', tz: 'Australia/Sydney' },
  {
    name: 'gus',
    real_name: 'Gus Moreau',
    tz: 'Europe/Paris',
    is_restricted: true,
    is_ultra_restricted: true,
  },
  { name: 'scout', real_name: 'Scout', tz: 'Europe/London', is_bot: true },
];

const MEMBERS = ['ana', 'lena', 'bo', 'mira', 'kai', 'scout', 'baton'];

const CHANNELS = [
  { name: 'general', members: MEMBERS },
  { name: 'design', members: [...MEMBERS, 'gus'] },
  { name: 'platform', members: MEMBERS },
  { name: 'leads', private: true, members: ['ana', 'lena', 'bo', 'baton'] },
];

/** What an admin types in #general to make the teams that the suite speaks of. */
export const TEAM_COMMANDS = [
  'team create design Design',
  'team add @design @lena @mira',
  'settings team @design lead: @lena zone: Europe/Berlin channel: #design',
  'team create platform Platform',
  'team add @platform @bo @kai @scout',
  'settings team @platform lead: @bo zone: America/New_York channel: #platform',
  'team remove @platform @ana',
];

/** Northwind, with Baton in all its channels. */
export function castInto(slack: FakeSlack): void {
  slack.do.addTeam({ name: 'Northwind', domain: 'northwind' });
  for (const person of PEOPLE) slack.do.addUser(person);
  for (const channel of CHANNELS) slack.do.addChannel(channel);
}
