/** A channel that refused Baton is off until Baton sees that it may write there again, whatever opened it. */
import { PermissionFlagsBits } from 'discord-api-types/v10';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Baton } from '../../../src/main.ts';
import { connected, ended, serving, startOn } from '../../support/discord/connected.ts';
import type { Small } from '../../support/discord/fixture.ts';
import { wordsOf } from '../../support/discord/shown.ts';
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

async function begin(): Promise<void> {
  baton = await startOn(small, database);
  await connected(small);
}

const offReason = async ({ id }: HeldChannel): Promise<string | null | undefined> => {
  const rows = await database.client.sql`select off_reason from channels where channel = ${id}`;
  return rows[0]?.off_reason as string | null | undefined;
};
const add = (channel: HeldChannel, title: string) =>
  small.ana.slash(channel, { path: ['baton', 'add'], options: { words: title } }).finished;
const cards = ({ messages }: HeldChannel, title: string): number =>
  messages.filter(
    (message) =>
      message.api.author.id === small.discord.applicationId &&
      message.onlyFor === null &&
      wordsOf(message, { state: small.discord.state, zone: 'UTC' }).includes(title),
  ).length;

/** Asked for a card in a channel that Baton may not write in. */
async function refused(channel: HeldChannel): Promise<void> {
  await vi.waitUntil(async () => {
    await add(channel, 'A card that is refused');
    await baton.settle();
    return (await offReason(channel)) !== null;
  }, WITHIN);
}

async function opened(channel: HeldChannel): Promise<void> {
  await vi.waitUntil(async () => (await offReason(channel)) === null, WITHIN);
  await add(channel, 'A card that is welcome');
  await baton.settle();
  expect(cards(channel, 'A card that is welcome')).toBe(1);
}

const roles = (): string[] => small.guild.members.get(small.discord.applicationId)?.roles ?? [];
const give = (given: string[]): void =>
  small.discord.build.setMember(small.guild, small.discord.state.application.user, { roles: given });

/** How a channel was closed, and what opens it. */
const WAYS: readonly (readonly [string, () => { channel: HeldChannel; open(): void | Promise<void> }])[] = [
  [
    'its own permissions are changed',
    () => {
      const { build, applicationId } = small.discord;
      const channel = build.channel(small.guild, 'hidden');
      build.hide(channel, applicationId, true);
      return { channel, open: () => build.hide(channel, applicationId, false) };
    },
  ],
  [
    'Baton is given a role that sees it',
    () => {
      const { build } = small.discord;
      const team = build.role(small.guild, 'Team');
      const channel = build.channel(small.guild, 'for-the-team', { only: [small.ana.user, team] });
      return { channel, open: () => give([...roles(), team]) };
    },
  ],
  [
    'a role that may not see it is taken from Baton',
    () => {
      const { build } = small.discord;
      const barred = build.role(small.guild, 'Barred');
      give([...roles(), barred]);
      const channel = build.channel(small.guild, 'not-for-the-barred', { except: [barred] });
      return { channel, open: () => give(roles().filter((role) => role !== barred)) };
    },
  ],
  [
    'a role of Baton’s that may not see it is deleted',
    () => {
      const { build } = small.discord;
      const barred = build.role(small.guild, 'Barred for good');
      give([...roles(), barred]);
      const channel = build.channel(small.guild, 'not-for-those', { except: [barred] });
      return { channel, open: () => build.removeRole(small.guild, barred) };
    },
  ],
  [
    'a role may write again',
    () => {
      const { build } = small.discord;
      const before = mute();
      const channel = build.channel(small.guild, 'muted');
      return { channel, open: () => unmute(before) };
    },
  ],
  [
    'a role may write again, and nobody listened',
    () => {
      const before = mute();
      const channel = small.discord.build.channel(small.guild, 'muted-meanwhile');
      return {
        channel,
        async open() {
          await baton.stop();
          unmute(before);
          await begin();
        },
      };
    },
  ],
];

/** Nobody may write anywhere, by their roles. Returns what each role gave. */
function mute(): ReadonlyMap<string, bigint> {
  const { guild, discord } = small;
  const before = new Map([...guild.roles].map(([id, { permissions }]) => [id, BigInt(permissions)]));
  for (const [id, permissions] of before)
    discord.build.setRole(guild, id, permissions & ~PermissionFlagsBits.SendMessages);
  return before;
}

function unmute(before: ReadonlyMap<string, bigint>): void {
  for (const [id, permissions] of before) small.discord.build.setRole(small.guild, id, permissions);
}

describe('a channel that refused Baton is written in again when', () => {
  test.each(WAYS)(
    '%s',
    async (_words, close) => {
      const { channel, open } = close();
      await refused(channel);
      await open();
      await opened(channel);
    },
    60_000,
  );
});

test.each([
  [
    'hidden',
    (channel: HeldChannel) => {
      small.discord.build.hide(channel, small.discord.applicationId, true);
      return () => {};
    },
  ],
  [
    'shown, and not written in',
    () => {
      const before = mute();
      return () => unmute(before);
    },
  ],
])('a channel that is %s is left off by what opens nothing, and not tried', async (_words, close) => {
  const { build, ledger, gateway } = small.discord;
  const channel = build.channel(small.guild, 'still-closed');
  const open = close(channel);
  await refused(channel);
  const tried = () =>
    ledger.requests.filter(({ path, method }) => method === 'POST' && path.includes(channel.id)).length;
  const before = tried();
  build.setRole(small.guild, build.role(small.guild, 'Anything'), 0n);
  build.rename(channel, 'closed-as-ever');
  give(roles());
  await gateway.flushed();
  await add(channel, 'Another card');
  await baton.settle();
  expect(await offReason(channel)).not.toBeNull();
  expect(tried()).toBe(before);
  open();
  await gateway.flushed();
});
