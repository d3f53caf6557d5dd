/** The view kept fresh: fetched when the server says that something changed, and again after the line was lost. */
import type { Progress } from '../../api.ts';
import { reuse } from '../model/reuse.ts';
import { markRead } from '../model/unread.ts';
import { server } from './server.ts';
import { store, toast, workspaceNow } from './state.ts';

let fetching: Promise<void> | null = null;
let wanted = false;

/** Fetches the view. Calls during a fetch are answered by one more after it, so that what they saw is in it. */
export function refresh(): Promise<void> {
  wanted = true;
  fetching ??= fetchWhileWanted().finally(() => {
    fetching = null;
  });
  return fetching;
}

async function fetchWhileWanted(): Promise<void> {
  while (wanted) {
    wanted = false;
    const { account } = store.get();
    if (account === null) return;
    try {
      const fresh = await server.view(account);
      if (store.get().account !== account) wanted = true;
      else {
        const view = reuse(store.get().view, fresh);
        store.set({ view, ahead: view.now - Date.now(), failure: null });
        noteRead();
      }
    } catch (error) {
      fail(account, (error as Error).message);
    }
  }
}

/** A view that cannot be brought up to date says so by the lost line; one that is another person's must be told. */
function fail(account: string, words: string): void {
  const { view } = store.get();
  if (view === null) store.set({ failure: words });
  else if (view.me.account !== account) toast('bad', words);
}

/** What stands in the open channel is read, while the page is looked at. */
export function noteRead(): void {
  const { view, channel, read } = store.get();
  if (!view || channel === null || document.visibilityState !== 'visible') return;
  const marked = markRead(read, view.messages, view.me.account, channel);
  if (marked !== read) store.set({ read: marked });
}

let line: EventSource | null = null;
let retry: ReturnType<typeof setTimeout> | undefined;

/** Listens as a person; the line before is closed. */
export function listen(account: string): void {
  line?.close();
  clearTimeout(retry);
  const opened = new EventSource(`/api/live?${new URLSearchParams({ as: account })}`);
  line = opened;
  opened.addEventListener('open', () => {
    store.set({ live: 'live' });
    void refresh();
  });
  opened.addEventListener('change', () => void refresh());
  opened.addEventListener('progress', (event) => {
    const progress = JSON.parse(event.data) as Progress;
    store.set({ progress: progress.done < 1 ? progress : null });
  });
  opened.addEventListener('error', () => {
    store.set({ live: 'lost', progress: null });
    // The browser connects again by itself, except after an answer that is no stream.
    if (opened.readyState === EventSource.CLOSED && line === opened)
      retry = setTimeout(listen, 2000, account);
  });
}

/** A workspace that was started over: what this browser knew of it is gone. */
export function forgetWorkspace(): void {
  store.set({
    answers: [],
    unsent: [],
    dismissed: [],
    newFrom: null,
    editing: null,
    read: { since: workspaceNow(), marks: {} },
  });
}
