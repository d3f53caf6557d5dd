import { useState } from 'preact/hooks';
import { moveClock } from '../../state/doing.ts';
import { store, workspaceNow } from '../../state/state.ts';
import { city, DAY, fromLocal, toLocal } from '../../words/time.ts';
import { closeDialog, Dialog } from '../bits/dialog.tsx';

/** Moves the clock to a date and time of one's own choosing. */
export function ClockDialog() {
  const zone = store.get().view?.me.zone ?? 'UTC';
  const [local, setLocal] = useState(() => toLocal(workspaceNow() + DAY, zone));
  const [fault, setFault] = useState('');
  const move = () => {
    const by = fromLocal(local, zone) - workspaceNow();
    if (!(by > 0)) return setFault('The clock only moves forward. Choose a later time.');
    closeDialog();
    void moveClock(by);
  };
  return (
    <Dialog title="Move the clock" class="narrow">
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          move();
        }}
      >
        <div class="form-field">
          <label for="clock-to">Date and time</label>
          <input
            id="clock-to"
            data-first=""
            type="datetime-local"
            value={local}
            aria-describedby="clock-to-hint clock-to-fault"
            aria-invalid={fault !== ''}
            onInput={(event) => setLocal(event.currentTarget.value)}
          />
          <p id="clock-to-hint" class="hint">
            As clocks show it in {city(zone)}. What falls due on the way happens.
          </p>
          <p id="clock-to-fault" class="fault">
            {fault}
          </p>
        </div>
        <div class="dialog-foot">
          <button type="button" class="button" onClick={closeDialog}>
            Cancel
          </button>
          <button type="submit" class="button primary">
            Move
          </button>
        </div>
      </form>
    </Dialog>
  );
}
