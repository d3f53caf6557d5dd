/**
 * What Baton says in Discord, as pages to look at: `tsx scripts/discord-pictures.ts [folder]`. A real Baton on a database
 * of its own works for a fake Discord; its cards, forms and answers are written as HTML, light and dark, and as pictures
 * where Chromium is there (`CHROMIUM` names it).
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLog } from '../src/adapters/log/log.ts';
import { parseConfig } from '../src/config.ts';
import { start } from '../src/main.ts';
import type { Answer } from '../test/contracts/world.ts';
import { NO_PACING } from '../test/support/baton.ts';
import { launch } from '../test/support/browser.ts';
import type { ModalBody } from '../test/support/discord/limits/modal.ts';
import { modalOf, pictureOf, type Theme } from '../test/support/discord/picture/picture.ts';
import type { Reader } from '../test/support/discord/shown.ts';
import type { HeldMessage } from '../test/support/discord/state.ts';
import { type DiscordWorld, discordWorld, modalsOf } from '../test/support/discord/world.ts';

const MORNING = Date.parse('2026-11-18T10:00:00Z');
const READER = 'ana';
/** Every card is up to date when it is seen. */

type Pages = Map<string, (theme: Theme) => string>;

async function openWorld(dataDir: string): Promise<DiscordWorld> {
  const logging = createLog({ level: 'silent', format: 'json', write: () => {} });
  return discordWorld({
    from: MORNING,
    token: 'a-token-of-the-fake-discord',
    memberRole: (role) => `settings workspace members: ${role}`,
    async start(environment, clock) {
      const config = parseConfig({ PORT: '0', BATON_DATA_DIR: dataDir, ...environment }, '.');
      const baton = await start(config, logging, { clock, pacing: NO_PACING });
      return { url: baton.url, settle: () => baton.settle(), close: () => baton.stop() };
    },
  });
}

/** A morning's work, with a page for each thing that is to be seen. */
async function tour(world: DiscordWorld): Promise<Pages> {
  const pages: Pages = new Map();
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

async function write(pages: Pages, folder: string): Promise<string[]> {
  const paths: string[] = [];
  for (const [name, page] of pages) {
    for (const theme of ['light', 'dark'] satisfies Theme[]) {
      const path = join(folder, `${name}-${theme}.html`);
      await writeFile(path, page(theme));
      paths.push(path);
    }
  }
  return paths;
}

/** Pictures beside the pages; none, where there is no Chromium. */
async function photograph(paths: readonly string[]): Promise<boolean> {
  const browser = await launch().catch(() => null);
  if (!browser) return false;
  const page = await browser.newPage({ viewport: { width: 760, height: 400 } });
  for (const path of paths) {
    await page.goto(`file://${path}`);
    await page.screenshot({ path: path.replace('.html', '.png'), fullPage: true });
  }
  await browser.close();
  return true;
}

const folder = process.argv[2] ?? join(tmpdir(), 'discord-pictures');
const dataDir = await mkdtemp(join(tmpdir(), 'baton-pictures-'));
await mkdir(folder, { recursive: true });
const world = await openWorld(dataDir);
try {
  const paths = await write(await tour(world), folder);
  const pictured = await photograph(paths);
  process.stdout.write(`${paths.length} pages in ${folder}${pictured ? ', each with its picture' : ''}\n`);
} finally {
  await world.close();
  await rm(dataDir, { recursive: true, force: true });
}
