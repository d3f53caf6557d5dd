/** Discord: the tests' own, in which someone gives one command after another. */
import { createFakeDiscord } from '../../../test/support/discord/fake-discord.ts';
import { serve, told } from '../../slack/children.ts';
import type { DiscordReady, Load, Loaded } from '../load.ts';

const { guilds = 1 } = told<{ guilds?: number }>();
const discord = await createFakeDiscord({
  token: 'a-token-of-the-fake-discord',
  // So that each server's people are told in one answer.
  privileged: { guildMembers: true },
});
const { build } = discord;
const user = build.user('ana', { globalName: 'Ana Castro' });
const servers = Array.from({ length: guilds }, (_, n) => {
  const guild = build.guild(`Server ${n}`, user);
  const rooms = guilds > 1 ? 10 : 1;
  const channels = Array.from({ length: rooms }, (_, at) => build.channel(guild, `general-${at}`));
  for (let role = 0; role < (guilds > 1 ? 10 : 0); role += 1) build.role(guild, `Role ${role}`);
  build.invite(guild);
  return channels;
});
const [general] = servers[0] ?? [];
const ana = discord.as(user);

async function run({ path, options, count, atOnce }: Load): Promise<Loaded> {
  let begun = 0;
  const worker = async (): Promise<void> => {
    while (begun++ < count) {
      if (!general) throw new Error('there is no channel');
      const words = Object.entries(options).map(([name, value]) => [name, value.replace('…', `q${begun}q`)]);
      const asked = ana.slash(general, {
        path,
        options: Object.fromEntries(words) as Record<string, string>,
      });
      const { outcome } = await asked.finished;
      if (outcome === 'failed') throw new Error(`an answer was ${outcome}`);
    }
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: atOnce }, worker));
  const perSecond = (count / (performance.now() - start)) * 1_000;
  const { body } = discord.ledger.effects.findLast(({ interaction }) => interaction !== null) ?? { body: {} };
  discord.forget();
  return { perSecond, answer: body as object };
}

async function connected(): Promise<null> {
  while (discord.gateway.connected.length === 0 || discord.state.application.commands.size === 0)
    await new Promise((resolve) => setTimeout(resolve, 50));
  return null;
}

const { url, token, applicationId } = discord;
const ready: DiscordReady = { url, token, applicationId };
serve(ready, (asked: Load | { readonly until: 'connected' }) =>
  'until' in asked ? connected() : run(asked),
);
