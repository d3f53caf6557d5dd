/** What a person does here. Each tells the server, shows its answer and brings the view up to date. */
import type { Answer, Form, MessageView, Reply } from '../../api.ts';
import { commandOf } from '../model/completion.ts';
import { sent, type Values } from '../model/forms.ts';
import { toSent } from '../words/mentions.ts';
import { forgetWorkspace, refresh } from './live.ts';
import { server } from './server.ts';
import { fresh, type PrivateAnswer, type Spot, store, toast, type Unsent, workspaceNow } from './state.ts';

interface Asked extends Spot {
  readonly verb: string;
  readonly asked: string | null;
  /** The message that was pressed on. */
  readonly pressed?: string;
}

/** Says what went wrong; false then. */
async function attempt(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    toast('bad', (error as Error).message);
    return false;
  }
}

const me = (): string => store.get().view?.me.account ?? '';

function show(reply: Reply | null, asked: Asked): void {
  if (reply?.form) {
    store.set({ dialog: { kind: 'form', form: reply.form, spot: asked, verb: reply.form.action.verb } });
  }
  if (reply?.message) showAnswer(reply.message, asked);
}

/** Under what was pressed, in place of an earlier answer there; the next page of a list in place of the list. */
function showAnswer(message: PrivateAnswer['message'], asked: Asked): void {
  const { verb, pressed = null } = asked;
  const answer: PrivateAnswer = {
    ...said(asked, null, null),
    id: fresh('answer'),
    private: true,
    message,
    as: me(),
    under: pressed,
    verb,
    asked: asked.asked,
  };
  store.set(({ answers }) => {
    const page = answers.find((old) => old.id === pressed && old.verb === verb);
    if (page) {
      const turned = { ...page, message };
      return { answers: answers.map((old) => (old === page ? turned : old)) };
    }
    const earlier = (old: PrivateAnswer) => pressed !== null && old.under === pressed && old.as === answer.as;
    return { answers: [...answers.filter((old) => !earlier(old)), answer] };
  });
}

const said = ({ channel, thread }: Spot, author: string | null, text: string | null): MessageView => ({
  channel,
  id: fresh('unsent'),
  thread,
  author,
  private: false,
  text,
  message: null,
  postedAt: workspaceNow(),
  edited: false,
  reactions: [],
});

/** Sends, showing the words as unsent until the server has them; false when it does not take them. */
async function sending(
  spot: Spot,
  shown: string,
  work: () => Promise<Answer>,
  asked: Asked,
): Promise<boolean> {
  const unsent: Unsent = { ...said(spot, me(), shown), sending: true };
  store.set((state) => ({ unsent: [...state.unsent, unsent] }));
  const done = await attempt(async () => {
    const { reply } = await work();
    await refresh();
    show(reply, asked);
  });
  store.set((state) => ({ unsent: state.unsent.filter((other) => other !== unsent) }));
  return done;
}

export function post(spot: Spot, typed: string): Promise<boolean> {
  const text = toSent(typed, store.get().view?.people ?? []);
  const work = () => server.post({ as: me(), channel: spot.channel, thread: spot.thread, text });
  return sending(spot, text, work, { ...spot, verb: 'post', asked: null });
}

export function command(channel: string, typed: string): Promise<boolean> {
  const text = commandOf(typed) ?? '';
  const spot = { channel, thread: null };
  const verb = text.split(/\s+/, 1)[0] || 'help';
  const work = () => server.command({ as: me(), channel, text });
  return sending(spot, typed, work, { ...spot, verb, asked: typed.trim() });
}

export const press = (on: MessageView, verb: string, options: Values): Promise<boolean> =>
  attempt(async () => {
    const { channel, thread, id } = on;
    const message = on.private ? null : id;
    const { reply } = await server.press({ as: me(), channel, message, verb, options });
    await refresh();
    show(reply, { channel, thread, verb, asked: null, pressed: id });
  });

/** What stands beside the fields when the form must stay open; null when it is done. */
export async function submit(form: Form, spot: Spot, values: Values): Promise<Values | null> {
  const { verb } = form.action;
  let faults: Values | null = {};
  await attempt(async () => {
    const options = sent(form, values);
    const { reply } = await server.submit({ as: me(), channel: spot.channel, verb, options });
    faults = reply?.fieldErrors ?? null;
    if (faults !== null) return;
    await refresh();
    store.set({ dialog: null });
    show(reply, { ...spot, verb, asked: null });
  });
  return faults;
}

const on = ({ channel, id }: MessageView) => ({ as: me(), channel, message: id });

export const track = (message: MessageView): Promise<boolean> =>
  attempt(async () => {
    const { reply } = await server.track(on(message));
    await refresh();
    show(reply, { channel: message.channel, thread: message.thread, verb: 'track', asked: null });
  });

export const react = (message: MessageView, emoji: string): Promise<boolean> =>
  attempt(async () => {
    const mine = message.reactions.some((one) => one.emoji === emoji && one.accounts.includes(me()));
    const { reply } = await server.react({ ...on(message), emoji, present: !mine });
    await refresh();
    show(reply, { channel: message.channel, thread: message.thread, verb: 'react', asked: null });
  });

export const edit = (message: MessageView, typed: string): Promise<boolean> =>
  attempt(async () => {
    const text = toSent(typed, store.get().view?.people ?? []);
    await server.edit({ ...on(message), text });
    await refresh();
    store.set({ editing: null });
  });

export const remove = (message: MessageView): Promise<boolean> =>
  attempt(async () => {
    await server.delete(on(message));
    await refresh();
  });

/** Puts a private message out of sight. */
export const dismiss = (message: MessageView): void =>
  store.set(({ answers, dismissed }) =>
    answers.some((answer) => answer.id === message.id)
      ? { answers: answers.filter((answer) => answer.id !== message.id) }
      : { dismissed: [...dismissed, message.id] },
  );

/** Moves the workspace's clock forward by so many milliseconds. */
export async function moveClock(by: number): Promise<boolean> {
  store.set({ progress: { what: 'Moving the clock', done: 0 } });
  const moved = await attempt(async () => {
    await server.clock(Math.max(1, Math.ceil(by)));
    await refresh();
  });
  store.set({ progress: null });
  return moved;
}

export const reset = (): Promise<boolean> =>
  attempt(async () => {
    await server.reset();
    await refresh();
    forgetWorkspace();
    toast('good', 'The workspace was started over.');
  });
