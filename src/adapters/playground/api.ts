/**
 * What the page and its server say to each other: JSON over HTTP, and server-sent events for what changes. Types only,
 * shared by both sides; the server checks what it receives.
 *
 *   GET  /api/people                      People
 *   GET  /api/view?as=ACCOUNT             View          all that one person sees
 *   GET  /api/live?as=ACCOUNT             server-sent events; each `change` event means: fetch the view again.
 *                                         `progress` events carry Progress.
 *   GET  /api/complete?as=&channel=&text= Completion[]  for what stands after `/baton ` up to the caret
 *   GET  /api/picture?as=&channel=&message=&nth=   a PNG: the so-manieth picture of a message
 *   GET  /api/file?as=&channel=&message=           the file that a message carries
 *   POST /api/post                        PostBody      -> Answer
 *   POST /api/command                     CommandBody   -> Answer
 *   POST /api/press                       PressBody     -> Answer      a button or select
 *   POST /api/submit                      SubmitBody    -> Answer      a form
 *   POST /api/track                       TrackBody     -> Answer      the message action Track with Baton
 *   POST /api/react                       ReactBody     -> Answer
 *   POST /api/edit, /api/delete           EditBody      -> Answer      one's own message
 *   POST /api/clock                       { by: milliseconds } -> Answer
 *   POST /api/reset                       {}            -> Answer
 *
 * Every POST carries `content-type: application/json`; errors are 4xx/5xx with `{ error: string }`, a sentence for people.
 */
import type { Form, Message, Reply } from '../../coordination/message.ts';

export interface PersonView {
  readonly account: string;
  readonly handle: string;
  readonly name: string;
  readonly kind: 'human' | 'agent';
  readonly role: 'guest' | 'member' | 'admin';
  readonly zone: string;
  readonly teams: readonly string[];
}

export interface ChannelView {
  readonly channel: string;
  readonly name: string;
  readonly kind: 'public' | 'private' | 'direct';
  readonly topic: string;
}

export interface MessageView {
  readonly channel: string;
  readonly id: string;
  /** The root's id, when it stands in a thread. */
  readonly thread: string | null;
  /** Null: Baton wrote it. */
  readonly author: string | null;
  /** Seen by this person alone; can be dismissed on the page. */
  readonly private: boolean;
  /** A person's words, or what Baton said: one of the two. */
  readonly text: string | null;
  readonly message: Message | null;
  readonly postedAt: number;
  readonly edited: boolean;
  readonly reactions: readonly { readonly emoji: string; readonly accounts: readonly string[] }[];
}

export interface View {
  readonly me: PersonView;
  readonly people: readonly PersonView[];
  readonly channels: readonly ChannelView[];
  /** Oldest first; the newest 200 of each channel. */
  readonly messages: readonly MessageView[];
  /** The workspace's clock, which may be ahead. */
  readonly now: number;
  readonly clockOffset: number;
  /** The next instant at which something is due; null when nothing waits. */
  readonly nextDue: number | null;
}

/** An answer private to who asked: shown in the channel as a message only they see, a form in a dialog. */
export interface Answer {
  readonly reply: Reply | null;
}

/** Something that can be inserted at the caret. */
export interface Completion {
  /** The whole text after `/baton ` with the completion in place. */
  readonly text: string;
  readonly label: string;
  readonly hint: string;
}

export interface PostBody {
  readonly as: string;
  readonly channel: string;
  readonly thread: string | null;
  readonly text: string;
}
export interface CommandBody {
  readonly as: string;
  readonly channel: string;
  /** What stands after `/baton`. */
  readonly text: string;
}
export interface PressBody {
  readonly as: string;
  readonly channel: string;
  /** The message pressed on; null on a private answer. */
  readonly message: string | null;
  readonly verb: string;
  readonly options: Readonly<Record<string, string>>;
}
export interface SubmitBody {
  readonly as: string;
  readonly channel: string;
  readonly verb: string;
  /** The form's options joined with the fields' values. */
  readonly options: Readonly<Record<string, string>>;
}
export interface TrackBody {
  readonly as: string;
  readonly channel: string;
  readonly message: string;
}
export interface ReactBody extends TrackBody {
  readonly emoji: string;
  readonly present: boolean;
}
export interface EditBody extends TrackBody {
  /** Left out to delete. */
  readonly text?: string;
}

export interface Progress {
  /** What is being done, for people: `Moving the clock: Monday 09:00`. */
  readonly what: string;
  /** 0 to 1; 1 when done. */
  readonly done: number;
}

export type { Form, Message, Reply };
