/** The Discord of the rig: the fake of the tests in the rig's own process, with Northwind in it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { castNorthwind, type DiscordCast } from '../../test/support/discord/cast.ts';
import { createFakeDiscord, type FakeDiscord } from '../../test/support/discord/fake-discord.ts';
import type { HeldChannel } from '../../test/support/discord/state.ts';
import { expect } from '../row.ts';
import type { Odd } from './replica.ts';

export interface RigDiscord extends FakeDiscord {
  readonly cast: DiscordCast;
  /** Where people work: Discord is sent a message a second in each. */
  readonly rooms: readonly HeldChannel[];
  /** What a Baton is started with to be connected to it. */
  readonly odd: Odd;
  /** Waits until a Baton listens, which takes a lease of ten seconds to run out when another was killed. */
  connected(): Promise<void>;
}

/** Who may act everywhere. */
export const DISCORD_PEOPLE = ['ana', 'lena', 'bo', 'mira', 'kai'] as const;
const CONNECTED_MS = 45_000;

export async function startDiscord(seed: number): Promise<RigDiscord> {
  const discord = await createFakeDiscord({ seed, token: 'fake-token-'.padEnd(70, 'x') });
  const cast = castNorthwind(discord);
  const more = ['sales', 'support', 'people', 'office'].map((name) =>
    discord.build.channel(cast.guild, name),
  );
  const known = ['general', 'design', 'platform'].flatMap((name) => cast.channels.get(name) ?? []);
  const environment = {
    DISCORD_API_URL: discord.url,
    DISCORD_TOKEN: discord.token,
    DISCORD_APPLICATION_ID: discord.applicationId,
  };
  const connected = async (): Promise<void> => {
    const end = performance.now() + CONNECTED_MS;
    const isHeard = (): boolean =>
      discord.gateway.connected.length > 0 &&
      [...discord.state.application.commands.values()].some(({ name }) => name === 'baton');
    while (!isHeard()) {
      expect(performance.now() < end, `nobody was connected to Discord within ${CONNECTED_MS / 1_000} s`);
      await sleep(50);
    }
  };
  return { ...discord, cast, rooms: [...known, ...more], odd: { environment }, connected };
}
