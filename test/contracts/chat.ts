/** What people may rely on in any chat: the same suite runs on every adapter. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { approvalTests } from './approvals.ts';
import { gateTests } from './gates.ts';
import { INJECTIONS } from './injections.ts';
import { twinTests } from './twins.ts';
import { weeklyTests } from './weekly.ts';
import type { ChatWorld, Shown } from './world.ts';

const HOUR = 3_600_000;

export function chatContract(platform: string, open: () => Promise<ChatWorld>): void {
  describe(`${platform}: the chat contract`, () => {
    let world: ChatWorld;
    beforeAll(async () => {
      world = await open();
    });
    afterAll(() => world?.close());

    const cards = async (reader: string, channel: string): Promise<readonly Shown[]> => {
      await world.settle();
      const seen = await world.as(reader).sees(channel);
      return seen.filter((m) => m.author === null && !m.onlyForMe && /^W-\d+ ·/.test(m.text));
    };
    const cardOf = async (reader: string, channel: string, title: string): Promise<Shown> => {
      const found = (await cards(reader, channel)).filter((c) => c.text.includes(title));
      expect(found, `one card of “${title}” in #${channel}`).toHaveLength(1);
      return found[0] as Shown;
    };
    const added = async (who: string, channel: string, words: string): Promise<string> => {
      const answer = await world.as(who).command(channel, `add ${words}`);
      return /W-\d+/.exec(answer.text)?.[0] ?? expect.fail(`no key in: ${answer.text}`);
    };

    describe('capture', () => {
      test('add reads owner, date and priority, shows what it read, and posts a card', async () => {
        const answer = await world
          .as('ana')
          .command('general', 'add Send the offer to Acme @lena by friday 5pm !high');
        expect(answer.text).toContain('Send the offer to Acme');
        expect(answer.text).toContain('@Lena Vogt');
        expect(answer.text).toContain('friday 5pm');
        expect(answer.buttons).toContain('Correct');
        const card = await cardOf('bo', 'general', 'Send the offer to Acme');
        expect(card.text).toContain('High');
        expect(card.text).not.toContain('@lena');
      });

      test('an item without an owner says so and offers Claim', async () => {
        await added('ana', 'general', 'Renew the certificate of the status page');
        const card = await cardOf('mira', 'general', 'Renew the certificate of the status page');
        expect(card.text).toContain('Nobody owns this yet');
        expect(card.buttons).toContain('Claim');
      });

      test('a pin on a message makes it an item, with its card under the message', async () => {
        const message = await world
          .as('bo')
          .say('general', 'The cache of the deploys needs a look by tomorrow');
        await world.as('ana').react(message, 'pushpin');
        const card = await cardOf('ana', 'general', 'The cache of the deploys needs a look');
        expect(card.thread).toBe(message.id);
        expect(card.text).toContain('The cache of the deploys needs a look by tomorrow');
      });

      test('mentioning Baton makes the words an item', async () => {
        await world.as('mira').say('general', '@Baton Write up the interview notes @kai');
        const card = await cardOf('mira', 'general', 'Write up the interview notes');
        expect(card.text).toContain('@Kai Tanaka');
      });

      test('mentioning Baton alone in a thread tracks the message it hangs from', async () => {
        const root = await world.as('lena').say('design', 'The onboarding screens need a last look');
        await world.as('mira').say('design', '@Baton', root);
        const card = await cardOf('mira', 'design', 'The onboarding screens need a last look');
        expect(card.thread).toBe(root.id);
      });

      test('Track with Baton opens a form filled from the message, its date as its speaker in New York meant it', async () => {
        const message = await world.as('bo').say('general', 'Order the new laptops by friday 5pm @kai');
        const answer = await world.as('ana').track(message);
        const values = Object.fromEntries(answer.form?.fields.map((f) => [f.name, f.value]) ?? []);
        expect(values.title).toContain('Order the new laptops');
        expect(values.owner).toBe('@kai');
        expect(values.due).toMatch(/22:00/);
        await world.as('ana').submit(answer, { title: 'Order three new laptops' });
        const card = await cardOf('ana', 'general', 'Order three new laptops');
        expect(card.thread).toBe(message.id);
      });

      test('the same message captured in three ways is one item', async () => {
        const message = await world.as('bo').say('platform', 'Rotate the keys of the build machine');
        await world.as('kai').react(message, 'pushpin');
        await world.as('ana').react(message, 'pushpin');
        await world.as('ana').say('platform', '@Baton', message);
        await world.settle();
        const again = await world.as('bo').track(message);
        expect(again.form).toBeNull();
        expect(again.text).toMatch(/already W-\d+/);
        await cardOf('bo', 'platform', 'Rotate the keys of the build machine');
      });

      test('ordinary messages and reactions are nobody’s business', async () => {
        const before = (await cards('ana', 'general')).length;
        const message = await world.as('bo').say('general', 'Lunch?');
        await world.as('ana').react(message, 'tada');
        expect(await cards('ana', 'general')).toHaveLength(before);
      });

      test('a verb in a thread works by mention', async () => {
        const key = await added('ana', 'general', 'Answer the auditors @ana');
        const root = await world.as('bo').say('general', 'How far are the auditors?');
        await world.as('ana').say('general', `@Baton done ${key}`, root);
        expect((await cardOf('ana', 'general', 'Answer the auditors')).text).toContain('Done');
      });

      test('an edited source is noted on the card, a deleted one is no longer quoted', async () => {
        const message = await world
          .as('bo')
          .say('general', 'Check the invoices of October\nThe total looks off');
        await world.as('ana').react(message, 'pushpin');
        await world.settle();
        await world.as('bo').rewrite(message, 'Check the invoices of October and November');
        expect((await cardOf('ana', 'general', 'Check the invoices of October')).text).toContain(
          'was edited',
        );
        await world.as('bo').remove(message);
        const card = await cardOf('ana', 'general', 'Check the invoices of October');
        expect(card.text).toContain('was deleted');
        expect(card.text).not.toContain('The total looks off');
      });
    });

    describe('the life of an item', () => {
      test('claimed, started and finished by buttons on its card, which shows each step', async () => {
        await added('ana', 'general', 'Book the room for the offsite');
        let card = await cardOf('mira', 'general', 'Book the room for the offsite');
        await world.as('mira').press(card, 'Claim');
        card = await cardOf('mira', 'general', 'Book the room for the offsite');
        expect(card.text).toContain('@Mira Patel');
        await world.as('mira').press(card, 'Start');
        card = await cardOf('mira', 'general', 'Book the room for the offsite');
        expect(card.text).toContain('In progress');
        const answer = await world.as('mira').press(card, 'Done');
        expect(answer.text).toBe('');
        card = await cardOf('mira', 'general', 'Book the room for the offsite');
        expect(card.text).toContain('Done');
        expect(card.buttons).toContain('Reopen');
      });

      test('claimed, started and finished by reactions on its card', async () => {
        await added('ana', 'general', 'Water the plants');
        const card = await cardOf('kai', 'general', 'Water the plants');
        for (const [emoji, words] of [
          ['raising_hand', '@Kai Tanaka'],
          ['eyes', 'In progress'],
          ['white_check_mark', 'Done'],
        ] as const) {
          await world.as('kai').react(card, emoji);
          expect((await cardOf('kai', 'general', 'Water the plants')).text).toContain(words);
        }
      });

      test('a reaction taken away and given again acts again after reopening', async () => {
        const key = await added('kai', 'general', 'Empty the dishwasher @kai');
        const card = await cardOf('kai', 'general', 'Empty the dishwasher');
        await world.as('kai').react(card, 'white_check_mark');
        await world.settle();
        await world.as('kai').command('general', `reopen ${key}`);
        await world.as('kai').unreact(card, 'white_check_mark');
        expect((await cardOf('kai', 'general', 'Empty the dishwasher')).text).toContain('In progress');
        await world.as('kai').react(card, 'white_check_mark');
        expect((await cardOf('kai', 'general', 'Empty the dishwasher')).text).toContain('Done');
      });

      test('a change made anywhere shows on the card', async () => {
        const key = await added('ana', 'general', 'Draft the press note @ana');
        await world
          .as('ana')
          .command(
            'design',
            `edit ${key} title: Draft the short press note purpose: The fair opens on Monday`,
          );
        const card = await cardOf('bo', 'general', 'Draft the short press note');
        expect(card.text).toContain('The fair opens on Monday');
        expect(card.text).toContain('● why');
      });

      test('edit opens a form; what is wrong stands beside its field and nothing is written', async () => {
        const key = await added('ana', 'general', 'Plan the migration @ana');
        const form = await world.as('ana').command('general', `edit ${key}`);
        expect(form.form?.title).toBe(`Edit ${key}`);
        const wrong = await world.as('ana').submit(form, { due: 'the day after never', title: 'Plan it' });
        expect(wrong.fieldErrors.due).toMatch(/cannot read/);
        expect((await cardOf('ana', 'general', 'Plan the migration')).text).toContain('no date');
        const right = await world
          .as('ana')
          .submit(form, { due: 'end of month', outcome: 'A plan of one page' });
        expect(right.fieldErrors).toEqual({});
        const card = await cardOf('ana', 'general', 'Plan the migration');
        expect(card.text).toContain('A plan of one page');
        expect(card.text).not.toContain('no date');
      });

      test('a form on an item that changed meanwhile overwrites nothing', async () => {
        const key = await added('ana', 'general', 'Name the project @ana');
        const form = await world.as('ana').command('general', `edit ${key}`);
        await world.as('ana').command('general', `edit ${key} title: Name the new project`);
        const late = await world.as('ana').submit(form, { purpose: 'People ask' });
        expect(late.text).toContain('while you wrote');
        expect((await cardOf('ana', 'general', 'Name the new project')).text).not.toContain('People ask');
      });

      test('with reviewers, done waits for a reviewer', async () => {
        const key = await added('ana', 'general', 'Translate the terms @mira');
        await world.as('ana').command('general', `edit ${key} reviewers: @lena`);
        await world.as('mira').command('general', `done ${key}`);
        expect((await cardOf('ana', 'general', 'Translate the terms')).text).toContain('In review');
        const refused = await world.as('mira').command('general', `done ${key}`);
        expect(refused.text).toMatch(/reviewer/);
        await world.as('lena').command('general', `done ${key}`);
        expect((await cardOf('ana', 'general', 'Translate the terms')).text).toContain('Done');
      });

      test('an agent’s done is not done until the human who gave it agrees', async () => {
        const key = await added('bo', 'platform', 'Summarise the incident @scout');
        await world.as('scout').command('platform', `done ${key}`);
        const card = await cardOf('bo', 'platform', 'Summarise the incident');
        expect(card.text).toContain('In review');
        expect(card.text).toContain('@Bo Lindqvist');
        await world.as('bo').command('platform', `done ${key}`);
        expect((await cardOf('bo', 'platform', 'Summarise the incident')).text).toContain('Done');
      });

      test('what waits for an item is told when it is done, and its card says what it waits for', async () => {
        const first = await added('ana', 'general', 'Sign the contract @ana');
        const second = await added('ana', 'general', 'Start the kick-off @bo');
        await world.as('bo').command('general', `block ${second} ${first}`);
        expect((await cardOf('bo', 'general', 'Start the kick-off')).text).toContain(`waits for ${first}`);
        await world.as('ana').command('general', `done ${first}`);
        expect((await cardOf('bo', 'general', 'Start the kick-off')).text).not.toContain('Blocked');
        await world.pass(24 * HOUR);
        const told = (await world.as('bo').directMessages()).filter(
          (m) => m.text.includes(second) && m.text.includes(first),
        );
        expect(told).toHaveLength(1);
        expect(told[0]?.text).toContain('because you own it');
      });

      test('a date is read in the speaker’s own zone', async () => {
        const answer = await world.as('bo').command('general', 'add Call the bank tomorrow 9am');
        const other = await world.as('kai').command('general', 'add Call the insurer tomorrow 9am');
        const list = await world.as('bo').command('general', 'list unowned');
        expect(answer.text).toContain('tomorrow 9am');
        expect(other.text).toContain('tomorrow 9am');
        expect(list.text.indexOf('Call the insurer')).toBeLessThan(list.text.indexOf('Call the bank'));
      });
    });

    describe('handing an item over', () => {
      /** What Baton wrote to someone that holds all these words; a weekend and a holiday are waited for. */
      const directTo = async (who: string, ...words: readonly string[]): Promise<readonly Shown[]> => {
        const found = async () =>
          (await world.as(who).directMessages()).filter((m) => words.every((w) => m.text.includes(w)));
        for (let days = 0; days < 5 && (await found()).length === 0; days++) await world.pass(24 * HOUR);
        return found();
      };
      const offerOf = async (who: string, key: string): Promise<Shown> => {
        const offers = await directTo(who, key, 'hands this to');
        expect(offers, `one offer of ${key} to ${who}`).toHaveLength(1);
        return offers[0] as Shown;
      };
      const offer = async (title: string, to: string, words = ''): Promise<{ key: string; sent: Shown }> => {
        const key = await added('ana', 'general', `${title} @ana`);
        await world.as('ana').command('general', `handoff ${key} @${to} ${words}`);
        return { key, sent: await offerOf(to === 'design' ? 'mira' : to, key) };
      };
      test('the giver owns it until it is accepted, and every card says for how long it waits', async () => {
        const key = await added('ana', 'general', 'Close the books of May @ana');
        const answer = await world
          .as('ana')
          .command('general', `handoff ${key} @lena the sums are in the folder`);
        expect(answer.text).toContain('stays yours');
        await world.settle();
        await world.pass(3 * HOUR);
        const waiting = await cardOf('bo', 'general', 'Close the books of May');
        expect(waiting.text).toMatch(/Ana Castro → @Lena Vogt, waiting 3 h/);
        expect(waiting.text).toMatch(/Owner:?\s@Ana Castro/);
        const sent = await offerOf('lena', key);
        expect(sent.text).toContain('the sums are in the folder');
        expect(sent.buttons).toEqual(expect.arrayContaining(['Accept', 'Decline', 'Ask']));
        await world.as('lena').press(sent, 'Accept');
        const taken = await cardOf('bo', 'general', 'Close the books of May');
        expect(taken.text).toMatch(/Owner:?\s@Lena Vogt/);
        expect(taken.text).not.toContain('→');
        expect(await directTo('ana', key, 'accepted this')).toHaveLength(1);
      });

      test('by a form on the card: context, checklist, and until when to answer', async () => {
        await added('ana', 'general', 'Renew the insurance @ana');
        const card = await cardOf('ana', 'general', 'Renew the insurance');
        const form = await world.as('ana').press(card, 'Hand off');
        expect(form.form?.fields.map((f) => f.name)).toEqual(['to', 'context', 'checklist', 'by']);
        await world.as('ana').submit(form, {
          to: '@mira',
          context: 'The broker knows',
          checklist: '- call the broker\n- sign',
          by: 'in 3 working days',
        });
        const after = await cardOf('ana', 'general', 'Renew the insurance');
        for (const words of ['@Mira Patel', 'The broker knows', '☐ call the broker', '☐ sign', 'accept by'])
          expect(after.text).toContain(words);
      });

      test('declined with a reason it goes back, and the giver is told why', async () => {
        const { key, sent } = await offer('Move the archive', 'lena');
        const form = await world.as('lena').press(sent, 'Decline');
        expect(form.form?.fields.map((f) => [f.name, f.required])).toEqual([['reason', true]]);
        const empty = await world.as('lena').submit(form, { reason: '' });
        expect(Object.keys(empty.fieldErrors)).toEqual(['reason']);
        await world.as('lena').submit(form, { reason: 'The archive is closed in May' });
        const told = await directTo('ana', key, 'The archive is closed in May');
        expect(told).toHaveLength(1);
        expect(told[0]?.buttons).toContain('Hand off again');
        expect((await cardOf('bo', 'general', 'Move the archive')).text).toMatch(/Owner:?\s@Ana Castro/);
      });

      test('a question goes to the giver and the answer comes back, while the offer waits on', async () => {
        const { key, sent } = await offer('Label the boxes', 'lena');
        const form = await world.as('lena').press(sent, 'Ask');
        await world.as('lena').submit(form, { question: 'Which colour?' });
        const [asked] = await directTo('ana', key, 'Which colour?');
        const answering = await world.as('ana').press(asked as Shown, 'Answer');
        await world.as('ana').submit(answering, { words: 'Blue for paper' });
        expect(await directTo('lena', key, 'answers: “Blue for paper”')).toHaveLength(1);
        expect((await cardOf('bo', 'general', 'Label the boxes')).text).toContain('→ @Lena Vogt');
      });

      test('taken back, there is nothing left to accept', async () => {
        const { key, sent } = await offer('Feed the fish', 'lena');
        await world.as('ana').command('general', `withdraw ${key}`);
        await world.settle();
        const late = await world
          .as('lena')
          .press(sent, 'Accept')
          .catch(() => null);
        if (late) expect(late.text).toContain('is over');
        expect((await cardOf('bo', 'general', 'Feed the fish')).text).toMatch(/Owner:?\s@Ana Castro/);
        const shown = (await world.as('lena').directMessages()).find((m) => m.id === sent.id);
        expect(shown?.text).toContain('took this back');
        expect(shown?.buttons).not.toContain('Accept');
      });

      test('offered to another, the first is asked no more', async () => {
        const { key, sent } = await offer('Paint the shed', 'lena');
        await world.as('ana').command('general', `handoff ${key} @mira`);
        await offerOf('mira', key);
        expect((await cardOf('bo', 'general', 'Paint the shed')).text).toContain('→ @Mira Patel');
        expect((await world.as('lena').command('general', `accept ${key}`)).text).toContain(
          'not yours to accept',
        );
        const shown = (await world.as('lena').directMessages()).find((m) => m.id === sent.id);
        expect(shown?.buttons).not.toContain('Accept');
      });

      test('to a team, the first to accept owns it, and the rest are told nothing more', async () => {
        const { key, sent } = await offer('Sort the samples', 'design');
        const before = await directTo('lena', key);
        const hers = before.find((m) => m.text.includes('hands this to'));
        expect(hers?.buttons).toContain('Accept');
        await world.as('mira').press(sent, 'Accept');
        expect((await cardOf('bo', 'general', 'Sort the samples')).text).toMatch(/Owner:?\s@Mira Patel/);
        await world.pass(72 * HOUR);
        const after = await directTo('lena', key);
        expect(after).toHaveLength(before.length);
        expect(after.find((m) => m.id === hers?.id)?.buttons).not.toContain('Accept');
        expect((await world.as('lena').command('general', `accept ${key}`)).text).toMatch(/accepted/);
      });

      test('✅ on an offer accepts it; ❌ asks for the reason first; both ask which', async () => {
        const first = await offer('Wash the windows', 'lena');
        await world.as('lena').react(first.sent, 'white_check_mark');
        expect((await cardOf('bo', 'general', 'Wash the windows')).text).toMatch(/Owner:?\s@Lena Vogt/);
        const second = await offer('Wash the doors', 'lena');
        await world.as('lena').react(second.sent, 'x');
        await world.settle();
        expect((await cardOf('bo', 'general', 'Wash the doors')).text).toContain('→ @Lena Vogt');
        const why = (await world.as('lena').directMessages()).filter((m) => m.text.includes('say why'));
        expect(why.at(-1)?.text).toContain(second.key);
        await world.as('lena').react(second.sent, 'white_check_mark');
        await world.settle();
        expect((await cardOf('bo', 'general', 'Wash the doors')).text).toContain('→ @Lena Vogt');
        const both = (await world.as('lena').directMessages()).filter((m) => m.text.includes('both ways'));
        expect(both).toHaveLength(1);
        const form = await world.as('lena').press(both[0] as Shown, 'Decline');
        await world.as('lena').submit(form, { reason: 'No doors here' });
        expect((await cardOf('bo', 'general', 'Wash the doors')).text).not.toContain('→');
      });

      test('editing the owner of what is owned is an offer', async () => {
        const key = await added('ana', 'general', 'Tidy the wiki @ana');
        await world.as('ana').command('general', `start ${key}`);
        const answer = await world.as('ana').command('general', `edit ${key} owner: @lena`);
        expect(answer.text).toContain('is offered to Lena Vogt');
        expect((await cardOf('bo', 'general', 'Tidy the wiki')).text).toContain('@Ana Castro → @Lena Vogt');
      });

      test('an agent that accepts is reviewed by who gave it', async () => {
        const key = await added('bo', 'platform', 'Scan the logs @bo');
        await world.as('bo').command('platform', `handoff ${key} @scout`);
        await world.as('scout').command('platform', `accept ${key}`);
        const card = await cardOf('bo', 'platform', 'Scan the logs');
        expect(card.text).toMatch(/Owner:?\s@Scout/);
        expect(card.text).toMatch(/Reviewers:?\s@Bo Lindqvist/);
      });

      test('who is asked about something private sees it as long as they are asked', async () => {
        const key = await added('ana', 'leads', 'Plan the surprise @ana');
        expect((await world.as('mira').command('general', `show ${key}`)).text).toContain('no item');
        await world.as('ana').command('leads', `handoff ${key} @mira`);
        expect((await world.as('mira').command('general', `show ${key}`)).text).toContain(
          'Plan the surprise',
        );
        expect((await world.as('mira').command('general', 'inbox')).text).toContain('Plan the surprise');
        await world.as('mira').command('general', `decline ${key} not my thing`);
        expect((await world.as('mira').command('general', `show ${key}`)).text).toContain('no item');
      });

      test.each([
        ['to oneself', (k: string) => `handoff ${k} @ana`, /yours already/],
        ['to a guest', (k: string) => `handoff ${k} @gus`, /Gus Moreau is a guest/],
        ['to nobody known', (k: string) => `handoff ${k} @nobodyhere`, /nobody called/],
        ['accepting what was not offered', (k: string) => `accept ${k}`, /was not handed to anyone/],
        ['taking back what was not offered', (k: string) => `withdraw ${k}`, /was not handed to anyone/],
        ['answering what nobody asked', (k: string) => `answer ${k} yes`, /was not handed to anyone/],
      ])('%s is refused in words', async (title, words, expected) => {
        const key = await added('ana', 'general', `Refused: ${title} @ana`);
        expect((await world.as('ana').command('general', words(key))).text).toMatch(expected);
      });

      test('what is done, or another’s, is not handed over', async () => {
        const key = await added('ana', 'general', 'Done and gone @ana');
        expect((await world.as('mira').command('general', `handoff ${key} @kai`)).text).toMatch(
          /not yours to hand off/,
        );
        await world.as('ana').command('general', `done ${key}`);
        expect((await world.as('ana').command('general', `handoff ${key} @kai`)).text).toMatch(
          /nothing to hand off/,
        );
      });

      test('its history tells who gave it to whom, and by which rule', async () => {
        const key = await added('ana', 'general', 'Told in full @ana');
        await world.as('ana').command('general', `handoff ${key} @lena`);
        await world.as('lena').command('general', `decline ${key} too much`);
        const history = (await world.as('ana').command('general', `show ${key} view: history`)).text;
        expect(history).toMatch(/handed off[\s\S]*until it is accepted[\s\S]*declined[\s\S]*too much/);
      });
    });

    describe('being nudged', () => {
      /** Nudges to someone that hold these words, within a week or so. */
      const nudges = async (who: string, ...words: readonly string[]): Promise<readonly Shown[]> => {
        const found = async () =>
          (await world.as(who).directMessages()).filter((m) =>
            ['Rule: ', ...words].every((w) => m.text.includes(w)),
          );
        for (let days = 0; days < 9 && (await found()).length === 0; days++) await world.pass(24 * HOUR);
        return found();
      };
      const nudge = async (who: string, ...words: readonly string[]): Promise<Shown> =>
        (await nudges(who, ...words)).at(-1) ?? expect.fail(`no nudge of ${words} to ${who}`);

      /** All that was written to someone of an item, as it stands. */
      const about = async (who: string, ...words: readonly string[]): Promise<readonly string[]> =>
        (await world.as(who).directMessages())
          .map((m) => m.text)
          .filter((t) => words.every((w) => t.includes(w)));

      /** Ends all that is someone's, so that what nudges them is of one thing. */
      const clear = async (who: string): Promise<void> => {
        const mine = (await world.as(who).command('platform', 'list mine')).text;
        for (const key of mine.match(/W-\d+/g) ?? []) await world.as(who).command('platform', `done ${key}`);
      };

      test('of a handoff that nobody answers: its receiver, then the giver, and why', async () => {
        const key = await added('ana', 'general', 'Nudge: sign the lease @ana');
        await world.as('ana').command('general', `handoff ${key} @lena`);
        const first = await nudge('lena', key);
        expect(first.text).toMatch(/handed this over .* ago and waits for an answer/);
        expect(first.text).toContain('because you were asked to take it over');
        expect(first.text).toContain('handoff v1: ');
        expect(first.buttons).toEqual(expect.arrayContaining(['Accept', 'Decline', 'Ask', 'Snooze']));
        const giver = await nudge('ana', key, 'has not answered your handoff');
        expect(giver.buttons).toEqual(expect.arrayContaining(['Take back', 'Hand to another']));
        const why = (await world.as('ana').command('general', `show ${key} view: why`)).text;
        expect(why).toMatch(/Who was told[\s\S]*@Lena Vogt as receiver — handoff v1: 4h receiver: told/);
        await world.as('lena').command('general', `accept ${key}`);
        await world.settle();
        const isNews = (text: string): boolean => text.includes('accepted this and owns it now');
        const heard = async () => [
          ...(await about('lena', key)),
          ...(await about('ana', key)).filter((text) => !isNews(text)),
        ];
        const before = await heard();
        await world.pass(96 * HOUR);
        expect(await heard()).toEqual(before);
        const after = (await world.as('ana').command('general', `show ${key} view: why`)).text;
        expect(after).toContain('Nothing more comes by itself.');
      });

      test('of what is due: before, and once it is overdue; done by its button, it ends', async () => {
        await clear('kai');
        const key = await added('kai', 'platform', 'Nudge: renew the domain @kai in 2 working days');
        const soon = await nudge('kai', key);
        expect(soon.text).toContain('This is due');
        expect(soon.text).toContain('because you own it. Rule: due v1: morning');
        expect(soon.buttons).toEqual(['Done', 'Move date', 'Hand off', 'Block', 'Snooze']);
        await world.pass(96 * HOUR);
        const late = await nudge('kai', key, 'was due');
        await world.as('kai').press(late, 'Done');
        await world.settle();
        const before = await about('kai', key);
        await world.pass(96 * HOUR);
        expect(await about('kai', key)).toEqual(before);
        expect(before.at(-1)).toMatch(/is done\.$/);
        const history = (await world.as('kai').command('platform', `show ${key} view: history`)).text;
        expect(history).toMatch(/Baton nudged — Kai Tanaka, because of due v1: morning/);
      });

      test('of several things at once: in one message', async () => {
        const keys = await Promise.all(
          ['one', 'two', 'three'].map((n) =>
            added('mira', 'general', `Nudge: batch ${n} @mira in 2 working days`),
          ),
        );
        const together = await nudge('mira', ...keys);
        expect(together.text).toContain('3 things wait for you');
        for (const key of keys) await world.as('mira').command('general', `done ${key}`);
      });

      test('of what nobody owns: the lead of its team, with Claim', async () => {
        const key = await added('mira', 'design', 'Nudge: water the ficus');
        const told = await nudge('lena', key);
        expect(told.text).toContain('because you lead the team');
        await world.as('lena').press(told, 'Claim');
        expect((await cardOf('mira', 'design', 'Nudge: water the ficus')).text).toMatch(
          /Owner:?\s@Lena Vogt/,
        );
      });

      test('snoozed: for a while, seen on the card, and no longer than its priority lets', async () => {
        await clear('kai');
        const key = await added('kai', 'platform', 'Nudge: rotate the keys @kai in 2 working days');
        const told = await nudge('kai', key);
        const answer = await world.as('kai').press(told, 'Snooze');
        expect(answer.text).toContain('nothing nudges you of it until');
        expect((await cardOf('bo', 'platform', 'Nudge: rotate the keys')).text).toContain(
          '@Kai Tanaka snoozed it until',
        );
        await world.as('kai').react(told, 'zzz');
        expect((await cardOf('bo', 'platform', 'Nudge: rotate the keys')).text).toContain('for the 2nd time');
        expect((await world.as('kai').command('platform', `snooze ${key} 3 weeks`)).text).toMatch(
          /by a week at most/,
        );
        await world.as('kai').command('platform', `edit ${key} priority: urgent`);
        expect((await world.as('kai').command('platform', `snooze ${key} 5h`)).text).toMatch(
          /by 4 hours at most/,
        );
        expect((await world.as('kai').command('platform', `snooze ${key} 3h`)).text).toContain('until');
        expect((await world.as('mira').command('platform', `snooze ${key}`)).text).toMatch(
          /not yours to snooze/,
        );
      });

      test('✅ on a nudge is done', async () => {
        await clear('kai');
        const key = await added('kai', 'platform', 'Nudge: close the ticket @kai in 2 working days');
        await world.as('kai').react(await nudge('kai', key), 'white_check_mark');
        expect((await cardOf('bo', 'platform', 'Nudge: close the ticket')).text).toContain('Done');
      });
    });

    approvalTests(() => world);
    gateTests(() => world);
    weeklyTests(() => world);
    twinTests(() => world);

    describe('while someone is away', () => {
      test('what lands on them goes to their delegate, and the giver is told so', async () => {
        const answer = await world.as('lena').command('general', 'away until in 4 weeks delegate @mira');
        expect(answer.text).toContain('goes to @Mira Patel');
        const key = await added('ana', 'general', 'Away: check the fire doors @ana');
        const told = await world.as('ana').command('general', `handoff ${key} @lena`);
        expect(told.text).toContain('Lena Vogt is away, so Mira Patel was asked: their delegate.');
        expect((await cardOf('bo', 'general', 'Away: check the fire doors')).text).toContain(
          '@Lena Vogt (away, so @Mira Patel was asked: their delegate)',
        );
        await world.as('mira').command('general', `accept ${key}`);
        expect((await cardOf('bo', 'general', 'Away: check the fire doors')).text).toMatch(
          /Owner:?\s@Mira Patel/,
        );
        expect((await world.as('lena').command('general', 'back')).text).toContain('Welcome back');
        expect((await world.as('lena').command('general', 'back')).text).toContain('not away');
      });

      test('without a delegate it goes to their lead', async () => {
        await world.as('mira').command('general', 'away in 4 weeks');
        const key = await added('ana', 'general', 'Away: check the lifts @ana');
        const told = await world.as('ana').command('general', `handoff ${key} @mira`);
        expect(told.text).toContain('Lena Vogt was asked: their lead');
        await world.as('mira').command('general', 'back');
      });

      test.each([
        ['standing in for oneself', 'away until in 4 weeks delegate @mira', /stand in for yourself/],
        ['a guest who stands in', 'away until in 4 weeks delegate @gus', /is a guest/],
        ['until a day gone by', 'away until 2001-01-01', /in the past/],
        ['until no day at all', 'away until the cows come home', /cannot read/],
      ])('%s is refused in words', async (_what, words, expected) => {
        expect((await world.as('mira').command('general', words)).text).toMatch(expected);
      });

      test('a form asks for what was not said', async () => {
        const form = await world.as('kai').command('general', 'away');
        expect(form.form?.fields.map((f) => f.name)).toEqual(['until', 'delegate']);
        await world.as('kai').submit(form, { until: 'in 4 weeks', delegate: '@bo' });
        const again = await world.as('kai').command('general', 'away');
        expect(again.form?.fields.map((f) => f.value)[1]).toBe('@bo');
        await world.as('kai').command('general', 'back');
      });
    });

    describe('who may see and do what', () => {
      test('what was said in a private channel is unseen outside it', async () => {
        const key = await added('ana', 'leads', 'Reorganisation note for Monday');
        await cardOf('lena', 'leads', 'Reorganisation note');
        for (const outsider of ['mira', 'gus']) {
          expect((await world.as(outsider).command('design', `show ${key}`)).text).toContain('no item');
          expect((await world.as(outsider).command('design', `claim ${key}`)).text).toContain('no item');
          expect((await world.as(outsider).command('design', 'list all')).text).not.toContain(
            'Reorganisation',
          );
          expect((await world.as(outsider).command('design', 'list unowned')).text).not.toContain(
            'Reorganisation',
          );
        }
        expect((await world.as('bo').command('general', `show ${key}`)).text).toContain('Reorganisation');
      });

      test('a private item that blocks a public one is not named on its card', async () => {
        const secret = await added('ana', 'leads', 'Decide on the merger @ana');
        const open = await added('ana', 'general', 'Update the org chart @ana');
        await world.as('ana').command('general', `block ${open} ${secret}`);
        const card = await cardOf('mira', 'general', 'Update the org chart');
        expect(card.text).toContain('waits for a private item');
        expect(card.text).not.toContain(secret);
        expect((await world.as('mira').command('general', `show ${open}`)).text).not.toContain(secret);
      });

      test('a guest sees what their channel shows, and may not act', async () => {
        const seen = await added('lena', 'design', 'Redraw the icons');
        const unseen = await added('lena', 'general', 'Order new chairs');
        expect((await world.as('gus').command('design', `show ${seen}`)).text).toContain('Redraw the icons');
        expect((await world.as('gus').command('design', `show ${unseen}`)).text).toContain('no item');
        expect((await world.as('gus').command('design', `claim ${seen}`)).text).toMatch(
          /not yours|for a member/,
        );
        expect((await world.as('gus').command('design', 'add Something of mine')).text).toContain('members');
      });

      test('a refusal is private, and the item stays as it was', async () => {
        const key = await added('ana', 'general', 'Pay the rent @ana');
        const answer = await world.as('mira').command('general', `done ${key}`);
        expect(answer.text).toMatch(/its owner/);
        const card = await cardOf('mira', 'general', 'Pay the rent');
        expect(card.text).toContain('Open');
        const seen = await world.as('bo').sees('general');
        expect(seen.some((m) => m.text.includes(answer.text))).toBe(false);
      });

      test('a hand raised in vain is told why, privately, once', async () => {
        await added('ana', 'general', 'Feed the office cat @ana');
        const card = await cardOf('mira', 'general', 'Feed the office cat');
        await world.as('mira').react(card, 'raising_hand');
        await world.as('mira').unreact(card, 'raising_hand');
        await world.as('mira').react(card, 'raising_hand');
        await world.settle();
        const notes = (await world.as('mira').sees('general')).filter(
          (m) => m.onlyForMe && m.text.includes('Ana Castro’s already'),
        );
        const direct = (await world.as('mira').directMessages()).filter((m) =>
          m.text.includes('Ana Castro’s already'),
        );
        expect(notes.length + direct.length).toBe(1);
      });

      test('eyes of someone who does not own it are only eyes', async () => {
        await added('ana', 'general', 'Paint the wall @ana');
        const card = await cardOf('mira', 'general', 'Paint the wall');
        await world.as('mira').react(card, 'eyes');
        await world.as('mira').react(card, 'white_check_mark');
        expect((await cardOf('mira', 'general', 'Paint the wall')).text).toContain('Open');
      });

      test('the lead of the owner’s team may act for them', async () => {
        const key = await added('lena', 'design', 'Collect the feedback @mira');
        await world.as('lena').command('design', `done ${key}`);
        expect((await cardOf('lena', 'design', 'Collect the feedback')).text).toContain('Done');
      });
    });

    describe('bad input is answered with a plain private sentence, and writes nothing', () => {
      test.each([
        ['dance', /nothing I can do/],
        ['clam W-1', /Did you mean \/baton claim/],
        ['show W-999999', /no item “W-999999”/],
        ['claim', /I need the item.*\/baton claim W-12/],
        ['add Call @nobodyhere', /nobody called “@nobodyhere”/],
        ['add Send it by 2001-01-01', /in the past/],
        ['add', /form|need|title/i],
        [`add ${'x'.repeat(2001)}`, /2000 fit/],
        [`add ${'word '.repeat(80)}`, /300 fit/],
        ['add @lena !high', /needs a title/],
        ['list purple', /none|cannot use|with “purple”/],
        ['settings me zone: Mars/Olympus', /no time zone/],
        ['team add @nowhere @lena', /no team/],
        ['help dance', /nothing I can do/],
      ])('%.40s', async (words, expected) => {
        const before = (await cards('ana', 'general')).length;
        const answer = await world.as('ana').command('general', words);
        expect(answer.form ? `form: ${answer.form.title}` : answer.text).toMatch(expected);
        expect(answer.text).not.toMatch(/undefined|null|Error|\[object/);
        expect(await cards('ana', 'general')).toHaveLength(before);
      });

      test('8,000 characters', async () => {
        const answer = await world.as('ana').command('general', `add ${'long '.repeat(1600)}`);
        expect(answer.text).toMatch(/characters/);
      });

      test.each([
        ['block itself', (a: string) => `block ${a} ${a}`, /cannot wait for itself/],
        ['a date that cannot be read', (a: string) => `due ${a} when the moon is blue`, /cannot read/],
        ['a date in the past', (a: string) => `due ${a} 2001-01-01`, /in the past/],
        ['unblock what is not blocked', (a: string) => `unblock ${a}`, /does not wait/],
        ['nothing to change', (a: string) => `edit ${a} priority: normal`, /nothing was changed/],
        ['a link that is none', (a: string) => `edit ${a} links: javascript:alert(1)`, /no web address/],
      ])('%s', async (title, words, expected) => {
        const key = await added('ana', 'general', `Case: ${title} @ana`);
        const before = await cardOf('ana', 'general', `Case: ${title}`);
        expect((await world.as('ana').command('general', words(key))).text).toMatch(expected);
        expect((await cardOf('ana', 'general', `Case: ${title}`)).text).toBe(before.text);
      });

      test('two items never wait for one another', async () => {
        const one = await added('ana', 'general', 'Chicken @ana');
        const two = await added('ana', 'general', 'Egg @ana');
        await world.as('ana').command('general', `block ${one} ${two}`);
        expect((await world.as('ana').command('general', `block ${two} ${one}`)).text).toMatch(
          /already waits/,
        );
      });

      test('a stale button is refused in words', async () => {
        await added('ana', 'general', 'Sweep the yard');
        const stale = await cardOf('mira', 'general', 'Sweep the yard');
        await world.as('kai').press(stale, 'Claim');
        const answer = await world.as('mira').press(stale, 'Claim');
        expect(answer.text).toContain('Kai Tanaka’s already');
      });

      test('a form with a required field left empty says which', async () => {
        const form = await world.as('ana').command('general', 'add');
        const answer = await world.as('ana').submit(form, { words: '' });
        expect(Object.keys(answer.fieldErrors)).toEqual(['words']);
      });
    });

    describe('lists', () => {
      test('what waits on me, most urgent first', async () => {
        await added('kai', 'platform', 'Inbox: ordinary @kai');
        await added('kai', 'platform', 'Inbox: urgent @kai !urgent');
        const inbox = (await world.as('kai').command('platform', 'inbox')).text;
        expect(inbox).toContain('Inbox: ordinary');
        expect(inbox.indexOf('Inbox: urgent')).toBeLessThan(inbox.indexOf('Inbox: ordinary'));
      });

      test('a digest tells first what needs someone, with the act that answers it', async () => {
        await added('lena', 'design', 'Sort the fonts');
        const digest = await world.as('lena').command('design', 'digest @design');
        expect(digest.text).toContain('Design: what needs someone');
        expect(digest.text).toContain('Nobody owns');
        expect(digest.buttons).toContain('Claim');
        const elsewhere = await world.as('bo').command('platform', 'digest');
        expect(elsewhere.text).toContain('Platform: ');
        expect(elsewhere.text).not.toContain('Sort the fonts');
      });

      test('a long list comes in pages', async () => {
        for (let i = 1; i <= 12; i++) await added('mira', 'design', `Page item ${i}`);
        const first = await world.as('mira').command('design', 'list all Page item');
        expect(first.text.match(/Page item \d+/g)).toHaveLength(10);
        const second = await world.as('mira').press(first, 'More');
        expect(second.text.match(/Page item \d+/g)).toHaveLength(2);
        const all = new Set([
          ...(first.text.match(/Page item \d+/g) ?? []),
          ...(second.text.match(/Page item \d+/g) ?? []),
        ]);
        expect(all.size).toBe(12);
      });

      test('history tells what happened, by whom', async () => {
        const key = await added('mira', 'design', 'Count the chairs');
        await world.as('mira').command('design', `claim ${key}`);
        await world.as('mira').command('design', `cancel ${key} counted yesterday`);
        const history = (await world.as('mira').command('design', `show ${key} view: history`)).text;
        expect(history).toMatch(/added[\s\S]*claimed[\s\S]*cancelled[\s\S]*counted yesterday/);
      });
    });

    describe('settings', () => {
      test('only an admin changes the workspace; reactions can be changed', async () => {
        expect((await world.as('mira').command('general', 'settings workspace track: star')).text).toMatch(
          /admins/,
        );
        await world.as('ana').command('general', 'settings workspace track: star');
        const message = await world.as('bo').say('general', 'Starred: buy stamps');
        await world.as('ana').react(message, 'pushpin');
        await world.settle();
        expect((await cards('ana', 'general')).some((c) => c.text.includes('Starred: buy stamps'))).toBe(
          false,
        );
        await world.as('ana').react(message, 'star');
        await cardOf('ana', 'general', 'Starred: buy stamps');
        await world.as('ana').command('general', 'settings workspace track: pushpin');
      });

      test('my zone is mine to set, by a form', async () => {
        const form = await world.as('mira').command('general', 'settings me');
        expect(form.form?.fields.map((f) => f.name)).toEqual(['zone', 'hours']);
        const wrong = await world.as('mira').submit(form, { zone: 'Nowhere' });
        expect(wrong.fieldErrors.zone).toMatch(/no time zone/);
        const right = await world
          .as('mira')
          .submit(form, { zone: 'Asia/Kathmandu', hours: 'mon-thu 8:00-16:00' });
        expect(right.text).toContain('saved');
        const again = await world.as('mira').command('general', 'settings me');
        expect(again.form?.fields.map((f) => f.value)).toEqual(['Asia/Kathmandu', 'mon-thu 8:00-16:00']);
      });

      test('teams are made, joined and ended', async () => {
        await world.as('ana').command('general', 'team create docs Documentation');
        await world.as('ana').command('general', 'team add @docs @mira @kai');
        const list = (await world.as('bo').command('general', 'team list')).text;
        expect(list).toMatch(/Documentation(?=.*Mira Patel)(?=.*Kai Tanaka)/);
        expect((await world.as('bo').command('general', 'team delete @docs')).text).toMatch(/admins/);
        await world.as('ana').command('general', 'team delete @docs');
        expect((await world.as('bo').command('general', 'team list')).text).not.toContain('Documentation');
      });
    });

    describe('words of people arrive inert', () => {
      test.each(INJECTIONS)('%s', async (_name, words) => {
        const message = await world.as('bo').say('platform', `Inert ${words}`);
        await world.as('ana').react(message, 'pushpin');
        await world.settle();
        const seen = await world.as('ana').sees('platform');
        const card = seen.find((m) => m.author === null && m.thread === message.id);
        expect(card, 'a card under the message').toBeDefined();
        expect(card?.text).toContain('Inert');
      });
    });
  });
}
