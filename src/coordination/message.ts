/**
 * What Baton can say, as plain data. Adapters turn it into Block Kit, Discord components or the playground's page;
 * nothing here knows a platform, and words of people are always `text`, never markup, so that they arrive inert.
 */

import type { Instant, Zone } from './calendar.ts';
import type { Chart } from './chart.ts';
import type { PersonId } from './ids.ts';
import type { AccountRef, ChannelRef } from './places.ts';

/** A run of text. A bare string is plain text. */
export type Span =
  | string
  | { readonly bold: string }
  | { readonly italic: string }
  | { readonly code: string }
  | { readonly strike: string }
  | { readonly link: string; readonly text: string }
  /** A person, shown by name; `ring` notifies the account, which happens only where it is meant. */
  | { readonly person: PersonId; readonly name: string; readonly ring?: AccountRef }
  | { readonly channel: ChannelRef; readonly name: string }
  /** An instant, shown in the reader's zone where the platform can, else in `zone`. */
  | { readonly instant: Instant; readonly zone: Zone; readonly timed: boolean };

export type Text = readonly Span[];

/** What a press, a choice or a sent form means: a verb of the registry and options already filled in, as words. */
export interface Action {
  /** The verb's path: `claim`, `team add`. */
  readonly verb: string;
  readonly options: Readonly<Record<string, string>>;
}

export interface Button {
  readonly label: string;
  readonly action: Action;
  readonly style?: 'primary' | 'danger';
  /** Asked before the press takes effect, where the act cannot be taken back. */
  readonly confirm?: string;
}

export interface Choice {
  readonly value: string;
  readonly label: string;
}

export type Block =
  | { readonly block: 'heading'; readonly text: string }
  | { readonly block: 'text'; readonly text: Text }
  /** Small print: provenance, hints. */
  | { readonly block: 'note'; readonly text: Text }
  /** Words of a person, quoted. */
  | { readonly block: 'quote'; readonly text: string }
  /** Label and value pairs; `wanting` marks a value that is missing and matters. */
  | {
      readonly block: 'fields';
      readonly fields: readonly {
        readonly label: string;
        readonly value: Text;
        readonly wanting?: boolean;
      }[];
    }
  | { readonly block: 'list'; readonly items: readonly { readonly text: Text; readonly button?: Button }[] }
  | { readonly block: 'buttons'; readonly buttons: readonly Button[] }
  /** One of many; the chosen value is added to the action's options under `option`. */
  | {
      readonly block: 'select';
      readonly label: string;
      readonly option: string;
      readonly action: Action;
      readonly choices: readonly Choice[];
      readonly chosen?: string;
    }
  | { readonly block: 'divider' }
  /** Drawn where the message is shown; `alternative` says the same in words, and stands in its place where it is refused. */
  | {
      readonly block: 'picture';
      /** Without an ending. */
      readonly name: string;
      readonly chart: Chart;
      readonly alternative: string;
    };

/** `tone` colours the message's edge where a platform can. */
export type Tone = 'plain' | 'good' | 'warning' | 'bad';

export interface Message {
  /** One line for notifications and readers that show no blocks. Never empty. */
  readonly summary: string;
  readonly tone?: Tone;
  readonly blocks: readonly Block[];
  /** Goes along, to be kept. */
  readonly file?: MessageFile;
  /** Said in the place of what was shown before, or not at all: where that is gone, nobody is told anew. */
  readonly inPlaceOnly?: boolean;
}

export interface MessageFile {
  readonly name: string;
  readonly media: 'text/csv' | 'application/json';
  readonly content: string;
  /** Said in its place where a platform refuses it. */
  readonly alternative: string;
}

/** The pictures of a message. */
export type Picture = Extract<Block, { block: 'picture' }>;
export const picturesOf = ({ blocks }: Message): readonly Picture[] =>
  blocks.filter((block) => block.block === 'picture');

/** The message where its pictures and its file are refused: what they say in words. */
export const inWords = ({ file, ...message }: Message): Message => ({
  ...message,
  blocks: [
    ...message.blocks.map(
      (block): Block => (block.block === 'picture' ? { block: 'text', text: [block.alternative] } : block),
    ),
    ...(file ? [{ block: 'note', text: [file.alternative] } as const] : []),
  ],
});

export type FormField = {
  /** The name of the verb's option that the field fills. */
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly required?: boolean;
  readonly value?: string;
} & (
  | { readonly field: 'text'; readonly lines: 'one' | 'many'; readonly max: number }
  /** A date in words, read in the person's zone. */
  | { readonly field: 'date' }
  /** One person or several (handles, comma between), with completion. */
  | { readonly field: 'person' | 'people' }
  | { readonly field: 'choice'; readonly choices: readonly Choice[] }
);

/** A form is a verb with questions: what is sent is the action's options and the fields', joined. */
export interface Form {
  readonly title: string;
  readonly submit: string;
  readonly action: Action;
  readonly fields: readonly FormField[];
}

/**
 * The answer to a command, press or sent form, private to who asked. `form` opens where the platform lets it;
 * `fieldErrors` stand beside the fields of a form that stays open.
 */
export interface Reply {
  readonly message?: Message;
  readonly form?: Form;
  readonly fieldErrors?: Readonly<Record<string, string>>;
}

/** A message of words alone. */
export const say = (words: string, tone: Tone = 'plain'): Message => ({
  summary: words,
  tone,
  blocks: [{ block: 'text', text: [words] }],
});

/** The plain words of a run of text, for summaries, logs and terminals. */
export const plain = (text: Text, showInstant: (at: Instant, zone: Zone, timed: boolean) => string): string =>
  text
    .map((span) => {
      if (typeof span === 'string') return span;
      if ('bold' in span) return span.bold;
      if ('italic' in span) return span.italic;
      if ('code' in span) return span.code;
      if ('strike' in span) return span.strike;
      if ('link' in span) return span.text;
      if ('person' in span) return `@${span.name}`;
      if ('channel' in span) return `#${span.name}`;
      return showInstant(span.instant, span.zone, span.timed);
    })
    .join('');
