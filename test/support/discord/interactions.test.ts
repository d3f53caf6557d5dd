import type { Interaction as Incoming } from 'discord.js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Acting } from './acting.ts';
import type { FakeDiscord, FakeDiscordOptions } from './fake-discord.ts';
import { type Small, smallDiscord } from './fixture.ts';
import type { HeldChannel } from './state.ts';

let small: Small;
let discord: FakeDiscord;
let general: HeldChannel;
let ana: Acting;
let login: Small['login'];

async function open(options?: FakeDiscordOptions): Promise<void> {
  small = await smallDiscord(options);
  ({ discord, general, ana, login } = small);
}

async function reopen(options?: FakeDiscordOptions): Promise<void> {
  await small.close();
  await open(options);
}

beforeEach(() => open());
afterEach(() => small.close());

describe('interactions', () => {
  const command = {
    name: 'baton',
    description: 'Coordination',
    options: [
      {
        type: 1,
        name: 'add',
        description: 'Add',
        options: [{ type: 3, name: 'words', description: 'Words', required: true, autocomplete: true }],
      },
      {
        type: 2,
        name: 'team',
        description: 'Teams',
        options: [{ type: 1, name: 'list', description: 'List' }],
      },
    ],
  };
  const ready = async (handle: (interaction: Incoming) => Promise<unknown>) => {
    const bot = await login();
    await bot.application.commands.set([command, { name: 'Track with Baton', type: 3 }]);
    const problems: unknown[] = [];
    bot.on('interactionCreate', (i) => void handle(i).catch((e) => problems.push(e)));
    return problems;
  };
  const add = () => ana.slash(general, { path: ['baton', 'add'], options: { words: 'Tea' } });

  test('bring typed options, and show the answer to one person alone', async () => {
    await ready(async (i) => {
      if (!i.isChatInputCommand()) return;
      await i.reply({ content: `${i.options.getSubcommand()} ${i.options.getString('words')}`, flags: 64 });
    });
    const done = await add().finished;
    expect(done.outcome).toBe('message');
    expect(done.original?.api.content).toBe('add Tea');
    expect(done.original?.onlyFor).toBe(ana.user.id);
  });

  test('can be deferred, filled later, and followed up', async () => {
    await ready(async (i) => {
      if (!i.isChatInputCommand()) return;
      await i.deferReply({ flags: 64 });
      await i.editReply('ready');
      await i.followUp({ content: 'more', flags: 64 });
    });
    const done = await add().finished;
    expect(done.original?.api.content).toBe('ready');
    await expect.poll(() => done.followUps.map((m) => m.api.content)).toEqual(['more']);
  });

  test('are acknowledged once', async () => {
    const problems = await ready(async (i) => {
      if (!i.isChatInputCommand()) return;
      const answer = () =>
        i.client.rest.post(`/interactions/${i.id}/${i.token}/callback`, {
          body: { type: 4, data: { content: 'x' } },
          auth: false,
        });
      await answer();
      await answer();
    });
    add();
    await expect.poll(() => problems).toMatchObject([{ code: 40060 }]);
    expect(discord.ledger.messages()).toHaveLength(1);
  });

  test('fail when nobody answers in time, and are unknown from then on', async () => {
    await reopen({ deadlines: { answer: 30 } });
    let late: () => void = () => {};
    const wait = new Promise<void>((resolve) => {
      late = resolve;
    });
    const problems = await ready(async (i) => {
      await wait;
      if (i.isChatInputCommand()) await i.reply('late');
    });
    expect((await add().finished).outcome).toBe('failed');
    late();
    await expect.poll(() => problems).toMatchObject([{ code: 10062 }]);
  });

  test('complete what is typed', async () => {
    await ready(async (i) => {
      if (i.isAutocomplete()) await i.respond([{ name: `${i.options.getFocused()}!`, value: 'tea' }]);
    });
    const done = await ana.complete(general, { path: ['baton', 'add'], options: { words: 'Te' } }, 'words')
      .finished;
    expect(done.choices).toEqual([{ name: 'Te!', value: 'tea' }]);
  });

  test('carry the message that an action is used on', async () => {
    await ready(async (i) => {
      if (i.isMessageContextMenuCommand()) await i.reply({ content: i.targetMessage.content, flags: 64 });
    });
    const said = ana.post(general, 'track me');
    expect((await ana.onMessage('Track with Baton', said).finished).original?.api.content).toBe('track me');
  });

  test('press buttons, open forms and send them, and change the message', async () => {
    const button = { type: 1, components: [{ type: 2, style: 1, label: 'Edit', custom_id: 'edit' }] };
    const input = { type: 4, style: 1, label: 'Title', custom_id: 'title', value: 'old' };
    await ready(async (i) => {
      if (i.isChatInputCommand()) await i.reply({ content: 'card', components: [button] });
      else if (i.isButton())
        await i.showModal({
          title: 'Edit',
          custom_id: 'form',
          components: [{ type: 1, components: [input] }],
        });
      else if (i.isModalSubmit() && i.isFromMessage())
        await i.update({ content: i.fields.getTextInputValue('title'), components: [] });
    });
    const card = (await add().finished).original ?? expect.fail();
    const opened = await ana.press(card, 'edit').finished;
    expect(opened.modal?.title).toBe('Edit');
    await ana.submit(opened, { title: 'new' }).finished;
    expect(card.api).toMatchObject({ content: 'new', components: [] });
    expect(discord.ledger.effects.map((e) => e.kind)).toEqual(['command', 'message', 'modal', 'edit']);
  });

  test('cannot be used after a quarter of an hour', async () => {
    let now = Date.now();
    await reopen({ now: () => now });
    const problems = await ready(async (i) => {
      if (!i.isChatInputCommand()) return;
      await i.deferReply();
      now += 15 * 60_000 + 1;
      await i.editReply('too late');
    });
    add();
    await expect.poll(() => problems).toMatchObject([{ code: 50027 }]);
  });
});

describe('commands', () => {
  test('keep their ids when they are registered again', async () => {
    const bot = await login();
    const first = await bot.application.commands.set([{ name: 'baton', description: 'one' }]);
    const second = await bot.application.commands.set([{ name: 'baton', description: 'two' }]);
    expect(second.first()?.id).toBe(first.first()?.id);
    expect((await bot.application.commands.fetch()).first()?.description).toBe('two');
  });

  test('are refused when they are too large', async () => {
    const bot = await login();
    const option = (i: number) => ({
      type: 3,
      name: `o${i}`,
      description: 'd'.repeat(100),
      choices: Array.from({ length: 5 }, (_, n) => ({ name: 'n'.repeat(98) + n, value: `v${n}` })),
    });
    const options = Array.from({ length: 20 }, (_, i) => option(i));
    await expect(
      bot.application.commands.create({ name: 'big', description: 'x', options }),
    ).rejects.toMatchObject({ code: 50035 });
    await expect(bot.application.commands.create({ name: 'Loud', description: 'x' })).rejects.toMatchObject({
      code: 50035,
    });
  });
});
