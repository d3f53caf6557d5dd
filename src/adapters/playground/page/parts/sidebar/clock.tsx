import type { View } from '../../../api.ts';
import { moveClock } from '../../state/doing.ts';
import { store, useApp, workspaceNow } from '../../state/state.ts';
import {
  city,
  clockTime,
  DAY,
  HOUR,
  lengthOfTime,
  longDate,
  nextWorkingMorning,
  shortInstant,
  weekday,
} from '../../words/time.ts';
import { Act } from '../bits/busy.tsx';
import { useNow } from './use-now.ts';

/** The workspace's clock, which can be moved forward: what falls due on the way happens. */
export function Clock({ view }: { readonly view: View }) {
  const progress = useApp((state) => state.progress);
  const now = useNow();
  const { zone } = view.me;
  const moving = progress !== null;
  const to = (at: number) => () => moveClock(at - workspaceNow());
  return (
    <section class="clock" aria-labelledby="clock-title" aria-busy={moving}>
      <h2 id="clock-title">Clock</h2>
      <p class="clock-face">
        <span class="clock-time">{clockTime(now, zone)}</span>
        <span class="clock-date">
          <span class="clock-day">{weekday(now, zone)}</span>
          {longDate(now, zone)}
        </span>
      </p>
      <p class="clock-note">
        {city(zone)}
        {view.clockOffset >= 60_000 && `, ${lengthOfTime(view.clockOffset)} ahead`}
      </p>
      {moving ? (
        <div class="clock-progress" role="status">
          <label for="clock-progress">{progress.what}</label>
          <progress id="clock-progress" value={progress.done} max={1} />
        </div>
      ) : (
        <div class="clock-moves">
          <Act class="button small" act={() => moveClock(HOUR)}>
            +1 hour
          </Act>
          <Act class="button small" act={() => moveClock(4 * HOUR)}>
            +4 hours
          </Act>
          <Act class="button small" act={() => moveClock(DAY)}>
            +1 day
          </Act>
          <button type="button" class="button small" onClick={() => store.set({ dialog: { kind: 'clock' } })}>
            Other…
          </button>
          <Act class="button small wide" act={to(nextWorkingMorning(now, zone))}>
            Next working morning
          </Act>
          <Act
            class="button small wide"
            act={to(view.nextDue ?? now)}
            disabled={view.nextDue === null || view.nextDue <= now}
          >
            {view.nextDue === null
              ? 'To next due: nothing waits'
              : `To next due: ${shortInstant(view.nextDue, true, now, zone)}`}
          </Act>
        </div>
      )}
    </section>
  );
}
