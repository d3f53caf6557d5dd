/** Puts a floating panel beside its anchor, inside the window: under it where there is room, else above. */
export function placeBeside(panel: HTMLElement, anchor: HTMLElement, align: 'start' | 'end'): void {
  const gap = 6;
  const edge = 8;
  const from = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = panel;
  const below = from.bottom + gap;
  const fitsBelow = below + height <= innerHeight - edge;
  const top = fitsBelow ? below : Math.max(edge, from.top - gap - height);
  const wantedLeft = align === 'end' ? from.right - width : from.left;
  const left = Math.min(Math.max(edge, wantedLeft), Math.max(edge, innerWidth - edge - width));
  panel.style.top = `${top}px`;
  panel.style.left = `${left}px`;
}
