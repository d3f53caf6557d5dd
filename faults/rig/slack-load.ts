/** People of Slack at work: they mention Baton, type commands, pin messages, press buttons, react, change their words. */
import { setTimeout as sleep } from 'node:timers/promises';
import { labelOf } from '../../test/support/slack/elements.ts';
import type { Interaction } from '../../test/support/slack/interactions.ts';
import type { Kept } from '../../test/support/slack/state.ts';
import type { Random } from './random.ts';
import { CHANNELS, membersOf, type RigSlack } from './slack.ts';
import { type Meaning, type Outcome, Tried } from './tried.ts';
import { wordFor } from './words.ts';

export interface SlackLoadOptions {
  readonly slack: RigSlack;
  readonly random: Random;
  /** People at work at once. */
  readonly people?: number;
  /** Between two things that one of them does, in milliseconds, on average. */
  readonly everyMs?: number;
  /** Nobody goes on while more than so many payloads wait for Baton's acknowledgement. */
  readonly mostWaiting?: number;
}

export interface SlackLoad {
  readonly tried: Tried;
  /** How long people waited for Baton's acknowledgement, in milliseconds, where one came. */
  readonly waits: readonly number[];
  /** Resolves when so many operations were begun. */
  done(operations: number): Promise<void>;
  /** No one begins anything new; resolves when everyone was answered and every event was delivered. */
  stop(): Promise<void>;
}

interface Scene {
  readonly slack: RigSlack;
  readonly random: Random;
  readonly tried: Tried;
  readonly items: Set<number>;
  readonly waits: number[];
  token(): string;
}

/** Slack sends an event until it is acknowledged: what comes of it is known in the end. */
const EVENT: Outcome = 'done';

export function startSlackLoad({
  slack,
  random,
  people = 3,
  everyMs = 120,
  mostWaiting = 30,
}: SlackLoadOptions): SlackLoad {
  const tried = new Tried();
  const waits: number[] = [];
  const items = new Set<number>();
  let tokens = 0;
  let operations = 0;
  let working = true;
  const work = async (own: Random): Promise<void> => {
    const token = (): string => {
      tokens += 1;
      return wordFor(tokens);
    };
    const scene: Scene = { slack, random: own, tried, items, waits, token };
    for (const operation of [mention, add, pin]) await operation(scene);
    while (working) {
      operations += 1;
      await own.pick(OFTEN)(scene);
      do await sleep(own.next() * 2 * everyMs);
      while (working && slack.core.delivery.pending > mostWaiting);
    }
  };
  const everyone = Promise.all(Array.from({ length: people }, () => work(random.fork())));
  // Whoever stops them hears of a fault of the rig's own.
  everyone.catch(() => {});
  return {
    tried,
    waits,
    done: async (wanted) => {
      const begun = operations;
      while (working && operations < begun + wanted) await sleep(20);
    },
    stop: async () => {
      working = false;
      await everyone;
      await slack.idle();
    },
  };
}

type Operation = (scene: Scene) => Promise<void>;

const PHRASES = ['', '', '@lena', '@bo by friday 5pm', 'tomorrow', '!high', '@kai in 2 working days !urgent'];

const placeIn = ({ random }: Scene) => {
  const channel = random.pick(CHANNELS);
  return { channel, user: random.pick(membersOf(channel)) };
};

const happened = ({ tried }: Scene, as: string, meaning: Meaning): void => {
  const now = performance.now();
  tried.note({ as, meaning, outcome: EVENT, began: now, ended: now });
};

const mention: Operation = async (scene) => {
  const token = scene.token();
  const place = placeIn(scene);
  scene.slack.do.say({ ...place, text: `@Baton ${token} ${scene.random.pick(PHRASES)}` });
  happened(scene, place.user, { means: 'item', token });
};

/** A plain message, pinned by some, at once. */
const pin: Operation = async (scene) => {
  const { slack, random } = scene;
  const { channel, user } = placeIn(scene);
  const said = slack.do.say({ channel, user, text: `${scene.token()} ${random.pick(PHRASES)}` });
  for (const pinner of random.shuffled(membersOf(channel)).slice(0, 1 + random.below(3))) {
    slack.do.react({ user: pinner, ...said, emoji: 'pushpin' });
    happened(scene, pinner, { means: 'tracked', channel: said.channel, message: said.ts });
  }
};

/** Types a command, and notes what was answered. */
async function typed(scene: Scene, text: string, meaning: Meaning): Promise<string> {
  const { slack, tried, waits } = scene;
  const place = placeIn(scene);
  const began = performance.now();
  const answered = await slack.do.command({ ...place, text });
  const ended = performance.now();
  if (answered.outcome?.acked) waits.push(ended - began);
  tried.note({ as: place.user, meaning, outcome: outcomeOf(answered, meaning), began, ended });
  return wordsIn(answered);
}

