import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

/** Runs one thing at a time, and tells while it runs. */
export function useBusy(): [boolean, (work: () => Promise<unknown>) => Promise<void>] {
  const [busy, setBusy] = useState(false);
  const gone = useRef(false);
  useEffect(() => {
    gone.current = false;
    return () => {
      gone.current = true;
    };
  }, []);
  const run = async (work: () => Promise<unknown>) => {
    if (busy) return;
    setBusy(true);
    try {
      await work();
    } finally {
      if (!gone.current) setBusy(false);
    }
  };
  return [busy, run];
}

interface ActProps {
  readonly class?: string;
  readonly act: () => Promise<unknown>;
  readonly disabled?: boolean;
  readonly children: ComponentChildren;
}

/** A button whose act takes a while; meanwhile it shows so and takes no second press. */
export function Act({ class: classes = 'button', act, disabled = false, children }: ActProps) {
  const [busy, run] = useBusy();
  return (
    <button
      type="button"
      class={classes}
      aria-busy={busy}
      aria-disabled={busy}
      disabled={disabled}
      onClick={() => run(act)}
    >
      {children}
    </button>
  );
}
