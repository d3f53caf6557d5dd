/** The fake's addresses beside the Web API: where answers go, where files are brought, where an installation is agreed to. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApiError, type Core } from './core.ts';
import { type ResponseBody, respond } from './interactions.ts';
import { reply } from './reply.ts';

/** A `response_url`. */
export function takeResponse(
  core: Core,
  path: string,
  body: Buffer,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const fault = core.faults.strike('response_url', path.split('/')[2], undefined);
  if (fault && 'hang' in fault) return;
  if (fault && 'refuse' in fault) return void request.socket.destroy();
  if (fault && 'status' in fault) return void reply(response, fault.status, '');
  if (fault && 'retryAfter' in fault)
    return void reply(response, 429, '', { 'retry-after': String(fault.retryAfter) });
  try {
    respond(core, path.slice(path.lastIndexOf('/') + 1), JSON.parse(body.toString()) as ResponseBody);
    core.ledger.answered('response_url', 'ok');
    if (fault && 'loseAnswer' in fault) return void request.socket.destroy();
    reply(response, 200, 'ok', { 'content-type': 'text/html' });
  } catch (error) {
    const code = error instanceof ApiError ? error.code : 'invalid_payload';
    core.ledger.answered('response_url', code);
    reply(response, code.endsWith('_url') ? 404 : 400, JSON.stringify({ ok: false, error: code }));
  }
}

/** The bytes of a file: as they are, or in a form whose one file they are. */
export async function receiveUpload(
  core: Core,
  path: string,
  body: Buffer,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const file = core.files.get(path.slice('/upload/'.length));
  if (!file) return reply(response, 404, 'not found');
  const type = request.headers['content-type'] ?? '';
  file.bytes = type.startsWith('multipart/') ? await fileIn(body, type) : body;
  if (file.bytes.length !== file.size) {
    file.bytes = null;
    return reply(response, 400, 'the length is not the one that was told');
  }
  reply(response, 200, `OK - ${file.size}`, { 'content-type': 'text/plain' });
}

async function fileIn(body: Buffer, type: string): Promise<Buffer> {
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
  for (const value of form.values()) {
    if (typeof value !== 'string') return Buffer.from(await value.arrayBuffer());
  }
  return Buffer.alloc(0);
}

/** The page on which a person agrees to install the app: the fake's people always do, for the newest team. */
export function authorise(core: Core, query: string, response: ServerResponse): void {
  const asked = new URLSearchParams(query);
  const team = core.state.teams.get(asked.get('team') ?? '') ?? [...core.state.teams.values()].at(-1);
  const back = new URL(asked.get('redirect_uri') ?? '/', core.url());
  const code = `code-${++core.state.counter}`;
  if (team) core.state.codes.set(code, team.id);
  back.searchParams.set('code', code);
  back.searchParams.set('state', asked.get('state') ?? '');
  response.writeHead(302, { location: back.href }).end();
}
