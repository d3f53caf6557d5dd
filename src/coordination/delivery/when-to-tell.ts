import { type Instant, nextAudible, nextWorking, type QuietHours, type WorkingTime } from '../calendar.ts';

/**
 * When an unprompted notice may reach a person: at once in their working time, else when it next begins. What is urgent
 * waits only for an hour that is not quiet. Someone who never works is told at once: there is no better hour.
 */
export const whenToTell = (now: Instant, time: WorkingTime, quiet: QuietHours, urgent: boolean): Instant =>
  (urgent ? nextAudible(now, time, quiet) : nextWorking(now, time)) ?? now;
