/** Answers that follow from the words alone, as those of `help` do: given before anything is read, written or noted. */
import { Refusal } from '../coordination/errors.ts';
import type { Reply } from '../coordination/message.ts';
import type { Act } from './intent.ts';
import { storable } from './storable.ts';
import { pressedVerb, readTyped } from './typed.ts';
import { refusalMessage } from './words.ts';

/** Null where the answer takes more than words. */
export function answerAlone(intent: Act): Reply | null {
  try {
    const asked = askedOf(intent);
    return asked?.verb.says ? { message: asked.verb.says(asked.options) } : null;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { message: refusalMessage(error.problem) };
  }
}

function askedOf(intent: Act) {
  if (intent.kind === 'words') return readTyped(storable(intent.text));
  if (intent.kind !== 'action') return null;
  const { verb, options } = intent.action;
  return { verb: pressedVerb(verb), options: storable(options) };
}
