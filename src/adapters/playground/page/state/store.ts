/** One small store: a value, changed as a whole, and the components that read a part of it. */
import { useLayoutEffect, useReducer, useRef } from 'preact/hooks';

interface Store<S> {
  get(): S;
  set(change: Partial<S> | ((state: S) => Partial<S>)): void;
  subscribe(listener: () => void): () => void;
}

export function createStore<S extends object>(initial: S): Store<S> {
  let state = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => state,
    set(change) {
      state = { ...state, ...(typeof change === 'function' ? change(state) : change) };
      for (const listener of [...listeners]) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Reads a part of the store and draws again when it changes; `select` gives the same object while it is the same. */
export function useStore<S extends object, T>(store: Store<S>, select: (state: S) => T): T {
  const [, again] = useReducer<number, void>((count) => count + 1, 0);
  const value = select(store.get());
  const latest = useRef({ select, value });
  latest.current = { select, value };
  useLayoutEffect(() => {
    const check = () => {
      if (!Object.is(latest.current.select(store.get()), latest.current.value)) again(undefined);
    };
    check();
    return store.subscribe(check);
  }, [store]);
  return value;
}
