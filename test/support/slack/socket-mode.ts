/** Socket Mode's other end: hello, envelopes, acknowledgements, disconnect frames, and sockets that break. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Again, Outcome, Outgoing, Transport } from './delivery.ts';

export interface SocketMode extends Transport {
  /** A place to connect to, once. */
  ticket(): string;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Asks every connection, or the eldest alone, to go and connect anew. */
  disconnect(reason: 'warning' | 'refresh_requested' | 'link_disabled', which?: 'all' | 'eldest'): void;
  /** Breaks every connection without a word. */
  drop(): void;
  /** Lets nobody connect, or lets them again. */
  refuse(refused: boolean): void;
  /** Breaks the connection when the next acknowledgement arrives, which is not taken. */
  dropAtNextAck(): void;
  readonly connections: number;
  close(): void;
}

export interface SocketModeOptions {
  readonly appId: string;
  readonly ackWithinMs: number;
  readonly pingEveryMs: number;
}

/** An envelope that waits for its acknowledgement. */
interface Waiting {
  readonly socket: WebSocket;
  readonly settle: (outcome: Outcome) => void;
}

/** At most so many connections per app. */
const CONNECTIONS = 10;

export function createSocketMode({ appId, ackWithinMs, pingEveryMs }: SocketModeOptions): SocketMode {
  const server = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  const tickets = new Set<string>();
  const sockets: WebSocket[] = [];
  const waiting = new Map<string, Waiting>();
  let forConnection: (() => void)[] = [];
  let refused = false;
  let dropNextAck = false;
  let turn = 0;
  let closed = false;

  const pings = setInterval(() => {
    for (const socket of sockets) socket.ping();
  }, pingEveryMs);
  pings.unref();

  const gone = (socket: WebSocket): void => {
    const at = sockets.indexOf(socket);
    if (at >= 0) sockets.splice(at, 1);
    for (const one of waiting.values()) {
      if (one.socket === socket) one.settle({ acked: false, reason: 'connection_failed' });
    }
  };
  const acknowledged = (socket: WebSocket, data: string): void => {
    if (dropNextAck) {
      dropNextAck = false;
      return void socket.terminate();
    }
    const { envelope_id, payload } = JSON.parse(data) as { envelope_id: string; payload?: object };
    const empty = payload === undefined || Object.keys(payload).length === 0;
    waiting.get(envelope_id)?.settle({ acked: true, body: empty ? undefined : payload });
  };
  const connected = (socket: WebSocket): void => {
    sockets.push(socket);
    socket.on('message', (data) => acknowledged(socket, String(data)));
    socket.on('close', () => gone(socket));
    socket.on('error', () => socket.terminate());
    const hello = { type: 'hello', num_connections: sockets.length, connection_info: { app_id: appId } };
    socket.send(
      JSON.stringify({ ...hello, debug_info: { host: 'applink-1', approximate_connection_time: 18_060 } }),
    );
    for (const wake of forConnection) wake();
    forConnection = [];
  };
  const send = (socket: WebSocket, outgoing: Outgoing, again: Again | null): Promise<Outcome> =>
    new Promise((resolve) => {
      const id = randomUUID();
      const timer = setTimeout(() => settle({ acked: false, reason: 'timeout' }), ackWithinMs);
      const settle = (outcome: Outcome): void => {
        clearTimeout(timer);
        waiting.delete(id);
        resolve(outcome);
      };
      waiting.set(id, { socket, settle });
      socket.send(JSON.stringify(envelope(id, outgoing, again)));
    });

  return {
    ticket() {
      const ticket = randomUUID();
      tickets.add(ticket);
      return ticket;
    },
    upgrade(request, socket, head) {
      const ticket = new URL(request.url ?? '/', 'http://fake').searchParams.get('ticket') ?? '';
      if (refused || !tickets.delete(ticket) || sockets.length >= CONNECTIONS)
        return void socket.end('HTTP/1.1 408 Request Timeout\r\ncontent-length: 0\r\n\r\n');
      server.handleUpgrade(request, socket, head, connected);
    },
    async attempt(outgoing, again) {
      while (sockets.length === 0 && outgoing.type === 'events_api' && !closed)
        await new Promise<void>((resolve) => forConnection.push(resolve));
      const socket = sockets[turn++ % sockets.length];
      return socket ? send(socket, outgoing, again) : { acked: false, reason: 'connection_failed' };
    },
    disconnect(reason, which = 'all') {
      const frame = JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'applink-1' } });
      for (const socket of which === 'all' ? [...sockets] : sockets.slice(0, 1)) socket.send(frame);
    },
    drop() {
      for (const socket of [...sockets]) socket.terminate();
    },
    refuse(next) {
      refused = next;
    },
    dropAtNextAck() {
      dropNextAck = true;
    },
    get connections() {
      return sockets.length;
    },
    close() {
      closed = true;
      clearInterval(pings);
      for (const socket of [...sockets]) socket.terminate();
      for (const wake of forConnection) wake();
    },
  };
}

const envelope = (id: string, { type, payload }: Outgoing, again: Again | null) => ({
  envelope_id: id,
  type,
  payload,
  accepts_response_payload: type !== 'events_api',
  ...(type === 'events_api' ? { retry_attempt: again?.num ?? 0, retry_reason: again?.reason ?? '' } : {}),
});
