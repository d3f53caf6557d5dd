/** When teams are told of their week, and when they were. */
import type { Instant, LocalDate } from '../calendar.ts';
import type { TeamId } from '../ids.ts';
import type { Rule } from '../schedule.ts';

/** When a team is told of its week. */
export interface Weekly {
  readonly team: TeamId;
  readonly rule: Rule;
  /** The rule as it was written. */
  readonly words: string;
  /** Nothing occurs before. */
  readonly since: Instant;
}

export interface WeeklyPost {
  readonly team: TeamId;
  readonly date: LocalDate;
  readonly state: 'posted' | 'skipped';
  /** Why it was skipped; null where it was not. */
  readonly because: 'more than 2 h late' | 'no home channel' | null;
  /** In ms. */
  readonly lateBy: number;
}

export interface WeeklyStore {
  /** Locked until the end of the transaction when `lock` is set. */
  of(team: TeamId, lock?: boolean): Promise<Weekly | null>;
  save(weekly: Weekly): Promise<void>;
  remove(team: TeamId): Promise<void>;
  lastPost(team: TeamId): Promise<WeeklyPost | null>;
  /** There is one for each team and date: what is written stays. */
  savePost(post: WeeklyPost): Promise<void>;
  /** Writes down when the team is to be told next, and ends its lease; null: not any more. */
  wake(team: TeamId, dueAt: Instant | null): Promise<void>;
}
