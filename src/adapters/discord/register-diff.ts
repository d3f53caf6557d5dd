/** What is registered with Discord against what should be: only what differs is told. Pure. */
import type { RESTPostAPIApplicationCommandsJSONBody } from 'discord.js';

/** A command as Discord tells it: what was asked for, and more of its own. */
export type Registered = RESTPostAPIApplicationCommandsJSONBody & { readonly id: string };

export interface Difference {
  readonly create: readonly RESTPostAPIApplicationCommandsJSONBody[];
  readonly change: readonly { readonly id: string; readonly to: RESTPostAPIApplicationCommandsJSONBody }[];
  readonly remove: readonly { readonly id: string; readonly name: string }[];
}

export function difference(
  registered: readonly Registered[],
  wanted: readonly RESTPostAPIApplicationCommandsJSONBody[],
): Difference {
  const known = new Map(registered.map((command) => [nameOf(command), command]));
  const names = new Set(wanted.map(nameOf));
  return {
    create: wanted.filter((command) => !known.has(nameOf(command))),
    change: wanted.flatMap((to) => {
      const command = known.get(nameOf(to));
      return command && !holds(command, to) ? [{ id: command.id, to }] : [];
    }),
    remove: registered.filter((command) => !names.has(nameOf(command))).map(({ id, name }) => ({ id, name })),
  };
}

export const isNone = ({ create, change, remove }: Difference): boolean =>
  create.length + change.length + remove.length === 0;

const CHAT_INPUT = 1;
const nameOf = ({ type, name }: RESTPostAPIApplicationCommandsJSONBody): string =>
  `${type ?? CHAT_INPUT} ${name}`;

/** Whether `actual` says all that `wanted` does: Discord adds ids, and leaves out what is false or empty. */
function holds(actual: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted)) {
    const list = Array.isArray(actual) ? actual : [];
    return list.length === wanted.length && wanted.every((one, at) => holds(list[at], one));
  }
  if (wanted === null || typeof wanted !== 'object') return actual === wanted || (!actual && !wanted);
  const other = (actual ?? {}) as Record<string, unknown>;
  const more = MATTERS.filter((name) => name in other && !(name in wanted) && !isEmpty(other[name]));
  return more.length === 0 && Object.entries(wanted).every(([name, value]) => holds(other[name], value));
}

/** What changes a command when it is there and should not be. */
const MATTERS = ['options', 'choices', 'required', 'autocomplete', 'min_length', 'max_length'];

const isEmpty = (value: unknown): boolean => !value || (Array.isArray(value) && value.length === 0);
