/** What standups ask of a transaction. */
import type { Instant, LocalDate } from '../calendar.ts';
import type { PersonId, RoundId, StandupId } from '../ids.ts';
import type { Answer, Round, Standup } from './standup.ts';

export interface StandupStore {
  /** Locked until the end of the transaction when `lock` is set. */
  byId(id: StandupId, lock?: boolean): Promise<Standup | null>;
  /** Locked until the end of the transaction, in the order of their ids. */
  byIds(ids: readonly StandupId[]): Promise<Standup[]>;
  byName(name: string, lock?: boolean): Promise<Standup | null>;
  /** By name. */
  all(): Promise<Standup[]>;
  /** Writes a new one or a changed one. */
  save(standup: Standup): Promise<void>;
  /** With its rounds and answers. */
  remove(id: StandupId): Promise<void>;
  /** The latest rounds, the newest first. */
  rounds(standup: StandupId, most: number): Promise<Round[]>;
  /** The same of each. */
  roundsOfEach(
    standups: readonly StandupId[],
    most: number,
  ): Promise<ReadonlyMap<StandupId, readonly Round[]>>;
  /** A round with all that its digest shows. */
  shown(id: RoundId): Promise<ShownRound | null>;
  roundById(id: RoundId): Promise<Round | null>;
  /** Writes new ones or changed ones: there is one for each standup and date. */
  saveRounds(rounds: readonly Round[]): Promise<void>;
  /** To a round, the first said ahead. */
  answers(standup: StandupId, date: LocalDate): Promise<Answer[]>;
  /** To rounds of these standups since a date, the first said ahead. */
  answersSince(
    standups: readonly StandupId[],
    date: LocalDate,
  ): Promise<readonly { readonly standup: StandupId; readonly answer: Answer }[]>;
  /** Of a person, the latest date ahead. */
  answersOf(standup: StandupId, person: PersonId, most: number): Promise<Answer[]>;
  /** Writes a new one, or in the place of what the person said before. */
  saveAnswer(standup: StandupId, answer: Answer): Promise<void>;
  /** Writes down when each is to be woken next, and ends its lease; null: not any more. */
  wakeEach(due: ReadonlyMap<StandupId, Instant | null>): Promise<void>;
}

export interface ShownRound {
  readonly round: Round;
  readonly standup: Standup;
  /** Null when it is gone. */
  readonly channel: string | null;
  readonly answers: readonly Answer[];
  /** Who answered or was asked. */
  readonly people: readonly { readonly id: PersonId; readonly name: string; readonly active: boolean }[];
}
