import { store, useApp } from '../../state/state.ts';
import { closeDialog, Dialog } from '../bits/dialog.tsx';

const KEYS: readonly { readonly title: string; readonly keys: readonly (readonly [string, string])[] }[] = [
  {
    title: 'Anywhere',
    keys: [
      ['Ctrl K', 'go to a channel, or be someone else'],
      ['/', 'write a message'],
      ['Alt ↑ ↓', 'channel above, below'],
      ['?', 'this help'],
    ],
  },
  {
    title: 'Writing',
    keys: [
      ['Enter', 'send'],
      ['Shift Enter', 'new line'],
      ['@', 'mention someone, or Baton'],
      ['/baton', 'run a command'],
      ['↑', 'to the messages, when the field is empty'],
    ],
  },
  {
    title: 'On a message',
    keys: [
      ['↑ ↓ or k j', 'message above, below'],
      ['1 to 9', 'press its first to ninth button'],
      ['p or +', 'react'],
      ['t', 'track with Baton'],
      ['r', 'reply in thread'],
      ['e', 'edit your own'],
      ['d', 'dismiss what only you see'],
      ['Esc', 'back to writing; there, out of the thread'],
    ],
  },
];

/** What the keys do. */
export function Shortcuts() {
  const letters = useApp((state) => state.letters);
  return (
    <Dialog title="Keyboard shortcuts">
      <div class="shortcuts">
        {KEYS.map(({ title, keys }) => (
          <section key={title} aria-label={title}>
            <h3>{title}</h3>
            <dl>
              {keys.map(([key, does]) => (
                <div key={key}>
                  <dt>
                    <kbd>{key}</kbd>
                  </dt>
                  <dd>{does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
        <label class="check">
          <input
            type="checkbox"
            checked={letters}
            onChange={(event) => store.set({ letters: event.currentTarget.checked })}
          />
          Single letters, digits and / are shortcuts
        </label>
      </div>
      <div class="dialog-foot">
        <button
          type="button"
          class="button"
          onClick={() => {
            store.set({ welcomed: false });
            closeDialog();
          }}
        >
          Show the welcome
        </button>
        <button type="button" class="button primary" data-first="" onClick={closeDialog}>
          Close
        </button>
      </div>
    </Dialog>
  );
}
