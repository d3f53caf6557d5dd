import { ChannelType, PermissionFlagsBits as P } from 'discord.js';
import { describe, expect, test } from 'vitest';
import {
  type ChannelFacts,
  channelProfile,
  kindOf,
  type MemberFacts,
  profileOf,
  type ServerFacts,
  strangerProfile,
  unseenBy,
} from '../../../src/adapters/discord/profile.ts';

const channel = (
  id: string,
  overwrites: ChannelFacts['overwrites'] = [],
  type = ChannelType.GuildText,
  parent: ChannelFacts | null = null,
): ChannelFacts => ({ id, type, name: id, parent, overwrites });
const hidden = { id: 'server', allow: 0n, deny: P.ViewChannel };
const general = channel('general');
const leads = channel('leads', [hidden, { id: 'leaders', allow: P.ViewChannel, deny: 0n }]);
const pair = channel('pair', [hidden, { id: 'mira', allow: P.ViewChannel, deny: 0n }]);
const server: ServerFacts = {
  id: 'server',
  ownerId: 'ana',
  roles: [
    { id: 'server', name: '@everyone', permissions: P.ViewChannel | P.SendMessages },
    { id: 'managers', name: 'Managers', permissions: P.ManageGuild },
    { id: 'leaders', name: 'Leads', permissions: 0n },
    { id: 'staff', name: 'Staff', permissions: 0n },
  ],
  channels: [general, leads, pair, channel('talk', [], ChannelType.PublicThread, leads)],
};
const member = (
  id: string,
  roles: readonly string[] = [],
  more: Partial<MemberFacts['user']> = {},
): MemberFacts => ({ user: { id, username: id, ...more }, roles });

test.each([
  ['open to everyone', general, 'public'],
  ['hidden from everyone', leads, 'private'],
  ['a thread of a hidden channel', channel('t', [], ChannelType.PublicThread, leads), 'private'],
  ['a thread of an open one', channel('t', [], ChannelType.PublicThread, general), 'public'],
  ['a private thread', channel('t', [], ChannelType.PrivateThread, general), 'private'],
])('a channel %s', (_words, given, kind) => {
  expect(kindOf(server, given)).toBe(kind);
  expect(channelProfile(server, given)).toMatchObject({ channel: given.id, kind, members: null });
});

describe('who someone is', () => {
  test.each([
    ['the owner of the server', member('ana'), null, 'admin'],
    ['who manages the server', member('bo', ['managers']), null, 'admin'],
    ['anyone, while no member role is named', member('kai'), null, 'member'],
    ['who has the member role', member('kai', ['staff']), 'staff', 'member'],
    ['who lacks it', member('gus'), 'staff', 'guest'],
    ['a manager who lacks it', member('bo', ['managers']), 'staff', 'admin'],
    ['a bot, whatever it may do', member('scout', ['managers'], { bot: true }), 'staff', 'member'],
  ])('%s', (_words, given, memberRole, role) => {
    expect(profileOf(server, given, memberRole).role).toBe(role);
  });

  test('is named as the server names them', () => {
    const lena = member('lena', [], { global_name: 'Lena Vogt' });
    expect(profileOf(server, lena, null)).toMatchObject({
      handle: 'lena',
      name: 'Lena Vogt',
      kind: 'human',
      zone: null,
    });
    expect(profileOf(server, { ...lena, nick: 'Lena (design)' }, null).name).toBe('Lena (design)');
    expect(profileOf(server, member('scout', [], { bot: true }), null).kind).toBe('agent');
  });

  test('which private channels they see, by role or by name', () => {
    const channelsOf = (m: MemberFacts) => profileOf(server, m, null).channels?.map((c) => c.channel);
    expect(channelsOf(member('kai'))).toEqual([]);
    expect(channelsOf(member('lena', ['leaders']))).toEqual(['leads']);
    expect(channelsOf(member('mira'))).toEqual(['pair']);
    expect(channelsOf(member('ana'))).toEqual(['leads', 'pair']);
    expect(unseenBy(server, member('mira'))).toEqual(['leads']);
  });

  test('a guest sees no channels but their own, public ones too', () => {
    expect(profileOf(server, member('gus'), 'staff').channels?.map((c) => c.channel)).toEqual(['general']);
  });

  test('who is in the server no longer is switched off', () => {
    expect(strangerProfile({ id: '1', username: 'old' })).toMatchObject({ active: false, role: 'guest' });
  });
});
