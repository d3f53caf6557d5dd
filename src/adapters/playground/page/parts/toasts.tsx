import { putAway, useApp } from '../state/state.ts';
import { Icon } from './bits/icon.tsx';

/** What went wrong, and what went well, in passing. */
export function Toasts() {
  const toasts = useApp((state) => state.toasts);
  return (
    <section class="toasts" aria-label="Notices" aria-live="polite">
      {toasts.map(({ id, tone, text }) => (
        <div key={id} class={`toast ${tone}`} role={tone === 'bad' ? 'alert' : 'status'}>
          <Icon name={tone === 'bad' ? 'warning' : 'check'} />
          <p>{text}</p>
          <button type="button" class="icon-button" aria-label="Close notice" onClick={() => putAway(id)}>
            <Icon name="close" />
          </button>
        </div>
      ))}
    </section>
  );
}
