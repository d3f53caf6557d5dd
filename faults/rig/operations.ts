/** What people do, by chance: they track messages, claim, start, block, finish, press buttons, fill forms, react. */
import type { Action } from '../../src/coordination/message.ts';
import { type Memory, type SeenCard, someoneIn } from './memory.ts';
import type { PlaygroundClient } from './playground.ts';
import type { Random } from './random.ts';
import type { Meaning, Tried } from './tried.ts';

export interface Actor {
  readonly client: PlaygroundClient;
  readonly memory: Memory;
  readonly random: Random;
  readonly tried: Tried;
}

type Operation = (actor: Actor) => Promise<void>;

const CHANNELS = ['general', 'design', 'platform', 'leads'];
const PHRASES = ['', '', '@lena', '@bo by friday 5pm', 'tomorrow', '!high', '@kai in 2 working days !urgent'];

/** What each verb writes into the history of its item. */
const ACTS: Readonly<Record<string, readonly string[]>> = {
  claim: ['claimed'],
  start: ['started'],
  done: ['done', 'sent to review', 'review passed'],
  cancel: ['cancelled'],
  reopen: ['reopened', 'sent back'],
  block: ['blocked', 'made to wait'],
  unblock: ['unblocked', 'no longer waits'],
  due: ['due moved', 'due cleared'],
  edit: ['edited'],
};

/** `@Baton …`: an event, written down before it is acknowledged. */
const mention: Operation = async ({ client, memory, random, tried }) => {
  const channel = random.pick(CHANNELS);
  const as = someoneIn(channel, random);
  const token = memory.token();
  const text = `<@baton> ${token} ${random.pick(PHRASES)}`;
  await tried.attempt(as, { means: 'item', token }, () =>
    client.post('post', { as, channel, thread: null, text }),
  );
};

const add: Operation = async ({ client, memory, random, tried }) => {
  const channel = random.pick(CHANNELS);
  const as = someoneIn(channel, random);
  const token = memory.token();
  const { answer } = await tried.attempt(as, { means: 'item', token }, () =>
    client.post('command', { as, channel, text: `add ${token} ${random.pick(PHRASES)}` }),
  );
  const key = /^W-(\d+) /.exec(answer?.reply?.message?.summary ?? '')?.[1];
  if (key !== undefined) memory.items.add(Number(key));
};

/** A plain message, which is nobody's business until someone pins it; several may at once, and try again unanswered. */
const pin: Operation = async ({ client, memory, random, tried }) => {
  const channel = random.pick(CHANNELS);
  const author = someoneIn(channel, random);
  const token = memory.token();
  await client.post('post', { as: author, channel, thread: null, text: `${token} ${random.pick(PHRASES)}` });
  const said = (await client.view(author))?.messages.find((m) => m.text?.startsWith(token));
  if (!said) return;
  const meaning: Meaning = { means: 'tracked', channel, message: said.id };
  const emoji = 'pushpin';
  await Promise.all(
    Array.from({ length: 1 + random.below(3) }, async () => {
      const as = someoneIn(channel, random);
      for (let tries = 0; tries < 3; tries += 1) {
        const { status } = await tried.attempt(as, meaning, () =>
          client.post('react', { as, channel, message: said.id, emoji, present: true }),
        );
        if (status !== null && status < 500) return;
      }
    }),
  );
};

const look: Operation = async ({ client, memory, random }) => {
  const view = await client.view(someoneIn(random.pick(CHANNELS), random));
  if (view) memory.see(view.messages);
};

/** A verb, typed. */
const act: Operation = async ({ client, memory, random, tried }) => {
  if (memory.items.size === 0) return;
  const item = random.pick([...memory.items]);
  const channel = random.pick(CHANNELS);
  const as = someoneIn(channel, random);
  const token = memory.token();
  const other = random.pick([...memory.items]);
  const [text, worded] = random.pick([
    [`claim W-${item}`, false],
    [`claim W-${item}`, false],
    [`start W-${item}`, false],
    [`done W-${item}`, false],
    [`cancel W-${item} ${token}`, true],
    [`reopen W-${item}`, false],
    [`block W-${item} ${token}`, true],
    [`block W-${item} W-${other}`, false],
    [`unblock W-${item}`, false],
    [`due W-${item} in ${1 + random.below(20)} days`, false],
    [`edit W-${item} purpose: ${token}`, false],
  ] as const);
  const acts = ACTS[text.split(' ')[0] ?? ''] ?? [];
  await tried.attempt(as, { means: 'act', item, acts, token: worded ? token : null }, () =>
    client.post('command', { as, channel, text }),
  );
};

