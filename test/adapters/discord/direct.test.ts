/** Direct messages, which belong to no server: whose they are, and what is done in them. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Baton } from '../../../src/main.ts';
import { ended, serving } from '../../support/discord/connected.ts';
import type { Small } from '../../support/discord/fixture.ts';
import type { Interaction } from '../../support/discord/interaction.ts';
import { wordsOf } from '../../support/discord/shown.ts';
import type { TestDatabase } from '../../support/postgres.ts';

let small: Small;
let database: TestDatabase;
let baton: Baton;
beforeAll(async () => {
  ({ small, database, baton } = await serving());
  while (!words(await small.ana.slash(small.general, { path: ['baton', 'inbox'] }).finished));
});
afterAll(() => ended({ small, database, baton }));

const words = ({ original }: Interaction): string =>
  original ? wordsOf(original, { state: small.discord.state, zone: 'UTC' }) : '';
const direct = (path: string[], options: Record<string, string> = {}): Promise<Interaction> =>
  small.ana.slash(small.ana.direct, { path: ['baton', ...path], options }).finished;

describe('someone of one server', () => {
  test('gives commands directly, about that server’s workspace', async () => {
    expect(words(await direct(['add'], { words: 'Sign the lease' }))).toContain('Sign the lease');
    const here = await small.ana.slash(small.general, { path: ['baton', 'list'], options: { show: 'all' } })
      .finished;
    // What is said directly is between the two: its circle is who said it.
    expect(words(here)).toContain('Sign the lease');
  });

  test('writes to Baton directly without mentioning it', async () => {
    small.ana.post(small.ana.direct, 'Call the notary');
    for (
      let n = 0;
      n < 100 && !words(await direct(['list'], { show: 'all' })).includes('Call the notary');
      n += 1
    )
      await baton.settle();
    expect(words(await direct(['list'], { show: 'all' }))).toContain('Call the notary');
  });
});

describe('someone of two servers', () => {
  test('is asked which is meant, once', async () => {
    const { build } = small.discord;
    const owner = build.user('owner-of-another');
    const other = build.guild('Southwind', owner);
    build.join(other, small.ana.user);
    build.channel(other, 'general');
    build.invite(other);
    const zoe = build.user('zoe');
    for (const guild of [small.guild, other]) build.join(guild, zoe);
    const [who, inbox] = [small.discord.as(zoe), { path: ['baton', 'inbox'] }];
    let asked = await who.slash(who.direct, inbox).finished;
    for (let n = 0; n < 50 && !words(asked).includes('several workspaces'); n += 1) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      asked = await who.slash(who.direct, inbox).finished;
    }
    expect(words(asked)).toContain('Choose the one you mean');
    if (!asked.original) throw new Error('no answer');
    const chosen = await who.choose(asked.original, 'h1', [other.id]).finished;
    expect(words(chosen)).toContain('From now on');
    expect(words(await who.slash(who.direct, inbox).finished)).not.toContain('several workspaces');
  });

  test('of none, they are told where to ask', async () => {
    const stranger = small.discord.as(small.discord.build.user('stranger'));
    const asked = await stranger.slash(stranger.direct, { path: ['baton', 'inbox'] }).finished;
    expect(words(asked)).toContain('Baton does not know you here');
  });
});
