import { type Client, GatewayIntentBits, type Interaction as Incoming, type Message } from 'discord.js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { clientOf, connect, next } from './client.ts';
import { createFakeDiscord, type FakeDiscord } from './fake-discord.ts';
import type { HeldChannel, HeldGuild } from './state.ts';

let discord: FakeDiscord;
let client: Client<true> | null;
let guild: HeldGuild;
let general: HeldChannel;
let ana: ReturnType<FakeDiscord['as']>;

const login = async (
  ...options: Parameters<typeof connect> extends [unknown, ...infer Rest] ? Rest : never
) => {
  client = await connect(discord, ...options);
  return client;
};

beforeEach(async () => {
  discord = await createFakeDiscord();
  const user = discord.build.user('ana', { globalName: 'Ana Castro' });
  guild = discord.build.guild('Northwind', user);
  general = discord.build.channel(guild, 'general');
  discord.build.invite(guild);
  ana = discord.as(user);
  client = null;
});

afterEach(async () => {
  await client?.destroy();
  await discord.close();
});

describe('the gateway', () => {
  test('tells the SDK of its guilds, their channels and roles, and of the bot alone among the members', async () => {
    const { guilds, user } = await login();
    const found = guilds.cache.get(guild.id);
    expect(user.username).toBe('Baton');
    expect(found?.channels.cache.map((c) => c.name)).toEqual(['general']);
    expect(found?.roles.cache.map((r) => r.name)).toEqual(['@everyone', 'Baton']);
    expect(found?.members.cache.map((m) => m.id)).toEqual([user.id]);
    expect(found?.members.me?.permissions.has('SendMessages')).toBe(true);
  });

  test('brings messages with their author, and the member without the user', async () => {
    const bot = await login();
    const come = next<Message>(bot, 'messageCreate');
    const said = ana.post(general, `Hello <@${discord.applicationId}>`);
    const message = await come;
    expect(message.id).toBe(said.api.id);
    expect(message.author.globalName).toBe('Ana Castro');
    expect(message.member?.roles.cache.size).toBe(1);
    expect(message.mentions.has(bot.user)).toBe(true);
  });

  test('keeps what was said to itself without MessageContent, except where the bot is meant', async () => {
    const bot = await login({
      intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages, GatewayIntentBits.DirectMessages],
    });
    const texts: string[] = [];
    bot.on('messageCreate', (m) => texts.push(m.content));
    ana.post(general, 'a secret');
    ana.post(general, `<@${discord.applicationId}> not one`);
    ana.post(ana.direct, 'between us');
    await expect.poll(() => texts).toEqual(['', `<@${discord.applicationId}> not one`, 'between us']);
  });

  test('refuses a wrong token, and intents that are not switched on', async () => {
    await expect(clientOf(discord).login('another')).rejects.toThrow(/invalid token/i);
    const asking = clientOf(discord, { intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMembers] });
    await expect(asking.login(discord.token)).rejects.toThrow(/disallowed intents/i);
  });

  test('hears nothing of a channel that the bot cannot see', async () => {
    const hidden = discord.build.channel(guild, 'hidden', { only: [ana.user] });
    const bot = await login();
    const texts: string[] = [];
    bot.on('messageCreate', (m) => texts.push(m.content));
    ana.post(hidden, 'unheard');
    ana.post(general, 'heard');
    await expect.poll(() => texts).toEqual(['heard']);
    await expect(bot.channels.fetch(hidden.id, { force: true })).rejects.toMatchObject({ code: 50001 });
  });

  test('sends again what a lost socket missed, in order and once', async () => {
    const bot = await login();
    const texts: string[] = [];
    bot.on('messageCreate', (m) => texts.push(m.content));
    const resumed = next(bot, 'shardResume');
    discord.gateway.close(4000);
    await expect.poll(() => discord.gateway.connected.length).toBe(0);
    ana.post(general, 'one');
    ana.post(general, 'two');
    await resumed;
    ana.post(general, 'three');
    await expect.poll(() => texts).toEqual(['one', 'two', 'three']);
    expect(discord.gateway.identified).toBe(1);
  });

  test('resumes when it is asked to reconnect', async () => {
    const bot = await login();
    const resumed = next(bot, 'shardResume');
    discord.gateway.reconnect();
    await resumed;
    expect(discord.gateway.identified).toBe(1);
  });

  test('replays nothing after an invalid session', async () => {
    discord.gateway.forget();
    const bot = await login();
    const ready = next(bot, 'shardReady');
    discord.gateway.invalidate();
    await ready;
    expect(discord.gateway.identified).toBe(2);
  });

  test('repeats events as often as it is told to', async () => {
    const bot = await login();
    const events: string[] = [];
    bot.on('raw', ({ t }) => events.push(t));
    discord.gateway.repeats = 3;
    ana.post(general, 'again');
    await expect.poll(() => events).toEqual(Array(3).fill('MESSAGE_CREATE'));
  });

  test('says when the bot is removed', async () => {
    const bot = await login();
    const removed = next<{ id: string }>(bot, 'guildDelete');
    discord.build.expel(guild);
    expect((await removed).id).toBe(guild.id);
    await expect(bot.guilds.fetch({ guild: guild.id, force: true })).rejects.toMatchObject({ code: 50001 });
  });

  test('finds members by name without the privileged intent', async () => {
    const bot = await login();
    const found = await bot.guilds.cache.get(guild.id)?.members.fetch({ query: 'an', limit: 5 });
    expect(found?.map((m) => m.user.username)).toEqual(['ana']);
  });
});

