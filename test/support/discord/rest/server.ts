/** REST v10 over plain HTTP: https://discord.com/developers/docs/reference#http-api */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Fault, type Faults, refusalOf } from '../faults.ts';
import { attachments } from '../message-body.ts';
import type { Pace } from '../pace.ts';
import { notFound, Refusal, unauthorized } from '../problems.ts';
import { readBody } from './body.ts';
import type { Route, Router, Served } from './router.ts';

export interface RestParts {
  readonly world: Served;
  readonly router: Router;
  readonly faults: Faults;
  readonly pace: Pace;
}

const NO_QUERY = new URLSearchParams();
const JSON_TYPE = 'application/json';

/** Answers `/api/v10/…`; false when the path is none of the API's. */
export function serveRest(parts: RestParts, request: IncomingMessage, response: ServerResponse): boolean {
  const url = request.url ?? '';
  if (url.startsWith('/attachments/')) {
    serveFile(parts.world, url, response);
    return true;
  }
  const begin = /^\/(?:api\/)?v\d+\//.exec(url)?.[0];
  if (begin === undefined) return false;
  void new Exchange(parts, request, response, url, begin.length - 1).run();
  return true;
}

class Exchange {
  readonly #parts: RestParts;
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  readonly #path: string;
  readonly #query: URLSearchParams;
  #route: Route | null = null;
  #headers: Readonly<Record<string, string>> = {};

  constructor(
    parts: RestParts,
    request: IncomingMessage,
    response: ServerResponse,
    url: string,
    from: number,
  ) {
    this.#parts = parts;
    this.#request = request;
    this.#response = response;
    const mark = url.indexOf('?');
    this.#path = url.slice(from, mark === -1 ? undefined : mark);
    this.#query = mark === -1 ? NO_QUERY : new URLSearchParams(url.slice(mark + 1));
  }

  async run(): Promise<void> {
    try {
      const method = this.#request.method ?? '';
      const found = this.#parts.router.find(method, this.#path.slice(1).split('/'));
      const input = await readBody(this.#request);
      if (!found) throw notFound();
      this.#route = found.route;
      const { free = false, on } = found.route;
      const { world, faults, pace } = this.#parts;
      const fault = faults.any ? faults.take(method, on, this.#path) : null;
      if (fault?.delay) await new Promise((resolve) => setTimeout(resolve, fault.delay));
      if (fault && !fault.after && this.#befall(fault)) return;
      if (pace.any) this.#headers = pace.spend(on, found.params[0] ?? '', free);
      if (!free && this.#request.headers.authorization !== `Bot ${world.state.application.token}`)
        throw unauthorized();
      const answer = found.route.run({ world, params: found.params, query: this.#query, ...input });
      if (fault?.after && this.#befall(fault)) return;
      if (answer === undefined) this.#send(204, null);
      else this.#send(200, JSON.stringify(answer));
    } catch (error) {
      this.#refuse(error);
    }
  }

  /** Whether that was all. @throws Refusal */
  #befall({ answer }: Fault): boolean {
    if (answer === 'pass') return false;
    if (typeof answer !== 'string') throw refusalOf(answer);
    this.#note(0, null);
    if (answer === 'drop') this.#request.socket.destroy();
    return true;
  }

  #refuse(error: unknown): void {
    const refused = error instanceof Refusal ? error : new Refusal(500, { message: String(error), code: 0 });
    this.#headers = { ...this.#headers, ...refused.headers };
    this.#send(refused.status, JSON.stringify(refused.body), refused.body.code);
  }

  #send(status: number, body: string | null, code: number | null = null): void {
    this.#note(status, code);
    const response = this.#response;
    if (response.destroyed) return;
    if (body === null) response.writeHead(status, this.#headers);
    else
      response.writeHead(status, {
        'content-type': JSON_TYPE,
        'content-length': Buffer.byteLength(body),
        ...this.#headers,
      });
    response.end(body ?? undefined);
  }

  #note(status: number, code: number | null): void {
    const method = this.#request.method ?? '';
    const route = this.#route?.on ?? `${method} ?`;
    this.#parts.world.ledger.answered(route, method, this.#path, status, code);
  }
}

function serveFile({ state }: Served, url: string, response: ServerResponse): void {
  const file = attachments.get(state)?.get(url.split('/')[3] ?? '');
  if (!file) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, { 'content-type': file.type }).end(file.bytes);
}
