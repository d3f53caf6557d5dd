/** The week of a team as a message, counted as its reader may see it. */
import type { Instant, Zone } from '../calendar.ts';
import type { Message } from '../message.ts';
import type { FlowAsked, Transaction } from '../ports.ts';
import type { Team } from '../teams/team.ts';
import type { Workspace } from '../workspaces/workspace.ts';
import { type Week, weeksUntil } from './week.ts';
import { type Form, weekly } from './weekly.ts';

export interface WeeksAsked {
  readonly tx: Transaction;
  readonly workspace: Pick<Workspace, 'name' | 'zone'>;
  /** Null: the whole workspace. */
  readonly team: Team | null;
  readonly viewer: FlowAsked['viewer'];
  readonly now: Instant;
  /** How many, the latest ends now. */
  readonly weeks: number;
}

/** What a week is told of in a message, where nobody says otherwise. */
export const USUAL_WEEKS = 12;

export const zoneOf = ({ team, workspace }: Pick<WeeksAsked, 'team' | 'workspace'>): Zone =>
  team?.zone ?? workspace.zone;

export const nameOf = ({ team, workspace }: Pick<WeeksAsked, 'team' | 'workspace'>): string =>
  team?.name ?? workspace.name;

export function weeksOf(asked: WeeksAsked): Promise<Week[]> {
  const { tx, team, viewer, now, weeks } = asked;
  return tx.flow.weeks({ team: team?.id ?? null, viewer, bounds: weeksUntil(now, zoneOf(asked), weeks) });
}

export async function weeklyOf(
  asked: WeeksAsked,
  { offers, lateBy = 0 }: { readonly offers: readonly Form[]; readonly lateBy?: number },
): Promise<Message> {
  const { team, now, weeks: count } = asked;
  const options = { ...(team ? { team: `@${team.handle}` } : {}), weeks: String(count) };
  return weekly({
    of: nameOf(asked),
    weeks: await weeksOf(asked),
    zone: zoneOf(asked),
    now,
    lateBy,
    offers,
    sendAs: (as) => ({ verb: 'team week', options: { ...options, as } }),
  });
}
