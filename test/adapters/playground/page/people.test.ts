import { describe, expect, test } from 'vitest';
import type { PersonView } from '../../../../src/adapters/playground/api.ts';
import { toSent, toTyped } from '../../../../src/adapters/playground/page/words/mentions.ts';
import { badges, byTeam, hue, initials } from '../../../../src/adapters/playground/page/words/people.ts';
import { person } from './support.ts';

const people: readonly PersonView[] = [
  person('ana', { account: 'U1' }),
  person('jo.ann', { account: 'U2' }),
  person('bo', { account: 'U3' }),
];

describe('on sending', () => {
  test.each([
    ['@ana look', '<@U1> look'],
    ['thanks @Ana.', 'thanks <@U1>.'],
    ['@jo.ann: yes', '<@U2>: yes'],
    ['@Baton done W-1', '<@baton> done W-1'],
    ['@baton', '<@baton>'],
    ['@nobody', '@nobody'],
    ['mail ana@ana.example', 'mail ana@ana.example'],
    ['say `@ana`', 'say `@ana`'],
    ['<@U3> and @bo', '<@U3> and <@U3>'],
  ])('%s becomes %s', (typed, sent) => {
    expect(toSent(typed, people)).toBe(sent);
  });
});

test('for editing, mentions are as one would type them', () => {
  expect(toTyped('<@U1> and <@baton> and <@gone>', people)).toBe('@ana and @Baton and <@gone>');
});

test.each([
  ['Ana Silva', 'AS'],
  ['Scout', 'S'],
  ['José María da Cruz', 'JC'],
  ['  ', '?'],
  ['𝒜da Lovelace', '𝒜L'],
])('the initials of “%s” are %s', (name, letters) => {
  expect(initials(name)).toBe(letters);
});

test('neighbours differ in colour, and a stranger has one too', () => {
  expect(people.map(({ account }) => hue(people, account))).toEqual([0, 1, 2]);
  expect(hue(people, 'U9')).toBe(0);
});

test('badges tell what is not usual', () => {
  expect(badges(person('ana'))).toEqual([]);
  expect(badges(person('scout', { kind: 'agent' }))).toEqual(['agent']);
  expect(badges(person('gus', { role: 'guest' }))).toEqual(['guest']);
});

test('people stand by their first team, those of none last', () => {
  const gus = person('gus', { teams: [] });
  const ana = person('ana', { teams: ['Sales', 'Design'] });
  const bo = person('bo', { teams: ['Sales'] });
  expect(byTeam([gus, ana, bo])).toEqual([
    { team: 'Sales', people: [ana, bo] },
    { team: '', people: [gus] },
  ]);
});
