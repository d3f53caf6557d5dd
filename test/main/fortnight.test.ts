/**
 * A fortnight of two teams in five zones, with someone away for a week and a holiday, through the playground's clock:
 * every nudge that the defaults of the product ask for comes once and in time, and nothing else does. What is expected
 * is worked out here, minute by minute, from those defaults and nothing of Baton's own.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { View } from '../../src/adapters/playground/api.ts';
import type { WorkingTime, Zone } from '../../src/coordination/calendar.ts';
import type { ChatWorld } from '../contracts/world.ts';
import { type Minute, minutesOf, quietAt, works } from '../coordination/calendar-model.ts';
import { type BatonUnderTest, MORNING, startBaton } from '../support/baton.ts';
import { textOf } from '../support/message-text.ts';
import { playgroundWorld } from '../support/playground-world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const DAYS = 14;

const nine = [{ from: 540, to: 1020 }];
const QUIET = { from: 1200, to: 480 };
const THANKSGIVING = '2026-11-26';
const at = (words: string): number => Date.parse(`2026-11-${words}:00Z`);

type Name = 'ana' | 'lena' | 'bo' | 'mira' | 'kai' | '#design' | '#platform';
const place = (zone: Zone, ...holidays: string[]): WorkingTime => ({
  zone,
  hours: { 1: nine, 2: nine, 3: nine, 4: nine, 5: nine },
  holidays: new Set(holidays),
  halfDays: new Map(),
  away: null,
});
const TIMES: Readonly<Record<Name, WorkingTime>> = {
  ana: place('Europe/London'),
  lena: place('Europe/Berlin'),
  bo: place('America/New_York', THANKSGIVING),
  mira: place('Asia/Kolkata'),
  kai: place('Australia/Sydney', THANKSGIVING),
  '#design': place('Europe/Berlin'),
  '#platform': place('America/New_York', THANKSGIVING),
};
const minutes = new Map(
  Object.entries(TIMES).map(([name, { zone }]) => [name, minutesOf(zone, '2026-11-15', 22)]),
);
const minutesFrom = (name: Name, from: number): readonly Minute[] =>
  (minutes.get(name) ?? []).filter((m) => m.at >= from);

/** The instant at which someone has worked so many hours since. */
function worked(name: Name, since: number, hours: number): number {
  let left = hours * 60;
  for (const minute of minutesFrom(name, since)) {
    if (!works(minute, TIMES[name])) continue;
    left -= 1;
    if (left === 0) return minute.at + MINUTE;
  }
  throw new Error('not within these weeks');
}

/** The starts of someone's working days, by date. */
const mornings = new Map((Object.keys(TIMES) as Name[]).map((name) => [name, morningsOf(name)]));
function morningsOf(name: Name): { readonly date: string; readonly at: number }[] {
  const found = new Map<string, number>();
  for (const minute of minutes.get(name) ?? []) {
    const date = new Date(minute.wall * MINUTE).toISOString().slice(0, 10);
    if (works(minute, TIMES[name]) && !found.has(date)) found.set(date, minute.at);
  }
  return [...found].map(([date, start]) => ({ date, at: start }));
}
/** The `n`th working morning from a date: 0 is its own, or the last one before. */
const morning = (name: Name, date: string, n: number): number => {
  const all = mornings.get(name) ?? [];
  const own = all.findLastIndex((m) => m.date <= date);
  return all[own + n]?.at ?? Number.NaN;
};

interface Expected {
  readonly to: Name;
  readonly title: string;
  /** From when it is to be said. */
  readonly due: number;
}

/** What goes to whom in which message: batched, within three a working day, and only while they work. */
function messages(expected: readonly Expected[], end: number): string[] {
  const said: string[] = [];
  for (const name of Object.keys(TIMES) as Name[]) {
    const own = expected.filter((e) => e.to === name).toSorted((a, b) => a.due - b.due);
    let next = 0;
    let waiting: string[] = [];
    const spent = new Map<string, number>();
    for (const minute of minutesFrom(name, MORNING)) {
      if (minute.at >= end) break;
      for (let one = own[next]; one && one.due <= minute.at; one = own[++next]) waiting.push(one.title);
      if (waiting.length === 0 || !works(minute, TIMES[name])) continue;
      const date = new Date(minute.wall * MINUTE).toISOString().slice(0, 10);
      const isChannel = name.startsWith('#');
      if (!isChannel && (spent.get(date) ?? 0) >= 3) continue;
      spent.set(date, (spent.get(date) ?? 0) + 1);
      for (const part of isChannel ? waiting.map((w) => [w]) : [waiting])
        said.push(
          `${new Date(minute.at).toISOString().slice(5, 16)} ${name}: ${part.toSorted().join(' + ')}`,
        );
      waiting = [];
    }
  }
  return said.toSorted();
}

let baton: BatonUnderTest;
let world: ChatWorld;
let now = MORNING;

beforeAll(async () => {
  // It stands still but where it is moved, so that what is due at an instant is done at it.
  baton = await startBaton({ clock: { now: () => MORNING } });
  world = playgroundWorld(baton);
});
afterAll(() => baton.close());

async function until(instant: number): Promise<void> {
  if (instant > now) await world.pass(instant - now);
  now = instant;
}

