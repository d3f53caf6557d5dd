/** A button's or select's action as Slack carries it, and back: one pair. What it says is checked again when pressed. */
import { z } from 'zod';
import type { Action } from '../../coordination/message.ts';
import { DoesNotFit, LIMITS } from './limits.ts';

/** What is pressed, as Slack tells it. */
export interface Pressed {
  readonly action_id: string;
  readonly value?: string | undefined;
  readonly selected_option?: { readonly value: string } | null | undefined;
}

const BUTTON = /^press:\d+$/;
const SELECT = /^choose:\d+:/;

const carried = z.tuple([z.string().min(1), z.record(z.string(), z.string())]);
const carriedBySelect = z.tuple([z.string().min(1), z.record(z.string(), z.string()), z.string().min(1)]);

/** `nth` makes the id unique in its message. @throws DoesNotFit */
export function encodePress({ verb, options }: Action, nth: number): { action_id: string; value: string } {
  const value = JSON.stringify([verb, options]);
  if (value.length > LIMITS.button.value)
    throw new DoesNotFit(`the action of a button, ${verb},`, value.length, LIMITS.button.value);
  return { action_id: `press:${nth}`, value };
}

/** The id of a select, which carries its action: a choice has room for its own value alone. Null: it does not fit. */
export function encodeSelect({ verb, options }: Action, option: string, nth: number): string | null {
  const id = `choose:${nth}:${JSON.stringify([verb, options, option])}`;
  return id.length > LIMITS.id ? null : id;
}

/** Null for what no message of this version carries: a stale or foreign element. */
export function decodeAction({ action_id: id, value, selected_option: chosen }: Pressed): Action | null {
  if (BUTTON.test(id)) {
    const read = carried.safeParse(jsonIn(value));
    return read.success ? { verb: read.data[0], options: read.data[1] } : null;
  }
  if (!SELECT.test(id) || !chosen) return null;
  const read = carriedBySelect.safeParse(jsonIn(id.replace(SELECT, '')));
  if (!read.success) return null;
  const [verb, options, option] = read.data;
  return { verb, options: { ...options, [option]: chosen.value } };
}

export function jsonIn(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
