/** A request as Node's own HTTP server gives it, as far as Slack's installer looks at one, and its answer. */
import type { IncomingMessage, ServerResponse } from 'node:http';

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Lets a handler that was written for Node's server answer a web-standard request. It must have ended when it settles. */
export async function throughNode({ url, headers, method }: Request, handle: Handler): Promise<Response> {
  const { pathname, search } = new URL(url);
  const request = {
    method,
    // What the host is called does not matter: only the query is read.
    url: `${pathname}${search}`,
    headers: { ...Object.fromEntries(headers), host: 'localhost' },
  };
  const answer = { status: 200, headers: new Map<string, string | readonly string[]>(), body: '' };
  const response = {
    getHeader: (name: string) => answer.headers.get(name.toLowerCase()),
    setHeader: (name: string, value: string | readonly string[]) =>
      void answer.headers.set(name.toLowerCase(), value),
    writeHead: (status: number) => {
      answer.status = status;
    },
    end: (body: string) => {
      answer.body = body;
    },
  };
  await handle(request as unknown as IncomingMessage, response as unknown as ServerResponse);
  const out = new Headers();
  for (const [name, values] of answer.headers) for (const value of [values].flat()) out.append(name, value);
  return new Response(answer.body, { status: answer.status, headers: out });
}
