/** Walking through messages with the keys, and pressing what a message offers. */
const messagesIn = (log: Element): HTMLElement[] => [...log.querySelectorAll<HTMLElement>('[data-message]')];

/** The message `by` steps from here, or null past either end. */
function beside(row: HTMLElement, by: number): HTMLElement | null {
  const log = row.closest('[data-log]');
  if (!log) return null;
  const rows = messagesIn(log);
  return rows[rows.indexOf(row) + by] ?? null;
}

/** The message to come to from outside: where Tab would lead. */
export function enterLog(pane: Element | null): boolean {
  const rows = pane ? messagesIn(pane) : [];
  const row = rows.find((one) => one.tabIndex === 0) ?? rows.at(-1);
  row?.focus();
  return row !== undefined;
}

export const focusComposer = (pane: Element | null): void =>
  pane?.querySelector<HTMLElement>('[data-composer]')?.focus();

/** The pane that one is in; from outside, the first that can be seen. */
export const paneOf = (element: Element | null): Element | null =>
  element?.closest('[data-pane]') ??
  [...document.querySelectorAll<HTMLElement>('[data-pane]')].find((pane) => pane.offsetParent !== null) ??
  null;

const LETTERS: Readonly<Record<string, string>> = {
  r: 'reply',
  e: 'edit',
  t: 'track',
  p: 'react',
  '+': 'react',
  d: 'dismiss',
};

/** Does what a key means on a focused message; false when it means nothing here. */
export function messageKey(row: HTMLElement, key: string, letters: boolean): boolean {
  if (key === 'Escape') {
    focusComposer(row.closest('[data-pane]'));
    return true;
  }
  const step = stepOf(key, letters);
  if (step !== 0) return walk(row, step);
  if (key === 'Home' || key === 'End') {
    const log = row.closest('[data-log]');
    const rows = log ? messagesIn(log) : [];
    (key === 'Home' ? rows[0] : rows.at(-1))?.focus();
    return true;
  }
  if (!letters) return false;
  const nth = /^[1-9]$/.test(key) ? Number(key) : 0;
  const target = nth
    ? row.querySelectorAll<HTMLElement>('.press, .card-select .button')[nth - 1]
    : row.querySelector<HTMLElement>(`[data-act=${LETTERS[key] ?? 'none'}]`);
  target?.click();
  return target !== undefined && target !== null;
}

function stepOf(key: string, letters: boolean): number {
  if (key === 'ArrowUp' || (letters && key === 'k')) return -1;
  if (key === 'ArrowDown' || (letters && key === 'j')) return 1;
  return 0;
}

/** Past the last message stands the composer. */
function walk(row: HTMLElement, step: number): boolean {
  const next = beside(row, step);
  if (next) next.focus();
  else if (step > 0) focusComposer(row.closest('[data-pane]'));
  return true;
}
