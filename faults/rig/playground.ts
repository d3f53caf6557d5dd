/** A person at the playground, over HTTP: what was answered, or that no answer came. */
import type { Answer, View } from '../../src/adapters/playground/api.ts';

export type Answered =
  | { readonly status: number; readonly answer: Answer; readonly tookMs: number }
  /** The connection broke, or nothing came in time: it may have been done. */
  | { readonly status: null; readonly answer: null; readonly tookMs: number };

export interface PlaygroundClient {
  post(path: string, body: object): Promise<Answered>;
  /** Null when it cannot be had just now. */
  view(as: string): Promise<View | null>;
}

/** Longer than Baton lets a caller wait, whatever happens to the database. */
export const CALLER_MS = 60_000;

/** `url` is asked for before each request, for a Baton may come back elsewhere. */
export function createPlaygroundClient(url: () => string, withinMs = CALLER_MS): PlaygroundClient {
  return {
    async post(path, body) {
      const began = performance.now();
      const tookMs = (): number => performance.now() - began;
      try {
        const response = await fetch(`${url()}/api/${path}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
          signal: AbortSignal.timeout(withinMs),
        });
        const answer = (await response.json()) as Answer;
        return { status: response.status, answer, tookMs: tookMs() };
      } catch {
        return { status: null, answer: null, tookMs: tookMs() };
      }
    },
    async view(as) {
      try {
        const response = await fetch(`${url()}/api/view?as=${as}`, { signal: AbortSignal.timeout(withinMs) });
        return response.ok ? ((await response.json()) as View) : null;
      } catch {
        return null;
      }
    },
  };
}
