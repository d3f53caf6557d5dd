/**
 * What someone says that they wait for, in an answer. A line that names an item blocks it at once; of one that names none
 * nobody guesses what waits: whoever said it is asked, and answers with one tap.
 */
import type { ActContext } from '../context.ts';
import { Refusal } from '../errors.ts';
import { formatItemKey, type ItemKey, parseItemKey } from '../ids.ts';
import type { Block, Button, Message } from '../message.ts';
import { block, blockBy } from '../work-items/block.ts';
import type { WorkItem } from '../work-items/item.ts';
import { viewerOf } from '../work-items/record.ts';
import type { Answer, Standup } from './standup.ts';

/** More than that is a story, and stays one. */
const MOST_LINES = 5;
const MOST_REASON = 300;
/** Items in progress that are offered for a line. */
const MOST_OFFERED = 3;
const MOST_LABEL = 60;

const ASKS_FOR_BLOCKERS = /\b(block|stuck|in the way|held up|hold(ing)? .* up|hinder|imped|obstacle)/i;
const NOTHING = /^(nothing|none|nobody|no|nope|n\/?a|[-–—.]+)[.! ]*$/i;

/** Lines of the answers to what asks for blockers: `Blocked, and by what`, `What is in your way?`. */
export const blockerLines = (words: Answer['words']): string[] =>
  words
    .filter(({ question }) => ASKS_FOR_BLOCKERS.test(question))
    .flatMap(({ answer }) => answer.split('\n'))
    .map((line) => line.replace(/^\s*(?:[-*•]\s+)?/, '').trim())
    .filter((line) => line !== '' && !NOTHING.test(line))
    .slice(0, MOST_LINES);

export interface SaidBlocker {
  /** Which item waits; null where none is named. */
  readonly item: ItemKey | null;
  /** Which item it waits for, where that is named. */
  readonly by: ItemKey | null;
  /** What it waits for, in words. */
  readonly reason: string;
}

/** `W-12 waits for W-7`, `W-12: legal`, `the icons`. */
export function readBlocker(line: string): SaidBlocker {
  const [item = null, by = null] = (line.match(/\bW-\d{1,9}\b/gi) ?? []).map(parseItemKey);
  return { item, by, reason: line.slice(0, MOST_REASON) };
}

/** The words behind an item's key and title: what it waits for. */
export function reasonIn(line: string, { key, title }: Pick<WorkItem, 'key' | 'title'>): string {
  const named = line.replace(new RegExp(`^${formatItemKey(key)}\\b\\s*`, 'i'), '');
  // A long title is cut where a form is filled in.
  if (title.startsWith(named.trim())) return '';
  const rest = named.startsWith(title) ? named.slice(title.length) : named;
  return rest
    .replace(
      /^[\s,;:·–—-]*(?:(?:is )?(?:waiting (?:for|on)|waits (?:for|on)|blocked (?:by|on)|because(?: of)?)\s+)?/i,
      '',
    )
    .trim()
    .slice(0, MOST_REASON);
}

/** What became of a line: it blocks an item now, it did already, or it is to be asked about. */
export type Blocker =
  | {
      readonly became: 'blocked';
      readonly item: WorkItem;
      readonly by: ItemKey | null;
      readonly reason: string;
    }
  | { readonly became: 'known' }
  | { readonly became: 'asked'; readonly line: string };

export async function takeBlockers(ctx: ActContext, words: Answer['words']): Promise<Blocker[]> {
  const found: Blocker[] = [];
  for (const line of blockerLines(words)) found.push(await takeLine(ctx, line));
  return found;
}

async function takeLine(ctx: ActContext, line: string): Promise<Blocker> {
  const { item: key, by } = readBlocker(line);
  const item = key === null ? null : await ctx.tx.items.byKey(key, viewerOf(ctx.me));
  if (key === null || !item) return { became: 'asked', line };
  const reason = reasonIn(line, item);
  try {
    if (by !== null) return { became: 'blocked', item: await blockBy(ctx, key, by), by, reason };
    if (await isSaid(ctx, item, reason)) return { became: 'known' };
    return {
      became: 'blocked',
      item: await block(ctx, key, reason || 'what was said in a standup'),
      by,
      reason,
    };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error.problem.code === 'nothing_to_change' ? { became: 'known' } : { became: 'asked', line };
  }
}

async function isSaid({ tx }: ActContext, item: WorkItem, reason: string): Promise<boolean> {
  if (item.blockedReason === reason) return true;
  if (reason !== '') return false;
  const waits = (await tx.items.relations(item.id)).some((r) => r.kind === 'blocks' && r.to === item.id);
  return waits || item.blockedReason !== null;
}

/** What is said of them to whoever answered: what was done, with the way back; what is to be asked, with one tap each. */
export async function blockerMessage(
  { tx, me }: ActContext,
  standup: Standup,
  blockers: readonly Blocker[],
): Promise<Message['blocks']> {
  const asked = blockers.flatMap((b) => (b.became === 'asked' ? [b.line] : []));
  const mine = asked.length > 0 && me.role !== 'guest' ? await inProgress({ tx, me }) : [];
  const done = blockers.flatMap((b) => (b.became === 'blocked' ? [blockedLine(b)] : []));
  return [
    ...(done.length > 0 ? [{ block: 'list', items: done } as const] : []),
    ...(me.role === 'guest' ? [] : asked.flatMap((line) => question(standup, line, mine))),
  ];
}

const inProgress = async ({ tx, me }: Pick<ActContext, 'tx' | 'me'>): Promise<readonly WorkItem[]> =>
  (
    await tx.items.list({ owner: me.id, stage: 'active', blocked: false }, viewerOf(me), {
      size: MOST_OFFERED,
      after: null,
    })
  ).items;

function blockedLine({ item, by, reason }: Extract<Blocker, { became: 'blocked' }>) {
  const key = formatItemKey(item.key);
  const what = by === null ? reason || 'what you said' : formatItemKey(by);
  const options = { item: key, ...(by === null ? {} : { by: formatItemKey(by) }) };
  const button: Button = { label: 'Undo', action: { verb: 'unblock', options } };
  return { text: [{ bold: key }, ` ${item.title} is blocked now: it waits for ${what}.`], button } as const;
}

function question(standup: Standup, line: string, mine: readonly WorkItem[]): Block[] {
  const reason = line.slice(0, MOST_REASON);
  const waits = mine.map(
    ({ key, title }): Button => ({
      label: `${formatItemKey(key)} ${title}`.slice(0, MOST_LABEL),
      action: { verb: 'block', options: { item: formatItemKey(key), reason } },
    }),
  );
  const [only] = mine.length === 1 ? mine : [];
  const options = {
    standup: standup.name,
    title: reason,
    ...(only ? { waits: formatItemKey(only.key) } : {}),
  };
  const make: Button = { label: 'Have someone clear it', action: { verb: 'standup blocker', options } };
  return [
    { block: 'text', text: ['You wrote: ', { italic: reason }, '. What waits for it?'] },
    { block: 'buttons', buttons: [...waits, make] },
  ];
}
