/**
 * The options of verbs. One definition serves text after a slash command, Discord's typed options, forms and buttons: an
 * option knows how to recognise its words, how to read them, and how a form asks for it.
 */
import { isZone } from '../coordination/calendar.ts';
import { refuse } from '../coordination/errors.ts';
import { type ItemKey, parseItemKey } from '../coordination/ids.ts';
import type { Choice } from '../coordination/message.ts';
import type { Person, WeeklyHours } from '../coordination/people/person.ts';
import type { Channel } from '../coordination/ports.ts';
import type { Team } from '../coordination/teams/team.ts';
import type { Due, Link } from '../coordination/work-items/item.ts';
import type { CommandContext } from './context.ts';
import { findChannel, findPerson, findTeam, nameAccounts } from './lookup.ts';
import { readDate } from './read/dates.ts';
import { readHours } from './read/hours.ts';
import { readMentions } from './read/mentions.ts';

/** How a platform asks for an option, where it can ask for more than text. */
type OptionKind = 'item' | 'person' | 'people' | 'team' | 'date' | 'text' | 'choice' | 'channel';

export interface Option<T> {
  readonly kind: OptionKind;
  readonly description: string;
  /** Words that a person could type, for help and refusals. */
  readonly example: string;
  readonly required: boolean;
  /** Takes all the words that are left. */
  readonly rest: boolean;
  /** `none`, or an empty field of a form, empties what it sets. */
  readonly emptiable?: boolean;
  /** Carried by buttons and forms, never typed: not listed, and only ever named. */
  readonly carried?: boolean;
  readonly choices?: readonly Choice[];
  /** For text in a form: one line or many, and how long at most. */
  readonly lines?: 'one' | 'many';
  readonly max?: number;
  /** Whether a word standing alone is meant for this option. */
  accepts(word: string): boolean;
  /** Turns words into a value; refuses with a problem that names what was expected. */
  read(words: string, ctx: CommandContext, name: string): T | Promise<T>;
}

export type Options = Readonly<Record<string, Option<unknown>>>;

export type InputOf<O extends Options> = {
  readonly [K in keyof O]: O[K] extends Option<infer T> ? T : never;
};

/** The same option, which may be left out: its value is then undefined. */
export function optional<T>(option: Option<T>): Option<T | undefined> {
  return { ...option, required: false };
}

/** The same option, carried along for the verb's own use. */
export function carried<T>(option: Option<T>): Option<T> {
  return { ...option, carried: true, rest: false, accepts: () => false };
}

/** Words that empty what they are said of: `none`, `nobody`, `-`. */
export const isNone = (words: string): boolean => /^(none|nobody|never|nothing|-)$/i.test(words.trim());

/** The same option, where `none` empties what it sets: its value is then null. */
export function emptiable<T>(option: Option<T>): Option<T | null> {
  return {
    ...option,
    emptiable: true,
    read: (words, ctx, name) => (isNone(words) ? null : option.read(words, ctx, name)),
  };
}

const one = { required: true, rest: false } as const;

export const itemOption = (description = 'the item'): Option<ItemKey> => ({
  ...one,
  kind: 'item',
  description,
  example: 'W-12',
  accepts: (word) => /^(?:w-?)?\d+$/i.test(word),
  read: (words) => parseItemKey(words) ?? refuse({ code: 'unknown_item', words }),
});

/** A second item, written whole: `block W-12 2 signatures are missing` gives a reason. */
export const otherItemOption = (description: string): Option<ItemKey> => ({
  ...itemOption(description),
  example: 'W-7',
  accepts: (word) => /^w-?\d+$/i.test(word),
});

const isMention = (word: string): boolean => /^@\S+$/.test(word) || /^<@[^>\s]+>$/.test(word);

export const personOption = (description: string): Option<Person> => ({
  ...one,
  kind: 'person',
  description,
  example: '@lena',
  accepts: isMention,
  read: (words, ctx) => findPerson(ctx, words),
});

const MOST_PEOPLE = 30;

export const peopleOption = (description: string): Option<readonly Person[]> => ({
  ...one,
  kind: 'people',
  description,
  example: '@lena @bo',
  accepts: isMention,
  async read(words, ctx, name) {
    const mentions = [...new Set(readMentions(words))];
    if (mentions.length === 0 || mentions.length > MOST_PEOPLE) {
      const expected = `one to ${MOST_PEOPLE} people, such as @lena @bo`;
      refuse({ code: 'bad_option', option: name, words, expected }, name);
    }
    const people = await Promise.all(mentions.map((mention) => findPerson(ctx, mention)));
    return [...new Map(people.map((p) => [p.id, p])).values()];
  },
});

