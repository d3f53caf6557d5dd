/** Reads a request's body: JSON, or a form with files. */
import type { IncomingMessage } from 'node:http';
import type { StoredFile } from '../message-body.ts';
import { refusal } from '../problems.ts';

export interface Input {
  readonly body: unknown;
  readonly files: readonly StoredFile[];
}

const NOTHING: Input = { body: undefined, files: [] };

/** @throws Refusal 50109 */
export async function readBody(request: IncomingMessage): Promise<Input> {
  const type = request.headers['content-type'];
  if (request.headers['content-length'] === '0' || request.method === 'GET') return NOTHING;
  const bytes = await bytesOf(request);
  if (bytes.length === 0) return NOTHING;
  if (type?.startsWith('multipart/form-data')) return readForm(bytes, type);
  return { body: readJson(bytes.toString()), files: [] };
}

function readJson(words: string): unknown {
  try {
    return JSON.parse(words);
  } catch {
    throw refusal(50109);
  }
}

function bytesOf(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)));
    request.on('error', reject);
  });
}

async function readForm(bytes: Buffer, type: string): Promise<Input> {
  const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': type } }).formData();
  const files: StoredFile[] = [];
  for (const part of form.values())
    if (typeof part !== 'string')
      files.push({ name: part.name, type: part.type, bytes: new Uint8Array(await part.arrayBuffer()) });
  const payload = form.get('payload_json');
  return { body: typeof payload === 'string' ? readJson(payload) : {}, files };
}

/** The body as an object. @throws Refusal 50035 when it is none */
export function objectOf<T>(body: unknown): T {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw refusal(50035, {
      _errors: [{ code: 'MODEL_TYPE_CONVERT', message: 'Only dictionaries may be used.' }],
    });
  return body as T;
}
