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

/** A message that was tracked and then changed is noted to have been; what was deleted is quoted no more. */
function checkSources({ records }: Snapshot, tried: Tried): string[] {
  return attemptsOf(tried, 'source changed').flatMap(
    ({ meaning: { channel, message, note }, outcome, began }) => {
      const record = records.find(
        ({ item: { source } }) => source?.channel === channel && source.message === message,
      );
      if (!record || outcome !== 'done' || !trackedBefore(record.item.title, message, tried, began))
        return [];
      const { sourceNote, quote, key } = record.item;
      const noted = sourceNote === note || sourceNote === 'deleted';
      if (!noted) return [`${formatItemKey(key)}: its message was ${note}, and it says ${sourceNote}`];
      return sourceNote === 'deleted' && quote !== null
        ? [`${formatItemKey(key)}: its message was deleted, and it still quotes it`]
        : [];
    },
  );
}

const trackedBefore = (title: string, message: string, tried: Tried, when: number): boolean =>
  tried.attempts.some(({ meaning, outcome, ended }) => {
    if (outcome !== 'done' || ended >= when) return false;
    if (meaning.means === 'item') return title.includes(meaning.token);
    return meaning.means === 'tracked' && meaning.message === message;
  });

/** Once every change of a reaction was acknowledged, Baton knows it as the platform does. */
function checkReactions(snapshot: Snapshot, tried: Tried): string[] {
  const attempts = attemptsOf(tried, 'reaction');
  const uncertain = new Set(attempts.filter((a) => a.outcome !== 'done').map((a) => a.meaning.emoji));
  const there = new Set(snapshot.platformReactions.map(({ emoji }) => emoji));
  const known = new Set(snapshot.reactions.filter((r) => r.present).map(({ emoji }) => emoji));
  const messages = new Set(snapshot.ledger.map(({ id }) => id));
  return attempts.flatMap(({ meaning: { emoji, message } }) => {
    // A message that was deleted took its reactions with it.
    if (uncertain.has(emoji) || !messages.has(message)) return [];
    if (known.has(emoji.toLowerCase()) === there.has(emoji)) return [];
    return [`${emoji} on ${message} is ${there.has(emoji) ? 'there' : 'gone'}, and Baton does not know`];
  });
}