export const teamOption = (description: string): Option<Team> => ({
  ...one,
  kind: 'team',
  description,
  example: '@design',
  accepts: (word) => isMention(word),
  read: (words, ctx) => findTeam(ctx, words),
});

export const channelOption = (description: string): Option<Channel> => ({
  ...one,
  kind: 'channel',
  description,
  example: '#general',
  accepts: (word) => /^#\S+$/.test(word) || /^<#[^>\s]+>$/.test(word),
  read: (words, ctx) => findChannel(ctx, words),
});

export const dateOption = (description: string): Option<Due> => ({
  ...one,
  rest: true,
  kind: 'date',
  description,
  example: 'friday 5pm',
  accepts: () => false,
  read: (words, ctx, name) => {
    const result = readDate(words, { now: ctx.now, zone: ctx.myTime.zone, time: ctx.myTime });
    return 'due' in result ? result.due : refuse(result.problem, name);
  },
});

interface TextShape {
  readonly example: string;
  readonly lines?: 'one' | 'many';
  readonly max?: number;
  /** One word rather than all that is left. */
  readonly word?: boolean;
}

export const textOption = (description: string, shape: TextShape): Option<string> => {
  const max = shape.max ?? 2000;
  return {
    required: true,
    rest: !shape.word,
    kind: 'text',
    description,
    example: shape.example,
    lines: shape.lines ?? 'one',
    max,
    accepts: () => shape.word === true,
    read: async (words, ctx, name) => within(shape.word ? words : await nameAccounts(ctx, words), name, max),
  };
};

function within(words: string, name: string, max: number): string {
  const text = words.trim();
  if (text.length > max) refuse({ code: 'too_long', field: name, length: text.length, most: max }, name);
  return text;
}

export function choiceOption<const V extends string>(description: string, values: readonly V[]): Option<V> {
  return {
    ...one,
    kind: 'choice',
    description,
    example: values[0] ?? '',
    choices: values.map((value) => ({ value, label: value })),
    accepts: (word) => values.includes(word.toLowerCase().replace(/^!/, '') as V),
    read: (words, _ctx, name) => {
      const wanted = words.trim().toLowerCase().replace(/^!/, '');
      return (
        values.find((v) => v === wanted) ??
        refuse({ code: 'bad_option', option: name, words, expected: `one of ${values.join(', ')}` }, name)
      );
    },
  };
}

export const zoneOption = (description: string): Option<string> => ({
  ...textOption(description, { example: 'Europe/London', max: 60, word: true }),
  accepts: (word) => isZone(word) || /^[a-z_]+\/\S+$/i.test(word),
  read: (words, _ctx, name) =>
    isZone(words.trim()) ? words.trim() : refuse({ code: 'unknown_zone', words }, name),
});

/** A country, or a part of one, whose public holidays are known. */
export const regionOption = (description: string): Option<string> => ({
  ...textOption(description, { example: 'GB-ENG', max: 10, word: true }),
  accepts: (word) => /^[A-Z]{2}(-[A-Z0-9]{1,4}){0,2}$/.test(word),
  read: (words, ctx, name) => {
    const code = words.trim().toUpperCase();
    return ctx.tx.teams.isRegion(code) ? code : refuse({ code: 'unknown_region', words }, name);
  },
});

export const hoursOption = (description: string): Option<WeeklyHours> => ({
  ...textOption(description, { example: 'mon-fri 9:00-17:00', max: 200 }),
  read: (words, _ctx, name) =>
    readHours(within(words, name, 200)) ??
    refuse(
      { code: 'bad_option', option: name, words, expected: 'days and hours, such as mon-fri 9:00-17:00' },
      name,
    ),
});

/** Web addresses, one or several, spaces between. Nothing but http and https: a link is pressed without a second look. */
export const linksOption = (description: string): Option<readonly Link[]> => ({
  ...textOption(description, { example: 'https://example.com/brief', max: 2000 }),
  read: (words, _ctx, name) =>
    within(words, name, 2000)
      .split(/[\s,]+/)
      .filter(Boolean)
      .map((url) => readLink(url, name)),
});

function readLink(words: string, name: string): Link {
  if (!URL.canParse(words) || !/^https?:$/.test(new URL(words).protocol))
    refuse({ code: 'bad_link', words }, name);
  const { host, pathname, href } = new URL(words);
  return { url: href.replaceAll('|', '%7C'), text: `${host}${pathname === '/' ? '' : pathname}` };
}
