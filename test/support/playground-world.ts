/** The playground as the contract suite's world: a real server, spoken to over loopback as the page does. */
import type { MessageView, Answer as PageAnswer, View } from '../../src/adapters/playground/api.ts';
import { type Form, type Message, picturesOf } from '../../src/coordination/message.ts';
import { patient } from '../contracts/patient.ts';
import type { Answer, ChatPerson, ChatWorld, Shown } from '../contracts/world.ts';
import { buttonsOf, textOf } from './message-text.ts';

export interface PlaygroundUnderTest {
  readonly url: string;
  /** Until nothing that is due is left to do. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

interface Held {
  readonly channel: string;
  readonly message: Message | null;
  readonly form: Form | null;
}

interface ShownHere extends Shown {
  readonly view: MessageView;
}

export function playgroundWorld(under: PlaygroundUnderTest): ChatWorld {
  const post = async (path: string, body: object): Promise<PageAnswer> => {
    const response = await fetch(`${under.url}/api/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as PageAnswer;
  };
  const viewOf = async (as: string): Promise<View> => {
    const response = await fetch(`${under.url}/api/view?as=${as}`);
    return (await response.json()) as View;
  };
  return patient({
    as: (handle) => playgroundPerson(handle, post, viewOf, under.url),
    settle: () => under.settle(),
    fates: null,
    async pass(ms) {
      await post('clock', { by: ms });
      await under.settle();
    },
    // The playground takes whatever Baton sends.
    refuseFiles: () => false,
    unheard: async () => false,
    lose: async () => false,
    closeChannel: () => false,
    close: () => under.close(),
  });
}

function playgroundPerson(
  as: string,
  post: (path: string, body: object) => Promise<PageAnswer>,
  viewOf: (as: string) => Promise<View>,
  url: string,
): ChatPerson {
  const answered = (channel: string, { reply }: PageAnswer): Answer => {
    const held: Held = { channel, message: reply?.message ?? null, form: reply?.form ?? null };
    return {
      text: reply?.message ? textOf(reply.message, Date.now()) : '',
      buttons: reply?.message ? buttonsOf(reply.message).map((b) => b.label) : [],
      form: reply?.form
        ? {
            title: reply.form.title,
            fields: reply.form.fields.map(({ name, label, value = '', required = false }) => ({
              name,
              label,
              value,
              required,
            })),
          }
        : null,
      fieldErrors: reply?.fieldErrors ?? {},
      handle: held,
    };
  };
  const seesAll = async (): Promise<ShownHere[]> => {
    const view = await viewOf(as);
    return view.messages.map((m) => ({ ...shown(m, view.now), files: () => filesOf(url, as, m) }));
  };
  const on = (message: Shown) => ({ as, channel: message.channel, message: message.id });
  return {
    async say(channel, words, inThread) {
      const text = words.replace(/@Baton\b/g, '<@baton>');
      await post('post', { as, channel, thread: inThread?.id ?? null, text });
      const mine = (await seesAll()).filter(
        (m) => m.channel === channel && m.author === as && m.view.text === text,
      );
      return mine.at(-1) as Shown;
    },
    rewrite: async (message, words) => void (await post('edit', { ...on(message), text: words })),
    remove: async (message) => void (await post('delete', on(message))),
    command: async (channel, text) => answered(channel, await post('command', { as, channel, text })),
    async press(target, label) {
      const held = 'handle' in target ? (target.handle as Held) : null;
      const message = held ? held.message : (target as ShownHere).view.message;
      const channel = held ? held.channel : (target as Shown).channel;
      const button = message && buttonsOf(message).find((b) => b.label === label);
      if (!button) throw new Error(`there is no button ${label}`);
      const { verb, options } = button.action;
      return answered(
        channel,
        await post('press', { as, channel, message: held ? null : (target as Shown).id, verb, options }),
      );
    },
    async submit(answer, values) {
      const { channel, form } = answer.handle as Held;
      if (!form) throw new Error('no form was opened');
      const prefilled = Object.fromEntries(form.fields.map((f) => [f.name, f.value ?? '']));
      const options = { ...form.action.options, ...prefilled, ...values };
      return answered(channel, await post('submit', { as, channel, verb: form.action.verb, options }));
    },
    track: async (message) => answered(message.channel, await post('track', on(message))),
    react: async (message, emoji) => void (await post('react', { ...on(message), emoji, present: true })),
    unreact: async (message, emoji) => void (await post('react', { ...on(message), emoji, present: false })),
    sees: async (channel) => (await seesAll()).filter((m) => m.channel === channel),
    directMessages: async () =>
      (await seesAll()).filter((m) => m.channel === `dm-${as}` && m.author === null),
  };
}

async function filesOf(url: string, as: string, { channel, id, message }: MessageView) {
  const get = async (name: string, path: string) => {
    const answer = await fetch(`${url}/api/${path}?as=${as}&channel=${channel}&message=${id}`);
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return { name, bytes: new Uint8Array(await answer.arrayBuffer()) };
  };
  const pictures = message ? picturesOf(message) : [];
  return Promise.all([
    ...pictures.map(({ name }) => get(`${name}.png`, 'picture')),
    ...(message?.file ? [get(message.file.name, 'file')] : []),
  ]);
}

function shown(view: MessageView, now: number): Omit<ShownHere, 'files'> {
  return {
    id: view.id,
    channel: view.channel,
    thread: view.thread,
    author: view.author,
    onlyForMe: view.private,
    text: view.message ? textOf(view.message, now) : (view.text ?? ''),
    buttons: view.message ? buttonsOf(view.message).map((b) => b.label) : [],
    view,
  };
}
