/** One workspace over a Slack team and a Discord server: one set of items, one person with two accounts. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MORNING, startBaton } from '../../support/baton.ts';
import { type DiscordWorld, discordWorld } from '../../support/discord/world.ts';
import { type SlackWorld, slackWorld } from '../../support/slack/world.ts';

let slack: SlackWorld;
let discord: DiscordWorld;
beforeAll(async () => {
  discord = await discordWorld({
    from: MORNING,
    token: 'a-token-of-the-fake-discord',
    async start(toDiscord) {
      let settle = async (): Promise<void> => {};
      slack = await slackWorld({
        transport: 'socket',
        from: MORNING,
        async start(toSlack, clock) {
          const baton = await startBaton({ environment: { ...toSlack, ...toDiscord }, clock });
          settle = () => baton.settle();
          return baton;
        },
      });
      return { url: '', settle: () => settle(), close: () => slack.close() };
    },
  });
}, 120_000);
afterAll(() => discord?.close());

const codeIn = (text: string): string => /[A-Z2-9]{5}-[A-Z2-9]{5}/.exec(text)?.[0] ?? expect.fail(text);
const inSlack = (who: string, words: string) => slack.as(who).command('general', words);
const inDiscord = (who: string, words: string) => discord.as(who).command('general', words);
const settled = async (): Promise<void> => {
  await slack.settle();
  await discord.settle();
};

describe('a Slack team and a Discord server', () => {
  test('are two workspaces until an admin on each side joins them', async () => {
    expect((await inDiscord('ana', 'link join AAAAA-AAAAA')).text).toContain('wrong, used, or older');
    expect((await inSlack('mira', 'link code')).text).toContain('admins');
    const first = codeIn((await inSlack('ana', 'link code')).text);
    expect((await inDiscord('mira', `link join ${first}`)).text).toContain('admins');
    expect((await inDiscord('ana', `link join ${first}`)).text).toContain('Joined');
    expect((await inDiscord('ana', 'link show')).text).toMatch(/Discord \(Northwind\), Slack \(Northwind\)/);
  });

  test('a code works once, and for what it was made', async () => {
    const code = codeIn((await inSlack('ana', 'link code')).text);
    expect((await inDiscord('ana', `link me ${code}`)).text).toContain('wrong, used, or older');
    expect((await inDiscord('ana', `link join ${code}`)).text).toMatch(/joined already/);
  });

  test('one person’s two accounts are made one', async () => {
    for (const who of ['ana', 'mira', 'bo']) {
      const code = codeIn((await inSlack(who, 'link me')).text);
      const answer = await inDiscord(who, `link me ${code.toLowerCase().replace('-', ' ')}`);
      expect(answer.text).toContain(`You are one person now, on both sides: @${who}`);
    }
  });

  test('captured in Slack, claimed in Discord, finished in Slack: one item with one history', async () => {
    const message = await slack.as('bo').say('general', 'Renew the certificate of the shop');
    await slack.as('ana').react(message, 'pushpin');
    await settled();
    const listed = (await inDiscord('mira', 'list unowned')).text;
    expect(listed).toContain('Renew the certificate of the shop');
    const key = /W-\d+/.exec(listed)?.[0] ?? expect.fail(listed);
    await inDiscord('mira', `claim ${key}`);
    await settled();
    const cards = (await slack.as('bo').sees('general')).filter((m) => m.text.includes(`${key} ·`));
    expect(cards).toHaveLength(1);
    expect(cards[0]?.text).toContain('@Mira Patel');
    await inSlack('mira', `done ${key}`);
    const history = (await inDiscord('bo', `show ${key} view: history`)).text;
    expect(history).toMatch(/Ana Castro captured[\s\S]*Mira Patel claimed[\s\S]*Mira Patel done/);
  });

  test('tracked in Discord it has its card there, which follows what is done in Slack', async () => {
    const message = await discord.as('mira').say('platform', 'Rotate the logs of the build machine');
    await discord.as('bo').react(message, 'pushpin');
    await settled();
    const key = /W-\d+/.exec((await inSlack('bo', 'list unowned')).text)?.[0] ?? expect.fail('no key');
    await inSlack('bo', `claim ${key}`);
    await settled();
    const card = (await discord.as('mira').sees('platform')).find((m) => m.text.includes(`${key} ·`));
    expect(card?.thread).toBe(message.id);
    expect(card?.text).toContain('Bo Lindqvist');
  });

  test('a person is written to where they last were', async () => {
    await inDiscord('mira', 'inbox');
    await inSlack('bo', 'add Read the minutes @mira');
    await settled();
    expect((await discord.as('mira').directMessages()).some((m) => m.text.includes('Read the minutes'))).toBe(
      true,
    );
    await inSlack('mira', 'inbox');
    await inDiscord('bo', 'add Sign the lease @mira');
    await settled();
    expect((await slack.as('mira').directMessages()).some((m) => m.text.includes('Sign the lease'))).toBe(
      true,
    );
    expect((await discord.as('mira').directMessages()).some((m) => m.text.includes('Sign the lease'))).toBe(
      false,
    );
  });

  test('a handoff reaches them where they last were, even if what they did there was refused', async () => {
    const offered = async (there: SlackWorld | DiscordWorld, key: string): Promise<boolean> =>
      (await there.as('mira').directMessages()).some(
        (m) => m.text.includes(key) && /hands this to you/.test(m.text),
      );
    const given = async (title: string): Promise<string> => {
      const key = /W-\d+/.exec((await inSlack('bo', `add ${title} @bo`)).text)?.[0] ?? expect.fail(title);
      await inSlack('bo', `handoff ${key} @mira`);
      await settled();
      return key;
    };
    await inDiscord('mira', 'done W-9999');
    const first = await given('Hand over the keys of the shop');
    expect([await offered(slack, first), await offered(discord, first)]).toEqual([false, true]);
    await inSlack('mira', 'inbox');
    const second = await given('Hand over the keys of the shed');
    expect([await offered(slack, second), await offered(discord, second)]).toEqual([true, false]);
  });

  test('while a vote of theirs is open, two accounts stay two people’s', async () => {
    const key =
      /W-\d+/.exec((await inSlack('lena', 'add Choose the colour @lena')).text)?.[0] ?? expect.fail();
    await inDiscord('kai', 'inbox');
    const asked = await inSlack('lena', `approval ask ${key} from @kai2 by friday 5pm: paint it green`);
    expect(JSON.stringify([asked.text, asked.form]), 'it is asked').toMatch(/A-\d+/);
    const code = codeIn((await inSlack('kai', 'link me')).text);
    expect((await inDiscord('kai', `link me ${code}`)).text).toContain('not decided yet');
    expect((await inDiscord('kai', 'link show')).text).toContain('@kai2');
  });

  test('an account is parted again; what was theirs stays with the other', async () => {
    expect((await inDiscord('mira', 'link unlink')).text).toContain('stays with @mira');
    expect((await inDiscord('mira', 'list mine')).text).not.toContain('Sign the lease');
    expect((await inSlack('mira', 'list mine')).text).toContain('Sign the lease');
    expect((await inSlack('mira', 'link unlink')).text).toContain('one account alone');
  });

  test('the server is parted again, and begins anew', async () => {
    expect((await inDiscord('bo', 'link leave')).text).toContain('admins');
    expect((await inDiscord('ana', 'link leave')).text).toContain('Parted');
    expect((await inDiscord('ana', 'list all')).text).not.toMatch(/W-\d+/);
    expect((await inSlack('ana', 'list all')).text).toMatch(/W-\d+/);
    expect((await inSlack('ana', 'link leave')).text).toContain('one platform alone');
  });

  test('two workspaces that both have items are not mixed', async () => {
    await inDiscord('ana', 'add An item of Discord alone');
    const code = codeIn((await inSlack('ana', 'link code')).text);
    expect((await inDiscord('ana', `link join ${code}`)).text).toContain('are not mixed');
  });
});
