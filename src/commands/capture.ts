/** From words to an item: what is read from them, and what is said of it. */

import type { WorkingTime } from '../coordination/calendar.ts';
import { refuse } from '../coordination/errors.ts';
import { formatItemKey } from '../coordination/ids.ts';
import type { Block, Message, Reply, Text } from '../coordination/message.ts';
import type { Person } from '../coordination/people/person.ts';
import { workingTimeOf } from '../coordination/people/working-time.ts';
import type { Titled } from '../coordination/ports.ts';
import { twinOf } from '../coordination/twins/twins.ts';
import { type Added, add, clip } from '../coordination/work-items/add.ts';
import { actionOn } from '../coordination/work-items/buttons.ts';
import type { Due, Priority, WorkItem } from '../coordination/work-items/item.ts';
import { dueSpan } from '../coordination/work-items/words.ts';
import type { CommandContext } from './context.ts';
import type { CapturedMessage } from './intent.ts';
import { findPerson, nameAccounts } from './lookup.ts';
import { type Mention, readWords } from './read/words.ts';

/** What words say of an item. */
export interface Reading {
  readonly title: string;
  readonly owner: Person | null;
  readonly due: Due | null;
  readonly priority: Priority;
  /** The words that the date was read from. */
  readonly datePhrase: string | null;
}

/**
 * Words of a command are meant for Baton, and so are those beside a mention: a person who is not found, or a past date,
 * is refused. In a captured message they only stay part of the words.
 */
export type WordsOf = 'command' | 'mention' | 'message';

/** `author` is the account that said it, where that is not who acts: a date means what its speaker means. */
export async function readItem(
  ctx: CommandContext,
  said: string,
  of: WordsOf,
  author: string | null = null,
): Promise<Reading> {
  const words = await nameAccounts(ctx, said);
  const time = await timeOf(ctx, author);
  const speaker = { now: ctx.now, zone: time.zone, time };
  const read = readWords(words, speaker);
  if (read.past && of !== 'message') refuse({ code: 'past_date', words: read.past });
  const title =
    of === 'command'
      ? read.title
      : shortTitle(readWords(firstSentence(words), speaker).title || read.title || words.trim());
  return {
    title,
    owner: await ownerIn(ctx, read.people[0], of),
    due: read.due?.due ?? null,
    priority: read.priority ?? 'normal',
    datePhrase: read.due?.phrase ?? null,
  };
}

async function timeOf(ctx: CommandContext, author: string | null): Promise<WorkingTime> {
  const person = author === null ? null : await ctx.personOf(author);
  if (!person || person.id === ctx.me.id) return ctx.myTime;
  return workingTimeOf(person, await ctx.tx.teams.of(person.id), ctx.workspace);
}

async function ownerIn(
  ctx: CommandContext,
  mention: Mention | undefined,
  of: WordsOf,
): Promise<Person | null> {
  if (!mention) return null;
  const words = 'account' in mention ? `<@${mention.account}>` : `@${mention.handle}`;
  if (of !== 'message') return findPerson(ctx, words);
  const person =
    'account' in mention
      ? await ctx.personOf(mention.account)
      : (await ctx.tx.people.byHandles([mention.handle]))[0];
  return person?.active && person.role !== 'guest' ? person : null;
}

/** A message is told by its first line, and a long line by its first sentence: the rest is quoted. */
const LONG_LINE = 120;

function firstSentence(words: string): string {
  const line = words.trim().split('\n')[0] ?? '';
  return line.length > LONG_LINE ? (/^.{20,300}?[.!?](?=\s)/.exec(line)?.[0] ?? line) : line;
}

const shortTitle = (title: string): string => clip(title, LONG_LINE);

export interface Capture extends Reading {
  /** Null for what was only typed to Baton. */
  readonly source: CapturedMessage | null;
}

/** What was made, and what there was already that looks the same. */
export type Captured = Added & { readonly twin: Titled | null };

export async function capture(ctx: CommandContext, what: Capture): Promise<Captured> {
  if (what.source) {
    const existing = await ctx.tx.items.bySource(what.source.ref);
    if (existing) return { item: existing, isNew: false, twin: null };
  }
  const { title, owner, due, priority, source } = what;
  // Asked for before it is made, so that nothing waits for the answer but what is said of it.
  const twin = twinOf(ctx, title);
  twin.catch(() => {});
  const added = await add(ctx, {
    key: await ctx.nextItemKey(),
    title,
    owner,
    due,
    priority,
    source: source?.ref ?? null,
    sourceAuthor: source?.author ?? null,
    quote: source ? await nameAccounts(ctx, source.text) : null,
    channel: ctx.channel,
  });
  return { ...added, twin: added.isNew ? await twin : null };
}

/** What was read, with one click to correct it, and what looks the same; or which item the message already is. */
export function captured({ item, isNew, twin }: Captured, reading: Reading): Reply {
  if (!isNew) return { message: alreadyTracked(item) };
  const read = whatWasRead(item, reading);
  return { message: { ...read, blocks: [...read.blocks, ...likeIt(item, twin)] } };
}

/** One line with a button, where something really looks the same. */
export function likeIt(item: WorkItem, twin: Titled | null): Block[] {
  if (!twin) return [];
  const key = formatItemKey(twin.key);
  const { verb, options } = actionOn(item, 'same');
  const button = { label: `Same as ${key}`, action: { verb, options: { ...options, as: key } } };
  return [{ block: 'list', items: [{ text: ['Looks like ', { bold: key }, ` ${twin.title}`], button }] }];
}

function whatWasRead(item: WorkItem, reading: Reading): Message {
  const key = formatItemKey(item.key);
  const owner: Text = reading.owner
    ? [{ person: reading.owner.id, name: reading.owner.name }]
    : ['nobody yet: anyone may claim it'];
  const due: Text = item.due
    ? [dueSpan(item.due), ...(reading.datePhrase ? [` (from “${reading.datePhrase}”)`] : [])]
    : ['no date'];
  const fields = [
    { label: 'Owner', value: owner },
    { label: 'Due', value: due },
    ...(item.priority === 'normal' ? [] : [{ label: 'Priority', value: [item.priority] }]),
  ];
  const blocks: Block[] = [
    { block: 'text', text: [{ bold: key }, ` ${item.title} — added. This is what I read:`] },
    { block: 'fields', fields },
    {
      block: 'buttons',
      buttons: [
        { label: 'Correct', action: actionOn(item, 'edit') },
        ...(item.owner ? [] : [{ label: 'Claim', action: actionOn(item, 'claim') }]),
      ],
    },
  ];
  return { summary: `${key} ${item.title} added`, tone: 'good', blocks };
}

export function alreadyTracked(item: WorkItem): Message {
  const key = formatItemKey(item.key);
  return {
    summary: `This message is already ${key}`,
    blocks: [
      { block: 'text', text: ['This message is already ', { bold: key }, ` ${item.title}.`] },
      { block: 'buttons', buttons: [{ label: 'Show', action: actionOn(item, 'show') }] },
    ],
  };
}
