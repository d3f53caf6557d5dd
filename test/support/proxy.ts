/** A TCP proxy that can be told to misbehave. */
import { connect, createServer, type Socket } from 'node:net';

export interface Proxy {
  readonly port: number;
  /** Nothing passes any more, in either direction and on new connections too, but connections stay open. */
  freeze(): void;
  /** What was held back passes. */
  thaw(): void;
  /** Breaks every connection. */
  reset(): void;
  /** Breaks every connection, and each new one, until `accept`. */
  refuse(): void;
  accept(): void;
  /** What arrives waits so many milliseconds before it passes, each way. */
  delay(ms: number): void;
  /** Requests pass and answers are lost, until `answer`. */
  mute(): void;
  answer(): void;
  close(): Promise<void>;
}

export async function startProxy(to: { readonly host: string; readonly port: number }): Promise<Proxy> {
  const sockets = new Set<Socket>();
  let frozen = false;
  let refusing = false;
  let muted = false;
  let delayMs = 0;
  const pass = (socket: Socket, chunk: Buffer): void => {
    if (delayMs === 0) socket.write(chunk);
    else setTimeout(() => socket.writable && socket.write(chunk), delayMs).unref();
  };
  const server = createServer({ allowHalfOpen: false }, (near) => {
    if (refusing) {
      near.resetAndDestroy();
      return;
    }
    const far = connect(to);
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      socket.on('data', (chunk) => {
        if (socket === near || !muted) pass(other, chunk);
      });
      socket.on('error', () => {});
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
      if (frozen) socket.pause();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const each = (act: (socket: Socket) => void): void => {
    for (const socket of sockets) act(socket);
  };
  const reset = (): void => each((socket) => socket.resetAndDestroy());
  return {
    port: (server.address() as { port: number }).port,
    freeze: () => {
      frozen = true;
      each((socket) => socket.pause());
    },
    thaw: () => {
      frozen = false;
      each((socket) => socket.resume());
    },
    reset,
    refuse: () => {
      refusing = true;
      reset();
    },
    accept: () => {
      refusing = false;
    },
    delay: (ms) => {
      delayMs = ms;
    },
    mute: () => {
      muted = true;
    },
    answer: () => {
      muted = false;
    },
    close: async () => {
      each((socket) => socket.destroy());
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
