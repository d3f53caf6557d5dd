/** What Baton sends to Discord, against the fake: the error policy, what was lost, and what is read. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createDiscordChat } from '../../../src/adapters/discord/chat.ts';
import { createApi } from '../../../src/adapters/discord/rest.ts';
import { Servers } from '../../../src/adapters/discord/servers.ts';
import type { Outcome } from '../../../src/coordination/delivery/outbox.ts';
import type { OutboxId } from '../../../src/coordination/ids.ts';
import { type Message, say } from '../../../src/coordination/message.ts';
import type { MessageRef } from '../../../src/coordination/places.ts';
import type { Address, Chat } from '../../../src/coordination/ports.ts';
import { type Small, smallDiscord } from '../../support/discord/fixture.ts';
import { customIdOf } from '../../support/discord/shown.ts';

const clock = { now: () => Date.now() };
const card: Message = {
  summary: 'W-1 Offer',
  blocks: [
    { block: 'heading', text: 'W-1 · Offer' },
    { block: 'buttons', buttons: [{ label: 'Claim', action: { verb: 'claim', options: { item: 'W-1' } } }] },
  ],
};
const POST = 'POST /channels/:channel/messages';
const PATCH = 'PATCH /channels/:channel/messages/:message';

/** A picture is any bytes, for whoever only carries it. */
const charts = { png: async () => new Uint8Array([137, 80, 78, 71]) };
const log = { warn: () => {} };

let small: Small;
let chat: Chat;
let general: Address;
const asides = new Map<string, unknown>();
const key = (): OutboxId => randomUUID() as OutboxId;

/** A client of its own each time: what one was told of limits is no other's. */
function createChat(): Chat {
  const { discord } = small;
  const api = createApi(discord.token, discord.url, clock);
  return createDiscordChat({
    ...{ api, servers: new Servers(api, clock), bot: discord.applicationId },
    ...{ charts, log },
    putAside: async (_scope, all) => {
      for (const { id, value } of all) asides.set(id, value);
    },
    memberRole: async () => null,
    absent: () => {},
  });
}

beforeAll(async () => {
  small = await smallDiscord();
  general = {
    to: 'channel',
    channel: { platform: 'discord', scope: small.guild.id, channel: small.general.id },
  };
});
afterAll(() => small.close());
beforeEach(() => {
  small.discord.faults.end();
  small.discord.ledger.clear();
  chat = createChat();
});

const refOf = (outcome: Outcome): MessageRef => {
  if (outcome.outcome !== 'sent') throw new Error(`not sent: ${JSON.stringify(outcome)}`);
  return outcome.ref;
};
const messages = () => small.discord.ledger.effects.filter(({ kind }) => kind === 'message');
const held = (ref: MessageRef) => small.discord.state.messages.get(ref.message);
const platform = 'discord' as const;

describe('sending', () => {
  test('rings nobody that is not meant, and is sent once however often', async () => {
    const id = key();
    const [one, two] = [await chat.send(general, card, id, null), await chat.send(general, card, id, null)];
    expect(refOf(one)).toEqual(refOf(two));
    expect(messages()).toHaveLength(1);
    expect(messages()[0]).toMatchObject({
      rang: [],
      body: { allowed_mentions: { parse: [] }, enforce_nonce: true },
    });
  });

  test('a card is changed in place', async () => {
    const id = key();
    const ref = refOf(await chat.send(general, card, id, null));
    const changed = { ...card, blocks: [{ block: 'heading', text: 'W-1 · Better offer' } as const] };
    expect(refOf(await chat.send(general, changed, id, ref))).toEqual(ref);
    expect(JSON.stringify(held(ref)?.api.components)).toContain('Better offer');
    expect(messages()).toHaveLength(1);
  });

  test('what hangs from a message answers it', async () => {
    const root = small.ana.post(small.general, 'The offer is late');
    const under = { ...general, thread: root.api.id } as Address;
    const ref = refOf(await chat.send(under, card, key(), null));
    expect(ref.thread).toBe(root.api.id);
    expect(held(ref)?.api.message_reference?.message_id).toBe(root.api.id);
  });

  test('whispers and words to a person go directly, and a notification shows the summary', async () => {
    const account = { platform, scope: small.guild.id, account: small.ana.user.id };
    const ref = refOf(await chat.send({ ...general, to: 'whisper', account } as Address, card, key(), null));
    expect(ref.channel).toBe(small.ana.direct.id);
    expect(held(ref)?.api.content).toBe('W\\-1 Offer');
  });

  test('what a button cannot carry is put aside first', async () => {
    const long = { verb: 'list', options: { words: 'x'.repeat(300) } };
    const blocks = [{ block: 'buttons', buttons: [{ label: 'More', action: long }] }] as const;
    const message = held(refOf(await chat.send(general, { summary: 's', blocks }, key(), null)));
    const id = /([\w-]{22})$/.exec((message && customIdOf(message, 'More')) ?? '')?.[1] ?? '';
    expect(asides.get(id)).toEqual({ action: long });
  });
});

