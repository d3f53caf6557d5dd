/** The listening end: opens a port, and closes it without cutting an answer short. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';

export interface Listening {
  /** Where a browser on this computer finds it. */
  readonly url: string;
  readonly port: number;
  /** Takes no new connection, ends event streams, lets answers under way finish, and after `withinMs` closes what is left. */
  stop(withinMs: number): Promise<void>;
}

/** Takes requests for one path before the application sees them. */
export interface Before {
  readonly path: string;
  take(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

/** @throws the system's error (`EADDRINUSE`, `EACCES`, `EADDRNOTAVAIL`, `ENOTFOUND`) when the port cannot be had. */
export async function listen(
  app: Hono,
  { host, port }: { host: string; port: number },
  before: Before | null,
): Promise<Listening> {
  const streams = new Set<ServerResponse>();
  const answers = new Set<ServerResponse>();
  const listener = getRequestListener(async (request, env) => {
    const answer = await app.fetch(request, env);
    if (answer.headers.get('content-type')?.startsWith('text/event-stream'))
      keep(streams, env.outgoing as ServerResponse);
    return answer;
  });
  const server = createServer((request, response) => {
    keep(answers, response);
    if (!server.listening) response.shouldKeepAlive = false;
    const path = request.url?.split('?', 1)[0];
    // Nobody else would hear of its fault, and an error that nobody hears of ends the process.
    if (before && path === before.path) before.take(request, response).catch(() => response.destroy());
    else void listener(request, response);
  });
  server.requestTimeout = 30_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://${reachable(host)}:${taken}`,
    port: taken,
    stop: (withinMs) => {
      // Else whoever asks one thing after another would go on until the end.
      for (const answer of answers) answer.shouldKeepAlive = false;
      return close(server, streams, withinMs);
    },
  };
}

/** What to do about an error of `listen`, as one sentence; null for one that is not about the address. */
export function listenComplaint(
  error: unknown,
  { host, port }: { host: string; port: number },
): string | null {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EADDRINUSE':
      return `PORT=${port} is in use by another program: stop that, or set PORT to another.`;
    case 'EACCES':
      return `PORT=${port} may not be used by this user: set PORT to one above 1023.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `HOST=${host} is no address of this computer: set HOST to one that is, such as 127.0.0.1.`;
    default:
      return null;
  }
}

/** A wildcard address is none to visit. */
const reachable = (host: string): string => {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
};

function keep(streams: Set<ServerResponse>, stream: ServerResponse): void {
  streams.add(stream);
  stream.once('close', () => streams.delete(stream));
}

async function close(server: Server, streams: ReadonlySet<ServerResponse>, withinMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const letGo = () => {
    for (const stream of streams) stream.destroy();
    server.closeIdleConnections();
  };
  letGo();
  // A stream may begin, and a connection fall idle, after the first look.
  const again = setInterval(letGo, 50);
  const late = setTimeout(() => server.closeAllConnections(), withinMs);
  await closed;
  clearInterval(again);
  clearTimeout(late);
}
