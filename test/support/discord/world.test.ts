import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { smallBaton } from './small-baton.ts';
import { type DiscordWorld, discordWorld } from './world.ts';

describe('Discord as a world, with a small bot in it', () => {
  let world: DiscordWorld;
  let close: () => Promise<void> = async () => {};
  beforeAll(async () => {
    world = await discordWorld({
      from: Date.parse('2026-11-18T10:00:00Z'),
      start: async ({
        DISCORD_API_URL: url = '',
        DISCORD_TOKEN: token = '',
        DISCORD_APPLICATION_ID: applicationId = '',
      }) => {
        const baton = await smallBaton({ url, token, applicationId });
        close = baton.close;
        return { url: '', settle: baton.settle, close: baton.close };
      },
    });
  });
  afterAll(() => world?.close() ?? close());

  test('words become a typed command, and people in it mentions', async () => {
    const answer = await world.as('ana').command('general', 'add Send the offer @lena by friday');
    const lena = world.cast.users.get('lena');
    expect(answer.text).toMatch(/^add words=Send the offer @Lena Vogt by friday 21 September 2026/);
    const edit = await world.as('ana').command('general', 'due W-3 friday 5pm');
    expect(edit.text).toContain('due item=W-3 date=friday 5pm');
    expect(lena?.username).toBe('lena');
  });

  test('what is no command is looked up in the help, and what a command lacks is said by a mention', async () => {
    expect((await world.as('ana').command('general', 'clam W-1')).text).toContain('help about=clam');
    expect((await world.as('ana').command('general', 'claim')).text).toBe('For claim I need the item');
    expect((await world.as('ana').command('general', `add ${'x'.repeat(7000)}`)).text).toContain(
      '6000 characters',
    );
  });

  test('a reply names the message it answers, and guests see what is theirs', async () => {
    const root = await world.as('lena').say('design', 'A last look?');
    await world.as('mira').say('design', '@Baton', root);
    await world.settle();
    const seen = await world.as('gus').sees('design');
    const card = seen.find((m) => m.author === null && !m.onlyForMe);
    expect(card).toMatchObject({ text: 'W-1 · answered', buttons: ['Claim'], onlyForMe: false });
    expect(seen.find((m) => m.id === card?.thread)).toMatchObject({ author: 'mira', thread: root.id });
    expect(await world.as('gus').sees('general')).toEqual([]);
  });

  test('a press that changes nothing is answered by nothing', async () => {
    const card =
      (await world.as('mira').sees('design')).find((m) => m.buttons.includes('Claim')) ?? expect.fail();
    expect(await world.as('mira').press(card, 'Claim')).toMatchObject({ text: '', form: null });
  });

  test('a private list is paged in place', async () => {
    const first = await world.as('mira').command('design', 'list');
    expect(first).toMatchObject({ text: 'one', buttons: ['More'] });
    expect((await world.as('mira').press(first, 'More')).text).toBe('two');
    expect((await world.as('bo').sees('design')).some((m) => m.text === 'two')).toBe(false);
  });

  test('pages of a form are one form, whose mistakes stand beside their fields', async () => {
    const mira = world.as('mira');
    const opened = await mira.command('design', 'edit W-1');
    expect(opened.form?.title).toBe('Edit W-1');
    expect(opened.form?.fields.map((f) => [f.name, f.value, f.required])).toEqual([
      ['title', 'Old', true],
      ['purpose', '', false],
      ['due', '', false],
    ]);
    expect((await mira.submit(opened, { title: '' })).fieldErrors).toEqual({
      title: 'This field is required.',
    });
    expect((await mira.submit(opened, { due: 'never' })).fieldErrors).toEqual({
      due: 'I cannot read “never”.',
    });
    const saved = await mira.submit(opened, { title: 'New', due: 'friday' });
    expect(saved).toMatchObject({ text: 'saved New friday', fieldErrors: {} });
  });

  test('the message action carries its message', async () => {
    const said = await world.as('bo').say('general', 'track *me*');
    expect((await world.as('ana').track(said)).text).toBe('track me');
  });
});
