/** Discord as the contract suite's world: the fake, with a real Baton connected to it as to Discord. */
import { setTimeout as pause } from 'node:timers/promises';
import { ApplicationCommandType, ButtonStyle } from 'discord-api-types/v10';
import { CAST } from '../../../src/adapters/playground/cast.ts';
import { patient } from '../../contracts/patient.ts';
import type { Answer, ChatPerson, ChatWorld, Fates, Shown } from '../../contracts/world.ts';
import { TEAM_COMMANDS } from '../slack/cast.ts';
import type { Acting } from './acting.ts';
import { castNorthwind, type DiscordCast } from './cast.ts';
import { characterOf } from './characters.ts';
import { createFakeDiscord, type FakeDiscord, type FakeDiscordOptions } from './fake-discord.ts';
import { type FormShown, fieldErrorsIn, readForm, submitForm } from './forms.ts';
import { type Interaction, isLoading } from './interaction.ts';
import type { ModalBody } from './limits/modal.ts';
import { attachments } from './message-body.ts';
import { type ButtonShown, buttonsOf, customIdOf, type Reader, wordsOf } from './shown.ts';
import type { HeldChannel, HeldMessage } from './state.ts';
import { typing } from './typed.ts';

export interface BatonInDiscord {
  readonly url: string;
  /** Until nothing that is due is left to do. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

export interface DiscordWorldOptions extends FakeDiscordOptions {
  /** Instant at which the world's clock stands first; it goes on with the time that passes. */
  readonly from: number;
  /** Starts Baton with this environment, by this clock. */
  readonly start: (
    environment: Readonly<Record<string, string>>,
    clock: { now(): number },
  ) => Promise<BatonInDiscord>;
  /** What ana types first, to name the role that makes a member. */
  readonly memberRole?: (roleId: string) => string;
}

export type DiscordWorld = ChatWorld & { readonly discord: FakeDiscord; readonly cast: DiscordCast };

/** Time is moved in steps, so that what is due on the way is done on the way. */
const STEP = 3_600_000;
/** How long nothing may happen before it counts as quiet. */
const QUIET_MS = 15;
const READY_MS = 20_000;
/** How long an answer that was announced may take. */
const ANSWER_MS = 20_000;

interface Here {
  readonly discord: FakeDiscord;
  readonly cast: DiscordCast;
  settle(): Promise<void>;
}

/** What is needed to press on an answer, or to send the form that it opened. */
interface Handle {
  readonly message: HeldMessage | null;
  readonly form: FormShown | null;
}

interface ShownHere extends Shown {
  /** As it was when it was seen. */
  readonly seen: HeldMessage['api'];
}

export async function discordWorld(options: DiscordWorldOptions): Promise<DiscordWorld> {
  const { from, start, memberRole, ...told } = options;
  const began = Date.now();
  let moved = 0;
  const clock = { now: () => from + moved + Date.now() - began };
  const discord = await createFakeDiscord({ now: clock.now, ...told });
  // Hours pass within a moment here, and all that is old by then is edited in it.
  discord.state.limitsOldEdits = false;
  const cast = castNorthwind(discord);
  const { token, applicationId, url } = discord;
  const baton = await start(
    { DISCORD_TOKEN: token, DISCORD_APPLICATION_ID: applicationId, DISCORD_API_URL: url },
    clock,
  );
  const { ledger, interactions, gateway } = discord;
  /** @param least how often in a row nothing may happen */
  const quiet = async (least: number): Promise<void> => {
    for (let times = 0; times < least; ) {
      const before = ledger.total + ledger.effects.length;
      await gateway.flushed();
      await baton.settle();
      await pause(QUIET_MS);
      const still = ledger.total + ledger.effects.length === before && interactions.waiting === 0;
      times = still ? times + 1 : 0;
    }
  };
  const settle = (): Promise<void> => quiet(2);
  const here: Here = { discord, cast, settle };
  const world: DiscordWorld = patient({
    discord,
    cast,
    as: (handle) => personOf(here, handle),
    settle,
    fates: fatesIn(discord, cast),
    async pass(ms) {
      for (let left = ms; left > 0; left -= STEP) {
        moved += Math.min(STEP, left);
        await quiet(1);
      }
      await settle();
    },
    refuseFiles(refused) {
      discord.state.largestFile = refused ? 1 : 10 * 1024 * 1024;
      return true;
    },
    lose: (message) =>
      world
        .as('ana')
        .remove(message)
        .then(() => true),
    closeChannel(name, closed) {
      discord.build.hide(cast.channels.get(name) ?? missing(`#${name}`), applicationId, closed);
      return true;
    },
    async unheard(act) {
      gateway.hold();
      await act();
      gateway.release(() => []);
      gateway.invalidate();
      return true;
    },
    async close() {
      await baton.close();
      await discord.close();
      const refused = ledger.requests.filter(({ code }) => code === 50035 || code === 50006);
      if (refused.length > 0) throw new Error(`Discord refused what Baton said: ${JSON.stringify(refused)}`);
    },
  });
  await untilReady(discord);
  if (memberRole) await world.as('ana').command('general', memberRole(cast.memberRole));
  for (const { handle, zone } of CAST) await world.as(handle).command('design', `settings me zone: ${zone}`);
  for (const words of TEAM_COMMANDS) await world.as('ana').command('general', words);
  return world;
}

