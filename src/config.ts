/**
 * The environment, read once and checked: the only reader of process.env. A variable of `.env` in the working directory
 * counts where the environment itself does not have it; an empty variable counts as not set.
 */
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { z } from 'zod';

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

export interface Config {
  /** Null: the embedded PostgreSQL under `dataDir`. */
  readonly databaseUrl: string | null;
  /** Absolute. */
  readonly dataDir: string;
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly logLevel: (typeof LOG_LEVELS)[number];
  /** The platforms whose variables are set. */
  readonly platforms: readonly ('slack' | 'discord')[];
  /** On when no platform is set, or when asked for. */
  readonly playground: boolean;
  /** Null while none of its variables is set. */
  readonly slack: SlackConfig | null;
  /** Null while none of its variables is set. */
  readonly discord: DiscordConfig | null;
  /** What no line of a log may ever contain. */
  readonly secrets: readonly string[];
}

export interface DiscordConfig {
  readonly token: string;
  readonly application: string;
  /** The address of the API; null is Discord's own. */
  readonly api: string | null;
}

export interface SlackConfig {
  /** The address of the Web API; null is Slack's own. */
  readonly api: string | null;
  /** How events arrive: Socket Mode wins where both could be. */
  readonly mode: 'socket' | 'http';
  /** Set for one team; null where every team installs Baton itself. */
  readonly botToken: string | null;
  /** Set in Socket Mode. */
  readonly appToken: string | null;
  /** Set over HTTP, and perhaps in Socket Mode. */
  readonly signingSecret: string | null;
  /** Set for many teams. */
  readonly oauth: SlackOAuthConfig | null;
}

export interface SlackOAuthConfig {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Where Slack and browsers reach Baton, without a slash at its end. */
  readonly publicUrl: string;
  /** 32 bytes, in base64 or hexadecimal; former ones may follow, with commas between. */
  readonly secretKey: string;
}

/** Wrong configuration: one line that names the variable and how to mend it. Ends the process with exit code 2. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

type Environment = Readonly<Record<string, string | undefined>>;

const address = (protocols: readonly string[]) => (value: string) =>
  URL.canParse(value) && protocols.includes(new URL(value).protocol) && new URL(value).hostname !== '';
const port = (value: string) => /^\d{1,5}$/.test(value) && Number(value) <= 65_535;
const host = (value: string) => isIP(value) > 0 || /^[a-z\d]([a-z\d.-]*[a-z\d])?$/i.test(value);
const secretKey = (value: string) =>
  value.split(',').every((key) => /^([\da-f]{64}|[\w+/-]{43}=?)$/i.test(key.trim()));
const web = address(['http:', 'https:']);

/** What a variable must be, in words that go on from its name. */
const optional = (check: (value: string) => boolean, must: string) =>
  z.string().refine(check, must).optional();

