/** All that the page knows. */
import type { Form, MessageView, PersonView, Progress, View } from '../../api.ts';
import type { Placed } from '../model/timeline.ts';
import { type Memory, recall, remember } from './memory.ts';
import { createStore, useStore } from './store.ts';

/** An answer of Baton's to this person alone. It lives on this page, not on the server. */
export interface PrivateAnswer extends Placed {
  readonly as: string;
  /** The message that was pressed on; null for what was typed. */
  readonly under: string | null;
  /** The verb that it answers: a press of the same verb, such as the next page of a list, replaces it. */
  readonly verb: string;
  /** What was asked, as typed; null for a press. */
  readonly asked: string | null;
}

/** Said, and on its way. */
export interface Unsent extends MessageView {
  readonly sending: true;
}

interface Toast {
  readonly id: number;
  readonly tone: 'bad' | 'good';
  readonly text: string;
}

/** Where an answer is shown. */
export interface Spot {
  readonly channel: string;
  readonly thread: string | null;
}

export type Dialog =
  | { readonly kind: 'form'; readonly form: Form; readonly spot: Spot; readonly verb: string }
  | { readonly kind: 'confirm'; readonly question: Question }
  | { readonly kind: 'switcher' | 'shortcuts' | 'clock' };

export interface Question {
  readonly title: string;
  readonly text: string;
  readonly yes: string;
  readonly danger: boolean;
  readonly act: () => Promise<unknown>;
}

interface State extends Memory {
  /** The account that one is; null until the first answer of the server. */
  readonly account: string | null;
  readonly channel: string | null;
  readonly thread: string | null;
  readonly everyone: readonly PersonView[];
  readonly view: View | null;
  /** Milliseconds by which the workspace's clock is ahead of this browser's. */
  readonly ahead: number;
  readonly live: 'connecting' | 'live' | 'lost';
  /** Why nothing can be shown; null when something can. */
  readonly failure: string | null;
  readonly answers: readonly PrivateAnswer[];
  readonly unsent: readonly Unsent[];
  /** The first message that was unread when the channel was opened. */
  readonly newFrom: string | null;
  readonly toasts: readonly Toast[];
  readonly dialog: Dialog | null;
  readonly drawer: boolean;
  readonly progress: Progress | null;
  /** The id of the message that is being edited. */
  readonly editing: string | null;
}

export const store = createStore<State>({
  ...recall(Date.now()),
  account: null,
  channel: null,
  thread: null,
  everyone: [],
  view: null,
  ahead: 0,
  live: 'connecting',
  failure: null,
  answers: [],
  unsent: [],
  newFrom: null,
  toasts: [],
  dialog: null,
  drawer: false,
  progress: null,
  editing: null,
});

let written = store.get();
store.subscribe(() => {
  const state = store.get();
  const kept = ['theme', 'letters', 'welcomed', 'dismissed', 'read'] as const;
  if (kept.some((name) => state[name] !== written[name])) remember(state);
  written = state;
});

/** Reads a part of the state; see `useStore`. */
export const useApp = <T>(select: (state: State) => T): T => useStore(store, select);

/** The workspace's time now. */
export const workspaceNow = (): number => Date.now() + store.get().ahead;

let count = 0;
/** A name that nothing else on this page has. */
export const fresh = (what: string): string => {
  count += 1;
  return `${what} ${count}`;
};

let toasts = 0;
/** Says something in passing. An error stays until it is put away, good news for five seconds. */
export function toast(tone: Toast['tone'], text: string): void {
  toasts += 1;
  const id = toasts;
  store.set((state) => ({
    toasts: [...state.toasts.filter((old) => old.text !== text), { id, tone, text }],
  }));
  if (tone === 'good') setTimeout(() => putAway(id), 5000);
}

export const putAway = (id: number): void =>
  store.set((state) => ({ toasts: state.toasts.filter((other) => other.id !== id) }));