/** A button of a card, and the form it may open. */
const press: Operation = async ({ client, memory, random, tried }) => {
  const card = cardOf(memory, random);
  const button = card && card.buttons.length > 0 && random.pick(card.buttons);
  const acts = button && ACTS[button.action.verb];
  if (!card || !button || !acts) return;
  const as = someoneIn(card.channel, random);
  const meaning: Meaning = { means: 'act', item: itemOf(button.action) ?? card.item, acts, token: null };
  const { channel, id: message } = card;
  const { verb, options } = button.action;
  const { answer } = await tried.attempt(as, meaning, () =>
    client.post('press', { as, channel, message, verb, options }),
  );
  const form = answer?.reply?.form;
  if (!form) return;
  const filled = Object.fromEntries(form.fields.map(({ name, value = '' }) => [name, value]));
  const changed = verb === 'edit' ? { scope: memory.token() } : { reason: memory.token(), date: 'in 9 days' };
  const sent = { ...form.action.options, ...filled, ...changed };
  await tried.attempt(as, meaning, () =>
    client.post('submit', { as, channel, verb: form.action.verb, options: sent }),
  );
};

const OPINIONS = [
  ['raising_hand', 'claim'],
  ['eyes', 'start'],
  ['white_check_mark', 'done'],
] as const;

/** A reaction on a card does what its verb does where it may, and says nothing where it may not. */
const reactOnCard: Operation = async ({ client, memory, random, tried }) => {
  const card = cardOf(memory, random);
  if (!card) return;
  const [emoji, verb] = random.pick(OPINIONS);
  const as = someoneIn(card.channel, random);
  await tried.attempt(as, { means: 'opinion', item: card.item, acts: ACTS[verb] ?? [] }, () =>
    client.post('react', { as, channel: card.channel, message: card.id, emoji, present: true }),
  );
};

/** One's own message, edited or deleted after it was tracked, or not. */
const changeSource: Operation = async ({ client, memory, random, tried }) => {
  if (memory.messages.length === 0) return;
  const { channel, id: message, author: as, text, tracked } = random.pick(memory.messages);
  const deleted = random.next() < 0.3;
  const body = { as, channel, message };
  await tried.attempt(
    as,
    { means: 'source changed', channel, message, note: deleted ? 'deleted' : 'edited', tracked },
    () => client.post(deleted ? 'delete' : 'edit', deleted ? body : { ...body, text: `${text} again` }),
  );
};

/** An emoji that means nothing on a plain message is a state all the same. */
const reactOnMessage: Operation = async ({ client, memory, random, tried }) => {
  if (memory.messages.length === 0) return;
  const { channel, id: message } = random.pick(memory.messages);
  const as = someoneIn(channel, random);
  const on = { channel, message, emoji: 'zzz' };
  await tried.attempt(as, { means: 'reaction', ...on }, () =>
    client.post('react', { as, ...on, present: true }),
  );
};

const cardOf = ({ cards }: Memory, random: Random): SeenCard | null =>
  cards.length > 0 ? random.pick(cards) : null;

const itemOf = ({ options }: Action): number | null => {
  const key = /^W-(\d+)$/.exec(options.item ?? '')?.[1];
  return key === undefined ? null : Number(key);
};

const OFTEN: readonly Operation[] = [
  ...[mention, mention, add, pin, look, act, act, act, press, press],
  ...[reactOnCard, changeSource, reactOnMessage],
];

/** Does one thing. */
export const operate = (actor: Actor): Promise<void> => actor.random.pick(OFTEN)(actor);

/** What a new playground needs before there is anything to press. */
export async function begin(actor: Actor): Promise<void> {
  for (const operation of [mention, add, pin, look]) await operation(actor);
}