describe('a message whose answer was lost', () => {
  test.each([
    ['502 after it was taken', { status: 502 }],
    ['the connection reset after it was taken', 'drop'],
  ] as const)('%s: unknown, and found', async (_words, answer) => {
    const id = key();
    small.discord.fault({ on: POST, after: true, answer, times: 1 });
    expect(await chat.send(general, card, id, null)).toMatchObject({ outcome: 'unknown' });
    expect(await chat.find(general, id)).toMatchObject({ channel: small.general.id });
    expect(await chat.find(general, key())).toBeNull();
    expect(messages()).toHaveLength(1);
  });

  test('is found where it has nothing to press, too', async () => {
    const id = key();
    small.discord.fault({ on: POST, after: true, answer: { status: 502 }, times: 1 });
    await chat.send(general, say('Nothing to press'), id, null);
    expect(await chat.find(general, id)).not.toBeNull();
  });

  test('sent again within minutes it is the same message', async () => {
    const id = key();
    small.discord.fault({ on: POST, after: true, answer: { status: 502 }, times: 1 });
    await chat.send(general, card, id, null);
    expect(await chat.send(general, card, id, null)).toMatchObject({ outcome: 'sent' });
    expect(messages()).toHaveLength(1);
    expect(messages()[0]?.repeats).toBe(1);
  });
});

describe('refusals', () => {
  test.each([
    [50007, { outcome: 'refused', reason: '50007', closed: true }],
    [50001, { outcome: 'refused', closed: true }],
    [50013, { outcome: 'refused', closed: true }],
    [10003, { outcome: 'refused', closed: true }],
    [50278, { outcome: 'refused', closed: true }],
    [50035, { outcome: 'refused', closed: false }],
  ])('%i', async (code, expected) => {
    small.discord.fault({ on: POST, answer: { code }, times: 1 });
    expect(await chat.send(general, card, key(), null)).toMatchObject(expected);
    expect(messages()).toHaveLength(0);
  });

  test('a rate limit is waited for, at no cost, and names how long', async () => {
    small.discord.fault({ on: POST, answer: { retryAfter: 0.4 }, times: 1 });
    const outcome = await chat.send(general, card, key(), null);
    expect(outcome.outcome).toBe('wait');
    expect(outcome.outcome === 'wait' && outcome.after).toBeGreaterThan(300);
  });

  test.each([10008, 50083])('%i to an edit: it is said anew, and leads back', async (code) => {
    const id = key();
    const ref = refOf(await chat.send(general, card, id, null));
    small.discord.fault({ on: PATCH, answer: { code }, times: 1 });
    const anew = refOf(await chat.send(general, card, id, ref));
    expect(anew.message).not.toBe(ref.message);
    expect(JSON.stringify(held(anew)?.api.components)).toContain(`${ref.channel}/${ref.message}`);
  });

  test('a refused token stops everything for a while, and is not asked for each message', async () => {
    small.discord.fault({ on: '*', answer: { status: 401 } });
    await chat.send(general, card, key(), null);
    const asked = small.discord.ledger.requests.length;
    expect(await chat.send(general, card, key(), null)).toMatchObject({ outcome: 'wait' });
    expect(small.discord.ledger.requests.length).toBe(asked);
  });

  test('an address where nobody listens was never reached', async () => {
    const api = createApi('a-token-of-nobody-at-all', 'http://127.0.0.1:9', clock);
    const lost = createDiscordChat({
      ...{
        api,
        servers: new Servers(api, clock),
        bot: '1',
        ...{ charts, log },
        putAside: async () => {},
        memberRole: async () => null,
        absent: () => {},
      },
    });
    expect(await lost.send(general, card, key(), null)).toMatchObject({ outcome: 'again' });
  });
});

describe('reading', () => {
  test('a message’s words; what is gone has none', async () => {
    const said = small.ana.post(small.general, 'Order laptops');
    const ref = { platform, scope: small.guild.id, channel: small.general.id, message: said.api.id };
    expect(await chat.read(ref)).toEqual({ text: 'Order laptops', author: small.ana.user.id });
    expect(await chat.read({ ...ref, message: '1' })).toBeNull();
  });

  test('who someone is, and who is not here', async () => {
    const person = (account: string) => chat.person({ platform, scope: small.guild.id, account });
    expect(await person(small.ana.user.id)).toMatchObject({
      handle: 'ana',
      name: 'Ana Castro',
      role: 'admin',
    });
    const stranger = small.discord.build.user('stranger');
    expect(await person(stranger.id)).toMatchObject({ active: false, role: 'guest' });
    expect(await person('1')).toBeNull();
  });

  test('what a channel is, and a thread of it', async () => {
    const { build } = small.discord;
    const thread = build.thread(small.general, 'details', small.ana.user);
    const channel = (id: string) => chat.channel({ platform, scope: small.guild.id, channel: id });
    expect(await channel(small.general.id)).toMatchObject({ kind: 'public', name: 'general' });
    expect(await channel(thread.id)).toMatchObject({ kind: 'public', name: 'details' });
    expect(await channel('1')).toBeNull();
  });
});
