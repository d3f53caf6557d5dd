/** Keys that work anywhere on the page. What they do on a message stands with the messages. */
import { enterLog, focusComposer, paneOf } from './parts/messages/walk.ts';
import { go } from './state/going.ts';
import { store } from './state/state.ts';

const isField = (element: Element | null): boolean =>
  element instanceof HTMLInputElement ||
  element instanceof HTMLTextAreaElement ||
  element instanceof HTMLSelectElement;

export function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  if (did(event)) event.preventDefault();
}

function did(event: KeyboardEvent): boolean {
  const { dialog, drawer, letters } = store.get();
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
    if (dialog === null) store.set({ dialog: { kind: 'switcher' } });
    return true;
  }
  if (dialog !== null || event.ctrlKey || event.metaKey) return false;
  if (event.altKey) return moveChannel(event.key);
  if (event.key === 'Escape' && drawer) {
    store.set({ drawer: false });
    return true;
  }
  if (isField(document.activeElement) || !letters) return false;
  return letter(event.key);
}

function letter(key: string): boolean {
  const pane = paneOf(document.activeElement);
  if (key === '?') store.set({ dialog: { kind: 'shortcuts' } });
  else if (key === '/') focusComposer(pane);
  else if (key === 'j' || key === 'k') return enterLog(pane);
  else return false;
  return true;
}

/** Alt with an arrow goes to the channel above or below in the sidebar. */
function moveChannel(key: string): boolean {
  const step = key === 'ArrowUp' ? -1 : key === 'ArrowDown' ? 1 : 0;
  const { view, channel } = store.get();
  if (step === 0 || !view) return false;
  const { channels } = view;
  const at = channels.findIndex((one) => one.channel === channel);
  const next = channels[(at + step + channels.length) % channels.length];
  if (next) go({ channel: next.channel });
  return true;
}
