import { localDate } from '../calendar.ts';
import type { Due } from './item.ts';

const MINUTE = 60_000;

/**
 * Whether two due dates say the same: the same minute; where no time was given, the same date, each in the zone it was
 * said in, for the same words of two people are two instants.
 */
export function sameDue(one: Due | null, other: Due | null): boolean {
  if (one === null || other === null) return one === other;
  if (one.timed !== other.timed) return false;
  return one.timed
    ? Math.floor(one.at / MINUTE) === Math.floor(other.at / MINUTE)
    : localDate(one.at, one.zone) === localDate(other.at, other.zone);
}
