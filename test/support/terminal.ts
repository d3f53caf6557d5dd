import type { Terminal } from '../../src/cli/terminal.ts';

/** A terminal that remembers the lines written to it. `answer` is what a person types when asked. */
export function fakeTerminal(answer: string | null = null): Terminal & {
  readonly written: { readonly out: string[]; readonly err: string[] };
} {
  const written = { out: [] as string[], err: [] as string[] };
  return {
    written,
    out: async (lines) => void written.out.push(...lines.split('\n')),
    err: (line) => void written.err.push(line),
    progress: () => ({ at: () => {}, end: () => {} }),
    ask: async () => answer,
  };
}
