/** Which token speaks for Baton in a Slack team: the environment's, or one of many that are kept encrypted. */
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { isOver, notNow } from './faults.ts';

export interface SlackBot {
  readonly token: string;
  readonly botUserId: string;
  readonly botId: string;
  /** The account of whoever installed Baton, an admin of it; null where nobody can tell. */
  readonly installedBy: string | null;
  readonly appId: string | null;
}

export interface SlackTokens {
  /** Null where Baton is not installed. @throws when what is kept cannot be read. */
  bot(team: string): Promise<SlackBot | null>;
  /** Must be called when a team installs or removes Baton; other processes find out within a minute. */
  forget(team: string): void;
}

/** A team, as the token of the environment knows it. */
export interface OwnTeam {
  readonly team: string;
  readonly name: string;
  readonly bot: SlackBot;
  readonly tokens: SlackTokens;
}

/** Asks Slack once whose the token is. @throws what Slack's client throws. */
export async function tokenOfOneTeam(web: WebClient, token: string): Promise<OwnTeam> {
  const self = await web.auth.test({ token });
  const { team_id: team, user_id: botUserId, bot_id: botId } = self;
  if (!team || !botUserId || !botId) throw new Error('Slack did not say whose SLACK_BOT_TOKEN is.');
  const bot: SlackBot = { token, botUserId, botId, installedBy: null, appId: await appOf(web, token, botId) };
  return {
    team,
    name: self.team ?? team,
    bot,
    tokens: { bot: async (asked) => (asked === team ? bot : null), forget: () => {} },
  };
}

/** Worth a look, and no failure: it only tells events of other apps apart. */
async function appOf(web: WebClient, token: string, bot: string): Promise<string | null> {
  const answer = await web.bots.info({ token, bot }).catch(() => null);
  return answer?.bot?.app_id ?? null;
}

/** The name under which a bot is kept among the secrets of its installation. */
const KEPT_AS = 'bot';

const keptBot = z.object({
  token: z.string(),
  botUserId: z.string(),
  botId: z.string(),
  installedBy: z.string().nullable(),
  appId: z.string().nullable(),
});

export const toSecrets = (bot: SlackBot): Readonly<Record<string, string>> => ({
  [KEPT_AS]: JSON.stringify(bot),
});

function fromSecrets(values: Readonly<Record<string, string>>): SlackBot {
  try {
    return keptBot.parse(JSON.parse(values[KEPT_AS] ?? ''));
  } catch {
    // Not the reason, which may quote the token.
    throw new Error(
      'The secrets of a Slack team hold no bot that this version can read: install Baton again.',
    );
  }
}

export interface KeptTokensOptions {
  /** Milliseconds that only ever rise. */
  readonly now: () => number;
  /** Most bots remembered at once. */
  readonly most?: number;
}

const MOST_REMEMBERED = 1_000;
const REMEMBERED_MS = 60_000;

interface Remembered {
  readonly until: number;
  readonly bot: Promise<SlackBot | null>;
}

/** Of any number of teams: the last ones used are remembered for a minute, and none that is not there. */
export function keptTokens(
  read: (team: string) => Promise<Readonly<Record<string, string>> | null>,
  { now, most = MOST_REMEMBERED }: KeptTokensOptions,
): SlackTokens {
  // In the order of their last use.
  const remembered = new Map<string, Remembered>();
  const forgetIfSame = (team: string, entry: Remembered): void => {
    if (remembered.get(team) === entry) remembered.delete(team);
  };
  return {
    bot(team) {
      const known = remembered.get(team);
      remembered.delete(team);
      if (known && known.until > now()) {
        remembered.set(team, known);
        return known.bot;
      }
      const bot = read(team).then((values) => (values === null ? null : fromSecrets(values)));
      const entry = { until: now() + REMEMBERED_MS, bot };
      remembered.set(team, entry);
      bot.then(
        (found) => found === null && forgetIfSame(team, entry),
        () => forgetIfSame(team, entry),
      );
      const [oldest] = remembered.keys();
      if (remembered.size > most && oldest !== undefined) remembered.delete(oldest);
      return bot;
    },
    forget: (team) => void remembered.delete(team),
  };
}

/** The environment's token for its own team, and the kept ones for all others. */
export const eitherToken = (own: OwnTeam, kept: SlackTokens): SlackTokens => ({
  bot: (team) => (team === own.team ? own.tokens : kept).bot(team),
  forget: (team) => kept.forget(team),
});

/**
 * Whether Slack no longer takes a token. An event that says so may come late, when the team has installed Baton anew.
 * @throws NotNow, or what Slack's client throws, when nobody can tell.
 */
export async function isRevoked(web: WebClient, token: string): Promise<boolean> {
  try {
    await web.auth.test({ token });
    return false;
  } catch (error) {
    if (isOver(error)) return true;
    throw notNow(error);
  }
}
