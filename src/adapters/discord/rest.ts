/** Discord's REST API by the SDK's own client. Nothing is asked twice by itself: the outbox knows when to. */
import { REST, RESTEvents, type RequestData, type RouteLike } from 'discord.js';
import type { Clock } from '../../coordination/ports.ts';
import { Breaker } from './breaker.ts';

/** An answer that takes longer may be on its way: what was sent may be there. */
const ANSWER_WITHIN_MS = 8_000;
const API = 'https://discord.com/api';

export interface Api {
  get<T>(route: RouteLike, query?: Readonly<Record<string, string>>): Promise<T>;
  post<T>(route: RouteLike, body: unknown, files?: RequestData['files']): Promise<T>;
  put<T>(route: RouteLike, body: unknown): Promise<T>;
  patch<T>(route: RouteLike, body: unknown, files?: RequestData['files']): Promise<T>;
  delete(route: RouteLike): Promise<void>;
  /** By the token of an interaction, which is part of the route. */
  answer<T>(method: 'post' | 'patch' | 'delete', route: RouteLike, body?: unknown): Promise<T>;
}

/** Nothing is asked of Discord for a while. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
  /** Milliseconds. */
  readonly after: number;
  constructor(reason: string, after: number) {
    super(reason);
    this.after = after;
  }
}

/** What the client of the gateway is given as well. */
export const restOptions = (api: string | null) => ({
  api: (api ?? API).replace(/\/+$/, ''),
  version: '10',
  retries: 0,
  timeout: ANSWER_WITHIN_MS,
});

export function createApi(token: string, api: string | null, clock: Clock): Api {
  const rest = new REST({
    ...restOptions(api),
    // A message that must wait goes back to the outbox, so that others are not held up by it.
    rejectOnRateLimit: ({ route, method }) => route.startsWith('/channels/') && method !== 'GET',
  }).setToken(token);
  const breaker = new Breaker();
  rest.on(RESTEvents.Response, (_request, { status }) => breaker.note(status, clock.now()));

  const ask = async <T>(request: () => Promise<unknown>): Promise<T> => {
    const stop = breaker.stop(clock.now());
    if (stop) throw new Stopped(stop.reason, stop.after);
    try {
      return (await request()) as T;
    } finally {
      // After a 401 the client forgets its token.
      rest.setToken(token);
    }
  };
  const withBody = (body: unknown, files?: RequestData['files']): RequestData => ({
    ...(body === undefined ? {} : { body }),
    ...(files ? { files } : {}),
  });
  return {
    get: (route, query) => ask(() => rest.get(route, query ? { query: new URLSearchParams(query) } : {})),
    post: (route, body, files) => ask(() => rest.post(route, withBody(body, files))),
    put: (route, body) => ask(() => rest.put(route, withBody(body))),
    patch: (route, body, files) => ask(() => rest.patch(route, withBody(body, files))),
    delete: (route) => ask(() => rest.delete(route)),
    answer: (method, route, body) => ask(() => rest[method](route, { ...withBody(body), auth: false })),
  };
}
