/** What the parts of the fake share, and how an event leaves it. */
import type { Delivery } from './delivery.ts';
import type { Faults } from './faults.ts';
import type { Interaction, ResponseUrl, Trigger } from './interactions.ts';
import type { Ledger } from './ledger.ts';
import type { SlackFile, View } from './shapes.ts';
import { type Channel, nextId, nextTs, type State, type Team } from './state.ts';

export interface Core {
  readonly state: State;
  readonly ledger: Ledger;
  readonly faults: Faults;
  readonly delivery: Delivery;
  /** What messages are dated with, in milliseconds. */
  readonly now: () => number;
  /** The types of event that the app asked for, as its manifest names them: `message.channels`. */
  readonly events: ReadonlySet<string>;
  readonly interactions: Map<string, Interaction>;
  readonly triggers: Map<string, Trigger>;
  readonly responseUrls: Map<string, ResponseUrl>;
  /** Person → the modals they have open, the one in front last. */
  readonly modals: Map<string, View[]>;
  readonly files: Map<
    string,
    SlackFile & { readonly team: string; bytes: Buffer | null; done: boolean; shownFrom: number }
  >;
  /** How long an uploaded picture takes until a message can show it, in milliseconds. */
  filesTake: number;
  /** Where the fake listens. */
  readonly url: () => string;
  /** A place on Socket Mode to connect to. */
  readonly socketUrl: () => string;
}

/** A call that Slack refuses with this code. */
export class ApiError extends Error {
  readonly code: string;
  /** The call was well made, and would be taken a moment later. */
  readonly early: boolean;
  readonly details: readonly string[];

  constructor(code: string, details: readonly string[] = [], early = false) {
    super([code, ...details].join(' '));
    this.early = early;
    this.code = code;
    this.details = details;
  }
}

const MESSAGES = { public: 'message.channels', private: 'message.groups', direct: 'message.im' } as const;
export const CHANNEL_TYPE = { public: 'channel', private: 'group', direct: 'im' } as const;

export type SlackEvent = { readonly type: string } & Readonly<Record<string, unknown>>;

/** Whether the app hears of this: it is installed, asked for it, and is in the channel if it is of one. */
export function hears(core: Core, team: Team, type: string, channel?: Channel): boolean {
  if (!team.installed || (channel && !channel.members.has(team.botUser))) return false;
  return core.events.has(type === 'message' && channel ? MESSAGES[channel.kind] : type);
}

/** Sends the app an event, if it hears of such. */
export function emit(core: Core, team: Team, event: SlackEvent, channel?: Channel): void {
  if (hears(core, team, event.type, channel)) void core.delivery.event(callbackOf(core, team, event));
}

/** https://docs.slack.dev/apis/events-api#callback-field */
function callbackOf(core: Core, team: Team, event: SlackEvent) {
  const { state } = core;
  const now = core.now();
  return {
    token: state.app.verificationToken,
    team_id: team.id,
    context_team_id: team.id,
    context_enterprise_id: null,
    api_app_id: state.app.id,
    event: { event_ts: nextTs(state, now), ...event },
    type: 'event_callback',
    event_id: nextId(state, 'Ev'),
    event_time: Math.floor(now / 1000),
    authorizations: [
      {
        enterprise_id: null,
        team_id: team.id,
        user_id: team.botUser,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: false,
    event_context: nextId(state, '4-'),
  };
}

/** @throws ApiError channel_not_found */
export function channelOf(team: Team, id: string): Channel {
  const channel = team.channels.get(id);
  if (!channel) throw new ApiError('channel_not_found');
  return channel;
}
