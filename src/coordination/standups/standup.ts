/** A recurring round in a channel: who is asked what, when, and until when answers count. */
import type { Instant, LocalDate, Zone } from '../calendar.ts';
import type { ChannelId, PersonId, RoundId, StandupId, TeamId } from '../ids.ts';
import type { Block } from '../message.ts';
import type { Rule } from '../schedule.ts';

export type Participants =
  | { readonly who: 'channel' }
  | { readonly who: 'team'; readonly team: TeamId }
  | { readonly who: 'people'; readonly people: readonly PersonId[] };

/** What a digest tells: all, what needs someone and the answers, or the answers alone. */
export const LOOKS = ['all', 'needs', 'answers'] as const;
export type Looks = (typeof LOOKS)[number];

export interface Standup {
  readonly id: StandupId;
  /** As it is typed: lower case, unique in the workspace. */
  readonly name: string;
  readonly channel: ChannelId;
  readonly rule: Rule;
  /** The rule as it was written. */
  readonly words: string;
  /** Of the channel: the digest is posted by it. */
  readonly zone: Zone;
  /** By whose clock people are asked. */
  readonly clock: 'channel' | 'each';
  readonly participants: Participants;
  /** Who joined, and who left, of themselves. */
  readonly joined: readonly PersonId[];
  readonly left: readonly PersonId[];
  /** Empty: one free field. */
  readonly questions: readonly string[];
  /** Minutes for answers. */
  readonly window: number;
  readonly skipsHolidays: boolean;
  /** Of a day without news: one line, or nothing. */
  readonly quietDays: 'line' | 'nothing';
  readonly looks: Looks;
  readonly paused: boolean;
  readonly madeBy: PersonId;
  /** Nothing occurs before. */
  readonly since: Instant;
}

export const USUAL_QUESTIONS: readonly string[] = [
  'Done since last time',
  'In progress',
  'Blocked, and by what',
];
const FREE_QUESTION = 'What should others know?';
export const MOST_QUESTIONS = 10;
/** Minutes. */
export const WINDOW = { least: 5, usual: 60, most: 12 * 60 } as const;

export const questionsOf = ({ questions }: Pick<Standup, 'questions'>): readonly string[] =>
  questions.length > 0 ? questions : [FREE_QUESTION];

/** What became of asking someone; `early`: they had answered before. */
export type AskState = 'waiting' | 'asked' | 'early' | 'away' | 'holiday' | 'missed';

export interface Ask {
  readonly person: PersonId;
  readonly at: Instant;
  /** Answers after it are late. */
  readonly closes: Instant;
  readonly state: AskState;
}

/** One occurrence: unique for its standup and local date. */
export interface Round {
  readonly id: RoundId;
  readonly standup: StandupId;
  readonly date: LocalDate;
  readonly state: 'open' | 'posted' | 'skipped';
  /** Why it was skipped; null where it was not. */
  readonly because: SkipReason | null;
  readonly openedAt: Instant;
  /** When its digest is due. */
  readonly postsAt: Instant;
  readonly postedAt: Instant | null;
  /** How late it was begun or posted, in ms; 0 for in time. */
  readonly lateBy: number;
  readonly asks: readonly Ask[];
  /** What needed someone when it was posted. */
  readonly report: Report | null;
}

export type SkipReason = 'more than 2 h late' | 'holiday' | 'nobody to ask';

export interface Report {
  readonly blocks: readonly Block[];
  /** Nothing needs anyone, nothing was done. */
  readonly quiet: boolean;
}

export interface Answer {
  readonly person: PersonId;
  readonly date: LocalDate;
  readonly said: 'answer' | 'nothing' | 'skip';
  /** In the order of the questions, which stand beside them for they may change. */
  readonly words: readonly { readonly question: string; readonly answer: string }[];
  readonly at: Instant;
  readonly editedAt: Instant | null;
  readonly late: boolean;
}
