/** What all that is received needs to know. */
import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { Doors } from '../../commands/doors.ts';
import type { WorkspaceId } from '../../coordination/ids.ts';
import type { Chat, Clock } from '../../coordination/ports.ts';
import type { InFlight } from './in-flight.ts';
import type { SlackBot, SlackTokens } from './tokens.ts';

export interface ReceiveDeps {
  readonly client: WebClient;
  /** The address of the Web API; null is Slack's own. */
  readonly api: string | null;
  readonly tokens: SlackTokens;
  readonly route: (team: string) => Promise<WorkspaceId | null>;
  readonly chat: Chat;
  readonly doors: Doors;
  readonly clock: Clock;
  readonly log: Logger;
  readonly inFlight: InFlight;
}

/** Where Baton is installed, and how it speaks there. */
export interface Here {
  readonly team: string;
  readonly workspace: WorkspaceId;
  readonly bot: SlackBot;
}

/** Null for a team where Baton is not installed. */
export async function hereOf(
  { route, tokens }: Pick<ReceiveDeps, 'route' | 'tokens'>,
  team: string,
): Promise<Here | null> {
  const [workspace, bot] = await Promise.all([route(team), tokens.bot(team)]);
  return workspace && bot ? { team, workspace, bot } : null;
}
