import type { Gate } from '../approvals/rule.ts';
import type { DaysOff, Zone } from '../calendar.ts';
import type { ChannelId, PersonId, TeamId } from '../ids.ts';
import type { WeeklyHours } from '../people/person.ts';

export interface Team {
  readonly id: TeamId;
  /** Typed after `@` as a person's handle is; the two share one set of names. */
  readonly handle: string;
  readonly name: string;
  readonly lead: PersonId | null;
  readonly homeChannel: ChannelId | null;
  readonly zone: Zone | null;
  readonly hours: WeeklyHours | null;
  /** Whose public holidays it keeps, such as `GB-ENG`; null: none. */
  readonly region: string | null;
  /** Those of its region. */
  readonly daysOff: DaysOff;
  /** What `done` needs of its items; null: what the workspace says. */
  readonly gate: Gate | null;
  readonly members: readonly PersonId[];
}
