/** What `baton doctor` asks Slack. Nothing is posted unless a channel for it was named. */
import { WebClient } from '@slack/web-api';
import { pino } from 'pino';
import type { Client } from '../adapters/postgres/client.ts';
import { createInstallations } from '../adapters/postgres/installations.ts';
import { createSecrets } from '../adapters/postgres/secrets.ts';
import { codeOf } from '../adapters/slack/faults.ts';
import { EVENTS_PATH, SCOPES } from '../adapters/slack/manifest.ts';
import { webOptions } from '../adapters/slack/web.ts';
import { createSealing } from '../adapters/system/sealed.ts';
import { clock, ids } from '../adapters/system/system.ts';
import type { SlackConfig, SlackOAuthConfig } from '../config.ts';
import { formatDuration } from '../coordination/calendar.ts';
import { isBatonAt } from './checks.ts';
import type { Report } from './report.ts';
import { type Advice, APP_TOKEN, BOT_TOKEN, CLIENT, DELETING, POSTING } from './slack-advice.ts';

/** Slack's requests are refused past 5 minutes; that is near enough. */
const MOST_APART_MS = 60_000;
/** Each is read and opened: enough to know that the key is right. */
const MOST_OPENED = 100;

/** `isRunning` tells whether Baton runs here now. */
export async function checkSlack(
  slack: SlackConfig,
  channel: string | null,
  isRunning: () => Promise<boolean>,
  report: Report,
): Promise<void> {
  const desk = new Desk(slack);
  const { botToken, appToken, signingSecret, oauth, mode } = slack;
  const bot = botToken ? await report.check('Slack bot token', () => desk.bot(botToken), said) : null;
  if (bot) await report.check('Slack scopes', () => grantedOf(bot));
  if (appToken) await report.check('Slack app token', () => desk.socket(appToken, bot?.app ?? null));
  if (mode === 'http' && signingSecret) await report.check('Slack over HTTP', () => signing(signingSecret));
  if (oauth) {
    await report.check('Slack client', () => desk.client(oauth));
    await report.check('public address', () => publicAddress(oauth, isRunning));
  }
  if (desk.toldAt !== null) await report.check('Slack’s clock', () => desk.clock());
  if (bot && botToken && channel !== null)
    await report.check('a message in Slack', () => desk.message(botToken, channel));
}

interface Bot {
  readonly name: string;
  readonly team: string;
  /** Null where Slack does not tell. */
  readonly scopes: readonly string[] | null;
  /** The app that it belongs to; null where Slack does not tell. */
  readonly app: string | null;
}

const said = ({ name, team }: Bot): string => `Slack takes it: ${name}, in the team ${team}`;

class Desk {
  /** What Slack's clock said last, and ours then. */
  toldAt: { readonly slack: number; readonly here: number } | null = null;
  readonly #api: string;
  readonly #web: WebClient;

