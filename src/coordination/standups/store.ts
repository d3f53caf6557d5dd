/** What standups ask of a transaction. */
import type { Instant, LocalDate } from '../calendar.ts';
import type { PersonId, RoundId, StandupId } from '../ids.ts';
import type { Answer, Round, Standup } from './standup.ts';

export interface StandupStore {
  /** Locked until the end of the transaction when `lock` is set. */
  byId(id: StandupId, lock?: boolean): Promise<Standup | null>;
  byName(name: string, lock?: boolean): Promise<Standup | null>;
  /** By name. */
  all(): Promise<Standup[]>;
  /** Writes a new one or a changed one. */
  save(standup: Standup): Promise<void>;
  /** With its rounds and answers. */
  remove(id: StandupId): Promise<void>;
  /** The latest rounds, the newest first. */
  rounds(standup: StandupId, most: number): Promise<Round[]>;
  roundById(id: RoundId): Promise<Round | null>;
  /** Writes a new one or a changed one: there is one for each standup and date. */
  saveRound(round: Round): Promise<void>;
  /** To a round, the first said ahead. */
  answers(standup: StandupId, date: LocalDate): Promise<Answer[]>;
  /** Of a person, the latest date ahead. */
  answersOf(standup: StandupId, person: PersonId, most: number): Promise<Answer[]>;
  /** Writes a new one, or in the place of what the person said before. */
  saveAnswer(standup: StandupId, answer: Answer): Promise<void>;
  /** Writes down when it is to be woken next, and ends its lease; null: not any more. */
  wake(standup: StandupId, dueAt: Instant | null): Promise<void>;
}
