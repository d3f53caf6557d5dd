import type { Gate } from '../approvals/rule.ts';
import type { QuietHours, Zone } from '../calendar.ts';
import type { WorkspaceId } from '../ids.ts';
import type { WeeklyHours } from '../people/person.ts';

/** The tenant: one organisation. */
export interface Workspace {
  readonly id: WorkspaceId;
  readonly name: string;
  readonly zone: Zone;
  readonly hours: WeeklyHours;
  readonly quiet: QuietHours;
  readonly settings: WorkspaceSettings;
}

export interface WorkspaceSettings {
  /** Whether it is on several platforms, so that a person may have several accounts. */
  readonly linked?: boolean;
  /** The Discord role that makes someone a member, by name or id; who lacks it is a guest. Without one, everyone is a member. */
  readonly memberRole?: string | null;
  /** What `done` needs, where a team says nothing else. */
  readonly gate?: Gate;
  /** Which reaction means what; null switches one off. Names as Slack writes them, without skin tone. */
  readonly reactions: {
    readonly track: string | null;
    readonly trackAsMine: string | null;
    readonly claim: string | null;
    readonly start: string | null;
    readonly done: string | null;
    readonly decline: string | null;
    readonly snooze: string | null;
  };
}

const NINE_TO_FIVE = [{ from: 9 * 60, to: 17 * 60 }];

/** The defaults of product.md. */
export const DEFAULT_HOURS: WeeklyHours = {
  1: NINE_TO_FIVE,
  2: NINE_TO_FIVE,
  3: NINE_TO_FIVE,
  4: NINE_TO_FIVE,
  5: NINE_TO_FIVE,
};
export const DEFAULT_QUIET: QuietHours = { from: 20 * 60, to: 8 * 60 };
export const DEFAULT_SETTINGS: WorkspaceSettings = {
  reactions: {
    track: 'pushpin',
    trackAsMine: null,
    claim: 'raising_hand',
    start: 'eyes',
    done: 'white_check_mark',
    decline: 'x',
    snooze: 'zzz',
  },
};
