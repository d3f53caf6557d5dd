/** Which verb is meant by what was typed or pressed. */
import { refuse } from '../coordination/errors.ts';
import { nearest } from './nearest.ts';
import { MAX_TEXT, type RawOptions, readOptions, splitVerb } from './parse.ts';
import { findVerb, VERBS } from './registry.ts';
import type { Verb } from './verb.ts';

const TYPED = VERBS.filter((v) => !v.hidden);

export const splitTyped = (text: string): ReturnType<typeof splitVerb> => splitVerb(TYPED, text);

/** Refuses what names no verb. Nothing typed asks for help. */
export function readTyped(text: string): { readonly verb: Verb; readonly options: RawOptions } {
  if (text.length > MAX_TEXT)
    refuse({ code: 'too_long', field: 'command', length: text.length, most: MAX_TEXT });
  if (text.trim() === '') return { verb: pressedVerb('help'), options: {} };
  const found = splitTyped(text);
  if (found) return { verb: found.verb, options: readOptions(found.verb, found.rest) };
  const [first = ''] = text.trim().split(/\s+/);
  const names = TYPED.map((v) => v.name);
  return refuse({ code: 'unknown_verb', words: first, near: nearest(first, names) });
}

/** The verb that a button or a form names, which an older version may have made. */
export const pressedVerb = (name: string): Verb => findVerb(name) ?? refuse({ code: 'stale_action' });
