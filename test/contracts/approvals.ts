/** Approvals on the record, as the people of any chat see them. A part of the chat contract. */
import { describe, expect, test } from 'vitest';
import { asking } from './asking.ts';
import type { ChatWorld, Shown } from './world.ts';

const HOUR = 3_600_000;
const YES = 'white_check_mark';
const NO = 'x';

export function approvalTests(world: () => ChatWorld): void {
  describe('approvals on the record', () => {
    const { as, newItem, keyOf, ask, requests, request, show, privately, directTo, lastTitle } =
      asking(world);

    test('two of three, asked in words, answered by reaction and by button', async () => {
      const key = await ask('from @bo @lena @kai need 2 by in 30 days');
      const asked = await request(key);
      expect(asked.text).toContain('ship the new terms');
      expect(asked.text).toContain('2 of 3');
      expect(asked.buttons).toEqual(expect.arrayContaining(['Approve', 'Reject', 'Request changes']));
      await as('bo').react(asked, YES);
      const half = await request(key);
      expect(half.text).toMatch(/✅ @Bo Lindqvist approved/);
      expect(half.text).toContain('1 more needed');
      await as('lena').press(half, 'Approve');
      const done = await request(key);
      expect(done.text).toContain('Approved.');
      expect(done.text).toContain('ship the new terms');
      expect(done.text).toMatch(/✅ @Lena Vogt approved/);
      expect(done.buttons).not.toContain('Approve');
      expect(await directTo('ana', key, 'Approved.')).toHaveLength(1);
    });

    test('by direct message to each who is asked, and answered there', async () => {
      const key = await ask('from @lena @kai all by in 30 days', 'move the launch');
      const [direct] = await directTo('lena', key, 'move the launch');
      await as('lena').react(direct as Shown, YES);
      await world().settle();
      expect(await show(key)).toMatch(/✅ @Lena Vogt approved/);
      expect(await show(key)).toMatch(/@Kai Tanaka has not answered/);
    });

    test('by a form on the card', async () => {
      await as('ana').command('general', `start ${await newItem()}`);
      await world().settle();
      const card = (await as('ana').sees('general')).findLast(
        (m) => m.author === null && m.text.includes(lastTitle()) && m.buttons.includes('Ask approval'),
      );
      const form = await as('ana').press(card as Shown, 'Ask approval');
      expect(form.form?.fields.map((f) => f.name)).toEqual(['text', 'from', 'rule', 'by']);
      const sent = await as('ana').submit(form, {
        text: 'Buy the desks',
        from: '@bo',
        rule: 'any',
        by: 'in 30 days',
      });
      expect((await request(keyOf(sent))).text).toContain('Buy the desks');
    });

    test('any: the first decides; racing for the last seat, one has it and the other is told', async () => {
      const key = await ask('from @bo @lena any by in 30 days');
      const asked = await request(key);
      const answers = await Promise.all([
        as('bo').press(asked, 'Approve'),
        as('lena').press(asked, 'Approve'),
      ]);
      const said = answers.map((a) => a.text).filter((text) => text.includes('already'));
      expect(said).toHaveLength(1);
      expect((await show(key)).match(/✅ @[^@\n]* approved/g)).toHaveLength(1);
    });

    test('all: one rejection decides, by a form with the reason', async () => {
      const key = await ask('from @bo @lena all by in 30 days');
      const form = await as('bo').press(await request(key), 'Reject');
      await as('bo').submit(form, { reason: 'The price is missing' });
      const over = await request(key);
      expect(over.text).toContain('Rejected.');
      expect(over.text).toContain('The price is missing');
    });

    test('❌ counts at once, and the reason is asked after', async () => {
      const key = await ask('from @bo @lena all by in 30 days');
      await as('lena').react(await request(key), NO);
      expect((await request(key)).text).toContain('Rejected.');
      expect(await privately('lena', key, 'Say why')).toHaveLength(1);
    });

    test('in sequence: the second is asked when the first has approved, and not before', async () => {
      const key = await ask('from @lena @bo in sequence by in 30 days');
      const asked = await request(key);
      expect(asked.text).toContain('one after another');
      await as('bo').react(asked, YES);
      expect(await privately('bo', key, 'not your turn')).toHaveLength(1);
      expect(await privately('bo', key, 'ship the new terms')).toHaveLength(0);
      await as('lena').react(asked, YES);
      await world().settle();
      const [turn] = await directTo('bo', key, 'ship the new terms');
      await as('bo').press(turn as Shown, 'Approve');
      expect(await show(key)).toContain('Approved.');
    });

    test('a team in place of a person: any one of its members', async () => {
      const key = await ask('from @design @bo all by in 30 days');
      await as('mira').react(await request(key), YES);
      await world().settle();
      expect(await show(key)).toMatch(/✅ Design: @Mira Patel approved/);
      await as('bo').react(await request(key), YES);
      expect((await request(key)).text).toContain('Approved.');
    });

    test('withdrawn by taking the reaction away, until it is decided', async () => {
      const key = await ask('from @bo @lena all by in 30 days');
      const asked = await request(key);
      await as('bo').react(asked, YES);
      expect((await request(key)).text).toMatch(/✅ @Bo Lindqvist/);
      await as('bo').unreact(asked, YES);
      expect((await request(key)).text).toMatch(/… @Bo Lindqvist has not answered/);
      await as('bo').react(asked, YES);
      await as('lena').react(asked, YES);
      expect((await request(key)).text).toContain('Approved.');
      await as('bo').unreact(asked, YES);
      expect((await request(key)).text).toMatch(/✅ @Bo Lindqvist approved/);
    });

    test('both ways by one person: neither counts, and they are asked', async () => {
      const key = await ask('from @bo any by in 30 days');
      const form = await as('bo').press(await request(key), 'Request changes');
      await as('bo').submit(form, { reason: 'Name the price' });
      expect((await request(key)).text).toContain('asks for changes');
      const two = await ask('from @bo @lena all by in 30 days');
      const asked = await request(two);
      await as('bo').react(asked, YES);
      await world().settle();
      await as('bo').react(asked, NO);
      await world().settle();
      expect(await show(two)).toMatch(/… @Bo Lindqvist has not answered/);
      expect(await privately('bo', two, 'both ways')).toHaveLength(1);
    });

    test('a changed text voids the votes, says so, and asks again with the difference', async () => {
      const key = await ask('from @bo @lena @kai need 2 by in 30 days', 'pay 100');
      const first = await request(key);
      await as('bo').react(first, YES);
      await world().settle();
      const again = await as('ana').command('general', `approval again ${key} text: pay 900`);
      expect(again.text).toContain('revision 2');
      const [old, fresh] = await requests(key);
      expect(old?.text).toContain('void');
      expect(old?.buttons).not.toContain('Approve');
      expect(fresh?.text).toMatch(/pay 100 → pay 900/);
      expect(fresh?.text).toMatch(/… @Bo Lindqvist has not answered/);
      await as('lena').react(first, YES);
      expect(await privately('lena', key, 'words of', 'changed')).toHaveLength(1);
      await as('lena').react(fresh as Shown, YES);
      await as('kai').react(fresh as Shown, YES);
      expect((await request(key)).text).toContain('Approved.');
    });

    test('an item that changes is asked anew', async () => {
      const item = await newItem();
      const key = keyOf(
        await as('ana').command('general', `approval ask ${item} from @bo @lena by in 30 days: this`),
      );
      await as('bo').react(await request(key), YES);
      await world().settle();
      await as('ana').command('general', `edit ${item} outcome: A contract of two years`);
      const fresh = await request(key);
      expect(fresh.text).toContain('A contract of two years');
      expect(fresh.text).toMatch(/… @Bo Lindqvist has not answered/);
    });

    test('the requester, a stranger and a guest never count, and are told why, privately, once', async () => {
      const key = await ask('from @bo @lena all by in 30 days');
      const asked = await request(key);
      await as('ana').react(asked, YES);
      await as('mira').react(asked, YES);
      await as('mira').unreact(asked, YES);
      await as('mira').react(asked, YES);
      expect(await privately('ana', key, 'your own answer does not count')).toHaveLength(1);
      expect(await privately('mira', key, 'You are not asked')).toHaveLength(1);
      expect(await show(key)).toContain('2 more needed');
    });

    test('past its deadline it is lapsed, never approved, and one click gives more time', async () => {
      const key = await ask('from @bo @lena all by in 2 hours');
      await as('bo').react(await request(key), YES);
      await world().settle();
      await world().pass(3 * HOUR);
      expect(await show(key)).toContain('Lapsed.');
      const [told] = await directTo('ana', key, 'lapsed');
      expect(told?.buttons).toEqual(expect.arrayContaining(['Ask again', 'Extend', 'Escalate']));
      expect((await as('lena').command('general', `approve ${key}`)).text).toContain('lapsed');
      const form = await as('ana').press(told as Shown, 'Extend');
      await as('ana').submit(form, { by: 'in 40 days' });
      expect(await show(key)).toMatch(/✅ @Bo Lindqvist approved/);
      await as('lena').command('general', `approve ${key}`);
      expect(await show(key)).toContain('Approved.');
    });

    test('waiting approvers are nudged before it lapses, each once a step, and not once they have answered', async () => {
      const key = await ask('from @kai @mira all by in 2 working days', 'paint the door');
      const asks = ['waits for your answer', key] as const;
      const [nudged] = await directTo('mira', ...asks);
      expect(nudged?.text).toContain('paint the door');
      expect(nudged?.text).toContain('approval v1: ');
      const shown = await as('mira').press(nudged as Shown, 'Read and answer');
      expect(shown.buttons).toContain('Approve');
      await as('mira').press(shown, 'Approve');
      expect(await privately('mira', ...asks)).toHaveLength(0);
      expect(await privately('mira', lastTitle(), 'has your answer')).not.toHaveLength(0);
      await world().pass(5 * 24 * HOUR);
      expect(await privately('mira', ...asks)).toHaveLength(0);
      expect((await privately('kai', ...asks)).length).toBeLessThanOrEqual(2);
      expect(await show(key)).toContain('Lapsed.');
    });

    test('what was taken away and what was given while Baton heard nothing counts once it hears again', async () => {
      const key = await ask('from @bo @lena @kai all by in 30 days', 'dig the well');
      const asked = await request(key);
      await as('bo').react(asked, YES);
      await world().settle();
      const missed = async (): Promise<void> => {
        await as('bo').unreact(asked, YES);
        await as('lena').react(asked, YES);
      };
      if (!(await world().unheard(missed))) await missed();
      await expect
        .poll(
          () =>
            world()
              .settle()
              .then(() => show(key)),
          { timeout: 15_000, interval: 200 },
        )
        .toMatch(/… @Bo Lindqvist has not answered[\s\S]*✅ @Lena Vogt approved/);
    });

    test('a request that was deleted decides nothing by its reactions, and is answered directly or by verb', async () => {
      const key = await ask('from @bo @lena all by in 30 days', 'move the wall');
      const asked = await request(key);
      await as('bo').react(asked, YES);
      await world().settle();
      const [direct] = await directTo('lena', key, 'move the wall');
      const isLost = await world().lose(asked);
      await world().settle();
      await as('lena').press(direct as Shown, 'Approve');
      await world().settle();
      expect((await show(key)).includes('Approved.')).toBe(!isLost);
      await as('bo').command('general', `approve ${key}`);
      expect(await show(key)).toContain('Approved.');
      expect(await directTo('ana', key, 'Approved.')).toHaveLength(1);
    });

    test('in a channel that was closed while it is open, it is answered directly, and its result told once', async () => {
      const item = await newItem('ana', 'platform');
      const words = `approval ask ${item} from @bo @kai all by in 30 days: open the gate`;
      const key = keyOf(await as('ana').command('platform', words));
      const [toKai] = await directTo('kai', key, 'open the gate');
      const [toBo] = await directTo('bo', key, 'open the gate');
      const closes = world().closeChannel('platform', true);
      try {
        await as('kai').react(toKai as Shown, YES);
        await world().settle();
        await as('bo').press(toBo as Shown, 'Approve');
        expect(await show(key)).toContain('Approved.');
        expect(await directTo('ana', key, 'Approved. 2 of 2 given')).toHaveLength(1);
        if (closes) expect(await privately('ana', 'platform', 'cannot post')).toHaveLength(1);
      } finally {
        world().closeChannel('platform', false);
        await world().settle();
      }
    });

    test('escalated, the lead of who is silent is asked too, and answers for them', async () => {
      const key = await ask('from @kai by in 2 hours', 'open the tunnel');
      await world().pass(3 * HOUR);
      const [told] = await directTo('ana', key, 'lapsed');
      expect((await as('ana').press(told as Shown, 'Escalate')).text).toContain('leads');
      expect(await show(key)).toMatch(/@Kai Tanaka has not answered; @Bo Lindqvist was asked too/);
      const [asked] = await directTo('bo', key, 'open the tunnel');
      await as('bo').press(asked as Shown, 'Approve');
      expect(await show(key)).toMatch(/Bo Lindqvist for @Kai Tanaka approved/);
    });

    test('what is open ends with its item, says so, and can be asked again no more', async () => {
      const item = await newItem();
      const said = await as('ana').command('general', `approval ask ${item} from @bo by in 30 days: rent it`);
      const key = keyOf(said);
      const asked = await request(key);
      await as('ana').command('general', `cancel ${item}`);
      const over = await request(key);
      expect(over.text).toContain('Its item was cancelled');
      expect(over.buttons).not.toContain('Approve');
      await as('bo').react(asked, YES);
      expect(await privately('bo', key, 'withdrawn already')).toHaveLength(1);
      expect((await as('ana').command('general', `approval again ${key} text: buy it`)).text).toContain(
        'is cancelled',
      );
      expect(await show(key)).toContain('Withdrawn.');
    });

    test('a delegate votes for who is away, and is named as such', async () => {
      const key = await ask('from @lena any by in 30 days');
      await as('lena').command('general', 'away until in 5 days delegate @mira');
      await as('mira').command('general', `approve ${key}`);
      await as('lena').command('general', 'back');
      expect(await show(key)).toMatch(/Mira Patel for @Lena Vogt approved/);
    });

    test('bad input is refused in a plain sentence, and nothing is asked', async () => {
      const item = await newItem();
      const said = async (words: string): Promise<string> =>
        (await as('ana').command('general', `approval ask ${item} ${words}: x`)).text;
      expect(await said('from @ana')).toContain('whoever asks never counts');
      expect(await said('from @scout')).toContain('agents do not vote');
      expect(await said('from @gus')).toContain('guests do not vote');
      expect(await said('from @bo @lena need 3')).toContain('3 of them cannot answer');
      expect(await said('from @bo by yesterday')).toContain('in the past');
      expect((await as('ana').command('general', 'approve A-9999')).text).toContain('no approval');
      await world().settle();
      expect(
        (await as('bo').sees('general')).some((m) => m.text.startsWith(`A-`) && m.text.includes(`${item} `)),
      ).toBe(false);
    });

    test('what waits for my answer, and what lapsed of mine, is in the inbox; what a team waits for in its digest', async () => {
      const inbox = async (who: string) => as(who).command('general', 'inbox');
      await as('ana').command('general', 'team create lamps Lamps');
      const item = await newItem();
      await as('ana').command('general', `edit ${item} team: @lamps`);
      const words = `approval ask ${item} from @mira @kai by in 2 hours: buy the lamps`;
      const key = keyOf(await as('ana').command('general', words));
      expect((await inbox('mira')).text).toMatch(new RegExp(`To approve[^]*${key} buy the lamps`));
      expect((await inbox('mira')).buttons).toContain('Answer');
      await as('mira').command('general', `approve ${key}`);
      expect((await inbox('mira')).text).not.toContain(key);
      const digest = (await as('ana').command('general', 'digest @lamps')).text;
      expect(digest).toMatch(new RegExp(`Waiting for an approval[^]*@Kai Tanaka to answer ${key}`));
      expect((await as('ana').command('general', 'list approvals @lamps')).text).toContain(lastTitle());
      await world().pass(3 * HOUR);
      expect((await inbox('kai')).text).not.toContain(key);
      const mine = await inbox('ana');
      expect(mine.text).toMatch(new RegExp(`Lapsed, asked by you[^]*${key} buy the lamps`));
      await as('ana').command('general', `approval withdraw ${key}`);
      expect((await inbox('ana')).text).not.toContain(key);
    });

    test('the card of its item says how far it is, and its history tells who decided', async () => {
      const item = await newItem();
      const key = keyOf(
        await as('ana').command('general', `approval ask ${item} from @bo by in 30 days: the terms`),
      );
      await world().settle();
      const card = async () => (await as('ana').command('general', `show ${item}`)).text;
      expect(await card()).toMatch(new RegExp(`${key}: the terms — 0 of 1 given, waiting`));
      await as('bo').react(await request(key), YES);
      await world().settle();
      expect(await card()).toMatch(new RegExp(`${key}: the terms — approved`));
      const history = (await as('ana').command('general', `show ${item} view: history`)).text;
      expect(history).toMatch(new RegExp(`@Bo Lindqvist ${key}: approved it`));
      expect(history).toMatch(new RegExp(`${key}: approved — .*approval rule v1`));
    });
  });
}
