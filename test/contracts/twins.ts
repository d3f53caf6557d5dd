/** Items that are the same work, as the people of any chat see them. A part of the chat contract. */
import { describe, expect, test } from 'vitest';
import { asking } from './asking.ts';
import type { Answer, ChatWorld } from './world.ts';

export function twinTests(world: () => ChatWorld): void {
  describe('items that are the same', () => {
    const { as } = asking(world);
    const keyOf = (answer: Answer): string =>
      /W-\d+/.exec(answer.text)?.[0] ?? expect.fail(`no key in: ${answer.text}`);
    const added = (who: string, channel: string, title: string): Promise<Answer> =>
      as(who).command(channel, `add ${title}`);
    const shown = async (key: string, view = 'card'): Promise<string> =>
      (await as('ana').command('general', `show ${key} view: ${view}`)).text;

    test('are shown to the maker alone, joined by a button, and told apart again', async () => {
      const first = keyOf(await added('bo', 'general', 'Varnish the oak staircase @bo'));
      const answer = await added('mira', 'general', 'Oak staircase: varnish it @mira');
      const twin = keyOf(answer);
      expect(answer.text).toContain(`Looks like ${first} Varnish the oak staircase`);
      const joined = await as('mira').press(answer, `Same as ${first}`);
      expect(joined.text).toContain(`is the same as ${first}`);
      await world().settle();
      expect(await shown(twin)).toMatch(/cancelled/i);
      expect(await shown(first, 'history')).toContain(twin);
      expect((await as('mira').command('general', `done ${first}`)).text).toContain('not yours');
      const back = await as('mira').press(joined, 'Undo');
      expect(back.text).toContain('open again');
      expect(await shown(twin)).not.toMatch(/cancelled/i);
      expect((await as('mira').command('general', `same ${twin} undo`)).text).toContain(
        'nothing to take back',
      );
    });

    test('are told of what became of the one that stays', async () => {
      const first = keyOf(await added('bo', 'general', 'Gild the weather vane @bo'));
      const twin = keyOf(await added('mira', 'general', 'Gild our weather vane @mira'));
      await as('mira').command('general', `same ${twin} ${first}`);
      await as('bo').command('general', `done ${first}`);
      for (let days = 0; days < 5; days += 1) {
        const told = (await as('mira').directMessages()).some(
          (m) => m.text.includes(first) && m.text.includes('finished'),
        );
        if (told) return;
        await world().pass(24 * 3_600_000);
      }
      expect.fail('mira was not told that it is done');
    });

    test('are not shown to who may not see them, and end by nobody who may not end them', async () => {
      const hidden = keyOf(await added('lena', 'leads', 'Settle the quarrel about parking @lena'));
      const answer = await added('mira', 'general', 'Settle the parking quarrel @mira');
      expect(answer.text).not.toContain(hidden);
      const refused = await as('kai').command('general', `same ${keyOf(answer)} ${hidden}`);
      expect(refused.text).toContain('There is no item');
    });

    test('are not ended while something waits for them', async () => {
      const first = keyOf(await added('bo', 'general', 'Rent the long ladder @bo'));
      const twin = keyOf(await added('mira', 'general', 'Rent a long ladder @mira'));
      const after = keyOf(await added('mira', 'general', 'Clean the gutters @mira'));
      await as('mira').command('general', `block ${after} ${twin}`);
      expect((await as('mira').command('general', `same ${twin} ${first}`)).text).toContain(
        `${after} waits for ${twin}`,
      );
    });
  });
}
