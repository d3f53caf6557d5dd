import { type Client, MessageFlags } from 'discord.js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Acting } from './acting.ts';
import { next } from './client.ts';
import type { FakeDiscord, FakeDiscordOptions } from './fake-discord.ts';
import { type Small, smallDiscord } from './fixture.ts';
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

  test('of one nonce are one in every channel, for a few minutes', async () => {
    let now = Date.parse('2026-11-18T10:00:00Z');
    await reopen({ now: () => now });
    const other = discord.build.channel(guild, 'other');
    const bot = await login();
    const send = async (to: HeldChannel) => {
      const channel = await bot.channels.fetch(to.id);
      if (!channel?.isSendable()) return expect.fail('a channel to send to');
      return channel.send({ content: 'once', nonce: 'n-1', enforceNonce: true });
    };
    const first = await send(general);
    expect((await send(other)).id).toBe(first.id);
    now += 3 * 60_000;
    expect((await send(other)).channelId).toBe(other.id);
    expect(discord.ledger.messages()).toHaveLength(2);
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
    const flags = MessageFlags.IsComponentsV2;
    const section = { type: 9, components: [{ type: 10, content: 'words' }] };
    expect(await over({ flags, components: [section] })).toContain('"accessory"');
    expect(await over({ flags, components: [{ type: 10, content: '' }] })).toContain('"content"');
    expect(await over({ flags, components: Array(41).fill({ type: 10, content: 'x' }) })).toContain('TOTAL');
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
    await reopen({ now: () => now });
    const bot = await login({ rest: { rejectOnRateLimit: () => true } });
    const channel = await channelOf(bot);
    const old = await channel.send('old');
    now += 2 * 3_600_000;
    for (const words of ['one', 'two', 'three']) await old.edit(words);
    await expect(old.edit('four')).rejects.toMatchObject({ retryAfter: 20_050 });
    expect(discord.ledger.requests.at(-1)).toMatchObject({ status: 429, code: 30046 });
    const thread = discord.build.thread(general, 'aside', ana.user);
    const inThread = await bot.channels.fetch(thread.id);
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
