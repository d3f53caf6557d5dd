/** Tells open pages that something changed; they fetch what they may see. */
import type { Progress } from './api.ts';

export type LiveEvent =
  | { readonly event: 'change' }
  | { readonly event: 'progress'; readonly progress: Progress };

export interface Live {
  changed(): void;
  progress(progress: Progress): void;
  /** Returns what ends the subscription. */
  listen(listener: (event: LiveEvent) => void): () => void;
}

export function createLive(): Live {
  const listeners = new Set<(event: LiveEvent) => void>();
  const tell = (event: LiveEvent): void => {
    for (const listener of listeners) listener(event);
  };
  return {
    changed: () => tell({ event: 'change' }),
    progress: (progress) => tell({ event: 'progress', progress }),
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
