/** What Baton answers over HTTP: whether it lives, whether it is ready, its metrics, and the playground when it is on. */

import { BlockList, isIPv6 } from 'node:net';
import { getConnInfo } from '@hono/node-server/conninfo';
import { Hono, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { routePath } from 'hono/route';
import { secureHeaders } from 'hono/secure-headers';
import type { Logger } from 'pino';
import type { Metrics } from './metrics.ts';

/** One thing that must hold for Baton to be ready. `wrong` says what does not, for people. */
export interface Part {
  readonly part: string;
  readonly wrong: string | null;
}

export interface AppParts {
  readonly readiness: () => Promise<readonly Part[]>;
  readonly metrics: Metrics;
  /** Null where it is off. */
  readonly playground: Hono | null;
  /** The pages by which teams install Baton; null where there are none. */
  readonly install: Hono | null;
  readonly log: Logger;
}

const LARGEST_BODY = 256 * 1024;

export function createApp({ readiness, metrics, playground, install, log }: AppParts): Hono {
  const app = new Hono();
  app.use(measure(metrics));
  app.use(headers);
  app.use(
    bodyLimit({
      maxSize: LARGEST_BODY,
      onError: (c) => c.json({ error: 'That is too much at once: 256 KB is the most.' }, 413),
    }),
  );

  app.get('/healthz', (c) => c.json({ status: 'alive' }));
  app.get('/readyz', async (c) => {
    const parts = await readiness();
    const ready = parts.every(({ wrong }) => wrong === null);
    const told = Object.fromEntries(parts.map(({ part, wrong }) => [part, wrong ?? 'ok']));
    return c.json({ status: ready ? 'ready' : 'not ready', parts: told }, ready ? 200 : 503);
  });
  app.get('/metrics', async (c) => {
    const { body, contentType } = await metrics.text();
    return c.body(body, 200, { 'content-type': contentType });
  });

  if (install) app.route('/', install);
  if (playground === null) app.get('/', (c) => c.text('Baton is running. The playground is off.\n'));
  else app.use(onlyThisComputer).route('/', playground);

  app.notFound((c) => c.json({ error: 'There is nothing at this address.' }, 404));
  app.onError((error, c) => {
    log.error({ err: error, method: c.req.method, route: routePath(c) }, 'a request failed');
    return c.json({ error: 'Something went wrong on Baton’s side; the log says what.' }, 500);
  });
  return app;
}

/** By route, not by path, so that the series stay few; event streams last as long as a page is open and say nothing. */
const measure =
  (metrics: Metrics): MiddlewareHandler =>
  async (c, next) => {
    const start = performance.now();
    await next();
    if (c.res.headers.get('content-type')?.startsWith('text/event-stream')) return;
    const route = c.res.status === 404 ? 'none' : routePath(c);
    metrics.requested({
      method: c.req.method,
      route,
      status: c.res.status,
      milliseconds: performance.now() - start,
    });
  };

const headers = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'self'"],
    imgSrc: ["'self'", 'data:'],
    baseUri: ["'none'"],
    objectSrc: ["'none'"],
    formAction: ["'self'"],
    frameAncestors: ["'none'"],
  },
  // Served over plain HTTP on loopback, where a browser would keep the promise for every other program on the port.
  strictTransportSecurity: false,
  xFrameOptions: 'DENY',
  crossOriginResourcePolicy: 'same-origin',
});

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8);
loopback.addAddress('::1', 'ipv6');

/** Whether the other end of a connection is this computer, whatever the request says of itself. */
export const isThisComputer = (address: string): boolean =>
  loopback.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');

const onlyThisComputer: MiddlewareHandler = async (c, next) => {
  if (isThisComputer(getConnInfo(c).remote.address ?? '')) return next();
  return c.json({ error: 'The playground answers only on the computer that Baton runs on.' }, 403);
};
