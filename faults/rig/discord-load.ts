/** People of Discord at work: they mention Baton, type commands, pin messages, press buttons, react. */
import { setTimeout as sleep } from 'node:timers/promises';
import { customIdOf } from '../../test/support/discord/shown.ts';
import type { HeldMessage } from '../../test/support/discord/state.ts';
import { DISCORD_PEOPLE, type RigDiscord } from './discord.ts';
import { answered } from './discord-answer.ts';
import type { Random } from './random.ts';
import { type Meaning, Tried } from './tried.ts';
import { wordFor } from './words.ts';

export interface DiscordLoadOptions {
  readonly discord: RigDiscord;
  readonly random: Random;
  /** People at work at once. */
  readonly people?: number;
  /** Between two things that one of them does, in milliseconds, on average. */
  readonly everyMs?: number;
}

export interface DiscordLoad {
  readonly tried: Tried;
  /** Resolves when so many operations were begun. */
  done(operations: number): Promise<void>;
  /** No one begins anything new; resolves when everyone was answered, or has waited long enough. */
  stop(): Promise<void>;
}

interface Scene {
  readonly discord: RigDiscord;
  readonly random: Random;
  readonly tried: Tried;
  readonly items: Set<number>;
  token(): string;
}

type Operation = (scene: Scene) => Promise<void>;

/** A session that breaks loses nothing that happened: it is sent again, or read up. */
const EVENT = 'done';
const PHRASES = ['', '', 'tomorrow', '!high', 'in 2 working days !urgent'];

export function startDiscordLoad({
  discord,
  random,
  people = 3,
  everyMs = 250,
}: DiscordLoadOptions): DiscordLoad {
  const tried = new Tried();
  const items = new Set<number>();
  let tokens = 0;
  let operations = 0;
  let working = true;
  const token = (): string => {
    tokens += 1;
    return wordFor(tokens);
  };
  const work = async (own: Random): Promise<void> => {
    const scene: Scene = { discord, random: own, tried, items, token };
    for (const operation of [mention, add, pin]) await operation(scene);
    while (working) {
      operations += 1;
      await own.pick(OFTEN)(scene);
      await sleep(own.next() * 2 * everyMs);
    }
  };
  const everyone = Promise.all(Array.from({ length: people }, () => work(random.fork())));
  // Whoever stops them hears of a fault of the rig's own.
  everyone.catch(() => {});
  return {
    tried,
    done: async (wanted) => {
      const begun = operations;
      while (working && operations < begun + wanted) await sleep(20);
    },
    stop: async () => {
      working = false;
      await everyone;
    },
  };
}

const someone = ({ random }: Scene): string => random.pick(DISCORD_PEOPLE);
const accountOf = ({ discord }: Scene, name: string) => {
  const user = discord.cast.users.get(name);
  if (!user) throw new Error(`there is no ${name}`);
  return discord.as(user);
};

function happened({ tried }: Scene, as: string, meaning: Meaning): void {
  const now = performance.now();
  tried.note({ as, meaning, outcome: EVENT, began: now, ended: now });
}

const mention: Operation = async (scene) => {
  const { discord, random } = scene;
  const as = someone(scene);
  const token = scene.token();
  const text = `<@${discord.state.application.user.id}> ${token} ${random.pick(PHRASES)}`;
  accountOf(scene, as).post(random.pick(discord.rooms), text);
  happened(scene, as, { means: 'item', token });
};

/** A plain message, pinned by some, at once. */
const pin: Operation = async (scene) => {
  const { discord, random } = scene;
  const channel = random.pick(discord.rooms);
  const said = accountOf(scene, someone(scene)).post(channel, `${scene.token()} ${random.pick(PHRASES)}`);
  for (const as of random.shuffled(DISCORD_PEOPLE).slice(0, 1 + random.below(3))) {
    accountOf(scene, as).react(said, '📌');
    happened(scene, as, { means: 'tracked', channel: channel.id, message: said.api.id });
  }
};

async function typed(
  scene: Scene,
  { verb, options, meaning }: { verb: string; options: Record<string, string>; meaning: Meaning },
): Promise<string> {
  const as = someone(scene);
  const began = performance.now();
  const path = ['baton', ...verb.split(' ')];
  const asked = accountOf(scene, as).slash(scene.random.pick(scene.discord.rooms), { path, options });
  const { outcome, words } = await answered(asked, meaning.means);
  scene.tried.note({ as, meaning, outcome, began, ended: performance.now() });
  return words;
}

const add: Operation = async (scene) => {
  const token = scene.token();
  const options = { words: `${token} ${scene.random.pick(PHRASES)}`.trim() };
  const words = await typed(scene, { verb: 'add', options, meaning: { means: 'item', token } });
  const key = /W-(\d+)/.exec(words)?.[1];
  if (key !== undefined) scene.items.add(Number(key));
};

const ACTS = [
  ['claim', ['claimed']],
  ['claim', ['claimed']],
  ['start', ['started']],
  ['done', ['done', 'sent to review', 'review passed']],
] as const;

const act: Operation = async (scene) => {
  if (scene.items.size === 0) return;
  const item = scene.random.pick([...scene.items]);
  const [verb, acts] = scene.random.pick(ACTS);
  await typed(scene, {
    verb,
    options: { item: `W-${item}` },
    meaning: { means: 'act', item, acts, token: null },
  });
};

interface Card {
  readonly message: HeldMessage;
  readonly item: number;
}

function someCard({ discord, random }: Scene): Card | null {
  const bot = discord.state.application.user.id;
  const found = random.pick(discord.rooms).messages.flatMap((message): Card[] => {
    const { api, deleted, onlyFor } = message;
    if (api.author.id !== bot || deleted || onlyFor !== null) return [];
    const key = /W-(\d+)/.exec(JSON.stringify(api.components))?.[1];
    return key === undefined ? [] : [{ message, item: Number(key) }];
  });
  return found.length > 0 ? random.pick(found) : null;
}

const BUTTONS = { Claim: ['claimed'], Start: ['started'], Done: ['done', 'sent to review', 'review passed'] };

const press: Operation = async (scene) => {
  const { random, tried } = scene;
  const card = someCard(scene);
  const label = random.pick(Object.keys(BUTTONS) as (keyof typeof BUTTONS)[]);
  const customId = card && customIdOf(card.message, label);
  if (!card || !customId) return;
  const as = someone(scene);
  const began = performance.now();
  const meaning = { means: 'act', item: card.item, acts: BUTTONS[label], token: null } as const;
  const { outcome } = await answered(accountOf(scene, as).press(card.message, customId), meaning.means);
  tried.note({ as, meaning, outcome, began, ended: performance.now() });
};

const OPINIONS = { '🙋': BUTTONS.Claim, '👀': BUTTONS.Start, '✅': BUTTONS.Done };

const react: Operation = async (scene) => {
  const card = someCard(scene);
  if (!card) return;
  const emoji = scene.random.pick(Object.keys(OPINIONS) as (keyof typeof OPINIONS)[]);
  const as = someone(scene);
  const account = accountOf(scene, as);
  if (card.message.reactions.get(emoji)?.users.has(account.user.id)) return;
  account.react(card.message, emoji);
  happened(scene, as, { means: 'opinion', item: card.item, acts: OPINIONS[emoji] });
};

const OFTEN: readonly Operation[] = [mention, add, pin, act, act, act, press, press, react];
