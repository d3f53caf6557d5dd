/**
 * What Baton says in Discord, as pages to look at: `tsx scripts/discord-pictures.ts [folder]`. A real Baton on a database
 * of its own works for a fake Discord; its cards, forms and answers are written as HTML, light and dark, and as pictures
 * where Chromium is there (`CHROMIUM` names it).
 */
import type { Answer } from '../test/contracts/world.ts';
import { MORNING } from '../test/support/baton.ts';
import type { ModalBody } from '../test/support/discord/limits/modal.ts';
import { modalOf, pictureOf } from '../test/support/discord/picture/picture.ts';
import type { Reader } from '../test/support/discord/shown.ts';
import type { HeldMessage } from '../test/support/discord/state.ts';
import { type DiscordWorld, discordWorld, modalsOf } from '../test/support/discord/world.ts';
import { type Pages, pictures, type Theme } from '../test/support/pictures.ts';

const READER = 'ana';

/** A morning's work, with a page for each thing that is to be seen. */
async function tour(world: DiscordWorld): Promise<Pages> {
  const pages = new Map<string, (theme: Theme) => string>();
  const ana = world.as('ana');
  const reader: Reader = { state: world.discord.state, zone: 'Europe/London' };
  const began = world.discord.state.ids.next();
  const keyOf = (text: string): string => /W-\d+/.exec(text)?.[0] ?? '';
  const messages = (name: string, all: readonly HeldMessage[]): void => {
    const shown = all.filter(({ api }) => api.id > began);
    const pictured = { light: pictureOf(shown, reader, 'light'), dark: pictureOf(shown, reader, 'dark') };
    pages.set(name, (theme) => pictured[theme]);
  };
  const form = (name: string, answer: Answer): void => {
    for (const [i, modal] of modalsOf(answer).entries()) pages.set(`${name}-${i + 1}`, modalPage(modal));
  };
  const said = await world
    .as('bo')
    .say('general', 'Acme want the new offer by friday 5pm, **nobody** is on it <yet>');
  form('track', await ana.track(said));
  await world.as('mira').react(said, 'pushpin');
  await world.settle();
  const key = keyOf(
    (await ana.command('general', 'add Send the offer to Acme @lena by friday 5pm !high')).text,
  );
  await ana.command('general', 'add Renew the certificate of the status page');
  await ana.command(
    'general',
    `edit ${key} purpose: The fair opens on Monday outcome: A signed offer of two pages`,
  );
  const blocker = keyOf((await ana.command('general', 'add Sign the frame contract @ana by tomorrow')).text);
  await ana.command('general', `block ${key} ${blocker}`);
  await world.settle();
  messages('general', seenIn(world, 'general'));
  const edit = await ana.command('design', `edit ${key}`);
  form('edit', edit);
  await ana.submit(edit, { due: 'the day after never', title: 'Send the offer' });
  for (const words of [
    'help',
    'inbox',
    'list all',
    `show ${key} view: why`,
    `show ${key} view: history`,
    'claim W-999',
  ])
    await ana.command('design', words);
  messages('answers', seenIn(world, 'design'));
  await world.pass(26 * 3_600_000);
  messages('direct', world.discord.as(world.cast.users.get('lena') ?? raise('lena')).direct.messages);
  return pages;
}

const modalPage =
  (modal: ModalBody) =>
  (theme: Theme): string =>
    modalOf(modal, theme);

function raise(what: string): never {
  throw new Error(`there is no ${what}`);
}

/** A channel as the reader sees it. */
function seenIn({ cast }: DiscordWorld, name: string): HeldMessage[] {
  const reader = cast.users.get(READER)?.id;
  const channel = cast.channels.get(name) ?? raise(`#${name}`);
  return channel.messages.filter((m) => !m.deleted && (m.onlyFor === null || m.onlyFor === reader));
}

await pictures({
  platform: 'discord',
  viewport: { width: 760, height: 400 },
  open: (start) =>
    discordWorld({
      from: MORNING,
      token: 'a-token-of-the-fake-discord',
      memberRole: (role) => `settings workspace members: ${role}`,
      start,
    }),
  tour,
});
