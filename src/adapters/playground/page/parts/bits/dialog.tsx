import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { store } from '../../state/state.ts';
import { Icon } from './icon.tsx';

interface DialogProps {
  readonly title: string;
  readonly class?: string;
  /** A question that must be answered; it does not close by a press beside it. */
  readonly asks?: boolean;
  readonly children: ComponentChildren;
}

export const closeDialog = (): void => store.set({ dialog: null });

/** A modal window: focus stays inside, Escape closes, and afterwards focus is where it was. */
export function Dialog({ title, class: classes = '', asks = false, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useLayoutEffect(() => {
    const opened = dialog.current;
    const before = document.activeElement as HTMLElement | null;
    opened?.showModal();
    opened?.querySelector<HTMLElement>('[data-first]')?.focus();
    return () => {
      opened?.close();
      if (before?.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      class={`dialog ${classes}`}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        closeDialog();
      }}
      onPointerDown={(event) => {
        if (!asks && event.target === dialog.current) closeDialog();
      }}
    >
      <div class="dialog-head">
        <h2 id={id}>{title}</h2>
        <button type="button" class="icon-button" aria-label="Close" onClick={closeDialog}>
          <Icon name="close" />
        </button>
      </div>
      {children}
    </dialog>
  );
}
