import { describe, expect, test } from 'vitest';
import {
  channelWord,
  findChannel,
  findPerson,
  readPlace,
  writePlace,
} from '../../../../src/adapters/playground/page/model/place.ts';
import { goals, matching } from '../../../../src/adapters/playground/page/model/switching.ts';
import { channel, person, view } from './support.ts';

describe('the address', () => {
  test('says who one is and where', () => {
    expect(writePlace({ as: 'ana', channel: 'general', thread: '17' })).toBe(
      '#as=ana&channel=general&thread=17',
    );
    expect(readPlace('#as=ana&channel=general&thread=17')).toEqual({
      as: 'ana',
      channel: 'general',
      thread: '17',
    });
  });

  test('may be empty or nonsense', () => {
    expect(readPlace('')).toEqual({ as: null, channel: null, thread: null });
    expect(readPlace('#%%%&as')).toEqual({ as: null, channel: null, thread: null });
  });

  test('survives odd names', () => {
    const place = { as: 'jo&ann', channel: 'büro #1', thread: null };
    expect(readPlace(writePlace(place))).toEqual(place);
  });
});

describe('a channel', () => {
  const twins = [channel('a', { name: 'twin' }), channel('b', { name: 'twin' })];
  const direct = channel('x', { kind: 'direct', channel: 'D-ana' });

  test('goes by name, by id where two share one, and the direct messages by Baton', () => {
    const all = [channel('general'), ...twins, direct];
    expect(all.map((one) => channelWord(one, all))).toEqual(['general', 'C-a', 'C-b', 'baton']);
  });

  test('is found by either', () => {
    expect(findChannel([channel('general')], 'C-general')?.name).toBe('general');
    expect(findChannel([channel('general')], 'general')?.name).toBe('general');
    expect(findChannel([direct], 'baton')).toBe(direct);
    expect(findChannel([direct], null)).toBeUndefined();
  });
});

test('a person is found by account or handle', () => {
  const people = [person('ana', { account: 'U1' })];
  expect(findPerson(people, 'U1')).toBe(people[0]);
  expect(findPerson(people, 'ana')).toBe(people[0]);
  expect(findPerson(people, 'bo')).toBeUndefined();
});

test('the switcher leads to channels and to other people, by a few letters', () => {
  const here = view({ channels: [channel('general', { topic: 'Sales talk, ask Bo' }), channel('design')] });
  const all = goals(here, here.people);
  expect(all.map(({ label }) => label)).toEqual(['#general', '#design', 'Bo']);
  const found = (words: string) => matching(all, words).map(({ label }) => label);
  expect(found('#de')).toEqual(['#design']);
  expect(found('@bo')).toEqual(['Bo', '#general']);
  expect(found('gen sal')).toEqual(['#general']);
  expect(found('zzz')).toEqual([]);
});
