/** Uploads, in Slack's three steps: a place, the bytes, and where the file is shown. */
import { ApiError } from '../core.ts';
import { saidIn } from '../ledger.ts';
import { post } from '../messages.ts';
import type { SlackFile } from '../shapes.ts';
import { nextId } from '../state.ts';
import { type Call, type Method, required, text } from '../web-api.ts';
import { writable } from './chat.ts';

export const fileMethods: Readonly<Record<string, Method>> = {
  'files.getUploadURLExternal': { scopes: ['files:write'], run: place },
  'files.completeUploadExternal': { scopes: ['files:write'], run: complete },
};

function place({ core, team, args }: Call): object {
  const name = required(args, 'filename');
  const size = Number(required(args, 'length'));
  const alt_txt = text(args.alt_text);
  const id = nextId(core.state, 'F');
  const mimetype = name.endsWith('.png') ? 'image/png' : 'application/octet-stream';
  const file = { id, name, title: name, size, mimetype, ...(alt_txt === undefined ? {} : { alt_txt }) };
  core.files.set(id, { ...file, team: team.id, bytes: null, done: false, shownFrom: 0 });
  return { upload_url: `${core.url()}/upload/${id}`, file_id: id };
}

function complete({ core, team, args, method }: Call): object {
  const wanted = (args.files ?? []) as { id: string; title?: string }[];
  const files = wanted.map(({ id, title }): SlackFile => {
    const kept = core.files.get(id);
    if (!kept || kept.team !== team.id || kept.done) throw new ApiError('file_not_found');
    if (!kept.bytes) throw new ApiError('file_upload_size_restricted');
    kept.done = true;
    kept.shownFrom = performance.now() + core.filesTake;
    core.files.set(id, { ...kept, title: title ?? kept.name });
    const { name, size, mimetype, alt_txt } = kept;
    return { id, name, size, mimetype, title: title ?? name, ...(alt_txt === undefined ? {} : { alt_txt }) };
  });
  const where = text(args.channel_id);
  for (const { name } of files) core.ledger.add({ team: team.id, effect: 'uploaded', via: method, name });
  if (where === undefined) return { files };
  const channel = writable(team, where);
  const thread_ts = text(args.thread_ts);
  const message = post(core, team, channel, {
    author: team.botUser,
    text: String(args.initial_comment ?? ''),
    files,
    ...(thread_ts === undefined ? {} : { thread_ts }),
  });
  core.ledger.add({ team: team.id, effect: 'posted', via: method, ...saidIn(channel.id, message) });
  return { files };
}