/** Who left has no server in common with Baton, and so takes no message of it. */
function fatesIn({ build, state }: FakeDiscord, { guild, users }: DiscordCast): Fates {
  const left = new Map<string, readonly string[]>();
  const user = (handle: string) => users.get(handle) ?? missing(handle);
  const closeDirect = (handle: string, closed: boolean): void => {
    const held = state.users.get(user(handle).id);
    if (held) held.refusesDirect = closed;
  };
  return {
    closeDirect,
    leave(handle) {
      left.set(handle, guild.members.get(user(handle).id)?.roles ?? []);
      closeDirect(handle, true);
      build.leave(guild, user(handle));
    },
    comeBack(handle) {
      closeDirect(handle, false);
      build.join(guild, user(handle), { roles: [...(left.get(handle) ?? [])] });
    },
  };
}

/** Connected, and its commands registered. */
async function untilReady({ gateway, state, ledger }: FakeDiscord): Promise<void> {
  const until = Date.now() + READY_MS;
  while (gateway.connected.length === 0 || state.application.commands.size < 2) {
    if (Date.now() > until) throw new Error(`Baton did not come: ${JSON.stringify(ledger.requests)}`);
    await pause(10);
  }
}

function personOf(here: Here, handle: string): ChatPerson {
  const { discord, cast } = here;
  const user = cast.users.get(handle) ?? missing(handle);
  const who = discord.as(user);
  const reader = readerOf(here, handle);
  const channelAt = (name: string): HeldChannel => cast.channels.get(name) ?? missing(`#${name}`);
  const heldAt = ({ id }: Shown): HeldMessage => discord.state.messages.get(id) ?? missing(`message ${id}`);
  const answer = (interaction: Interaction, before?: HeldMessage['api']): Promise<Answer> =>
    answerOf(here, who, reader, interaction, before);
  const react = async (message: Shown, emoji: string, present: boolean): Promise<void> =>
    who.react(heldAt(message), characterOf(emoji), present);
  return {
    async say(channel, words, inThread) {
      const replyTo = inThread ? { replyTo: heldAt(inThread) } : {};
      return shown(here, reader, who.post(channelAt(channel), mentioned(here, words), replyTo));
    },
    rewrite: async (message, words) => who.edit(heldAt(message), mentioned(here, words)),
    remove: async (message) => who.delete(heldAt(message)),
    async command(name, words) {
      const channel = channelAt(name);
      const registered = [...discord.state.application.commands.values(), ...cast.guild.commands.values()];
      const typed = typing(registered, words, (option) => mentioned(here, option));
      if (typed.can === 'send') return answer(who.slash(channel, typed.typed));
      if (typed.can === 'not send') return { ...NOTHING, text: typed.words };
      return byMention(here, who, reader, channel, words);
    },
    async press(target, label) {
      const message = 'handle' in target ? (target.handle as Handle).message : heldAt(target);
      const seen = 'handle' in target ? message?.api : (target as ShownHere).seen;
      const button = seen && buttonAt({ api: seen }, label);
      if (!message || !button?.customId) throw new Error(`there is no button ${label}`);
      const before = message.api;
      const pressed = await who.press(message, button.customId, seen).acknowledged;
      const asked = button.style === ButtonStyle.Danger && pressed.original;
      const sure = asked && asked.onlyFor !== null ? customIdOf(asked, label) : null;
      return asked && sure ? answer(who.press(asked, sure)) : answer(pressed, before);
    },
    async submit(filled, values) {
      const { form } = filled.handle as Handle;
      if (!form) throw new Error('no form was opened');
      const sent = await submitForm(who, form, values);
      if ('empty' in sent) {
        const errors = sent.empty.map((name) => [name, 'This field is required.']);
        return { ...NOTHING, fieldErrors: Object.fromEntries(errors), handle: filled.handle };
      }
      const got = await answer(sent.answer);
      const { message } = got.handle as Handle;
      return { ...got, fieldErrors: fieldErrorsIn(message, got.text.split('\n'), form) };
    },
    async track(message) {
      const actions = [...discord.state.application.commands.values()];
      const action = actions.find(({ type }) => type === ApplicationCommandType.Message);
      return answer(who.onMessage(action?.name ?? missing('message action'), heldAt(message)));
    },
    react: (message, emoji) => react(message, emoji, true),
    unreact: (message, emoji) => react(message, emoji, false),
    async sees(name) {
      const channel = channelAt(name);
      const threads = [...cast.guild.threads.values()].filter((thread) => thread.parent === channel);
      return [channel, ...threads].flatMap((place) => seenIn(here, who, reader, place));
    },
    directMessages: async () =>
      seenIn(here, who, reader, who.direct).filter((message) => message.author === null),
  };
}

