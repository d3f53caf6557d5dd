import { ChannelType, GatewayIntentBits, type Message } from 'discord.js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Acting } from './acting.ts';
import { clientOf, next } from './client.ts';
import type { FakeDiscord, FakeDiscordOptions } from './fake-discord.ts';
import { type Small, smallDiscord } from './fixture.ts';
import { shardOf } from './ids.ts';
import type { HeldChannel, HeldGuild } from './state.ts';

let small: Small;
let discord: FakeDiscord;
let guild: HeldGuild;
let general: HeldChannel;
let ana: Acting;
let login: Small['login'];

async function open(options?: FakeDiscordOptions): Promise<void> {
  small = await smallDiscord(options);
  ({ discord, guild, general, ana, login } = small);
}

async function reopen(options?: FakeDiscordOptions): Promise<void> {
  await small.close();
  await open(options);
}

beforeEach(() => open());
afterEach(() => small.close());

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

  test('sends what it held back in another order, each event as often as it is told to', async () => {
    const bot = await login();
    const texts: string[] = [];
    bot.on('raw', ({ t, d }) => void (t === 'MESSAGE_CREATE' && texts.push(d.content)));
    discord.gateway.hold();
    discord.gateway.repeats = 2;
    for (const words of ['one', 'two']) ana.post(general, words);
    await discord.gateway.flushed();
    expect(texts).toEqual([]);
    discord.gateway.release((events) => events.toReversed());
    await discord.gateway.flushed();
    expect(texts).toEqual(['two', 'two', 'one', 'one']);
  });

  test('brings threads of messages and posts of forums', async () => {
    const forum = discord.build.channel(guild, 'ideas', { type: ChannelType.GuildForum });
    const bot = await login();
    const made: string[] = [];
    const edits: (number | null)[] = [];
    bot.on('threadCreate', (thread) => made.push(`${thread.parent?.name}: ${thread.name}`));
    bot.on('messageUpdate', (_, message) => edits.push(message.editedTimestamp));
    const said = ana.post(general, 'let us talk');
    const thread = ana.startThread(said, 'Talk');
    const post = ana.openPost(forum, 'Idea', 'What if');
    await discord.gateway.flushed();
    expect(made).toEqual(['general: Talk', 'ideas: Idea']);
    expect([thread.id, post.channel.id]).toEqual([said.api.id, post.api.id]);
    expect(edits).toEqual([null]);
    const active = await bot.guilds.cache.get(guild.id)?.channels.fetchActiveThreads();
    expect(active?.threads.map((t) => t.name)).toEqual(['Talk', 'Idea']);
  });

  test('tells each shard of its own guilds', async () => {
    await reopen({ shards: 2, maxConcurrency: 2 });
    const user = ana.user;
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    for (const name of names) discord.build.invite(discord.build.guild(name, user));
    const bot = await login({ shards: 'auto' });
    expect(bot.guilds.cache.map((g) => g.name).sort()).toEqual(['Northwind', ...names]);
    for (const { id, shardId } of bot.guilds.cache.values()) expect(shardId).toBe(shardOf(id, 2));
    expect(discord.gateway.connected.map((s) => s.shard)).toEqual([0, 1]);
  });

  test('lets shards of one remainder in one after the other', async () => {
    await reopen({ shards: 2, identifyEveryMs: 300 });
    await login({ shards: 'auto' });
    expect(discord.gateway.connected).toHaveLength(2);
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
