/** Standups and digests, as the people of any chat see them: the same suite runs on every adapter. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MORNING } from '../support/baton.ts';
import type { Answer, ChatWorld, Shown } from './world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const at = (iso: string): number => Date.parse(iso);

export function standupContract(platform: string, open: () => Promise<ChatWorld>): void {
  describe(`${platform}: standups`, () => {
    let world: ChatWorld;
    let passed = 0;
    beforeAll(async () => {
      world = await open();
      passed = 0;
    });
    afterAll(() => world?.close());

    const pass = async (ms: number): Promise<void> => {
      passed += ms;
      await world.pass(ms);
    };
    /** A minute after an instant, so that what is due then has come. */
    const until = (iso: string): Promise<void> => pass(at(iso) + MINUTE - MORNING - passed);
    const does = (who: string, words: string): Promise<Answer> => world.as(who).command('design', words);
    const digests = async (name: string, channel = 'design'): Promise<readonly Shown[]> =>
      (await world.as('ana').sees(channel)).filter(
        (m) => m.author === null && !m.onlyForMe && m.text.includes(`Standup ${name},`),
      );
    const digest = async (name: string, channel = 'design'): Promise<Shown> =>
      (await digests(name, channel)).at(-1) ?? expect.fail(`no digest of ${name} in #${channel}`);
    const prompts = async (who: string, name: string): Promise<readonly Shown[]> =>
      (await world.as(who).directMessages()).filter((m) => m.text.includes(`Standup ${name}`));
    const prompt = async (who: string, name: string): Promise<Shown> =>
      (await prompts(who, name)).at(-1) ?? expect.fail(`${who} was not asked`);
    const gone = (name: string): Promise<Answer> => does('ana', `standup delete ${name}`);

    test('is asked, answered, posted, and brought up to date in place by who is late', async () => {
      const made = await does('ana', 'standup create #design weekdays 09:30 who: @lena @mira @ana');
      expect(made.text).toContain('3 people are asked');
      expect((await does('lena', 'standup run design')).text).toContain('whoever made it');
      await does('ana', 'standup run design');
      await world.settle();
      const added = await does('lena', 'add Draw the tour of the new app @lena');
      const key = /W-\d+/.exec(added.text)?.[0] ?? expect.fail(added.text);
      await does('lena', `start ${key}`);
      const asked = await prompt('lena', 'design');
      expect(asked.buttons).toEqual(['Answer', 'Nothing to add', 'Skip today']);
      const form = await world.as('lena').press(asked, 'Answer');
      expect(form.form?.fields.map((f) => f.name)).toEqual(['qa', 'qb', 'qc']);
      expect(form.form?.fields[1]?.value).toContain(`${key} Draw the tour of the new app`);
      await world.as('lena').submit(form, { qa: 'Sketches of the tour', qb: '', qc: '' });
      await world.as('mira').press(await prompt('mira', 'design'), 'Nothing to add');
      expect(await digests('design')).toHaveLength(0);
      await does('ana', 'standup run design');
      await world.settle();
      const posted = await digest('design');
      expect(posted.text).toContain('Sketches of the tour');
      expect(posted.text).toMatch(/Nothing to add: @Mira Patel/);
      expect(posted.text).toMatch(/Yet to answer: @Ana Castro/);
      await pass(2 * HOUR);
      const late = await world.as('ana').press(await prompt('ana', 'design'), 'Answer');
      const noted = await world.as('ana').submit(late, { qa: 'The budget', qb: '', qc: '' });
      expect(noted.text).toContain('late');
      await world.settle();
      const brought = await digests('design');
      expect(brought.map((m) => m.id)).toEqual([posted.id]);
      expect(brought[0]?.text).toMatch(/@Ana Castro \(late\).*The budget/);
      expect(brought[0]?.text).not.toContain('Yet to answer');
      await does('lena', `done ${key}`);
      await gone('design');
    });

    test('is created by a form, listed, previewed, paused and deleted', async () => {
      const form = await does('ana', 'standup create');
      const made = await world
        .as('ana')
        .submit(form, { channel: '#design', who: '@lena', when: 'weekdays 10:00' });
      expect(made.text).toContain('1 person is asked');
      expect((await does('mira', 'standup list')).text).toContain('weekdays 10:00');
      expect((await does('lena', 'standup preview design')).text).toContain('design');
      expect((await does('ana', 'standup pause design')).text).toContain('is paused');
      expect((await does('mira', 'standup delete design')).text).toContain('whoever made it');
      await gone('design');
      expect((await does('ana', 'standup answer design')).text).toContain('no standup');
    });

    test('is changed by its maker: in words, or in a form that holds what stands', async () => {
      await does('ana', 'standup create #design weekdays 09:30 who: @lena');
      await does('ana', 'standup create #design fri 16:00 who: @mira');
      expect((await does('ana', 'standup edit design weekdays 11:15')).text).toContain('weekdays 11:15');
      expect((await does('mira', 'standup edit design weekdays 12:00')).text).toContain('whoever made it');
      const form = await does('ana', 'standup edit design');
      const held = new Map(form.form?.fields.map((f) => [f.name, f.value]));
      expect(held.get('when')).toBe('weekdays 11:15');
      expect(held.get('who')).toBe('@lena');
      expect(held.get('questions')).toContain('Done since last time');
      const taken = await world.as('ana').submit(form, { name: 'design-2' });
      expect(taken.fieldErrors.name ?? taken.text).toContain('taken already');
      const again = await does('ana', 'standup edit design');
      const changed = await world.as('ana').submit(again, {
        name: 'tour',
        who: '@lena @mira',
        questions: 'What did you learn?',
        clock: 'each',
        zone: 'Asia/Kolkata',
        looks: 'answers',
        quiet: 'nothing',
      });
      expect(changed.text).toMatch(/tour is changed: weekdays 11:15, 2 people are asked/);
      const list = (await does('lena', 'standup list')).text;
      expect(list).toMatch(/tour · #design · weekdays 11:15 · 2 take part/);
      expect(list).toMatch(/design-2 · #design · fri 16:00/);
      expect((await does('lena', 'standup answer tour')).form?.fields.map((f) => f.label)).toEqual([
        'What did you learn?',
      ]);
      await gone('tour');
      await gone('design-2');
    });

    test('is joined and left by oneself', async () => {
      await does('ana', 'standup create #design weekdays 09:30 who: @lena');
      await does('mira', 'standup join design');
      expect((await does('ana', 'standup list')).text).toContain('2 take part');
      await does('lena', 'standup leave design');
      expect((await does('ana', 'standup list')).text).toContain('1 take part');
      await gone('design');
    });

    test.each([
      ['a channel that is not there', '#nowhere weekdays 09:30', 'There is no channel'],
      ['no days', '#design someday', 'weekdays 09:30'],
      ['a schedule that never comes', '#design weekdays 09:30 starting 2150-01-01', 'within a year'],
      ['a zone that does not exist', '#design weekdays 09:30 zone: Europe/Atlantis', 'no time zone'],
      [
        'eleven questions',
        `#design weekdays 09:30 questions: ${Array.from({ length: 11 }, (_, i) => `Question ${i}?`).join('; ')}`,
        'takes 10 questions',
      ],
      ['nobody who could be asked', '#design weekdays 09:30 who: @scout', 'Name a team or people'],
      ['a window of a minute', '#design weekdays 09:30 window: 1', '5 to 720 minutes'],
    ])('of %s nothing is made, and it is said what is wrong', async (_what, words, expected) => {
      expect((await does('ana', `standup create ${words}`)).text).toContain(expected);
      expect((await does('ana', 'standup list')).text).toContain('no standup');
    });

    test('of everyone in the channel asks those who are in it', async () => {
      const made = await does('ana', 'standup create #general weekdays 09:30 who: channel');
      // Discord tells nobody who is in a channel.
      const told = platform === 'Discord' ? 'Name a team or people' : '5 people are asked';
      expect(made.text).toContain(told);
      await gone('general');
    });

    test('asks people by their own clocks, in five zones', async () => {
      const everyone = ['kai', 'mira', 'lena', 'ana', 'bo'];
      await does('ana', 'standup create #general weekdays 09:30 clock: each who: @ana @lena @bo @mira @kai');
      const asked = async (): Promise<string[]> => {
        const found: string[] = [];
        for (const who of everyone) if ((await prompts(who, 'general')).length > 0) found.push(who);
        return found;
      };
      await pass(at('2026-11-18T22:00:00Z') - MORNING - passed);
      expect(await asked()).toEqual([]);
      const due = ['18T22:30', '19T04:00', '19T08:30', '19T09:30', '19T14:30'];
      for (const [n, time] of due.entries()) {
        await until(`2026-11-${time}:00Z`);
        expect(await asked(), time).toEqual(everyone.slice(0, n + 1));
        if (time === '19T04:00') {
          const form = await world.as('mira').press(await prompt('mira', 'general'), 'Answer');
          await world.as('mira').submit(form, { qa: 'The price list', qb: '', qc: '' });
        }
        if (time === '19T09:30') await until('2026-11-19T10:30:00Z');
      }
      const posted = await digest('general', 'general');
      expect(posted.text).toContain('The price list');
      expect(posted.text).toMatch(/Yet to answer: .*@Bo Lindqvist/);
      await gone('general');
    });

    test('is answered the night before, changed until its window closes, and not after', async () => {
      await does('ana', 'standup create #design weekdays 09:30 who: @lena @mira @ana zone: Europe/London');
      await until('2026-11-19T21:00:00Z');
      const early = await does('lena', 'standup answer design');
      const noted = await world.as('lena').submit(early, { qa: 'The icons', qb: '', qc: '' });
      expect(noted.text).toContain('early, for Fri 20 Nov');
      await does('mira', 'standup skip design');
      const before = (await prompts('lena', 'design')).length;
      await until('2026-11-20T09:30:00Z');
      expect(await prompts('lena', 'design')).toHaveLength(before);
      const again = await does('lena', 'standup answer design');
      expect(again.form?.fields[0]?.value).toBe('The icons');
      await world.as('lena').submit(again, { qa: 'The icons and the fonts', qb: '', qc: '' });
      const slow = await does('lena', 'standup answer design');
      await until('2026-11-20T10:30:00Z');
      const posted = await digest('design');
      expect(posted.text).toContain('The icons and the fonts');
      expect(posted.text).not.toContain('(late');
      expect(posted.text).toMatch(/Not here today: @Mira Patel/);
      const tooLate = await world.as('lena').submit(slow, { qa: 'All of it', qb: '', qc: '' });
      expect(tooLate.text).toContain('The time for answers to design is over');
      expect((await does('lena', 'standup answer design')).text).toContain('is over');
      expect((await digest('design')).text).not.toContain('All of it');
      await until('2026-11-21T12:00:00Z');
      const over = await world.as('ana').press(await prompt('ana', 'design'), 'Answer');
      expect(over.text).toContain('over a day ago');
      await gone('design');
    });

    test('has a blocker that names an item block it, and asks of any other what waits for it', async () => {
      const begun = async (title: string): Promise<string> => {
        const key = /W-\d+/.exec((await does('lena', `add ${title} @lena`)).text)?.[0] ?? '';
        await does('lena', `start ${key}`);
        return key;
      };
      const [key, other] = [await begun('Print the posters'), await begun('Sew the curtains')];
      await does('ana', 'standup create #design weekdays 09:30 who: @lena');
      await does('ana', 'standup run design');
      await world.settle();
      const form = await world.as('lena').press(await prompt('lena', 'design'), 'Answer');
      const noted = await world
        .as('lena')
        .submit(form, { qa: '', qb: '', qc: `${key} waiting for the paper\nthe printer is away` });
      expect(noted.text).toContain(`${key} Print the posters is blocked now: it waits for the paper.`);
      expect(noted.text).toContain('You wrote: the printer is away. What waits for it?');
      expect(noted.buttons).toEqual(['Undo', `${other} Sew the curtains`, 'Have someone clear it']);
      expect((await does('lena', `show ${key}`)).text).toContain('the paper');
      const undone = await world.as('lena').press(noted, 'Undo');
      expect(undone.text).toContain('waits for nothing any more');
      const asked = await world.as('lena').press(noted, 'Have someone clear it');
      expect(asked.form?.fields.map((f) => f.value)).toEqual(['the printer is away', '', other]);
      const made = await world.as('lena').submit(asked, { owner: '@mira' });
      expect(made.text).toMatch(/Mira Patel owns it/);
      const again = await does('lena', 'standup answer design');
      expect(again.form?.fields[2]?.value).toContain('the printer is away');
      expect((await does('lena', `show ${other}`)).text).toMatch(/Blocked: waits for W-\d+/);
      for (const one of [key, other]) await does('lena', `cancel ${one}`);
      await gone('design');
    });

    test('two people on what looks like the same work are told of in a digest, and one press joins the two', async () => {
      const first = /W-\d+/.exec(
        (await does('lena', 'add Paint the front door of the shop @lena')).text,
      )?.[0];
      const second = /W-\d+/.exec(
        (await does('mira', 'add Paint the front door of the shop @mira')).text,
      )?.[0];
      const seen = await does('mira', 'digest @design');
      expect(seen.text).toContain('Two people on what looks like the same work');
      const joined = await world.as('mira').press(seen, 'Make them one');
      expect(joined.text).toContain(`is the same as ${first}`);
      expect((await does('mira', `show ${second}`)).text).toContain('Cancelled');
      await does('lena', `cancel ${first}`);
    });

    test('leaves out who is away and who has a holiday, and says so', async () => {
      await does('ana', 'settings team @platform region: US-NY');
      await until('2026-11-25T12:00:00Z');
      await does('ana', 'standup create #design weekdays 09:30 who: @bo @lena @mira zone: Europe/London');
      await does('lena', 'away until in 4 weeks');
      const early = await does('mira', 'standup answer design');
      await world.as('mira').submit(early, { qa: 'The catalogue', qb: '', qc: '' });
      const before = (await prompts('bo', 'design')).length + (await prompts('lena', 'design')).length;
      await until('2026-11-26T09:30:00Z');
      expect((await prompts('bo', 'design')).length + (await prompts('lena', 'design')).length).toBe(before);
      await until('2026-11-26T10:30:00Z');
      const posted = await digest('design');
      expect(posted.text).toMatch(/Away: @Lena Vogt/);
      expect(posted.text).toMatch(/On holiday: @Bo Lindqvist/);
      expect(posted.text).toContain('The catalogue');
      await does('lena', 'back');
      await gone('design');
    });

    test('of a day without news says so in a line, or nothing, as set', async () => {
      await until('2026-11-26T12:00:00Z');
      await does('ana', 'standup create #design weekdays 09:30 who: @mira zone: Europe/London');
      await world.as('ana').submit(await does('ana', 'standup edit design'), { looks: 'answers' });
      const before = (await digests('design')).length;
      await until('2026-11-27T09:30:00Z');
      await world.as('mira').press(await prompt('mira', 'design'), 'Nothing to add');
      await until('2026-11-27T10:30:00Z');
      expect((await digest('design')).text).toContain('A day without news');
      expect(await digests('design')).toHaveLength(before + 1);
      const form = await does('ana', 'standup edit design');
      await world.as('ana').submit(form, { quiet: 'nothing' });
      await until('2026-11-30T10:30:00Z');
      expect(await digests('design')).toHaveLength(before + 1);
      await gone('design');
    });

    test('of two hundred items with the longest of titles is one short message, with the count of each part', async () => {
      await until('2026-11-30T12:00:00Z');
      const title = 'Carry every box of the old archive up to the attic '.repeat(5);
      for (let n = 0; n < 200; n += 20) {
        const some = Array.from({ length: 20 }, (_, i) =>
          does('ana', `add ${title} and ${n + i} @mira by today 8pm`),
        );
        for (const { text } of await Promise.all(some)) expect(text).toMatch(/W-\d+/);
      }
      const story = await world
        .as('kai')
        .say('design', 'What the attic has to hold '.repeat(75).slice(0, 1_990));
      await world.as('kai').react(story, 'pushpin');
      await world.settle();
      await does('ana', 'standup create #design weekdays 09:30 who: @mira');
      await does('ana', 'standup run design');
      await world.settle();
      await does('ana', 'standup run design');
      await world.settle();
      const { text } = await digest('design');
      expect(Number(/At risk[^\n]*\((\d+)\)/.exec(text)?.[1])).toBeGreaterThanOrEqual(200);
      expect(text.split('\n').length).toBeLessThan(40);
      await gone('design');
    });
  });
}
