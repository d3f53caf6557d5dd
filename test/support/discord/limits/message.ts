/** What a message may hold: https://discord.com/developers/docs/resources/message */
import type {
  APIEmbed,
  APIMessageTopLevelComponent,
  RESTPostAPIChannelMessageJSONBody,
} from 'discord-api-types/v10';
import { FormErrors, refusal } from '../problems.ts';
import { checkComponents } from './components.ts';

const MOST_CONTENT = 2000;
const MOST_EMBEDS = 10;
const MOST_IN_EMBEDS = 6000;
const MOST_NONCE = 25;
const MOST_MENTIONS = 100;

export const EPHEMERAL = 1 << 6;
const COMPONENTS_V2 = 1 << 15;

export interface MessageBody
  extends Omit<RESTPostAPIChannelMessageJSONBody, 'components' | 'content' | 'embeds'> {
  content?: string | null;
  embeds?: readonly APIEmbed[] | null;
  components?: readonly APIMessageTopLevelComponent[] | null;
}

/** @throws Refusal 50035, or 50006 when `whole` and there is nothing in it */
export function checkMessage(
  body: MessageBody,
  { whole, files = 0 }: { whole: boolean; files?: number },
): void {
  const errors = new FormErrors();
  errors.length(['content'], body.content, MOST_CONTENT);
  const embeds = body.embeds ?? [];
  errors.count(['embeds'], embeds, MOST_EMBEDS);
  for (const [i, embed] of embeds.entries()) checkEmbed(errors, ['embeds', i], embed);
  if (embeds.reduce((all, embed) => all + sizeOf(embed), 0) > MOST_IN_EMBEDS)
    errors.add(['embeds'], 'MAX_EMBED_SIZE_EXCEEDED', `Embed size exceeds maximum size of ${MOST_IN_EMBEDS}`);
  const v2 = ((body.flags ?? 0) & COMPONENTS_V2) !== 0;
  checkComponents(errors, body.components ?? [], v2);
  if (v2 && (body.content || embeds.length > 0))
    errors.add(
      ['flags'],
      'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
      'content and embeds cannot be used with MessageFlags.IS_COMPONENTS_V2',
    );
  if (typeof body.nonce === 'string') errors.length(['nonce'], body.nonce, MOST_NONCE);
  checkMentions(errors, body);
  errors.end();
  const empty = !body.content && embeds.length === 0 && !body.components?.length && files === 0;
  if (whole && empty && !body.sticker_ids?.length && !body.poll) throw refusal(50006);
}

function checkMentions(errors: FormErrors, { allowed_mentions: allowed }: MessageBody): void {
  if (!allowed) return;
  for (const kind of ['users', 'roles'] as const) {
    errors.count(['allowed_mentions', kind], allowed[kind], MOST_MENTIONS);
    if (allowed[kind]?.length && (allowed.parse as readonly string[] | undefined)?.includes(kind))
      errors.add(
        ['allowed_mentions'],
        'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE',
        `parse:["${kind}"] and ${kind}: [ids...] are mutually exclusive.`,
      );
  }
}

type Path = readonly (string | number)[];

function checkEmbed(errors: FormErrors, path: Path, embed: APIEmbed): void {
  errors.length([...path, 'title'], embed.title, 256);
  errors.length([...path, 'description'], embed.description, 4096);
  errors.length([...path, 'footer', 'text'], embed.footer?.text, 2048);
  errors.length([...path, 'author', 'name'], embed.author?.name, 256);
  errors.count([...path, 'fields'], embed.fields, 25);
  for (const [i, { name, value }] of (embed.fields ?? []).entries()) {
    errors.length([...path, 'fields', i, 'name'], name, 256, 1);
    errors.length([...path, 'fields', i, 'value'], value, 1024, 1);
  }
  for (const address of ['url', 'image', 'thumbnail'] as const) {
    const url = address === 'url' ? embed.url : embed[address]?.url;
    if (url !== undefined && !/^(?:https?|attachment):\/\//.test(url))
      errors.add([...path, address], 'URL_TYPE_INVALID_URL', 'Not a well formed URL.');
  }
  const { color } = embed;
  if (color !== undefined && !(Number.isInteger(color) && color >= 0 && color <= 0xffffff))
    errors.add([...path, 'color'], 'NUMBER_TYPE_MAX', 'int value should be less than or equal to 16777215.');
  if (embed.timestamp !== undefined && Number.isNaN(Date.parse(embed.timestamp)))
    errors.add([...path, 'timestamp'], 'DATETIME_TYPE_PARSE', `Could not parse ${embed.timestamp}.`);
}

const sizeOf = ({ title, description, footer, author, fields }: APIEmbed): number =>
  [
    title,
    description,
    footer?.text,
    author?.name,
    ...(fields ?? []).flatMap((f) => [f.name, f.value]),
  ].reduce((all, words) => all + (words?.length ?? 0), 0);
