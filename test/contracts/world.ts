/**
 * A chat platform with Baton in it, as its people see it: what the contract suite is written against. Each adapter's
 * tests make one of these over the real adapter; nothing here knows a platform.
 *
 * The cast is the same everywhere: ana (admin), lena (leads @design), bo (leads @platform), mira, kai, gus (a guest, in
 * #design alone), scout (an agent). Channels: #general, #design, #platform, and #leads, private to ana, lena and bo.
 */
export interface ChatWorld {
  as(handle: string): ChatPerson;
  /** Until Baton has handled all that came in and sent all that is due. */
  settle(): Promise<void>;
  /** Moves time forward, work included. */
  pass(ms: number): Promise<void>;
  /** What becomes of people's accounts without Baton; null where nothing does. */
  readonly fates: Fates | null;
  /** Has the platform take no file any more, or take them again; false where one always does. */
  refuseFiles(refused: boolean): boolean;
  /** A message of Baton's is deleted, as a moderator can; false where nobody can. */
  lose(message: Shown): Promise<boolean>;
  /** A channel is archived, or hidden from Baton, or is as before; false where none ever is. */
  closeChannel(channel: string, closed: boolean): boolean;
  /** Of what is done meanwhile nobody ever tells Baton, which learns of the gap alone; false where it hears all. */
  unheard(act: () => Promise<void>): Promise<boolean>;
  close(): Promise<void>;
}

export interface Fates {
  /** They take no direct message of Baton's any more, or do again. */
  closeDirect(handle: string, closed: boolean): void;
  /** Their account is switched off, or they leave. */
  leave(handle: string): void;
  comeBack(handle: string): void;
}

export interface ChatPerson {
  /** Says something. Write people as `@lena`, and Baton as `@Baton`: the world turns them into its own mentions. */
  say(channel: string, words: string, inThread?: Shown): Promise<Shown>;
  rewrite(message: Shown, words: string): Promise<void>;
  remove(message: Shown): Promise<void>;
  /** `/baton` and these words. */
  command(channel: string, words: string): Promise<Answer>;
  /** Presses a button, by its label, on a message or on the private answer just had. */
  press(on: Shown | Answer, label: string): Promise<Answer>;
  /** Sends a form that an answer opened; fields left out keep what stands in them. */
  submit(form: Answer, values: Readonly<Record<string, string>>): Promise<Answer>;
  /** The message action Track with Baton. */
  track(message: Shown): Promise<Answer>;
  /** Slack's name of the emoji. */
  react(message: Shown, emoji: string): Promise<void>;
  unreact(message: Shown, emoji: string): Promise<void>;
  /** What stands in a channel as this person sees it, oldest first, private messages to them included. */
  sees(channel: string): Promise<readonly Shown[]>;
  /** What Baton wrote to them directly. */
  directMessages(): Promise<readonly Shown[]>;
}

/** A message as it is seen. */
export interface Shown {
  readonly id: string;
  readonly channel: string;
  readonly thread: string | null;
  /** A handle; null: Baton. */
  readonly author: string | null;
  readonly onlyForMe: boolean;
  /** All its visible words, line by line; people as `@Name`, pictures by their alternatives. */
  readonly text: string;
  readonly buttons: readonly string[];
  /** Its pictures, and what is attached. */
  files(): Promise<readonly { readonly name: string; readonly bytes: Uint8Array }[]>;
}

/** What came back, privately, from a command, press or form. Nothing at all is an answer: the card shows it. */
export interface Answer {
  readonly text: string;
  readonly buttons: readonly string[];
  readonly form: { readonly title: string; readonly fields: readonly FormFieldShown[] } | null;
  /** Words beside fields of the form that was sent. */
  readonly fieldErrors: Readonly<Record<string, string>>;
  /** What the world needs to press and submit. */
  readonly handle: unknown;
}

export interface FormFieldShown {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly required: boolean;
}
