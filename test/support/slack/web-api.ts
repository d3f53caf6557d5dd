/** The Web API: who calls, what goes wrong on purpose, and the method itself. */
import { ApiError, type Core } from './core.ts';
import type { FaultKind } from './faults.ts';
import { authMethods } from './methods/auth.ts';
import { chatMethods } from './methods/chat.ts';
import { conversationMethods } from './methods/conversations.ts';
import { fileMethods } from './methods/files.ts';
import { peopleMethods } from './methods/people.ts';
import { reactionMethods } from './methods/reactions.ts';
import { viewMethods } from './methods/views.ts';
import type { Team, Token } from './state.ts';

/** A method's arguments; what travels as JSON is parsed. */
export type Args = Readonly<Record<string, unknown>>;

export interface Call {
  readonly core: Core;
  readonly method: string;
  readonly team: Team;
  readonly token: Token;
  readonly bearer: string;
  readonly args: Args;
}

export interface Method {
  /** The scopes of which the token needs one; unset: any token may. */
  readonly scopes?: readonly string[];
  /** @throws ApiError */
  readonly run: (call: Call) => object;
}

/** Methods that are called with something other than a bot token. */
export interface OpenMethod {
  /** @throws ApiError */
  readonly open: (core: Core, args: Args, bearer: string) => object;
}

const METHODS: Readonly<Record<string, Method | OpenMethod>> = {
  ...authMethods,
  ...chatMethods,
  ...conversationMethods,
  ...fileMethods,
  ...peopleMethods,
  ...reactionMethods,
  ...viewMethods,
};

/** What to answer; `lost` and `hung`: nothing, with the connection broken or left open. */
export type Answer =
  | { readonly status: number; readonly body: string; readonly headers?: Readonly<Record<string, string>> }
  | 'lost'
  | 'hung';

export interface ApiRequest {
  readonly method: string;
  readonly contentType: string;
  readonly authorization: string;
  readonly body: string;
}

/** How long until the answer is given, in milliseconds, and what it is. */
export interface Answered {
  readonly answer: Answer;
  readonly afterMs: number;
}

export function answerApi(core: Core, { method, contentType, authorization, body }: ApiRequest): Answered {
  const args = argsOf(contentType, body);
  const bearer = authorization.startsWith('Bearer ') ? authorization.slice(7) : String(args.token ?? '');
  const team = core.state.tokens.get(bearer)?.team;
  const fault = core.faults.strike(method, team, text(args.channel));
  const answered = struck(fault) ?? answerCall(core, method, args, bearer);
  const lost = fault !== null && 'loseAnswer' in fault;
  core.ledger.answered(method, lost ? 'lost' : answered.name);
  return { answer: lost ? 'lost' : answered.answer, afterMs: fault && 'delay' in fault ? fault.delay : 0 };
}

interface Named {
  readonly name: string;
  readonly answer: Answer;
}

/** What a fault answers instead of the method, if it does. */
function struck(fault: FaultKind | null): Named | null {
  if (fault === null) return null;
  if ('error' in fault) return failed(new ApiError(fault.error));
  if ('hang' in fault) return { name: 'hung', answer: 'hung' };
  if ('refuse' in fault) return { name: 'refused', answer: 'lost' };
  if ('status' in fault) return { name: String(fault.status), answer: { status: fault.status, body: '' } };
  return 'retryAfter' in fault ? limited(fault.retryAfter) : null;
}

const limited = (seconds: number): Named => ({
  name: 'ratelimited',
  answer: {
    status: 429,
    headers: { 'retry-after': String(seconds) },
    body: JSON.stringify({ ok: false, error: 'ratelimited' }),
  },
});

