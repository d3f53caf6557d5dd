import type { TargetedKeyboardEvent } from 'preact';
import { useState } from 'preact/hooks';
import { type Goal, goals, matching } from '../../model/switching.ts';
import { go } from '../../state/going.ts';
import { store, useApp } from '../../state/state.ts';
import { closeDialog, Dialog } from '../bits/dialog.tsx';
import { Listbox, optionId } from '../bits/listbox.tsx';

/** Goes to a channel or becomes someone else, by a few letters. */
export function Switcher() {
  const everyone = useApp((state) => state.everyone);
  const view = useApp((state) => state.view);
  const [words, setWords] = useState('');
  const [active, setActive] = useState(0);
  if (!view) return null;
  const found = matching(goals(view, everyone), words).slice(0, 9);

  const take = (index: number) => {
    const goal: Goal | undefined = found[index];
    if (!goal) return;
    closeDialog();
    go(goal.place);
    store.set({ drawer: false });
  };
  const onKeyDown = (event: TargetedKeyboardEvent<HTMLInputElement>) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0 && found.length > 0) setActive((active + step + found.length) % found.length);
    else if (event.key === 'Enter') take(active);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog title="Go to" class="switcher">
      <div class="switcher-body">
        <input
          type="text"
          role="combobox"
          data-first=""
          autocomplete="off"
          aria-label="Channel or person"
          placeholder="A channel, or a person to be"
          aria-autocomplete="list"
          aria-expanded={found.length > 0}
          aria-controls="switcher-list"
          aria-activedescendant={found.length > 0 ? optionId('switcher-list', active) : undefined}
          value={words}
          onInput={(event) => {
            setWords(event.currentTarget.value);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
        />
        {found.length > 0 ? (
          <Listbox
            id="switcher-list"
            name="Channels and people"
            options={found}
            active={active}
            take={take}
          />
        ) : (
          <p class="hint" role="status">
            No channel and no person is called so.
          </p>
        )}
      </div>
    </Dialog>
  );
}
