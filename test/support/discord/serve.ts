/** The fake as a process of its own: `tsx serve.ts '{"port": 0, "cast": true}'` prints where it is, and ends when told to. */
import { castNorthwind } from './cast.ts';
import { createFakeDiscord, type FakeDiscordOptions } from './fake-discord.ts';

const { cast = false, ...options } = JSON.parse(process.argv[2] ?? '{}') as FakeDiscordOptions & {
  cast?: boolean;
};
const discord = await createFakeDiscord(options);
if (cast) castNorthwind(discord);
const { url, token, applicationId } = discord;
process.stdout.write(`${JSON.stringify({ url, token, applicationId })}\n`);
for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.once(signal, () => void discord.close().then(() => process.exit(0)));
