import { useEffect } from 'preact/hooks';
import { usePageEvents, useTheme, useTitle } from './page.ts';
import { ChannelPane } from './parts/channel-pane.tsx';
import { Dialogs } from './parts/dialogs/dialogs.tsx';
import { enterLog, paneOf } from './parts/messages/walk.ts';
import { Sidebar } from './parts/sidebar/sidebar.tsx';
import { ThreadPane } from './parts/thread-pane.tsx';
import { Toasts } from './parts/toasts.tsx';
import { start } from './state/start.ts';
import { store, useApp } from './state/state.ts';

/** The whole page. */
export function App() {
  useEffect(() => void start(), []);
  useTheme();
  useTitle();
  usePageEvents();
  return (
    <>
      <Workspace />
      <Toasts />
      <Dialogs />
    </>
  );
}

function Workspace() {
  const view = useApp((state) => state.view);
  const failure = useApp((state) => state.failure);
  const account = useApp((state) => state.account);
  const channelId = useApp((state) => state.channel);
  const thread = useApp((state) => state.thread);
  const drawer = useApp((state) => state.drawer);
  if (!view) return failure === null ? <Opening /> : <Failure words={failure} />;
  const channel = view.channels.find((one) => one.channel === channelId);
  return (
    <div class={thread && channel ? 'app with-thread' : 'app'} aria-busy={account !== view.me.account}>
      <header class="banner">
        <button type="button" class="skip" onClick={skip}>
          Skip to messages
        </button>
        <h1 class="unseen">Baton playground</h1>
      </header>
      <Sidebar view={view} />
      {drawer && <Shade />}
      <main class="panes" inert={drawer}>
        {channel ? <ChannelPane view={view} channel={channel} /> : <NoChannel />}
        {thread && channel && <ThreadPane view={view} channel={channel} root={thread} />}
      </main>
      <Connection />
    </div>
  );
}

function skip(): void {
  enterLog(paneOf(null));
}

/** Behind the drawer; a press on it closes the drawer, as Escape does. */
function Shade() {
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the drawer has a button that does the same.
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape does the same.
    <div class="shade" onClick={() => store.set({ drawer: false })} />
  );
}

function Opening() {
  return (
    <main class="alone" aria-busy="true">
      <h1>Baton playground</h1>
      <p role="status">Opening…</p>
    </main>
  );
}

function Failure({ words }: { readonly words: string }) {
  return (
    <main class="alone">
      <h1>Baton playground</h1>
      <p role="alert">{words}</p>
      <button type="button" class="button primary" onClick={() => void start()}>
        Try again
      </button>
    </main>
  );
}

function NoChannel() {
  return <p class="pane alone">You are in no channel here. Be someone else, in the sidebar.</p>;
}

function Connection() {
  const lost = useApp((state) => state.live === 'lost');
  return (
    <div class="connection" role="status">
      {lost && <p>Reconnecting… What you see may be out of date.</p>}
    </div>
  );
}
