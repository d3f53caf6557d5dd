/** For how long a handoff has waited, in words that stay true until the next mark, at which its cards are shown anew. */
import type { Instant } from '../calendar.ts';
import { type Handoff, openHandoff } from './handoff.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Hours told one by one; then half a day, then days. */
const TOLD_HOURS = 8;
const HALF = 12 * HOUR;

export function waitingWords({ offeredAt }: Handoff, now: Instant): string {
  const waited = now - offeredAt;
  if (waited < HOUR) return 'just offered';
  if (waited >= DAY) {
    const days = Math.floor(waited / DAY);
    return days === 1 ? 'waiting 1 day' : `waiting ${days} days`;
  }
  if (waited >= HALF) return 'waiting over 12 h';
  const hours = Math.floor(waited / HOUR);
  return hours > TOLD_HOURS ? `waiting over ${TOLD_HOURS} h` : `waiting ${hours} h`;
}

/** When the words are next others; null where nothing waits. */
export function nextWaitingMark(handoff: Handoff | null, now: Instant): Instant | null {
  const open = openHandoff(handoff);
  if (!open) return null;
  const waited = now - open.offeredAt;
  if (waited >= HALF) return open.offeredAt + (Math.floor(waited / DAY) + 1) * DAY;
  const hour = (Math.floor(waited / HOUR) + 1) * HOUR;
  return open.offeredAt + (hour > (TOLD_HOURS + 1) * HOUR ? HALF : hour);
}