/** Every message that nudges, as its reader had it: when, to whom, of what. */
async function nudged(): Promise<string[]> {
  const said: string[] = [];
  for (const name of Object.keys(TIMES) as Name[]) {
    const as = name.startsWith('#') ? 'ana' : name;
    const channel = name.startsWith('#') ? name.slice(1) : `dm-${name}`;
    const view = (await (await fetch(`${baton.url}/api/view?as=${as}`)).json()) as View;
    for (const { message, postedAt, channel: where } of view.messages) {
      if (where !== channel || !message) continue;
      const text = textOf(message, postedAt);
      // What was answered since says so in the place of why it came.
      if (!text.includes('Rule: ') && !/ (?:was|is|has) [^\n]*\.$/.test(text)) continue;
      const titles = [...text.matchAll(/^W-\d+ · (\w+)/gm)].map(([, title]) => title);
      said.push(`${new Date(postedAt).toISOString().slice(5, 16)} ${name}: ${titles.toSorted().join(' + ')}`);
    }
  }
  return said.toSorted();
}

test('a fortnight: every nudge expected comes once, none in quiet hours, none over budget', async () => {
  const ana = world.as('ana');
  const expected: Expected[] = [];
  const expect_ = (to: Name, title: string, due: number) => void expected.push({ to, title, due });
  /** On a busy machine the answer may come later, privately: then the item is looked for by its title. */
  const add = async (who: string, words: string): Promise<string> => {
    const { text } = await world.as(who).command('general', `add ${words}`);
    const key = /W-\d+/.exec(text)?.[0];
    if (key) return key;
    await world.settle();
    const list = await world.as(who).command('general', `list all ${words.split(' ')[0]}`);
    return /W-\d+/.exec(list.text)?.[0] ?? expect.fail(`${text} ${list.text}`);
  };
  await ana.command('general', 'settings team @platform region: US-NY');
  const end = MORNING + DAYS * DAY;

  // Due on a Friday, and never done. Its owner leaves for a week on that day; Ana stands in, and Lena leads.
  await add('ana', 'Alpha @mira by 2026-11-20');
  for (const n of [-1, 0]) expect_('mira', 'Alpha', morning('mira', '2026-11-20', n));
  for (const n of [1, 2, 3, 4, 5]) expect_('ana', 'Alpha', morning('ana', '2026-11-20', n));
  expect_('lena', 'Alpha', morning('ana', '2026-11-20', 2));
  for (const n of [6, 7, 8]) expect_('mira', 'Alpha', morning('mira', '2026-11-20', n));

  // Due on Wednesday 17:00 in London: on Thursday in Sydney, which is a holiday of Kai's team.
  await add('ana', 'Bravo @kai by 2026-11-25 17:00');
  for (const n of [-1, 0, 1, 2, 3, 4]) expect_('kai', 'Bravo', morning('kai', '2026-11-26', n));
  expect_('bo', 'Bravo', morning('kai', '2026-11-26', 2));

  // Started, and then nothing happens: asked once, after three working days of Lena's.
  const echo = await add('lena', 'Echo @lena');
  await world.as('lena').command('general', `start ${echo}`);
  expect_('lena', 'Echo', at('23T10:00'));

  // Nobody takes it: the lead of the team is told, a working day on.
  await world.as('lena').command('design', 'add Delta');
  await world.settle();
  expect_('lena', 'Delta', at('19T10:00'));

  // Handed to Bo, who does not answer, and whom nobody leads: it falls to Ana, who gave it.
  const charlie = await add('ana', 'Charlie @ana');
  await ana.command('general', `handoff ${charlie} @bo`);
  expect_('bo', 'Charlie', worked('bo', MORNING, 4));
  for (const to of ['bo', 'ana'] as const) expect_(to, 'Charlie', worked('bo', MORNING, 8));
  expect_('ana', 'Charlie', worked('bo', MORNING, 16));
  expect_('#platform', 'Charlie', worked('bo', MORNING, 24));

  // Five handed to Lena within two hours: more reminders than a day's budget. The last is answered on Thursday.
  const given: string[] = [];
  for (const [i, title] of ['Golf', 'Hotel', 'India', 'Juliet', 'Kilo'].entries()) {
    const since = MORNING + i * 20 * MINUTE;
    await until(since);
    const key = await add('ana', `${title} @ana`);
    await ana.command('general', `handoff ${key} @lena`);
    given.push(key);
    expect_('lena', title, worked('lena', since, 4));
    if (title === 'Kilo') continue;
    for (const to of ['lena', 'ana'] as const) expect_(to, title, worked('lena', since, 8));
    expect_('ana', title, worked('lena', since, 16));
    expect_('#design', title, worked('lena', since, 24));
  }

  await until(at('19T10:30'));
  await world.as('lena').command('general', `accept ${given[4]}`);
  await until(at('20T18:00'));
  await world.as('mira').command('general', 'away until 2026-11-30 delegate @ana');
  await until(end);
  await world.settle();

  const found = await nudged();
  expect(found).toEqual(messages(expected, end));
  for (const line of found) {
    const name = line.slice(12, line.indexOf(': ')) as Name;
    const instant = Date.parse(`2026-${line.slice(0, 11)}Z`);
    const minute = minutes.get(name)?.find((m) => m.at === instant);
    expect(minute && quietAt(minute, TIMES[name], QUIET), line).toBe(false);
  }
  process.stdout.write(
    `${found.length} messages nudged seven places ${expected.length} times in a fortnight\n`,
  );
}, 120_000);
