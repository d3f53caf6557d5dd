/** Promise 1: what was acknowledged has exactly one effect, what was refused none, and what nobody knows of at most one. */
import { formatItemKey } from '../../src/coordination/ids.ts';
import type { Attempt, Meaning, Tried } from '../rig/tried.ts';
import type { Snapshot } from './snapshot.ts';

type Of<Means extends Meaning['means']> = Attempt & { readonly meaning: Extract<Meaning, { means: Means }> };

const attemptsOf = <Means extends Meaning['means']>({ attempts }: Tried, means: Means): Of<Means>[] =>
  attempts.filter((attempt): attempt is Of<Means> => attempt.meaning.means === means);

export function checkEffects(snapshot: Snapshot, tried: Tried): string[] {
  return [
    ...checkItems(snapshot, tried),
    ...checkTracked(snapshot, tried),
    ...checkActs(snapshot, tried),
    ...checkWords(snapshot, tried),
    ...checkOrder(snapshot, tried),
    ...checkSources(snapshot, tried),
    ...checkReactions(snapshot, tried),
  ];
}

const EXPECTED = { done: [1, 1], refused: [0, 0], unknown: [0, 1] } as const;

function checkItems({ records }: Snapshot, tried: Tried): string[] {
  return attemptsOf(tried, 'item').flatMap(({ meaning: { token }, outcome }) => {
    const found = records.filter(({ item }) => item.title.includes(token)).length;
    const [least, most] = EXPECTED[outcome];
    return found >= least && found <= most ? [] : [`${token}: ${outcome}, and ${found} items of it`];
  });
}

/** A message that was deleted before it could be read is no item. */
function checkTracked({ records, ledger }: Snapshot, tried: Tried): string[] {
  return attemptsOf(tried, 'tracked').flatMap(({ meaning: { channel, message }, outcome }) => {
    const found = records.filter(
      ({ item: { source } }) => source?.channel === channel && source.message === message,
    ).length;
    const gone = !ledger.some((row) => row.channel === channel && row.id === message);
    return outcome !== 'done' || found === 1 || (found === 0 && gone)
      ? []
      : [`${channel}/${message}: pinned, and ${found} items of it`];
  });
}

/** For each item, person and kind of act: at least what was said to be done, at most what may have been. */
function checkActs({ records, people }: Snapshot, tried: Tried): string[] {
  const asked = new Map<
    string,
    { least: number; most: number; item: number; as: string; acts: readonly string[] }
  >();
  for (const { as, outcome, meaning } of tried.attempts) {
    if (meaning.means !== 'act' && meaning.means !== 'opinion') continue;
    const { item, acts } = meaning;
    const name = `${item} ${as} ${acts.join()}`;
    const so = asked.get(name) ?? { least: 0, most: 0, item, as, acts };
    if (outcome === 'done' && meaning.means === 'act') so.least += 1;
    if (outcome !== 'refused') so.most += 1;
    asked.set(name, so);
  }
  return [...asked.values()].flatMap(({ least, most, item, as, acts }) => {
    const record = records.find((r) => r.item.key === item);
    const found =
      record?.entries.filter((e) => acts.includes(e.act) && people.get(e.actor ?? '') === as).length ?? 0;
    return found >= least && found <= most
      ? []
      : [`${formatItemKey(item)}: ${acts.join(' or ')} by ${as} ${found} times, not ${least} to ${most}`];
  });
}

function checkWords({ records }: Snapshot, tried: Tried): string[] {
  return attemptsOf(tried, 'act').flatMap(({ meaning: { item, token }, outcome }) => {
    if (token === null) return [];
    const found = records.flatMap((r) => r.entries).filter((e) => e.payload?.words === token).length;
    const [least, most] = EXPECTED[outcome];
    return found >= least && found <= most
      ? []
      : [`${formatItemKey(item)}: ${token} was ${outcome}, and stands ${found} times in its history`];
  });
}

/** What ended before another began stands before it in the history. */
function checkOrder({ records }: Snapshot, tried: Tried): string[] {
  return records.flatMap(({ item, entries }) => {
    const seqOf = new Map(entries.map((e) => [e.payload?.words, e.seq]));
    const known = attemptsOf(tried, 'act')
      .filter(
        ({ meaning, outcome }) => meaning.item === item.key && outcome === 'done' && meaning.token !== null,
      )
      .map(({ meaning, began, ended }) => ({ began, ended, seq: seqOf.get(meaning.token ?? '') ?? 0 }));
    const wrong = known.some((a) => known.some((b) => a.ended < b.began && a.seq > b.seq));
    return wrong ? [`${formatItemKey(item.key)}: its history is out of order`] : [];
  });
}

/** A message that was an item and then changed is noted to have been; what was deleted is quoted no more. */
function checkSources({ records }: Snapshot, tried: Tried): string[] {
  return attemptsOf(tried, 'source changed').flatMap(({ meaning, outcome }) => {
    const { channel, message, note, tracked } = meaning;
    const { item } =
      records.find((r) => r.item.source?.channel === channel && r.item.source.message === message) ?? {};
    if (!item || !tracked || outcome !== 'done') return [];
    const key = formatItemKey(item.key);
    if (item.sourceNote !== note && item.sourceNote !== 'deleted')
      return [`${key}: its message was ${note}, and it says ${item.sourceNote}`];
    return item.sourceNote === 'deleted' && item.quote !== null
      ? [`${key}: its message was deleted, and it still quotes it`]
      : [];
  });
}

/** A reaction that was acknowledged is known. */
function checkReactions({ reactions }: Snapshot, tried: Tried): string[] {
  const known = new Set(reactions.filter((r) => r.present).map((r) => `${r.emoji} ${r.message}`));
  return attemptsOf(tried, 'reaction').flatMap(({ meaning: { emoji, message }, outcome }) =>
    outcome === 'done' && !known.has(`${emoji} ${message}`)
      ? [`${emoji} on ${message} is there, and Baton does not know`]
      : [],
  );
}
