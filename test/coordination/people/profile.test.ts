import { describe, expect, test } from 'vitest';
import { handleFrom, type Profile, toldOf } from '../../../src/coordination/people/profile.ts';

const profile = (values: Partial<Profile> = {}): Profile => ({
  handle: 'lena',
  name: 'Lena Vogt',
  kind: 'human',
  role: 'member',
  zone: 'Europe/Berlin',
  active: true,
  channels: null,
  ...values,
});

describe('what a person’s accounts tell of them, taken together', () => {
  test.each([
    ['a member', [profile()], { role: 'member', active: true, toldZone: 'Europe/Berlin' }],
    [
      'the more trusted account counts',
      [profile({ role: 'guest' }), profile({ role: 'admin' })],
      { role: 'admin' },
    ],
    [
      'an account switched off gives no rights',
      [profile({ role: 'admin', active: false }), profile()],
      { role: 'member', active: true },
    ],
    [
      'gone with the last account',
      [profile({ active: false })],
      { role: 'guest', active: false, toldZone: null },
    ],
    [
      'the zone of whoever tells one',
      [profile({ zone: null }), profile({ zone: 'Asia/Tokyo' })],
      { toldZone: 'Asia/Tokyo' },
    ],
    ['a bot is an agent', [profile({ kind: 'agent' })], { kind: 'agent' }],
  ])('%s', (_, profiles, told) => {
    expect(toldOf(profiles)).toMatchObject(told);
  });
});

test.each([
  ['Lena', 'lena'],
  ['José María', 'josemaria'],
  ['bo.k-2_x', 'bo.k-2_x'],
  ['…', 'someone'],
  ['me', 'someone'],
  ['田中', '田中'],
  ['<@U1> x', 'u1x'],
  ['x'.repeat(90), 'x'.repeat(40)],
])('the handle of %s is %s', (name, handle) => {
  expect(handleFrom(name)).toBe(handle);
});
