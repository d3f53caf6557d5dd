/** Runs a verb on options that are still words: reads them, opens a form for what is missing, refuses what is wrong. */
import { Refusal, refuse } from '../coordination/errors.ts';
import type { Action, Form, Reply } from '../coordination/message.ts';
import type { CommandContext } from './context.ts';
import type { RawOptions } from './parse.ts';
import type { Verb } from './verb.ts';

export interface Asking {
  /** A form was sent: what is wrong stands beside its fields, and an empty field empties. */
  readonly fromForm: boolean;
}

export async function runVerb(
  ctx: CommandContext,
  verb: Verb,
  raw: RawOptions,
  asking: Asking,
): Promise<Reply> {
  const { input, missing } = await readInput(ctx, verb, raw, asking);
  if (missing !== null) {
    if (verb.form && !asking.fromForm) return { form: await verb.form(ctx, input) };
    const option = verb.options[missing];
    refuse(
      {
        code: 'missing_option',
        verb: verb.name,
        option: missing,
        example: verb.examples[0] ?? option?.example ?? '',
      },
      missing,
    );
  }
  if (verb.form && !asking.fromForm && verb.wantsForm?.(input)) return { form: await verb.form(ctx, input) };
  return verb.run(ctx, input);
}

async function readInput(
  ctx: CommandContext,
  verb: Verb,
  raw: RawOptions,
  asking: Asking,
): Promise<{ input: Record<string, unknown>; missing: string | null }> {
  const input: Record<string, unknown> = {};
  let missing: string | null = null;
  for (const [name, option] of Object.entries(verb.options)) {
    const words = raw[name]?.trim() ?? '';
    const emptied = words === '' && name in raw && asking.fromForm && option.emptiable === true;
    if (words !== '' || emptied) {
      input[name] = await withField(name, asking, () => option.read(emptied ? 'none' : words, ctx, name));
    } else if (option.required) {
      missing ??= name;
    }
  }
  return { input, missing };
}

/** A refusal while a form's option is read belongs beside its field. */
async function withField<T>(name: string, asking: Asking, read: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (asking.fromForm && error instanceof Refusal && error.field === undefined)
      throw new Refusal(error.problem, name);
    throw error;
  }
}

/** A form as a button, where a form cannot be opened at once. */
export const openingButton = (form: Form): { label: string; action: Action } => ({
  label: form.title,
  action: form.action,
});
