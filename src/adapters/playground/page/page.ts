/** What the page has to do with the window around it: its events, its title, its colours. */
import { useEffect, useLayoutEffect } from 'preact/hooks';
import { channelTitle } from './model/place.ts';
import { onKey } from './shortcuts.ts';
import { follow } from './state/going.ts';
import { noteRead } from './state/live.ts';
import { store, useApp } from './state/state.ts';

export function usePageEvents(): void {
  useEffect(() => {
    const stop = new AbortController();
    const { signal } = stop;
    window.addEventListener('hashchange', follow, { signal });
    document.addEventListener('keydown', onKey, { signal });
    document.addEventListener('visibilitychange', noteRead, { signal });
    // The drawer exists on narrow windows alone; what lies under it must not stay out of reach.
    const closeDrawer = () => store.set({ drawer: false });
    matchMedia('(min-width: 761px)').addEventListener('change', closeDrawer, { signal });
    return () => stop.abort();
  }, []);
}

/** `#general, as Ana Silva · Baton playground`. */
export function useTitle(): void {
  const title = useApp(({ view, channel }) => {
    const open = view?.channels.find((one) => one.channel === channel);
    return view && open ? `${channelTitle(open)}, as ${view.me.name} · Baton playground` : 'Baton playground';
  });
  useEffect(() => {
    document.title = title;
  }, [title]);
}

export function useTheme(): void {
  const theme = useApp((state) => state.theme);
  useLayoutEffect(() => {
    document.documentElement.dataset.theme = theme;
  }, [theme]);
}
