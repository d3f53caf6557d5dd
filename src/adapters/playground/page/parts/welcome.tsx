import { store, useApp } from '../state/state.ts';

/** What to try first; put away once, it stays away. */
export function Welcome() {
  const welcomed = useApp((state) => state.welcomed);
  if (welcomed) return null;
  return (
    <section class="welcome" aria-labelledby="welcome-title">
      <h3 id="welcome-title">Five things to try</h3>
      <ol>
        <li>
          Post a message, then react with <span class="emoji">📌</span>: it becomes a work item with one
          owner.
        </li>
        <li>
          <code>/baton add Send the offer @lena by friday</code> makes one from words.
        </li>
        <li>
          Open a thread and mention <b>@Baton</b>: it tracks the message the thread began with.
        </li>
        <li>In the sidebar, be someone else; then press Claim on a card.</li>
        <li>In the sidebar, move the clock, and see who is told what.</li>
      </ol>
      <button type="button" class="button primary" onClick={() => store.set({ welcomed: true })}>
        Got it
      </button>
    </section>
  );
}