function answerCall(core: Core, name: string, args: Args, bearer: string): Named {
  try {
    const method = METHODS[name];
    if (!method) throw new ApiError('unknown_method');
    if ('open' in method) return done(method.open(core, args, bearer));
    const { team, token } = authorised(core, bearer);
    if (method.scopes && !method.scopes.some((scope) => token.scopes.has(scope)))
      throw new ApiError('missing_scope', [method.scopes.join(', ')]);
    if (name === 'chat.postMessage') {
      const wait = core.faults.tooFast(team.id, String(args.channel));
      if (wait !== null) return limited(wait);
    }
    const scopes = [...token.scopes].join(',');
    return done(method.run({ core, method: name, team, token, bearer, args }), { 'x-oauth-scopes': scopes });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (MALFORMED.has(error.code) && !error.early)
      core.ledger.refuse({ via: name, error: error.code, details: error.details });
    return failed(error);
  }
}

/** Errors that say the call itself was wrong, whatever the state of the team. */
const MALFORMED = new Set([
  ...['invalid_blocks', 'invalid_arguments', 'invalid_attachments', 'invalid_metadata_format'],
  ...['metadata_too_large', 'msg_blocks_too_long', 'msg_too_long', 'no_text', 'unknown_method'],
]);

const done = (result: object, headers: Readonly<Record<string, string>> = {}): Named => ({
  name: 'ok',
  answer: { status: 200, headers, body: JSON.stringify({ ok: true, ...result }) },
});

function failed({ code, details }: ApiError): Named {
  const more =
    code === 'missing_scope'
      ? { needed: details[0] }
      : details.length > 0
        ? { errors: details, response_metadata: { messages: details } }
        : {};
  return { name: code, answer: { status: 200, body: JSON.stringify({ ok: false, error: code, ...more }) } };
}

/** @throws ApiError not_authed, invalid_auth, token_revoked, account_inactive */
export function authorised(core: Core, bearer: string): { team: Team; token: Token } {
  if (bearer === '') throw new ApiError('not_authed');
  const token = core.state.tokens.get(bearer);
  const team = token && core.state.teams.get(token.team);
  if (!token || !team) throw new ApiError('invalid_auth');
  if (token.state === 'revoked') throw new ApiError('token_revoked');
  if (token.state === 'inactive') throw new ApiError('account_inactive');
  return { team, token };
}

const JSON_ARGS = new Set(['blocks', 'attachments', 'metadata', 'view', 'files']);

function argsOf(contentType: string, body: string): Args {
  if (contentType.startsWith('application/json')) return body === '' ? {} : (JSON.parse(body) as Args);
  const args: Record<string, unknown> = {};
  for (const pair of body === '' ? [] : body.split('&')) {
    const at = pair.indexOf('=');
    const name = pair.slice(0, at);
    const value = decodeURIComponent(pair.slice(at + 1).replaceAll('+', ' '));
    args[name] = JSON_ARGS.has(name) ? JSON.parse(value) : value;
  }
  return args;
}

/** A textual argument. */
export const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

export const flag = (value: unknown): boolean => value === true || value === 'true' || value === '1';

/** @throws ApiError invalid_arguments */
export function required(args: Args, name: string): string {
  const value = text(args[name]) ?? (typeof args[name] === 'number' ? String(args[name]) : undefined);
  if (value === undefined)
    throw new ApiError('invalid_arguments', [`[ERROR] missing required field: ${name}`]);
  return value;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly response_metadata: { readonly next_cursor: string };
}

/** A page of many; the cursor is the place of the first of the next page, as opaque as Slack's. */
export function page<T>(all: readonly T[], args: Args, limit = 100): Page<T> {
  const size = Number(args.limit ?? limit) || limit;
  const cursor = text(args.cursor);
  const from =
    cursor === undefined ? 0 : Number(Buffer.from(cursor, 'base64').toString().slice('next:'.length));
  if (!Number.isInteger(from)) throw new ApiError('invalid_cursor');
  const more = from + size < all.length;
  const next_cursor = more ? Buffer.from(`next:${from + size}`).toString('base64') : '';
  return { items: all.slice(from, from + size), response_metadata: { next_cursor } };
}
