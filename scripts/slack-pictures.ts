/**
 * What Baton says in Slack, as pages to look at: `tsx scripts/slack-pictures.ts [folder]`. A real Baton on a database of
 * its own works for a fake Slack; its cards, forms and App Home are written as HTML, light and dark, and as pictures
 * where Chromium is there (`CHROMIUM` names it).
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createLog } from '../src/adapters/log/log.ts';
import { parseConfig } from '../src/config.ts';
import { start } from '../src/main.ts';
import { NO_PACING } from '../test/support/baton.ts';
import { launch } from '../test/support/browser.ts';
import { teamOf } from '../test/support/slack/acts.ts';
import { type PicturedMessage, pictureOf, type Subject, type Theme } from '../test/support/slack/picture.ts';
import type { View } from '../test/support/slack/shapes.ts';
import { readerOf } from '../test/support/slack/shown.ts';
import { type SlackWorld, slackWorld } from '../test/support/slack/world.ts';

const MORNING = Date.parse('2026-11-18T10:00:00Z');
const READER = 'ana';

type Pages = Map<string, Subject>;
type Written = { readonly [K in 'typed' | 'errors']?: Readonly<Record<string, string>> };

async function openWorld(dataDir: string): Promise<SlackWorld> {
  const logging = createLog({ level: 'silent', format: 'json', write: () => {} });
  return slackWorld({
    transport: 'socket',
    from: MORNING,
    async start(environment, clock) {
      const config = parseConfig({ PORT: '0', BATON_DATA_DIR: dataDir, ...environment }, '.');
      const baton = await start(config, logging, { clock, pacing: NO_PACING });
      return { url: baton.url, settle: () => baton.settle(), close: () => baton.stop() };
    },
  });
}

/** A morning's work, with a page for each thing that is to be seen. */
async function tour(world: SlackWorld): Promise<Pages> {
  const pages: Pages = new Map();
  const ana = world.as('ana');
  const keyOf = (text: string): string => /W-\d+/.exec(text)?.[0] ?? '';
  const form = (name: string, written: Written = {}): void => {
    const view = world.slack.core.modals.get(idOf(world, READER))?.at(-1);
    if (view) pages.set(name, { view, ...written });
  };
  const said = await world
    .as('bo')
    .say('general', 'Acme want the new offer by friday 5pm, *nobody* is on it <yet>');
  await ana.track(said);
  form('track');
  await world.as('mira').react(said, 'pushpin');
  await world.settle();
  const added = await ana.command('general', 'add Send the offer to Acme @lena by friday 5pm !high');
  const key = keyOf(added.text);
  await ana.command('general', 'add Renew the certificate of the status page');
  await ana.command(
    'general',
    `edit ${key} purpose: The fair opens on Monday outcome: A signed offer of two pages`,
  );
  const blocker = keyOf((await ana.command('general', 'add Sign the frame contract @ana by tomorrow')).text);
  await ana.command('general', `block ${key} ${blocker}`);
  await ana.command('general', `done ${blocker}`);
  await ana.command('general', 'claim W-999');
  await world.settle();
  pages.set('general', channelOf(world, 'general'));
  const edit = await ana.command('general', `edit ${key}`);
  form('edit');
  const typed = { due: 'the day after never', title: 'Send the offer' };
  form('edit-wrong', { typed, errors: (await ana.submit(edit, typed)).fieldErrors });
  for (const words of [
    'help',
    'inbox',
    'list all',
    `show ${key}`,
    `show ${key} view: why`,
    `show ${key} view: history`,
  ])
    await ana.command('platform', words);
  pages.set('answers', channelOf(world, 'platform'));
  world.slack.do.openHome({ user: READER });
  pages.set('home', { view: await homeOf(world) });
  await world.pass(26 * 3_600_000);
  pages.set('direct', channelOf(world, '@baton', 'lena'));
  return pages;
}

async function homeOf(world: SlackWorld): Promise<View> {
  const { homes } = teamOf(world.slack.core);
  for (;;) {
    const home = homes.get(idOf(world, READER));
    if (home) return home;
    await pause(20);
  }
}

const idOf = (world: SlackWorld, handle: string): string =>
  teamOf(world.slack.core).userByName.get(handle) ?? handle;

/** A channel as somebody sees it. */
function channelOf(world: SlackWorld, named: string, user = READER): Subject {
  const team = teamOf(world.slack.core);
  const id = named === '@baton' ? team.directs.get(idOf(world, user)) : team.channelByName.get(named);
  const channel = team.channels.get(id ?? '');
  const messages = [...(channel?.messages.values() ?? [])]
    .filter(({ onlyFor }) => onlyFor === null || onlyFor === idOf(world, user))
    .map(
      ({ message, onlyFor }): PicturedMessage => ({
        message,
        private: onlyFor !== null,
        author: team.users.get(message.user ?? '')?.real_name ?? 'Slackbot',
      }),
    );
  return { messages };
}

async function write(world: SlackWorld, pages: Pages, folder: string): Promise<string[]> {
  const reader = readerOf(teamOf(world.slack.core), idOf(world, READER), world.now());
  const paths: string[] = [];
  for (const [name, subject] of pages) {
    for (const theme of ['light', 'dark'] satisfies Theme[]) {
      const path = join(folder, `${name}-${theme}.html`);
      await writeFile(path, pictureOf(subject, reader, theme));
      paths.push(path);
    }
  }
  return paths;
}

/** Pictures beside the pages; none, where there is no Chromium. */
async function photograph(paths: readonly string[]): Promise<boolean> {
  const browser = await launch().catch(() => null);
  if (!browser) return false;
  const page = await browser.newPage({ viewport: { width: 780, height: 900 } });
  for (const path of paths) {
    await page.goto(`file://${path}`);
    await page.screenshot({ path: path.replace('.html', '.png'), fullPage: true });
  }
  await browser.close();
  return true;
}

const folder = process.argv[2] ?? join(tmpdir(), 'slack-pictures');
const dataDir = await mkdtemp(join(tmpdir(), 'baton-pictures-'));
await mkdir(folder, { recursive: true });
const world = await openWorld(dataDir);
try {
  const paths = await write(world, await tour(world), folder);
  const pictured = await photograph(paths);
  process.stdout.write(`${paths.length} pages in ${folder}${pictured ? ', each with its picture' : ''}\n`);
} finally {
  await world.close();
  await rm(dataDir, { recursive: true, force: true });
}
