/** Small pictures drawn with one line, on a grid of 16. They say nothing to screen readers: the button's name does. */
const SHAPES = {
  hash: 'M6 2 4.5 14M11.5 2 10 14M2.5 5.5h11.5M2 10.5h11.5',
  lock: 'M4 7.5h8v6H4zM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5',
  menu: 'M2 4h12M2 8h12M2 12h12',
  close: 'M4 4l8 8M12 4l-8 8',
  back: 'M9.5 3 4.5 8l5 5',
  down: 'M4 6.5 8 10.5l4-4',
  arrowDown: 'M8 3v10M4 9l4 4 4-4',
  send: 'M2.5 8h9M8 3.5 12.5 8 8 12.5',
  smile: 'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8ZM5.4 9.6c1.3 1.9 3.9 1.9 5.2 0M5.8 6v.6M10.2 6v.6',
  reply:
    'M14 8.2c0 2.7-2.7 4.8-6 4.8-.9 0-1.8-.2-2.6-.5L2.5 13.5l.8-2.6A4.3 4.3 0 0 1 2 8.2c0-2.7 2.7-4.9 6-4.9s6 2.2 6 4.9Z',
  pin: 'M9.8 1.8 14.2 6.2 11 7.8 8.6 12 4 7.4 8.2 5ZM6.2 9.8 2 14',
  edit: 'M10.8 2.8 13.2 5.2 5.5 12.9 2.5 13.5 3.1 10.5Z',
  trash: 'M3 4.5h10M6.5 4.5V3h3v1.5M4.5 4.5 5 13.5h6l.5-9M7 7v4M9 7v4',
  eye: 'M1.5 8S4 3.8 8 3.8 14.5 8 14.5 8 12 12.2 8 12.2 1.5 8 1.5 8ZM8 6.3a1.7 1.7 0 1 0 0 3.4 1.7 1.7 0 0 0 0-3.4Z',
  check: 'M3 8.5 6.5 12 13 4.5',
  clock: 'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8ZM8 4.5V8l2.5 1.5',
  search: 'M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9ZM10.5 10.5 14 14',
  keys: 'M1.5 4h13v8.5h-13zM4 6.7h.01M6.7 6.7h.01M9.3 6.7h.01M12 6.7h.01M4.8 9.8h6.4',
  sun: 'M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6ZM8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1.1 1.1M11.9 11.9 13 13M3 13l1.1-1.1M11.9 4.1 13 3',
  again: 'M3 8a5 5 0 1 0 1.6-3.7M3 2.5v3h3',
  warning: 'M8 2 14.8 13.5H1.2ZM8 6.5v3.2M8 11.5v.2',
  at: 'M10.5 8a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0Zm0 0v1c0 2 3.5 2 3.5-1a6 6 0 1 0-2.5 4.9',
  slash: 'M10.5 2.5 5.5 13.5',
} as const;

export type IconName = keyof typeof SHAPES;

export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={SHAPES[name]} />
    </svg>
  );
}