const add: Operation = async (scene) => {
  const token = scene.token();
  const words = await typed(scene, `add ${token} ${scene.random.pick(PHRASES)}`, { means: 'item', token });
  const key = /W-(\d+)/.exec(words)?.[1];
  if (key !== undefined) scene.items.add(Number(key));
};

const ACTS = [
  ['claim', ['claimed'], ''],
  ['claim', ['claimed'], ''],
  ['start', ['started'], ''],
  ['done', ['done', 'sent to review', 'review passed'], ''],
  ['block', ['blocked', 'made to wait'], 'token'],
  ['cancel', ['cancelled'], 'token'],
  ['due', ['due moved', 'due cleared'], 'in 9 days'],
  ['edit', ['edited'], 'purpose: because'],
] as const;

const act: Operation = async (scene) => {
  if (scene.items.size === 0) return;
  const item = scene.random.pick([...scene.items]);
  const [verb, acts, words] = scene.random.pick(ACTS);
  const token = words === 'token' ? scene.token() : null;
  await typed(scene, `${verb} W-${item} ${token ?? words}`, { means: 'act', item, acts, token });
};

interface Card {
  readonly channel: string;
  readonly ts: string;
  readonly item: number;
  readonly kept: Kept;
}

function someCard({ slack, random }: Scene): Card | null {
  const [team] = slack.state.teams.values();
  const channel = random.pick(CHANNELS);
  const found = team?.channels.get(team.channelByName.get(channel) ?? '');
  const cards = [...(found?.messages ?? [])].flatMap(([ts, kept]): Card[] => {
    const item = kept.message.metadata ? /W-(\d+)/.exec(kept.message.text)?.[1] : undefined;
    return item === undefined ? [] : [{ channel, ts, item: Number(item), kept }];
  });
  return cards.length > 0 ? random.pick(cards) : null;
}

const BUTTONS = { Claim: ['claimed'], Start: ['started'], Done: ['done', 'sent to review', 'review passed'] };

/** Who presses in vain is told so later than Slack is: at most it was done. */
const press: Operation = async (scene) => {
  const { slack, random, tried, waits } = scene;
  const card = someCard(scene);
  const label = random.pick(Object.keys(BUTTONS) as (keyof typeof BUTTONS)[]);
  const elements = card?.kept.message.blocks?.flatMap((block) => block.elements ?? []) ?? [];
  if (!card || !elements.some((element) => element.type === 'button' && labelOf(element) === label)) return;
  const { channel, ts, item } = card;
  const user = random.pick(membersOf(channel));
  const began = performance.now();
  const { outcome } = await slack.do.press({ channel, ts, user, label });
  const ended = performance.now();
  if (outcome?.acked) waits.push(ended - began);
  const meaning = { means: 'opinion', item, acts: BUTTONS[label] } as const;
  tried.note({ as: user, meaning, outcome: 'unknown', began, ended });
};

const OPINIONS = { raising_hand: BUTTONS.Claim, eyes: BUTTONS.Start, white_check_mark: BUTTONS.Done };

const react: Operation = async (scene) => {
  const { slack, random } = scene;
  const card = someCard(scene);
  if (!card) return;
  const emoji = random.pick(Object.keys(OPINIONS) as (keyof typeof OPINIONS)[]);
  const user = random.pick(membersOf(card.channel));
  const [team] = slack.state.teams.values();
  if (card.kept.reactions.get(emoji)?.has(team?.userByName.get(user) ?? '')) return;
  slack.do.react({ channel: card.channel, ts: card.ts, user, emoji });
  happened(scene, user, { means: 'opinion', item: card.item, acts: OPINIONS[emoji] });
};

/** The words under a card are changed by who said them. */
const change: Operation = async (scene) => {
  const { slack } = scene;
  const card = someCard(scene);
  const [team] = slack.state.teams.values();
  const root = card?.kept.message.thread_ts;
  const found = team?.channels.get(team.channelByName.get(card?.channel ?? '') ?? '');
  const source = root === undefined ? undefined : found?.messages.get(root)?.message;
  if (!card || !found || root === undefined || source?.user === undefined) return;
  const on = { channel: card.channel, ts: root, user: source.user };
  slack.do.rewrite({ ...on, text: `${source.text} again` });
  const meaning = { means: 'source changed', channel: found.id, message: root, note: 'edited' } as const;
  happened(scene, source.user, { ...meaning, tracked: true });
};

const OFTEN: readonly Operation[] = [mention, add, add, pin, act, act, act, act, press, press, react, change];

const wordsIn = ({ shown, errors }: Interaction): string => JSON.stringify([shown, errors]);

function outcomeOf(interaction: Interaction, meaning: Meaning): Outcome {
  const words = wordsIn(interaction);
  if (!interaction.outcome?.acked || words.includes('Something went wrong')) return 'unknown';
  // Not done in time, so done from the inbox: it may still be refused there.
  if (words.includes('I have it, and')) return meaning.means === 'item' ? 'done' : 'unknown';
  return words.includes('"name":"warning"') || interaction.view !== null ? 'refused' : 'done';
}
