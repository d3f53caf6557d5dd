/** What goes with a message as files: its pictures, drawn, and the file that it carries. */
import type { RESTAPIAttachment } from 'discord.js';
import { type Message, type Picture, picturesOf } from '../../coordination/message.ts';
import type { Charts } from '../../coordination/ports.ts';
import { clipTo, LIMITS } from './limits.ts';

export interface Attached {
  /** In the order of `described`. */
  readonly files: readonly { readonly name: string; readonly data: Buffer; readonly contentType: string }[];
  readonly described: RESTAPIAttachment[];
}

export const hasFiles = (message: Message): boolean =>
  message.file !== undefined || picturesOf(message).length > 0;

export const pictureName = ({ name }: Picture): string => `${name}.png`;

export async function attachedTo(message: Message, charts: Charts): Promise<Attached> {
  const files: Attached['files'][number][] = [];
  const described: RESTAPIAttachment[] = [];
  for (const picture of picturesOf(message)) {
    const [name, data] = [pictureName(picture), Buffer.from(await charts.png(picture.chart))];
    const description = clipTo(picture.alternative, LIMITS.alternative);
    described.push({ id: files.length, filename: name, description });
    files.push({ name, data, contentType: 'image/png' });
  }
  if (message.file) {
    const { name, content, media } = message.file;
    described.push({ id: files.length, filename: name });
    files.push({ name, data: Buffer.from(content), contentType: media });
  }
  return { files, described };
}
