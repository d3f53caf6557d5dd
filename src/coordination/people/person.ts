import type { WorkingTime, Zone } from '../calendar.ts';
import type { PersonId } from '../ids.ts';

/** What a person may do at all; rights over one item are in work-items/rights.ts. */
export const ROLES = ['guest', 'member', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** Hours of work without the zone and the holidays, which come from the person and the team. */
export type WeeklyHours = WorkingTime['hours'];

export interface Person {
  readonly id: PersonId;
  /** The short name typed after `@`: lower case, unique in the workspace. */
  readonly handle: string;
  readonly name: string;
  readonly kind: 'human' | 'agent';
  readonly role: Role;
  /** Set by themselves; null: their platform's zone holds, then the team's, then the workspace's. */
  readonly zone: Zone | null;
  /** What their platform tells of where they are: it holds where they set no zone themselves. */
  readonly toldZone: Zone | null;
  readonly hours: WeeklyHours | null;
  readonly active: boolean;
}
