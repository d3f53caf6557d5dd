/** A Slack of a few methods, each answered by a function: for what happens before there is anybody to talk to. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SmallCall {
  readonly method: string;
  readonly args: URLSearchParams;
  /** The token that was named, in the header or in the body. */
  readonly token: string;
}

export interface SmallAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: object;
}

export type SmallMethods = Record<string, (call: SmallCall) => SmallAnswer>;

export interface SmallSlack {
  /** The address of its Web API. */
  readonly url: string;
  readonly calls: SmallCall[];
  /** May be changed while it runs. */
  readonly methods: SmallMethods;
  close(): Promise<void>;
}

export const ok = (body: object = {}, headers: Readonly<Record<string, string>> = {}): SmallAnswer => ({
  headers,
  body: { ok: true, ...body },
});

export const refused = (error: string): SmallAnswer => ({ body: { ok: false, error } });

export async function smallSlack(methods: SmallMethods): Promise<SmallSlack> {
  const calls: SmallCall[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const args = new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
    const bearer = request.headers.authorization?.replace(/^Bearer /, '');
    const method = request.url?.replace(/^\/api\//, '') ?? '';
    const call = { method, args, token: bearer ?? args.get('token') ?? '' };
    calls.push(call);
    const { status = 200, headers = {}, body } = methods[method]?.(call) ?? refused('unknown_method');
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/api/`,
    calls,
    methods,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
