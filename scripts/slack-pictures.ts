/**
 * What Baton says in Slack, as pages to look at: `tsx scripts/slack-pictures.ts [folder]`. A real Baton on a database of
 * its own works for a fake Slack; its cards, forms and App Home are written as HTML, light and dark, and as pictures
 * where Chromium is there (`CHROMIUM` names it).
 */
import { setTimeout as pause } from 'node:timers/promises';
import { MORNING } from '../test/support/baton.ts';
import { type Pages, pictures } from '../test/support/pictures.ts';
import { teamOf } from '../test/support/slack/acts.ts';
import { type PicturedMessage, pictureOf, type Subject } from '../test/support/slack/picture.ts';
import type { View } from '../test/support/slack/shapes.ts';
import { readerOf } from '../test/support/slack/shown.ts';
import { type SlackWorld, slackWorld } from '../test/support/slack/world.ts';

const READER = 'ana';

type Written = { readonly [K in 'typed' | 'errors']?: Readonly<Record<string, string>> };

/** A morning's work, with a page for each thing that is to be seen. */
async function tour(world: SlackWorld): Promise<Pages> {
  const pages = new Map<string, Subject>();
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
  const reader = readerOf(teamOf(world.slack.core), idOf(world, READER), world.now());
  return new Map([...pages].map(([name, subject]) => [name, (theme) => pictureOf(subject, reader, theme)]));
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

await pictures({
  platform: 'slack',
  viewport: { width: 780, height: 900 },
  open: (start) => slackWorld({ transport: 'socket', from: MORNING, start }),
  tour,
});
