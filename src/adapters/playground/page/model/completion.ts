/** What may be completed where the caret stands, and how a completion goes into the text. */
import type { PersonView } from '../../api.ts';
import { BATON } from '../words/people.ts';

export interface Suggestion {
  readonly key: string;
  readonly label: string;
  readonly hint: string;
  /** The text with the completion in place, and where the caret goes. */
  readonly text: string;
  readonly caret: number;
}

/** What stands after `/baton ` up to the caret; null where no command is written. */
export function commandBefore(text: string, caret: number): string | null {
  const before = text.slice(0, caret);
  return before.startsWith('/baton ') ? before.slice('/baton '.length) : null;
}

/** The words of a command to run; null when the text is none. */
export function commandOf(text: string): string | null {
  const match = /^\/baton(?:\s+([\s\S]*))?$/.exec(text.trim());
  return match ? (match[1] ?? '') : null;
}

/** `/`, `/ba`: the one command there is. */
export function commandSuggestion(text: string, caret: number): Suggestion[] {
  if (caret !== text.length || !'/baton'.startsWith(text) || text === '') return [];
  const whole = '/baton ';
  return [
    { key: 'baton', label: '/baton', hint: 'run a command of Baton', text: whole, caret: whole.length },
  ];
}

/** A server's completion of a command, put before what stands behind the caret. */
export function placeCommand(
  completion: string,
  text: string,
  caret: number,
): { text: string; caret: number } {
  const gap = /[\p{L}\p{N}]$/u.test(completion) ? ' ' : '';
  const before = `/baton ${completion}${gap}`;
  return { text: before + text.slice(caret).trimStart(), caret: before.length };
}

/** The `@…` that the caret stands in: where it starts, and the letters so far. */
function mentionBefore(text: string, caret: number): { from: number; typed: string } | null {
  const match = /(?:^|[^\w@.<])@([\w.-]{0,60})$/u.exec(text.slice(0, caret));
  if (!match) return null;
  const typed = match[1] ?? '';
  return { from: caret - typed.length - 1, typed };
}

/** People whose handle or a word of whose name starts so; Baton among them. At most eight. */
export function mentionSuggestions(
  text: string,
  caret: number,
  people: readonly PersonView[],
  withBaton: boolean,
): Suggestion[] {
  const mention = mentionBefore(text, caret);
  if (!mention) return [];
  const everyone = [
    ...(withBaton ? [{ account: BATON, handle: 'Baton', name: 'Baton' }] : []),
    ...people.map(({ account, handle, name }) => ({ account, handle, name })),
  ];
  return peopleStarting(everyone, mention.typed)
    .slice(0, 8)
    .map((person) => {
      const before = `${text.slice(0, mention.from)}@${person.handle} `;
      return {
        key: person.account,
        label: person.name,
        hint: `@${person.handle}`,
        text: before + text.slice(caret).replace(/^ /, ''),
        caret: before.length,
      };
    });
}

/** People whose handle or a word of whose name starts so, in any case. */
export function peopleStarting<P extends { readonly handle: string; readonly name: string }>(
  people: readonly P[],
  typed: string,
): P[] {
  const start = typed.toLowerCase();
  return people.filter((person) =>
    [person.handle, ...person.name.split(/\s+/)].some((word) => word.toLowerCase().startsWith(start)),
  );
}

/**
 * Whether Enter takes the first suggestion without an arrow key: only where what was typed cannot be meant as it
 * stands, a verb or a name half written. Else Enter sends, and quick typing is never changed behind one's back.
 */
export function takesFirst(text: string, caret: number, suggestions: readonly Suggestion[]): boolean {
  if (suggestions.length === 0 || caret !== text.length) return false;
  if (suggestions.some((suggestion) => suggestion.text.trim() === text.trim())) return false;
  const command = commandBefore(text, caret);
  if (command !== null) return /^\S+$/.test(command);
  return !/\s$/.test(text);
}
