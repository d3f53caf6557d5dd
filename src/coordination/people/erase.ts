/**
 * What is left of an item once a person is erased: their words and their name are taken out of it, and where it was
 * theirs and has not ended, it is nobody's.
 */
import type { ActContext } from '../context.ts';
import { eraseFromHandoff } from '../handoffs/erase.ts';
import { canonicalJson, chain, type Entry } from '../history/history.ts';
import { isEndedItem } from '../work-items/decide.ts';
import type { Changes, WorkItem } from '../work-items/item.ts';
import type { Erased } from './erased.ts';

/** The fields that hold words; the others hold ids, instants and words of Baton's own. */
const WORDS = ['title', 'purpose', 'outcome', 'scope', 'cadence', 'blockedReason'] as const;
const ERASED_TITLE = 'Erased';

/**
 * The item without them, with the entry that says so; null when it holds nothing of them. `theirs` tells their entries:
 * what they wrote, and what was captured from a message of theirs.
 */
export function eraseFrom(
  ctx: Pick<ActContext, 'now' | 'ids' | 'sha256'>,
  item: WorkItem,
  entries: readonly Entry[],
  erased: Erased,
  theirs: (entry: Entry) => boolean,
): { readonly item: WorkItem; readonly entry: Entry } | null {
  const handoff = eraseFromHandoff(item.handoff, erased, ctx.now);
  const changes = {
    ...changesOf(item, entries, erased, theirs),
    ...(canonicalJson(handoff) === canonicalJson(item.handoff) ? {} : { handoff }),
  };
  const quote = quoteOf(item, entries, erased, theirs);
  if (Object.keys(changes).length === 0 && quote === item.quote) return null;
  const happening = {
    act: 'words erased',
    actor: null,
    rule: 'a person was erased',
    at: ctx.now,
    payload: { changes },
  };
  const entry = chain(item.id, item.head, happening, ctx.ids.salt(), ctx.sha256);
  const head = { seq: entry.seq, hash: entry.hash };
  return { item: { ...item, ...changes, quote, version: item.version + 1, updatedAt: ctx.now, head }, entry };
}

/** What is left of the quote, which came with the first entry and is in none. */
function quoteOf(
  { quote }: WorkItem,
  [captured]: readonly Entry[],
  { unnamed }: Erased,
  theirs: (entry: Entry) => boolean,
): WorkItem['quote'] {
  return quote === null || (captured && theirs(captured)) ? null : unnamed(quote);
}

function changesOf(
  item: WorkItem,
  entries: readonly Entry[],
  { person, unnamed }: Erased,
  theirs: (entry: Entry) => boolean,
): Changes {
  const writtenByThem = (field: keyof Changes): boolean => {
    const last = entries.findLast(({ payload }) => payload !== null && field in payload.changes);
    return last !== undefined && theirs(last);
  };
  const words = WORDS.flatMap((field) => {
    const said = item[field];
    if (said === null) return [];
    const kept = writtenByThem(field) ? null : unnamed(said);
    return kept === said ? [] : [[field, kept ?? (field === 'title' ? ERASED_TITLE : null)]];
  });
  const links = writtenByThem('links')
    ? []
    : item.links.filter(({ url, text }) => unnamed(url + text) === url + text);
  return {
    ...Object.fromEntries(words.filter(([field, kept]) => kept !== item[field as 'title'])),
    ...(links.length === item.links.length ? {} : { links }),
    ...(Object.keys(item.fields).length > 0 && writtenByThem('fields') ? { fields: {} } : {}),
    ...(item.owner === person && !isEndedItem(item) ? { owner: null } : {}),
  };
}