describe('messages', () => {
  const channelOf = async (bot: Client<true>) => {
    const channel = await bot.channels.fetch(general.id);
    return channel?.isSendable() ? channel : expect.fail('a channel to send to');
  };

  test('are written once for a nonce, however often they are sent', async () => {
    const channel = await channelOf(await login());
    const send = () => channel.send({ content: 'once', nonce: 'n-1', enforceNonce: true });
    const [first, second] = [await send(), await send()];
    expect(second.id).toBe(first.id);
    expect(discord.ledger.messages()).toMatchObject([{ body: { content: 'once' }, repeats: 1 }]);
  });

  test('notify only those who are allowed for', async () => {
    const channel = await channelOf(await login());
    const content = `<@${ana.user.id}> @everyone`;
    await channel.send({ content });
    await channel.send({ content, allowedMentions: { parse: [] } });
    await channel.send({ content, allowedMentions: { users: [ana.user.id] } });
    expect(discord.ledger.messages().map((e) => e.rang)).toEqual([
      ['everyone', ana.user.id],
      [],
      [ana.user.id],
    ]);
  });

  test('are read back by page, newest first', async () => {
    const channel = await channelOf(await login());
    const said = [1, 2, 3, 4, 5].map((n) => ana.post(general, String(n)));
    ana.delete(said[2] ?? expect.fail());
    const read = async (options: object) => (await channel.messages.fetch(options)).map((m) => m.content);
    expect(await read({ limit: 2 })).toEqual(['5', '4']);
    expect(await read({ before: said[3]?.api.id })).toEqual(['2', '1']);
    expect(await read({ after: said[1]?.api.id })).toEqual(['5', '4']);
    expect(await read({ around: said[3]?.api.id, limit: 3 })).toEqual(['5', '4', '2']);
  });

  test('come with files', async () => {
    const channel = await channelOf(await login());
    const sent = await channel.send({ files: [{ attachment: Buffer.from('a,b'), name: 'list.csv' }] });
    expect(sent.attachments.first()?.name).toBe('list.csv');
    const address = new URL(`/${discord.state.messages.get(sent.id)?.api.attachments[0]?.url}`, discord.url);
    expect(await (await fetch(address)).text()).toBe('a,b');
  });

  test('hold no more than fits, and say which field is too long', async () => {
    const channel = await channelOf(await login());
    const over = async (body: object) => {
      const error = await channel.send(body).then(
        () => null,
        (e: { code: number; rawError: { errors: object } }) => e,
      );
      expect(error?.code).toBe(50035);
      return JSON.stringify(error?.rawError.errors);
    };
    expect(await over({ content: 'x'.repeat(2001) })).toContain('"content"');
    expect(await over({ embeds: [{ description: 'x'.repeat(4097) }] })).toContain('"description"');
    expect(await over({ embeds: [1, 2].map(() => ({ description: 'x'.repeat(3001) })) })).toContain('6000');
    expect(await over({ embeds: [{ fields: Array(26).fill({ name: 'a', value: 'b' }) }] })).toContain(
      '"fields"',
    );
    const button = { type: 2, style: 1, label: 'a', custom_id: 'same' };
    expect(await over({ components: [{ type: 1, components: [button, button] }] })).toContain('DUPLICATED');
    expect(await over({ components: Array(6).fill({ type: 1, components: [{ ...button }] }) })).toContain(
      'Must be',
    );
    const long = { ...button, custom_id: 'x'.repeat(101) };
    expect(await over({ components: [{ type: 1, components: [long] }] })).toContain('"custom_id"');
    expect(discord.ledger.effects).toEqual([]);
  });

  test('to people who refuse them are refused', async () => {
    const bot = await login();
    const user = await bot.users.fetch(ana.user.id);
    await user.send('hello');
    const held = discord.state.users.get(ana.user.id) ?? expect.fail();
    held.refusesDirect = true;
    await expect(user.send('hello')).rejects.toMatchObject({ code: 50007 });
    discord.build.leave(guild, ana.user);
    await expect(user.send('hello')).rejects.toMatchObject({ code: 50278 });
  });

  test('of an archived thread are not edited, and those over an hour old only now and then', async () => {
    let now = Date.now();
    await discord.close();
    discord = await createFakeDiscord({ now: () => now });
    const user = discord.build.user('ana');
    guild = discord.build.guild('Northwind', user);
    general = discord.build.channel(guild, 'general');
    discord.build.invite(guild);
    const channel = await channelOf(await login({ rest: { rejectOnRateLimit: () => true } }));
    const old = await channel.send('old');
    now += 2 * 3_600_000;
    for (const words of ['one', 'two', 'three']) await old.edit(words);
    await expect(old.edit('four')).rejects.toMatchObject({ retryAfter: 20_050 });
    expect(discord.ledger.requests.at(-1)).toMatchObject({ status: 429, code: 30046 });
    const thread = discord.build.thread(general, 'aside', user);
    const inThread = await client?.channels.fetch(thread.id);
    const said = inThread?.isSendable() ? await inThread.send('in a thread') : expect.fail();
    discord.build.archive(thread, true);
    await expect(said.edit('late')).rejects.toMatchObject({ code: 50083 });
  });

  test('carry reactions, whose users can be read', async () => {
    const bot = await login();
    const said = ana.post(general, 'nice');
    const reacted = next<{ emoji: { name: string } }>(bot, 'messageReactionAdd');
    ana.react(said, '✅');
    expect((await reacted).emoji.name).toBe('✅');
    const message = await (await channelOf(bot)).messages.fetch({ message: said.api.id, force: true });
    await message.react('✅');
    const users = await message.reactions.cache.get('✅')?.users.fetch();
    expect(users?.map((u) => u.username).sort()).toEqual(['Baton', 'ana']);
    await message.reactions.cache.get('✅')?.users.remove();
    expect(discord.ledger.effects.map((e) => e.kind)).toEqual(['reaction', 'unreaction']);
  });
});

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
    await discord.close();
    discord = await createFakeDiscord({ deadlines: { answer: 30 } });
    const user = discord.build.user('ana');
    guild = discord.build.guild('Northwind', user);
    general = discord.build.channel(guild, 'general');
    discord.build.invite(guild);
    ana = discord.as(user);
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
    await discord.close();
    discord = await createFakeDiscord({ now: () => now });
    const user = discord.build.user('ana');
    guild = discord.build.guild('Northwind', user);
    general = discord.build.channel(guild, 'general');
    discord.build.invite(guild);
    ana = discord.as(user);
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

