/** Answers to interactions against the fake: in place, announced, too late, and lost to someone else. */
import type { APIInteraction } from 'discord.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answerWith, type Shown } from '../../../src/adapters/discord/answers.ts';
import { plainShown } from '../../../src/adapters/discord/interactions.ts';
import { createApi } from '../../../src/adapters/discord/rest.ts';
import { type Small, smallDiscord } from '../../support/discord/fixture.ts';
import type { Interaction } from '../../support/discord/interaction.ts';
import { wordsOf } from '../../support/discord/shown.ts';

let small: Small;
let now = Date.UTC(2026, 9, 23, 9);
const clock = { now: () => now };
beforeAll(async () => {
  small = await smallDiscord({ now: clock.now });
  const client = await small.login();
  await client.application.commands.create({ name: 'baton', description: 'Baton' });
});
afterAll(() => small.close());

async function asked(): Promise<{ shown: Interaction; raw: APIInteraction }> {
  const shown = small.ana.slash(small.general, { path: ['baton'] });
  const { id, token, user } = shown;
  const raw = { id, token, type: 2, application_id: small.discord.applicationId, member: { user } };
  return { shown, raw: raw as unknown as APIInteraction };
}
const answer = (raw: APIInteraction, work: Promise<Shown>, announceAfterMs = 1_500): Promise<void> => {
  const api = createApi(small.discord.token, small.discord.url, clock);
  return answerWith(raw, work, { api, clock, application: small.discord.applicationId, announceAfterMs });
};
const soon = (shown: Shown): Promise<Shown> => new Promise((resolve) => setTimeout(() => resolve(shown), 60));
const words = (interaction: Interaction): string | null =>
  interaction.original && wordsOf(interaction.original, { state: small.discord.state, zone: 'UTC' });

describe('an answer', () => {
  test('that is quick is given in place, to who asked alone', async () => {
    const { shown, raw } = await asked();
    await answer(raw, Promise.resolve(plainShown('Here you are.')));
    expect(shown.outcome).toBe('message');
    expect(words(shown)).toBe('Here you are.');
    expect(shown.original?.onlyFor).toBe(small.ana.user.id);
  });

  test('that takes longer is announced, and then given', async () => {
    const { shown, raw } = await asked();
    await answer(raw, soon(plainShown('It took a moment.')), 5);
    expect(shown.outcome).toBe('thinking');
    expect(words(shown)).toBe('It took a moment.');
  });

  test('that comes when the token is over goes directly, and never into the channel', async () => {
    const { raw } = await asked();
    const before = small.general.messages.length;
    await answer(
      raw,
      soon(plainShown('Very late.')).then((shown) => {
        now += 15 * 60_000;
        return shown;
      }),
      5,
    );
    expect(small.ana.direct.messages.at(-1)?.api.content).toContain('Very late');
    expect(small.general.messages.length - before).toBeLessThanOrEqual(1);
  });

  test('that another has given is no fault, nor one that nobody waits for any more', async () => {
    const { shown, raw } = await asked();
    await answer(raw, Promise.resolve(plainShown('First.')));
    await answer(raw, Promise.resolve(plainShown('Second.')));
    expect(words(shown)).toBe('First.');
    await answer({ ...raw, id: '1' } as APIInteraction, Promise.resolve(plainShown('To nobody.')));
  });

  test('of nothing at all says that it is done', async () => {
    const { shown, raw } = await asked();
    await answer(raw, Promise.resolve({ show: 'nothing' }));
    expect(words(shown)).toBe('Done.');
  });
});
