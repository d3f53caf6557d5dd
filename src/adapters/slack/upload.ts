/**
 * Files at Slack, in its three steps: a place is asked for, the bytes go there, and the file is shown or shared.
 * https://docs.slack.dev/messaging/working-with-files#upload
 */
import type { WebClient } from '@slack/web-api';
import { type Message, type MessageFile, picturesOf } from '../../coordination/message.ts';
import type { Charts } from '../../coordination/ports.ts';
import { codeOf, outcomeOf } from './faults.ts';
import type { Uploaded } from './render.ts';

export interface UploadParts {
  readonly client: WebClient;
  readonly charts: Charts;
  readonly log: { warn(details: object, words: string): void };
}

/** All of a picture, so that the message still goes within the time of one send. */
const PICTURE_WITHIN_MS = 4_000;
/** A file takes Slack a moment before a message can show it: these are waited between tries, in milliseconds. */
const SHOWN_AFTER_MS = [0, 700, 1_500];

/** The bytes, at Slack; nobody sees them yet. @returns the file's id */
async function place(
  { client }: Pick<UploadParts, 'client'>,
  token: string,
  filename: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<string> {
  const { upload_url, file_id } = await client.files.getUploadURLExternal({
    token,
    filename,
    length: bytes.length,
  });
  if (!upload_url || !file_id) throw new Error('Slack names no place for a file');
  const answer = await fetch(upload_url, {
    method: 'POST',
    body: bytes,
    redirect: 'error',
    signal: AbortSignal.timeout(PICTURE_WITHIN_MS),
  });
  if (!answer.ok) throw new Error(`Slack answered an upload with HTTP ${answer.status}`);
  return file_id;
}

/**
 * Says a message with its pictures: drawn, uploaded, and seen by nobody until `say` shows them. Where they are refused it
 * is said without, in words; a limit or a token that is over is thrown, for the whole message has to wait.
 */
export async function withPictures<T>(
  parts: UploadParts,
  token: string,
  message: Message,
  say: (uploaded?: Uploaded) => Promise<T>,
): Promise<T> {
  const uploaded = picturesOf(message).length > 0 ? await uploadPictures(parts, token, message) : null;
  if (!uploaded) return say();
  for (const after of SHOWN_AFTER_MS) {
    await new Promise((resolve) => setTimeout(resolve, after));
    try {
      return await say(uploaded);
    } catch (error) {
      if (codeOf(error) !== 'invalid_blocks') throw error;
    }
  }
  parts.log.warn({}, 'Slack does not show a picture that it took: its words are said instead');
  return say();
}

async function uploadPictures(parts: UploadParts, token: string, message: Message): Promise<Uploaded | null> {
  const upload = async (): Promise<Uploaded> => {
    const uploaded = new Map();
    for (const picture of picturesOf(message)) {
      const name = `${picture.name}.png`;
      const id = await place(parts, token, name, await parts.charts.png(picture.chart));
      await parts.client.files.completeUploadExternal({ token, files: [{ id, title: name }] });
      uploaded.set(picture, id);
    }
    return uploaded;
  };
  try {
    return await within(PICTURE_WITHIN_MS, upload());
  } catch (error) {
    const { outcome } = outcomeOf(error);
    if (outcome === 'wait' || outcome === 'uninstalled') throw error;
    parts.log.warn({ err: error }, 'Slack took no picture: its words are said instead');
    return null;
  }
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done within ${ms / 1_000} s`)), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** Named by its send, by which it is found again: Slack keeps nothing else of ours with a shared file. */
const fileNameOf = ({ name }: MessageFile, key: string): string =>
  name.replace(/(\.\w+)?$/, (ending) => `-${key.slice(0, 8)}${ending}`);

export const isFileOf = (name: string, key: string): boolean =>
  name.replace(/\.\w+$/, '').endsWith(`-${key.slice(0, 8)}`);

/**
 * Shares a message's file where it is said; its words stand beside it. Null where Slack takes no file.
 * @returns the file's id, for Slack does not tell the message's
 */
export async function shareFile(
  parts: UploadParts,
  token: string,
  file: MessageFile,
  where: {
    readonly channel: string;
    readonly thread: string | undefined;
    readonly words: string;
    readonly key: string;
  },
): Promise<string | null> {
  const name = fileNameOf(file, where.key);
  try {
    const id = await place(parts, token, name, new TextEncoder().encode(file.content));
    await parts.client.files.completeUploadExternal({
      token,
      files: [{ id, title: file.name }],
      channel_id: where.channel,
      initial_comment: where.words,
      ...(where.thread ? { thread_ts: where.thread } : {}),
    } as Parameters<WebClient['files']['completeUploadExternal']>[0]);
    return id;
  } catch (error) {
    const { outcome } = outcomeOf(error);
    if (outcome !== 'refused' && outcome !== 'again') throw error;
    parts.log.warn({ err: error }, 'Slack took no file: its words are said instead');
    return null;
  }
}