describe('faults', () => {
  const POST = 'POST /channels/:channel/messages';
  const post = async (content: string) => {
    const channel = await client?.channels.fetch(general.id);
    return channel?.isSendable() ? channel.send({ content }) : expect.fail();
  };

  test('lose the response after the message was taken', async () => {
    await login();
    discord.fault({ on: POST, after: true, answer: 'drop', times: 1 });
    await expect(post('there')).rejects.toThrow();
    expect(discord.ledger.messages()).toHaveLength(1);
  });

  test('answer with an error, and stop after their time', async () => {
    await login();
    discord.fault({ on: POST, answer: { status: 502 }, times: 1 });
    discord.fault({ on: POST, answer: { code: 50013 }, times: 1 });
    await expect(post('a')).rejects.toMatchObject({ status: 502 });
    await expect(post('b')).rejects.toMatchObject({ code: 50013, status: 403 });
    await post('c');
    expect(discord.ledger.messages()).toMatchObject([{ body: { content: 'c' } }]);
  });

  test('limit the rate, which the SDK waits for or reports', async () => {
    await login({ rest: { rejectOnRateLimit: () => true } });
    discord.fault({ on: POST, answer: { retryAfter: 2.5 }, times: 1 });
    await expect(post('a')).rejects.toMatchObject({
      name: expect.stringContaining('RateLimitError'),
      retryAfter: 2550,
    });
    discord.pace.set([{ on: POST, requests: 1, perMs: 60_000 }]);
    await post('b');
    await expect(post('c')).rejects.toMatchObject({ limit: 1 });
    expect(discord.ledger.messages()).toHaveLength(1);
    expect(discord.ledger.invalid).toBe(2);
  });

  test('hang until the SDK gives up', async () => {
    await login({ rest: { timeout: 50 } });
    discord.fault({ on: POST, answer: 'hang', times: 1 });
    await expect(post('a')).rejects.toThrow(/abort/i);
    expect(discord.ledger.messages()).toEqual([]);
  });
});
