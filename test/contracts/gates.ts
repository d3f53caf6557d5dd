/** Where `done` needs an approval, as the people of any chat see it. A part of the chat contract. */
import { beforeAll, describe, expect, test } from 'vitest';
import { asking } from './asking.ts';
import type { ChatWorld } from './world.ts';

const YES = 'white_check_mark';

export function gateTests(world: () => ChatWorld): void {
  describe('done that needs an approval', () => {
    const { as, newItem, request, show, privately, directTo, keyOf, card } = asking(world);

    beforeAll(async () => {
      await as('ana').command('general', 'team create legal Legal');
      const set = await as('ana').command('general', 'settings team @legal gate: all');
      expect(set.text).toContain('saved');
    });

    const gated = async (reviewers: string): Promise<string> => {
      const item = await newItem();
      await as('ana').command('general', `edit ${item} team: @legal reviewers: ${reviewers}`);
      return item;
    };

    test('asks the reviewers by the rule of its team, and goes through when it is given', async () => {
      const item = await gated('@bo @lena');
      const said = await as('ana').command('general', `done ${item}`);
      expect(said.text).toContain('all 2');
      const key = keyOf(said);
      const inbox = (await as('bo').command('general', 'inbox')).text;
      expect(inbox).toContain(`${key} Is this done? · ${item}`);
      expect(inbox.split(`${item} `)).toHaveLength(2);
      expect(await card(item)).toMatch(new RegExp(`In review[^]*${key}: .*0 of 2 given`));
      await as('bo').react(await request(key), YES);
      await world().settle();
      await as('lena').command('general', `done ${item}`);
      expect(await show(key)).toContain('Approved.');
      expect(await card(item)).toContain('Done');
      const history = (await as('ana').command('general', `show ${item} view: history`)).text;
      expect(history).toMatch(new RegExp(`Lena Vogt review passed — .*${key} was given`));
      expect(history).toMatch(/sent to review — .*done needs an approval, as the team has set/);
    });

    test('refused, it sends the item back with the reason; done again asks anew', async () => {
      const item = await gated('@bo @lena');
      const key = keyOf(await as('ana').command('general', `done ${item}`));
      const form = await as('bo').press(await request(key), 'Reject');
      await as('bo').submit(form, { reason: 'Two pages are missing' });
      expect(await card(item)).toContain('In progress');
      expect(await directTo('ana', key, 'Rejected.', 'Two pages are missing')).toHaveLength(1);
      const again = keyOf(await as('ana').command('general', `done ${item}`));
      expect(again).not.toBe(key);
      const earlier = (await as('ana').command('general', `approval again ${key} text: Is this done now?`))
        .text;
      expect(earlier).toContain('rejected already');
    });

    test('sent back or taken back, what was asked is over, and says so', async () => {
      const item = await gated('@bo @lena');
      const key = keyOf(await as('ana').command('general', `done ${item}`));
      await as('bo').command('general', `reopen ${item} the annex is missing`);
      const over = await request(key);
      expect(over.text).toContain('sent back');
      expect(over.buttons).not.toContain('Approve');
      const again = keyOf(await as('ana').command('general', `done ${item}`));
      await as('ana').command('general', `approval withdraw ${again}`);
      expect(await card(item)).toContain('In progress');
    });

    test('other reviewers are asked anew, and earlier answers are void', async () => {
      const item = await gated('@bo @lena');
      const key = keyOf(await as('ana').command('general', `done ${item}`));
      await as('bo').react(await request(key), YES);
      await world().settle();
      await as('ana').command('general', `edit ${item} reviewers: @lena @kai`);
      const text = await show(key);
      expect(text).toMatch(/… @Kai Tanaka has not answered/);
      expect(text).not.toContain('Bo Lindqvist');
      expect((await as('ana').command('general', `edit ${item} reviewers: none`)).text).toContain(
        'needs the approval of a reviewer',
      );
      expect(await show(key)).toBe(text);
    });

    test('lapsed and sent back, it is handed in again by more time', async () => {
      const item = await gated('@bo');
      const key = keyOf(await as('ana').command('general', `done ${item}`));
      await world().pass(6 * 24 * 3_600_000);
      expect(await show(key)).toContain('Lapsed.');
      expect((await as('bo').command('general', `done ${item}`)).text).toContain('lapsed already');
      await as('ana').command('general', `reopen ${item} not yet`);
      await as('ana').command('general', `approval extend ${key} in 3 days`);
      expect(await card(item)).toContain('In review');
      await as('bo').command('general', `approve ${key}`);
      expect(await card(item)).toContain('Done');
    });

    test('whoever has done it cannot be asked, and without anyone else done is refused', async () => {
      const item = await gated('@ana');
      const said = await as('ana').command('general', `done ${item}`);
      expect(said.text).toContain('Name them: /baton edit');
      expect(said.buttons).toContain('Name reviewers');
      expect(await card(item)).not.toContain('In review');
    });

    test('a lead who reviews nothing finishes nothing', async () => {
      const item = await gated('@bo');
      const key = keyOf(await as('ana').command('general', `done ${item}`));
      await as('ana').command('general', `done ${item}`);
      expect(await card(item)).toContain('In review');
      expect(await show(key)).toContain('1 more needed');
    });

    test('an agent’s done is asked of its reviewer, whatever the workspace says', async () => {
      const added = await as('bo').command('platform', `add Summarise ${Date.now()} @scout`);
      const item = /W-\d+/.exec(added.text)?.[0] ?? '';
      const key = keyOf(await as('scout').command('platform', `done ${item}`));
      expect(await privately('scout', key, 'Approve')).toHaveLength(0);
      await as('bo').command('platform', `approve ${key}`);
      expect(await card(item)).toContain('Done');
    });
  });
}
