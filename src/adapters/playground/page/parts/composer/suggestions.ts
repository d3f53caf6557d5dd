import { useEffect, useState } from 'preact/hooks';
import {
  commandBefore,
  commandSuggestion,
  mentionSuggestions,
  placeCommand,
  type Suggestion,
  takesFirst,
} from '../../model/completion.ts';
import { server } from '../../state/server.ts';
import { store } from '../../state/state.ts';

export interface Caret {
  readonly text: string;
  readonly at: number;
}

export interface Suggestions {
  /** The text that they complete: for another text they are stale, and must not be taken. */
  readonly text: string;
  readonly options: readonly Suggestion[];
  readonly active: number;
}

/** The option that an arrow leads to; they go round. */
export function nextActive({ options, active }: Suggestions, key: 'ArrowDown' | 'ArrowUp'): number {
  if (key === 'ArrowDown') return (active + 1) % options.length;
  return (active <= 0 ? options.length : active) - 1;
}

const NONE: Suggestions = { text: '', options: [], active: -1 };

/** Long enough to skip letters typed in a run, short enough not to be noticed. */
const PAUSE = 60;

/**
 * What the composer offers at the caret: people after `@`, and in a channel what `/baton` understands. Null text
 * offers nothing. The second value changes or closes the offer.
 */
export function useSuggestions(
  caret: Caret | null,
  channel: string,
  commands: boolean,
): [Suggestions, (change: Suggestions | null) => void] {
  const [shown, setShown] = useState(NONE);
  useEffect(() => {
    if (!caret) return setShown(NONE);
    const command = commands ? commandBefore(caret.text, caret.at) : null;
    if (command === null) return setShown(offer(caret, here(caret, commands)));
    const stop = new AbortController();
    const timer = setTimeout(async () => {
      const found = await complete(caret, channel, command, stop.signal);
      if (!stop.signal.aborted) setShown(offer(caret, found));
    }, PAUSE);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [caret, channel, commands]);
  return [shown, (change) => setShown(change ?? NONE)];
}

const offer = (caret: Caret, options: readonly Suggestion[]): Suggestions => ({
  text: caret.text,
  options,
  active: takesFirst(caret.text, caret.at, options) ? 0 : -1,
});

/** What the page itself can offer. */
function here({ text, at }: Caret, commands: boolean): Suggestion[] {
  if (commands && text.startsWith('/')) return commandSuggestion(text, at);
  return mentionSuggestions(text, at, store.get().view?.people ?? [], true);
}

/** The server knows verbs, items and people; without it, the page still knows people. */
async function complete(
  { text, at }: Caret,
  channel: string,
  command: string,
  signal: AbortSignal,
): Promise<Suggestion[]> {
  const { view } = store.get();
  if (!view) return [];
  try {
    const found = await server.complete(view.me.account, channel, command, signal);
    return found.slice(0, 8).map((completion) => {
      const placed = placeCommand(completion.text, text, at);
      return { key: completion.text, label: completion.label, hint: completion.hint, ...placed };
    });
  } catch {
    return mentionSuggestions(text, at, view.people, false);
  }
}
