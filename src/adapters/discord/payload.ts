/** A message as Discord is sent it, and what every layout of one has in common. */
import type {
  APIAllowedMentions,
  APIEmbed,
  APIMessageTopLevelComponent,
  RESTAPIAttachment,
} from 'discord.js';
import type { Tone } from '../../coordination/message.ts';
import type { Aside } from './custom-id.ts';

export interface Payload {
  readonly content?: string;
  readonly embeds?: APIEmbed[];
  readonly components: APIMessageTopLevelComponent[];
  readonly flags?: number;
  readonly attachments?: RESTAPIAttachment[];
  readonly allowed_mentions: APIAllowedMentions;
}

export interface Rendered {
  readonly payload: Payload;
  /** To be put aside before it is sent. */
  readonly asides: readonly Aside[];
}

export const COLOUR: Readonly<Record<Tone, number | null>> = {
  plain: null,
  good: 0x2f9e6e,
  warning: 0xe8a33d,
  bad: 0xd64550,
};

export const mentions = (rings: readonly string[]): APIAllowedMentions => ({
  parse: [],
  users: rings.slice(0, 100),
});

/** What comes along with the message, by its name. */
export const attachment = (name: string) => ({ url: `attachment://${name}` });
