/** What became of a team's work in one week, counted from the history, and shares that follow from it. */
import { addDays, type Instant, instantAt, localDate, minuteOfDay, type Zone } from '../calendar.ts';

/** Whom or what an item waits on, the first that holds; `owner` is at work, so nothing waits. */
export const TURNS = [
  'something outside',
  'another item',
  'whoever was offered it',
  'a reviewer',
  'an owner',
  'its owner, to begin',
  'owner',
] as const;
export type Turn = (typeof TURNS)[number];

/** What is asked for at once, at most: a year. */
export const MOST_WEEKS = 52;

export interface Wait {
  readonly stage: string;
  readonly turn: Turn;
  /** Of all items together. */
  readonly ms: number;
}

/** Instants and spans in ms; a median is null where there was nothing to measure. */
export interface Week {
  readonly from: Instant;
  readonly to: Instant;
  /** Items that came to be done: throughput. */
  readonly done: number;
  /** From begun, else made, to done: the median. */
  readonly cycle: number | null;
  /** Not ended at the week’s end, and the median of their age then. */
  readonly open: number;
  readonly age: number | null;
  /** Handoffs accepted, and the median from offered to accepted. */
  readonly accepted: number;
  readonly toAccept: number | null;
  /** Approvals approved or rejected, and the median from asked to decided. */
  readonly decided: number;
  readonly toDecide: number | null;
  /** Of what was done: with a due date, and by then. */
  readonly dated: number;
  readonly onTime: number;
  /** Done in the week or open at its end, and how many of them had all five layers. */
  readonly counted: number;
  readonly clear: number;
  /** Items that someone did something about, and those of which more than one person had by then. */
  readonly touched: number;
  readonly shared: number;
  /** Where the time of all open items went, the longest first. */
  readonly waits: readonly Wait[];
}

/** The bounds of so many weeks that end at `now`, the oldest first: one more than weeks, at the same local time. */
export function weeksUntil(now: Instant, zone: Zone, count: number): Instant[] {
  const [date, minute] = [localDate(now, zone), minuteOfDay(now, zone)];
  const before = Array.from({ length: count }, (_, n) =>
    instantAt(addDays(date, -7 * (count - n)), minute, zone),
  );
  return [...before, now];
}

const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

export const onTimeShare = ({ onTime, dated }: Week): number | null => share(onTime, dated);
export const clearShare = ({ clear, counted }: Week): number | null => share(clear, counted);
export const sharedShare = ({ shared, touched }: Week): number | null => share(shared, touched);

/** Of the time of open items, how much they waited rather than being worked on. */
export function waitingShare({ waits }: Week): number | null {
  const sum = (some: readonly Wait[]): number => some.reduce((all, { ms }) => all + ms, 0);
  return share(sum(waits.filter(({ turn }) => turn !== 'owner')), sum(waits));
}

/** `review: waits on a reviewer`. */
export const waitWords = ({ stage, turn }: Pick<Wait, 'stage' | 'turn'>): string =>
  `${stage}: waits on ${turn}`;
