/** A message that Discord took and never answered for is one message, whether Baton can look for it or has to send it again. */
import { OverwriteType, PermissionFlagsBits } from 'discord-api-types/v10';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Baton } from '../../../src/main.ts';
import { ended, serving } from '../../support/discord/connected.ts';
import type { Fault } from '../../support/discord/faults.ts';
import type { Small } from '../../support/discord/fixture.ts';
import type { Effect } from '../../support/discord/ledger.ts';
import type { HeldChannel } from '../../support/discord/state.ts';
import type { TestDatabase } from '../../support/postgres.ts';

const WITHIN = { timeout: 20_000, interval: 30 };
let small: Small;
let database: TestDatabase;
let baton: Baton;
beforeAll(async () => {
  ({ small, database, baton } = await serving());
}, 60_000);
afterAll(() => ended({ small, database, baton }));

const LOST: readonly (readonly [string, Fault['answer']])[] = [
  ['the connection was reset', 'drop'],
  ['502 was answered', { status: 502 }],
];

/** Adds an item, the answer for whose card is lost; what Discord took in that channel, once the card is known to be there. */
async function lost(channel: HeldChannel, answer: Fault['answer']): Promise<readonly Effect[]> {
  const { discord, ana } = small;
  discord.fault({ on: 'POST /channels/:channel/messages', only: channel.id, after: true, answer, times: 1 });
  await ana.slash(channel, { path: ['baton', 'add'], options: { words: 'Paint the fence' } }).finished;
  const taken = () =>
    discord.ledger
      .messages()
      .filter((message) => message.channel === channel.id && message.interaction === null);
  await vi.waitUntil(async () => {
    await baton.settle();
    const [card] = taken();
    const rows = await database.client.sql`
      select from outbox where sent_message = ${card?.message ?? ''} and state = 'sent'`;
    return rows.length === 1;
  }, WITHIN);
  return taken();
}

test.each(LOST)('%s: looked for and found, it is not sent again', async (_words, answer) => {
  const channel = small.discord.build.channel(small.guild, 'read');
  expect(await lost(channel, answer)).toMatchObject([{ repeats: 0 }]);
});

test.each(LOST)('%s where Baton may not look: sent again, it is the same message', async (_words, answer) => {
  const { build, applicationId: id } = small.discord;
  const channel = build.channel(small.guild, 'unread');
  const deny = String(PermissionFlagsBits.ReadMessageHistory);
  channel.overwrites.set(id, { id, type: OverwriteType.Member, allow: '0', deny });
  expect(await lost(channel, answer)).toMatchObject([{ repeats: 1 }]);
});