const schema = z.object({
  DATABASE_URL: optional(
    address(['postgres:', 'postgresql:']),
    'must be the address of a PostgreSQL database, such as postgres://user:password@host:5432/name; without it Baton runs its own',
  ),
  BATON_DATA_DIR: z.string().optional(),
  HOST: optional(host, 'must be a host name or an address without a port, such as 127.0.0.1'),
  PORT: optional(port, 'must be a whole number from 0 to 65535, such as 3000'),
  LOG_LEVEL: z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`).optional(),
  PLAYGROUND: z.enum(['0', '1'], 'must be 1 (on) or 0 (off)').optional(),
  SLACK_BOT_TOKEN: optional(
    (v) => v.startsWith('xoxb-'),
    'must start with xoxb-: copy it from “OAuth & Permissions” of the Slack app',
  ),
  SLACK_APP_TOKEN: optional(
    (v) => v.startsWith('xapp-'),
    'must start with xapp-: make one under “Basic Information” of the Slack app',
  ),
  SLACK_SIGNING_SECRET: optional(
    (v) => v.length >= 16,
    'is too short: copy it from “Basic Information” of the Slack app',
  ),
  SLACK_API_URL: optional(web, 'must be a web address, such as https://slack.com/api/'),
  SLACK_CLIENT_ID: optional(
    (v) => /^\d+\.\d+$/.test(v),
    'must be two numbers with a dot between: copy it from “Basic Information” of the Slack app',
  ),
  SLACK_CLIENT_SECRET: optional(
    (v) => v.length >= 16,
    'is too short: copy it from “Basic Information” of the Slack app',
  ),
  PUBLIC_URL: optional(web, 'must be a web address, such as https://baton.example.org'),
  BATON_SECRET_KEY: optional(
    secretKey,
    'must be 32 bytes in base64 or hexadecimal: make it with `openssl rand -base64 32`',
  ),
  DISCORD_TOKEN: optional(
    (v) => v.length >= 20,
    'is too short: copy it from “Bot” of the Discord application',
  ),
  DISCORD_APPLICATION_ID: optional(
    (v) => /^\d{15,21}$/.test(v),
    'must be a number: copy it from “General Information” of the Discord application',
  ),
  DISCORD_API_URL: optional(web, 'must be a web address, such as https://discord.com/api'),
});

type Variables = z.infer<typeof schema>;
type Variable = keyof Variables;

export const VARIABLES = Object.keys(schema.shape) as readonly Variable[];

const SECRETS = [
  'SLACK_BOT_TOKEN',
  'SLACK_APP_TOKEN',
  'SLACK_SIGNING_SECRET',
  'SLACK_CLIENT_SECRET',
  'BATON_SECRET_KEY',
  'DISCORD_TOKEN',
] as const satisfies readonly Variable[];

/** Variables that mean something only together: where any of `any` is set, one of each of `needs` must be. */
interface Group {
  readonly platform: Config['platforms'][number];
  readonly any: readonly Variable[];
  readonly needs: readonly (readonly Variable[])[];
}

const MANY_TEAMS = ['SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET', 'PUBLIC_URL', 'BATON_SECRET_KEY'] as const;

const GROUPS: readonly Group[] = [
  {
    platform: 'slack',
    any: MANY_TEAMS,
    needs: [...MANY_TEAMS.map((one) => [one]), ['SLACK_APP_TOKEN', 'SLACK_SIGNING_SECRET']],
  },
  {
    platform: 'slack',
    any: ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN', 'SLACK_SIGNING_SECRET', 'SLACK_API_URL'],
    needs: [
      ['SLACK_BOT_TOKEN', 'SLACK_CLIENT_ID'],
      ['SLACK_APP_TOKEN', 'SLACK_SIGNING_SECRET'],
    ],
  },
  {
    platform: 'discord',
    any: ['DISCORD_TOKEN', 'DISCORD_APPLICATION_ID', 'DISCORD_API_URL'],
    needs: [['DISCORD_TOKEN'], ['DISCORD_APPLICATION_ID']],
  },
];

/** The platforms whose variables are set, each whole. @throws ConfigError for one that is half set. */
function platformsOf(variables: Variables): Config['platforms'] {
  const present = GROUPS.filter(({ any }) => any.some((one) => variables[one] !== undefined));
  for (const { any, needs } of present) {
    const set = any.filter((one) => variables[one] !== undefined).join(' and ');
    const wanting = needs.find((one) => one.every((each) => variables[each] === undefined));
    if (wanting)
      throw new ConfigError(`${set} set without ${wanting.join(' or ')}: set that too, or remove ${set}.`);
  }
  return [...new Set(present.map(({ platform }) => platform))];
}

/** What Slack's variables say together; they are known to be whole. */
function slackOf(variables: Variables): SlackConfig {
  const { SLACK_CLIENT_ID, SLACK_CLIENT_SECRET, PUBLIC_URL, BATON_SECRET_KEY } = variables;
  const many = SLACK_CLIENT_ID && SLACK_CLIENT_SECRET && PUBLIC_URL && BATON_SECRET_KEY;
  return Object.freeze({
    api: variables.SLACK_API_URL ?? null,
    mode: variables.SLACK_APP_TOKEN === undefined ? 'http' : 'socket',
    botToken: variables.SLACK_BOT_TOKEN ?? null,
    appToken: variables.SLACK_APP_TOKEN ?? null,
    signingSecret: variables.SLACK_SIGNING_SECRET ?? null,
    oauth: many
      ? Object.freeze({
          clientId: SLACK_CLIENT_ID,
          clientSecret: SLACK_CLIENT_SECRET,
          publicUrl: PUBLIC_URL.replace(/\/+$/, ''),
          secretKey: BATON_SECRET_KEY,
        })
      : null,
  });
}

/** What Discord's variables say together; they are known to be whole. */
function discordOf(variables: Variables): DiscordConfig | null {
  const { DISCORD_TOKEN: token, DISCORD_APPLICATION_ID: application, DISCORD_API_URL: api } = variables;
  return token && application ? Object.freeze({ token, application, api: api ?? null }) : null;
}

/** The passwords in a database's address, as written and as meant. */
export function passwordsOf(databaseUrl: string | undefined): string[] {
  if (databaseUrl === undefined) return [];
  const { password, searchParams } = new URL(databaseUrl);
  return [password, unescaped(password), searchParams.get('password') ?? ''].filter((one) => one !== '');
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Shown for ordinary variables only: a secret that was mistyped is still nearly one. */
const shown = (name: string, value: string | undefined): string =>
  ['HOST', 'PORT', 'LOG_LEVEL', 'PLAYGROUND'].includes(name) ? `=${JSON.stringify(value)}` : '';

/** @throws ConfigError for the first variable or group that is wrong. */
export function parseConfig(environment: Environment, directory: string): Config {
  const set = Object.fromEntries(VARIABLES.map((name) => [name, environment[name]?.trim() || undefined]));
  const parsed = schema.safeParse(set);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const name = String(issue?.path[0]);
    throw new ConfigError(`${name}${shown(name, set[name])} ${issue?.message}.`);
  }
  const variables = parsed.data;
  const platforms = platformsOf(variables);
  return Object.freeze({
    databaseUrl: variables.DATABASE_URL ?? null,
    dataDir: resolve(directory, variables.BATON_DATA_DIR ?? '.baton'),
    host: variables.HOST ?? '127.0.0.1',
    port: Number(variables.PORT ?? 3000),
    logLevel: variables.LOG_LEVEL ?? 'info',
    platforms,
    playground: variables.PLAYGROUND === undefined ? platforms.length === 0 : variables.PLAYGROUND === '1',
    slack: platforms.includes('slack') ? slackOf(variables) : null,
    discord: discordOf(variables),
    secrets: Object.freeze([
      ...passwordsOf(variables.DATABASE_URL),
      ...SECRETS.flatMap((name) => variables[name]?.split(',').map((each) => each.trim()) ?? []),
    ]),
  });
}

/** `.env` of a directory; nothing when there is none. */
function envFile(directory: string): Environment {
  const path = resolve(directory, '.env');
  try {
    return parseEnv(readFileSync(path, 'utf8')) as Environment;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return {};
    throw new ConfigError(`.env cannot be read (${code}): make ${path} a readable file, or remove it.`);
  }
}

/** The configuration of this process. @throws ConfigError */
export function loadConfig(directory = process.cwd(), environment: Environment = process.env): Config {
  return parseConfig({ ...envFile(directory), ...environment }, directory);
}
