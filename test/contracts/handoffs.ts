/** Handoffs and nudges beyond the plain way: who was asked is away, has left, or cannot be written to. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ChatWorld, Shown } from './world.ts';

const HOUR = 3_600_000;

export function handoffContract(platform: string, open: () => Promise<ChatWorld>): void {
  describe(`${platform}: handoffs and nudges that`, () => {
    let world: ChatWorld;
    beforeAll(async () => {
      world = await open();
    });
    afterAll(() => world?.close());
    const as = (who: string) => world.as(who);
    const told = async (who: string, ...words: readonly string[]): Promise<readonly Shown[]> =>
      (await as(who).directMessages()).filter((m) => words.every((w) => m.text.includes(w)));
    /** At an hour that suits them: a weekend and a holiday are waited for. */
    const directTo = async (who: string, ...words: readonly string[]): Promise<readonly Shown[]> => {
      await world.settle();
      for (let days = 0; days < 9 && (await told(who, ...words)).length === 0; days += 1)
        await world.pass(24 * HOUR);
      return told(who, ...words);
    };
    const added = async (who: string, channel: string, words: string): Promise<string> => {
      const answer = await as(who).command(channel, `add ${words}`);
      return /W-\d+/.exec(answer.text)?.[0] ?? expect.fail(`no key in: ${answer.text}`);
    };
    const given = async (title: string, to: string, channel = 'general'): Promise<string> => {
      const key = await added('ana', channel, `${title} @ana`);
      const { text } = await as('ana').command(channel, `handoff ${key} @${to}`);
      expect(text).toContain('is offered to');
      await world.settle();
      return key;
    };
    const away = async (who: string, words: string): Promise<void> => {
      const { text } = await as(who).command('general', `away ${words}`);
      expect(text).toMatch(/You are away until/);
      await world.settle();
    };
    const show = async (key: string, view = 'card'): Promise<string> =>
      (await as('ana').command('general', `show ${key} view: ${view}`)).text;
    const now = async (who: string, message: Shown): Promise<Shown> => {
      await world.settle();
      const found = (await as(who).directMessages()).find((m) => m.id === message.id);
      return found ?? expect.fail('the message is gone');
    };
    /** Ends all that is someone's, so that what nudges them is of one thing. */
    const clear = async (who: string): Promise<void> => {
      const mine = (await as(who).command('platform', 'list mine')).text;
      for (const key of mine.match(/W-\d+/g) ?? []) await as(who).command('platform', `done ${key}`);
    };

    describe('wait for someone who goes away', () => {
      test('go on to their delegate, and the giver sees to whom and why', async () => {
        const key = await given('Away: air the cellar', 'lena');
        expect(await directTo('lena', key, 'hands this to you')).toHaveLength(1);
        await away('lena', 'until in 4 weeks delegate @mira');
        const [offer] = await directTo('mira', key, 'hands this to you');
        expect(offer?.text).toContain('is away, and you are their delegate');
        expect(await show(key)).toContain('@Lena Vogt (away, so @Mira Patel was asked: their delegate)');
        expect(await show(key, 'why')).toMatch(/passed on — Mira Patel, because of the delegate/);
        await as('mira').press(offer as Shown, 'Accept');
        await world.settle();
        expect(await show(key)).toMatch(/Owner:?\s@Mira Patel/);
        await as('lena').command('general', 'back');
      });

      test('go on to the lead where nobody was named, and from them to who is back', async () => {
        const key = await given('Away: oil the hinges', 'mira');
        await away('mira', 'in 4 weeks');
        const [offer] = await directTo('lena', key, 'hands this to you');
        expect(await show(key)).toContain('@Mira Patel (away, so @Lena Vogt was asked: their lead)');
        await as('mira').command('general', 'back');
        await as('lena').command('general', 'away in 4 weeks');
        await world.settle();
        expect(await show(key)).toMatch(/→ @Mira Patel, /);
        const stale = await now('lena', offer as Shown);
        expect(stale.text).toContain('is asked in your place now');
        expect(stale.buttons).not.toContain('Accept');
        await as('lena').command('general', 'back');
      });

      test('wait for them where nobody stands in', async () => {
        const key = await given('Away: wind the clock', 'lena');
        await as('lena').command('general', 'away in 4 weeks');
        await world.settle();
        expect(await show(key)).toMatch(/→ @Lena Vogt, /);
        expect(await show(key, 'why')).not.toContain('passed on');
        await as('lena').command('general', 'back');
        await as('ana').command('general', `done ${key}`);
      });
    });

    describe('are to be accepted by a time', () => {
      test('are chased before it, told at it, and by no other ladder', async () => {
        const key = await added('ana', 'general', 'By a time: seal the jars @ana');
        await as('ana').command('general', `handoff ${key} @lena by: in 5 working days`);
        const [nudge] = await directTo('lena', key, 'Rule: acceptance v1: 4h before receiver');
        expect(nudge?.text).toContain('waits for an answer, by ');
        expect(nudge?.buttons).toContain('Accept');
        const [late] = await directTo('ana', key, 'Rule: acceptance v1: 0h receiver, giver');
        expect(late?.text).toContain('has not answered your handoff');
        expect(late?.text).toContain('it was to come by ');
        expect(await told('lena', key, 'Rule: handoff')).toEqual([]);
        expect(await show(key, 'why')).toContain('acceptance v1: 8h lead');
        await as('lena').press(nudge as Shown, 'Accept');
        expect((await now('ana', late as Shown)).text).toContain('was accepted by');
        await as('lena').command('general', `done ${key}`);
      });
    });

    describe('are answered elsewhere', () => {
      test('say so where they asked, and have no more buttons', async () => {
        const key = await given('Answered: sweep the yard', 'lena');
        const [nudge] = await directTo('lena', key, 'Rule: ');
        expect(nudge?.buttons).toContain('Accept');
        await as('lena').command('general', `accept ${key}`);
        const after = await now('lena', nudge as Shown);
        expect(after.text).toMatch(/Answered: sweep the yard.*was accepted by @?Lena Vogt/s);
        expect(after.text).not.toContain('Rule: ');
        expect(after.buttons).toEqual([]);
      });

      test('of several in one message, leave those that still wait', async () => {
        await clear('kai');
        const keys: string[] = [];
        for (const n of ['one', 'two', 'three'])
          keys.push(await added('kai', 'platform', `Answered: batch ${n} @kai in 2 working days`));
        const [first = '', second = '', third = ''] = keys;
        const [batch] = await directTo('kai', '3 things wait for you', ...keys);
        await as('kai').command('platform', `done ${second}`);
        const two = await now('kai', batch as Shown);
        expect(two.text).toContain('2 things wait for you');
        expect(two.text).toMatch(/Answered: batch two.* is done\./);
        expect(two.buttons.filter((b) => b === 'Done')).toHaveLength(2);
        await as('kai').command('platform', `due ${first} in 20 working days`);
        await as('kai').command('platform', `done ${third}`);
        const none = await now('kai', batch as Shown);
        expect(none.text).toMatch(/Answered: batch one.* is due .* now\./);
        expect(none.buttons).toEqual([]);
        await as('kai').command('platform', `done ${first}`);
      });
    });

    describe('meet somebody who cannot be written to', () => {
      const fates = () => world.fates;
      const calls = async (channel: string, ...words: readonly string[]): Promise<readonly Shown[]> => {
        await world.settle();
        return (await as('bo').sees(channel)).filter(
          (m) => m.author === null && !m.onlyForMe && words.every((w) => m.text.includes(w)),
        );
      };

      test('call them once where the item lives, and nowhere else', async ({ skip }) => {
        const own = fates() ?? skip('nobody closes their direct messages here');
        own.closeDirect('lena', true);
        const key = await given('Refused: draw the map', 'lena', 'design');
        for (let i = 0; i < 5 && (await calls('design', key, 'hands this to')).length === 0; i += 1)
          await world.pass(24 * HOUR);
        const called = await calls('design', key, 'hands this to');
        expect(called).toHaveLength(1);
        expect(called[0]?.text).toContain('@Lena Vogt');
        expect(called[0]?.buttons).toContain('Accept');
        await as('lena').press(called[0] as Shown, 'Accept');
        await world.settle();
        expect(await calls('design', key, 'hands this to')).toHaveLength(1);
        expect(await show(key)).toMatch(/Owner:?\s@Lena Vogt/);
        own.closeDirect('lena', false);
        await as('lena').command('general', `done ${key}`);
      });

      test('ask the lead of who left to give their work to another', async ({ skip }) => {
        const own = fates() ?? skip('nobody leaves here');
        await clear('kai');
        const key = await added('kai', 'platform', 'Left: mend the pipeline @kai in 2 working days');
        own.leave('kai');
        const [asked] = await directTo('bo', key, 'is not here any more. Who takes it over?');
        expect(asked?.text).toContain('because you lead the team');
        const form = await as('bo').press(asked as Shown, 'Give');
        await as('bo').submit(form, { owner: '@bo' });
        expect(await show(key)).toMatch(/Owner:?\s@Bo Lindqvist/);
        expect((await now('bo', asked as Shown)).text).not.toContain('Who takes it over?');
        own.comeBack('kai');
        await as('kai').command('platform', 'inbox');
        await as('bo').command('platform', `done ${key}`);
      });

      test('come to the lead when who was asked has left', async ({ skip }) => {
        const own = fates() ?? skip('nobody leaves here');
        const key = await given('Left: label the racks', 'kai', 'platform');
        own.leave('kai');
        const [offer] = await directTo('bo', key, 'hands this to you');
        expect(offer?.text).toContain('is not here any more, and you are their lead');
        await as('bo').press(offer as Shown, 'Accept');
        own.comeBack('kai');
        await world.settle();
        expect(await show(key)).toMatch(/Owner:?\s@Bo Lindqvist/);
        await as('bo').command('platform', `done ${key}`);
      });
    });

    describe('are not as they should be', () => {
      test('accepting twice, too late, or for another is refused in words', async () => {
        const key = await given('Refused: fold the flags', 'lena');
        expect((await as('bo').command('general', `accept ${key}`)).text).toMatch(/not yours to accept/);
        await as('lena').command('general', `accept ${key}`);
        expect((await as('lena').command('general', `accept ${key}`)).text).toMatch(/accepted/);
        const late = await given('Refused: hoist the flags', 'lena');
        await as('ana').command('general', `withdraw ${late}`);
        expect((await as('lena').command('general', `accept ${late}`)).text).toMatch(
          /taken back|is over|withdrawn/,
        );
        expect((await as('lena').command('general', `decline ${late} no`)).text).toMatch(
          /taken back|is over|withdrawn/,
        );
      });

      test.each([
        [
          'with a step out of reach',
          'handoff',
          '4h receiver; 2h giver',
          /line 2 \(2h giver\): .*unreachable/,
        ],
        [
          'behind what repeats',
          'due',
          'morning 0 owner; every morning lead; morning 9 lead',
          /line 2 .*unreachable/,
        ],
        ['without an end', 'due', 'morning 0 owner; every morning owner', /line 2 .*no end/],
        ['that loops', 'due', 'every morning owner', /line 1 .*loops/],
        ['that tells a stranger', 'unowned', '1d receiver', /line 1 .*no receiver/],
        ['in words that say nothing', 'stalled', 'soon somebody', /line 1 .*expected a step/],
      ])('a policy %s is refused by its line', async (_what, rule, ladder, expected) => {
        const before = (await as('ana').command('general', 'settings policy')).text;
        const words = `settings policy rule: ${rule} ladder: ${ladder}`;
        expect((await as('ana').command('general', words)).text).toMatch(expected);
        expect((await as('mira').command('general', words)).text).toMatch(/admin/);
        expect((await as('ana').command('general', 'settings policy')).text).toBe(before);
      });
    });
  });
}
