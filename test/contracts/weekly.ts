/** A team's week, as the people of any chat see it. A part of the chat contract. */
import { describe, expect, test } from 'vitest';
import { asking } from './asking.ts';
import type { Answer, ChatWorld, Shown } from './world.ts';

const PNG = [0x89, 0x50, 0x4e, 0x47];

export function weeklyTests(world: () => ChatWorld): void {
  describe('the week of a team', () => {
    const { as } = asking(world);
    const week = (): Promise<Answer> => as('lena').command('design', 'team week @design 4');
    /** The newest message that lena was sent directly with all of these words. */
    const sent = async (...words: readonly string[]): Promise<Shown> => {
      await world().settle();
      const found = (await as('lena').directMessages()).findLast((m) =>
        words.every((some) => m.text.includes(some)),
      );
      return found ?? expect.fail(`nothing was sent with: ${words.join(', ')}`);
    };
    const done = async (): Promise<void> => {
      const added = await as('lena').command('design', 'add Cut the corners of the banner @lena');
      const key = /W-\d+/.exec(added.text)?.[0] ?? expect.fail(added.text);
      await as('lena').command('design', `done ${key}`);
    };

    test('is told in figures, to whoever asks', async () => {
      await done();
      const told = await week();
      expect(told.text).toMatch(/the week to/);
      expect(told.text).toMatch(/[1-9]\d* done, \d+ open/);
      for (const c of ['Clarity', 'Coordination', 'Completion', 'Collaboration'])
        expect(told.text).toContain(c);
      expect(told.buttons).toEqual(['Picture', 'CSV', 'JSON']);
    });

    test('comes as a picture, with words for whoever does not see it', async () => {
      const told = await week();
      expect((await as('lena').press(told, 'Picture')).text).toContain('direct messages');
      const message = await sent('the week to', 'Half of what was done took');
      const [picture, ...more] = await message.files();
      expect(more).toEqual([]);
      expect(picture?.name).toBe('week.png');
      expect([...(picture?.bytes.slice(0, 4) ?? [])]).toEqual(PNG);
    });

    test('comes as CSV and as JSON', async () => {
      const told = await week();
      await as('lena').press(told, 'CSV');
      const [csv] = await (await sent('4 weeks as CSV')).files();
      expect(csv?.name).toBe('weeks-design.csv');
      expect(new TextDecoder().decode(csv?.bytes)).toMatch(/^from,to,done,.*\r\n(.*\r\n){4}$/);
      await as('lena').press(told, 'JSON');
      const [json] = await (await sent('4 weeks as JSON')).files();
      expect(JSON.parse(new TextDecoder().decode(json?.bytes)).weeks).toHaveLength(4);
    });

    test('is told in the home channel when it is due, with its picture, once', async () => {
      const setTo = (words: string) => as('lena').command('design', `settings team @design ${words}`);
      expect((await setTo('weekly: sometimes')).text).toContain('I expected days and a time');
      expect((await setTo('channel: #design weekly: daily 11:00')).text).toContain('saved');
      const told = async (): Promise<readonly Shown[]> =>
        (await as('mira').sees('design')).filter((m) => m.author === null && m.text.includes('the week to'));
      await world().pass(24 * 3_600_000);
      const [message, ...more] = await told();
      expect(more).toEqual([]);
      expect(message?.buttons).toEqual(['CSV', 'JSON']);
      expect((await message?.files())?.map(({ name }) => name)).toEqual(['week.png']);
      await setTo('weekly: none');
    });

    test('where files are refused, comes in words alone', async () => {
      if (!world().refuseFiles(true)) return;
      const told = await week();
      const before = (await as('lena').directMessages()).length;
      await as('lena').press(told, 'Picture');
      const message = await sent('the week to', 'Half of what was done took');
      expect(await message.files()).toEqual([]);
      await as('lena').press(told, 'CSV');
      const instead = await sent('Files are not taken here', 'baton export --weeks');
      expect(await instead.files()).toEqual([]);
      expect((await as('lena').directMessages()).length).toBe(before + 2);
      world().refuseFiles(false);
    });
  });
}