/** The modals of a form that an answer opened, page by page. */
export const modalsOf = (answer: Answer): readonly ModalBody[] =>
  (answer.handle as Handle).form?.pages.flatMap(({ modal }) => modal ?? []) ?? [];

function missing(what: string): never {
  throw new Error(`there is no ${what}`);
}

const readerOf = ({ discord }: Here, handle: string): Reader => ({
  state: discord.state,
  zone: CAST.find((member) => member.handle === handle)?.zone ?? 'UTC',
});

/** `@lena`, `@Baton` and `#design` as Discord writes them. */
function mentioned({ discord, cast }: Here, words: string): string {
  return words
    .replace(/@Baton\b/g, `<@${discord.applicationId}>`)
    .replace(/(?<![\w<@])@([a-z]+)\b/g, (whole, handle: string) => {
      const user = cast.users.get(handle);
      return user ? `<@${user.id}>` : whole;
    })
    .replace(/(?<![\w<])#([a-z]+)\b/g, (whole, name: string) => {
      const channel = cast.channels.get(name);
      return channel ? `<#${channel.id}>` : whole;
    });
}

const buttonAt = (message: Pick<HeldMessage, 'api'>, label: string): ButtonShown | undefined => {
  const customId = customIdOf(message, label);
  return buttonsOf(message).find((button) => button.customId === customId);
};

function seenIn(here: Here, who: Acting, reader: Reader, channel: HeldChannel): ShownHere[] {
  if (!who.sees(channel)) return [];
  return channel.messages
    .filter(({ deleted, onlyFor }) => !deleted && (onlyFor === null || onlyFor === who.user.id))
    .map((message) => shown(here, reader, message));
}

function shown({ discord }: Here, reader: Reader, held: HeldMessage): ShownHere {
  const { api, channel, onlyFor } = held;
  const { author } = api;
  return {
    seen: api,
    files: async () => filesOf(discord.state, api),
    id: api.id,
    channel: (channel.thread ? channel.parent : channel)?.name || `dm-${channel.recipient?.username}`,
    // A thread that hangs from a message bears its id.
    thread: api.message_reference?.message_id ?? (channel.thread ? channel.id : null),
    author: author.id === discord.applicationId ? null : author.username,
    onlyForMe: onlyFor !== null,
    ...visible(held, reader),
  };
}

const filesOf = (state: FakeDiscord['state'], { attachments: given }: HeldMessage['api']) =>
  given.flatMap(({ id }) => {
    const file = attachments.get(state)?.get(id);
    return file ? [{ name: file.name, bytes: file.bytes }] : [];
  });

const visible = (message: HeldMessage, reader: Reader): Pick<Shown, 'text' | 'buttons'> => ({
  text: wordsOf(message, reader),
  // Where there are many, a line's button bears the line's number.
  buttons: buttonsOf(message).map(({ label }) => label.replace(/^\d+ · /, '')),
});

const NOTHING: Answer = {
  text: '',
  buttons: [],
  form: null,
  fieldErrors: {},
  handle: { message: null, form: null } satisfies Handle,
};

/**
 * What came back: a private message, a form, a change of the private message that was pressed, or nothing.
 * @param before what was pressed, as it was
 */
async function answerOf(
  here: Here,
  who: Acting,
  reader: Reader,
  interaction: Interaction,
  before = interaction.source?.api,
): Promise<Answer> {
  const { outcome } = await Promise.race([
    interaction.finished,
    pause(ANSWER_MS, interaction, { ref: false }),
  ]);
  if (outcome === 'failed') throw new Error('Discord shows: The application did not respond');
  if (interaction.original && isLoading(interaction.original))
    throw new Error('Discord shows: Baton is thinking…');
  if (interaction.modal) {
    const form = await readForm(who, interaction);
    return { ...NOTHING, form, handle: { message: null, form } satisfies Handle };
  }
  if (outcome === 'quiet') await here.settle();
  const { original, followUps, source } = interaction;
  const changed = source?.onlyFor && source.api !== before ? source : null;
  const said = followUps.at(-1) ?? (original === source ? changed : original);
  const message = said && !said.deleted && said.onlyFor !== null ? said : null;
  const answer = answerWith(message, reader);
  if (!LATER.test(answer.text)) return answer;
  await here.settle();
  return answerWith(who.direct.messages.findLast(({ api }) => api.id > interaction.id) ?? message, reader);
}

/** What a Baton says that is too busy to answer in place: the answer comes directly. */
const LATER = /the answer comes to you privately/i;

const answerWith = (message: HeldMessage | null, reader: Reader): Answer => ({
  ...NOTHING,
  ...(message ? visible(message, reader) : {}),
  handle: { message, form: null } satisfies Handle,
});

/** What a slash command cannot say: the answer comes directly. */
async function byMention(
  here: Here,
  who: Acting,
  reader: Reader,
  channel: HeldChannel,
  words: string,
): Promise<Answer> {
  const known = who.direct.messages.length;
  who.post(channel, mentioned(here, `@Baton ${words}`));
  await here.settle();
  return answerWith(who.direct.messages.slice(known).at(-1) ?? null, reader);
}