  constructor({ api }: SlackConfig) {
    this.#api = api ?? 'https://slack.com/api/';
    this.#web = new WebClient(undefined, {
      ...webOptions({ api, log: pino({ enabled: false }) }),
      fetch: async (url, init) => {
        const answer = await fetch(url, init as RequestInit);
        const slack = Date.parse(answer.headers.get('date') ?? '');
        if (!Number.isNaN(slack)) this.toldAt = { slack, here: clock.now() };
        return answer;
      },
    });
  }

  async bot(token: string): Promise<Bot> {
    const self = await this.#web.auth.test({ token }).catch((error) => this.#refuse(error, BOT_TOKEN));
    const about = await this.#web.bots.info({ token, bot: self.bot_id ?? '' }).catch(() => null);
    return {
      name: self.user ?? 'a bot',
      team: self.team ?? '?',
      scopes: self.response_metadata?.scopes ?? null,
      app: about?.bot?.app_id ?? null,
    };
  }

  /** Slack hands out an address to connect to, to which nobody connects. */
  async socket(token: string, botApp: string | null): Promise<string> {
    await this.#web.apps.connections.open({ token }).catch((error) => this.#refuse(error, APP_TOKEN));
    // xapp-1-A0123456789-…
    const app = token.split('-')[2] ?? '';
    if (botApp !== null && /^A[A-Z\d]{8,}$/.test(app) && app !== botApp) {
      throw new Error(
        `SLACK_APP_TOKEN is of the app ${app}, and SLACK_BOT_TOKEN of the app ${botApp}: copy both from one app.`,
      );
    }
    return 'a connection can be opened (Socket Mode)';
  }

  /** An exchange of no code: Slack looks at who asks before it looks at the code. */
  async client({ clientId, clientSecret }: SlackOAuthConfig): Promise<string> {
    await this.#web.oauth.v2
      .access({ client_id: clientId, client_secret: clientSecret, code: 'baton-doctor' })
      .catch((error) => {
        if (codeOf(error) !== 'invalid_code') this.#refuse(error, CLIENT);
      });
    return 'Slack knows the client id and its secret';
  }

  clock(): string {
    const { slack, here } = this.toldAt ?? { slack: 0, here: 0 };
    // Slack tells whole seconds.
    const apart = Math.max(slack - here, here - slack - 1_000, 0);
    if (apart <= MOST_APART_MS) return `within ${Math.ceil(apart / 1_000)} s of this computer’s`;
    throw new Error(
      `${formatDuration(apart)} away from this computer’s, and past 5 minutes Slack’s requests are refused: set this computer’s by NTP.`,
    );
  }

  async message(token: string, channel: string): Promise<string> {
    const text = 'A trial by `baton doctor`: it is taken away again at once.';
    const posted = await this.#web.chat
      .postMessage({ token, channel, text })
      .catch((error) => this.#refuse(error, { ...POSTING, what: `${POSTING.what} in ${channel}` }));
    const place = { channel: posted.channel ?? channel, ts: posted.ts ?? '' };
    await this.#web.chat.delete({ token, ...place }).catch((error) => this.#refuse(error, DELETING));
    return `was posted in ${channel}, and taken away again`;
  }

  /** @throws a line that says what to do. */
  #refuse(error: unknown, { what, mend, codes }: Advice): never {
    const code = codeOf(error);
    if (code !== null) throw new Error(`Slack refuses ${what} (${code}): ${codes?.[code] ?? mend}`);
    const reason = reasonOf(error);
    throw new Error(
      `Slack cannot be asked at ${this.#api} (${reason}): look at this computer’s network and proxy, and at https://slack-status.com.`,
    );
  }
}

/** The innermost cause says most: `ENOTFOUND`, not “fetch failed”. */
function reasonOf(error: unknown): string {
  const { original, cause = original } = error as { original?: unknown; cause?: unknown };
  if (cause instanceof Error) return reasonOf(cause);
  const { name, code, message } = error as NodeJS.ErrnoException;
  return name === 'TimeoutError' ? 'no answer in time' : (code ?? message);
}

function grantedOf({ scopes }: Bot): string {
  if (scopes === null) return 'Slack does not say which are granted';
  const missing = SCOPES.filter((scope) => !scopes.includes(scope));
  if (missing.length === 0) return 'all that Baton needs are granted';
  throw new Error(
    `${missing.join(', ')} missing: paste what “baton manifest” prints under “App Manifest” of the Slack app, save it, and reinstall the app under “Install App”.`,
  );
}

function signing(secret: string): string {
  const reached = `Slack has to reach this computer at the Request URL of the app, which ends in ${EVENTS_PATH}`;
  return /^[\da-f]{32}$/i.test(secret)
    ? `the signing secret has the shape of one; ${reached}`
    : `the signing secret is set, but Slack’s have 32 digits from 0 to f: if requests are refused, copy it again; ${reached}`;
}

async function publicAddress(
  { publicUrl }: SlackOAuthConfig,
  isRunning: () => Promise<boolean>,
): Promise<string> {
  if (await isBatonAt(publicUrl, 5_000)) return `Baton answers at ${publicUrl}`;
  if (!(await isRunning())) return `${publicUrl} was not looked at, for Baton is not running`;
  throw new Error(
    `Baton runs, but does not answer at ${publicUrl}: let your proxy or tunnel lead there, or correct PUBLIC_URL.`,
  );
}

/** @throws when a token cannot be opened. */
export async function checkKeptTokens(client: Client, { secretKey }: SlackOAuthConfig): Promise<string> {
  const secrets = createSecrets(client, createSealing(secretKey));
  let [teams, opened] = [0, 0];
  for await (const installation of createInstallations(client, { clock, ids }).installed('slack')) {
    teams += 1;
    if (teams <= MOST_OPENED && (await secrets.read(installation))) opened += 1;
  }
  if (teams === 0) return 'no team has installed Baton yet';
  return `${teams} installed; ${opened} of ${Math.min(teams, MOST_OPENED)} tokens that were looked for can be read`;
}
