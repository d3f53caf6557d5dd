import { describe, expect, test } from 'vitest';
import { channelProfile, type UserObject, userProfile } from '../../../src/adapters/slack/profile.ts';
import { fixture } from './fixtures.ts';

const TEAM = 'T012AB3C4';
const user: UserObject = fixture('user-change').event.user;

describe('a person of Slack', () => {
  test('is known by their names, role and zone', () => {
    expect(userProfile(user, TEAM)).toEqual({
      handle: 'spengler',
      name: 'Egon Spengler',
      kind: 'human',
      role: 'admin',
      zone: 'America/Los_Angeles',
      active: true,
      channels: null,
    });
  });

  test.each<[string, Partial<UserObject>, object]>([
    ['a guest of one channel', { is_restricted: true, is_ultra_restricted: true }, { role: 'guest' }],
    ['a guest of several', { is_restricted: true, is_admin: false }, { role: 'guest' }],
    ['an owner', { is_admin: false, is_owner: true }, { role: 'admin' }],
    ['a member', { is_admin: false }, { role: 'member' }],
    ['a bot', { is_bot: true, is_admin: false }, { kind: 'agent', role: 'member' }],
    ['someone switched off', { deleted: true }, { active: false }],
    ['no zone', { tz: null }, { zone: null }],
    ['a zone that is none', { tz: 'Moon/Tranquility' }, { zone: null }],
    [
      'no display name',
      { profile: { display_name: '', real_name: 'Egon' } },
      { handle: 'spengler', name: 'Egon' },
    ],
    ['no names but one', { profile: {}, real_name: '' }, { handle: 'spengler', name: 'spengler' }],
    [
      'no names at all',
      { profile: {}, real_name: ' ', name: '' },
      { handle: 'W012A3CDE', name: 'W012A3CDE' },
    ],
    [
      'another team of the organisation',
      { team_id: 'T2', enterprise_user: { teams: ['T2', TEAM] } },
      { active: true },
    ],
  ])('%s', (_name, fields, expected) => {
    expect(userProfile({ ...user, ...fields }, TEAM)).toMatchObject(expected);
  });

  test.each<[string, Partial<UserObject>]>([
    ['Slackbot', { id: 'USLACKBOT' }],
    ['someone of another organisation', { team_id: 'T0OTHER' }],
    ['a stranger in a shared channel', { is_stranger: true }],
  ])('%s is nobody', (_name, fields) => {
    expect(userProfile({ ...user, ...fields }, TEAM)).toBeNull();
  });
});

describe('a channel of Slack', () => {
  test.each([
    [{}, { kind: 'public', name: 'general', archived: false }],
    [{ is_private: true }, { kind: 'private' }],
    [{ is_group: true }, { kind: 'private' }],
    [
      { is_mpim: true, name: 'mpdm-ana--bo-1' },
      { kind: 'private', name: 'mpdm-ana--bo-1' },
    ],
    [
      { is_im: true, name: undefined },
      { kind: 'direct', name: 'direct message' },
    ],
    [{ is_archived: true }, { archived: true }],
  ])('%j', (fields, expected) => {
    const channel = { ...fixture('conversation'), ...fields };
    expect(channelProfile(channel)).toMatchObject({ channel: 'C012AB3CD', members: null, ...expected });
  });

  test('with its members', () => {
    expect(channelProfile(fixture('conversation'), ['U1']).members).toEqual(['U1']);
  });
});
