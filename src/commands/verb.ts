/** A verb: one thing a person can ask of Baton, defined once for every platform. */
import type { Form, Message, Reply } from '../coordination/message.ts';
import type { CommandContext } from './context.ts';
import type { InputOf, Options } from './option.ts';

export interface VerbDefinition<O extends Options> {
  /** `claim`, or with its group `team add`. */
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly description: string;
  /** Whole lines after `/baton `, which work as they stand. */
  readonly examples: readonly string[];
  readonly options: O;
  /** Everything after the verb is the first option's words; `name: value` is not looked for. */
  readonly free?: boolean;
  /** Only what is required is read from its place; all else is named, for there is too much to guess from. */
  readonly named?: boolean;
  /** What it does is seen on the item's card: pressed there, it needs no further answer. */
  readonly showsOnCard?: boolean;
  /** Not typed, so not listed: it is reached by a button, a form or the message action alone. */
  readonly hidden?: boolean;
  run(ctx: CommandContext, input: InputOf<O>): Promise<Reply>;
  /** The answer, where it follows from the options' words alone: nothing is read or written for it. */
  says?(options: Readonly<Record<string, string>>): Message;
  /**
   * The form to open when what is needed was not said: `input` holds what was. Without it, a missing option is refused
   * with an example. What is sent fills the options of these names.
   */
  form?(ctx: CommandContext, input: Partial<InputOf<O>>): Promise<Form>;
  /** Whether to open the form although nothing required is missing: `edit W-12` with nothing to change. */
  wantsForm?(input: InputOf<O>): boolean;
}

/** A verb whose options' types are forgotten, as the registry holds it. */
export type Verb = VerbDefinition<Options>;

export const verb = <const O extends Options>(definition: VerbDefinition<O>): Verb => definition as Verb;
