import { useEffect, useMemo, useState } from 'preact/hooks';
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
  readonly options: readonly Suggestion[];
  /** The marked option; -1 when none is. */
  readonly active: number;
  /** They were found for an earlier text, and must not be taken. */
  readonly stale: boolean;
}

interface Found {
  readonly text: string;
  readonly options: readonly Suggestion[];
}

const NOTHING: Found = { text: '', options: [] };

/** The option that an arrow leads to; they go round. */
export function nextActive({ options, active }: Suggestions, key: 'ArrowDown' | 'ArrowUp'): number {
  if (key === 'ArrowDown') return (active + 1) % options.length;
  return (active <= 0 ? options.length : active) - 1;
}

/** Long enough to skip letters typed in a run, short enough not to be noticed. */
const PAUSE = 60;

/**
 * What the composer offers at the caret: people after `@`, and in a channel what `/baton` understands. Without a caret
 * nothing. The second value marks another option, or with null puts the offer away until something is typed.
 */
export function useSuggestions(
  caret: Caret | null,
  channel: string,
  commands: boolean,
): [Suggestions, (active: number | null) => void] {
  const command = caret && commands ? commandBefore(caret.text, caret.at) : null;
  const served = useServed(caret, channel, command);
  const own = useMemo(
    () => (caret && command === null ? here(caret, commands) : []),
    [caret, command, commands],
  );
  const [chosen, choose] = useState<{ readonly at: Caret; readonly active: number | null } | null>(null);
  const mark = (active: number | null) => caret && choose({ at: caret, active });

  const { text, options } = caret && command === null ? { text: caret.text, options: own } : served;
  const first = caret && takesFirst(caret.text, caret.at, options) ? 0 : -1;
  const active = chosen?.at === caret ? chosen.active : first;
  if (!caret || active === null) return [{ options: [], active: -1, stale: false }, mark];
  return [{ options, active: Math.min(active, options.length - 1), stale: text !== caret.text }, mark];
}

/** What the server finds for a command, a moment after it was typed; until then what it found before. */
function useServed(caret: Caret | null, channel: string, command: string | null): Found {
  const [found, setFound] = useState(NOTHING);
  useEffect(() => {
    if (!caret || command === null) return setFound(NOTHING);
    const stop = new AbortController();
    const timer = setTimeout(async () => {
      const options = await complete(caret, channel, command, stop.signal);
      if (!stop.signal.aborted) setFound({ text: caret.text, options });
    }, PAUSE);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [caret, channel, command]);
  return found;
}

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
