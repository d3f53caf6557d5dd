import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FakeDiscord } from './fake-discord.ts';
import { type Small, smallDiscord } from './fixture.ts';
import type { HeldChannel } from './state.ts';

let small: Small;
let discord: FakeDiscord;
let general: HeldChannel;
let login: Small['login'];

async function open(): Promise<void> {
  small = await smallDiscord();
  ({ discord, general, login } = small);
}

beforeEach(() => open());
afterEach(() => small.close());

describe('faults', () => {
  const POST = 'POST /channels/:channel/messages';
  const posting = async (...options: Parameters<typeof login>) => {
    const channel = await (await login(...options)).channels.fetch(general.id);
    return (content: string) => (channel?.isSendable() ? channel.send({ content }) : expect.fail());
  };

  test('lose the response after the message was taken', async () => {
    const post = await posting();
    discord.fault({ on: POST, after: true, answer: 'drop', times: 1 });
    await expect(post('there')).rejects.toThrow();
    expect(discord.ledger.messages()).toHaveLength(1);
  });

  test('answer with an error, and stop after their time', async () => {
    const post = await posting();
    discord.fault({ on: POST, answer: { status: 502 }, times: 1 });
    discord.fault({ on: POST, answer: { code: 50013 }, times: 1 });
    await expect(post('a')).rejects.toMatchObject({ status: 502 });
    await expect(post('b')).rejects.toMatchObject({ code: 50013, status: 403 });
    await post('c');
    expect(discord.ledger.messages()).toMatchObject([{ body: { content: 'c' } }]);
  });

  test('limit the rate, which the SDK waits for or reports', async () => {
    const post = await posting({ rest: { rejectOnRateLimit: () => true } });
    discord.fault({ on: POST, answer: { retryAfter: 2.5 }, times: 1 });
    await expect(post('a')).rejects.toMatchObject({
      name: expect.stringContaining('RateLimitError'),
      retryAfter: 2550,
    });
    discord.pace.set([{ on: POST, requests: 1, perMs: 60_000 }]);
    await post('b');
    await expect(post('c')).rejects.toMatchObject({ limit: 1 });
    expect(discord.ledger.messages()).toHaveLength(1);
    expect(discord.ledger.invalid).toBe(2);
  });

  test('hang until the SDK gives up', async () => {
    const post = await posting({ rest: { timeout: 50 } });
    discord.fault({ on: POST, answer: 'hang', times: 1 });
    await expect(post('a')).rejects.toThrow(/abort/i);
    expect(discord.ledger.messages()).toEqual([]);
  });
});
