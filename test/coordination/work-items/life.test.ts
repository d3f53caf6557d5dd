/** Any acts of anyone in any order, through rights and decisions alone. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { WorkingTime } from '../../../src/coordination/calendar.ts';
import { Refusal, refuse } from '../../../src/coordination/errors.ts';
import {
  accepting,
  asking,
  declining,
  offering,
  withdrawing,
} from '../../../src/coordination/handoffs/decide.ts';
import { openHandoff } from '../../../src/coordination/handoffs/handoff.ts';
import { rerouting } from '../../../src/coordination/handoffs/reroute.ts';
import { chain, type Entry, verify } from '../../../src/coordination/history/history.ts';
import { replay } from '../../../src/coordination/history/replay.ts';
import { snoozing } from '../../../src/coordination/nudges/snooze.ts';
import type { Person } from '../../../src/coordination/people/person.ts';
import {
  blocking,
  cancelling,
  categoryOfItem,
  claiming,
  type Decision,
  dating,
  editing,
  finishing,
  isEndedItem,
  ownedBy,
  passingReview,
  reopening,
  reviewersFor,
  sendingBack,
  starting,
} from '../../../src/coordination/work-items/decide.ts';
import type { ItemState, WorkItem } from '../../../src/coordination/work-items/item.ts';
import { type ItemAct, may, relationshipsOf } from '../../../src/coordination/work-items/rights.ts';
import { MINUTE, NOW, newItem, person, salt, sha256 } from '../../support/records.ts';

const ana = person('ana');
const scout = person('scout', { kind: 'agent' });
const people: readonly Person[] = [
  ana,
  person('bo'),
  person('lena'),
  scout,
  person('probe', { kind: 'agent' }),
  person('gus', { role: 'guest' }),
  person('gone', { active: false }),
];
const named = (id: string | null): Person | null => people.find((p) => p.id === id) ?? null;
const reviewersOf = (item: WorkItem): Person[] => item.reviewers.flatMap((id) => named(id) ?? []);

const all = [{ from: 0, to: 1440 }];
const ALWAYS: WorkingTime = {
  zone: 'UTC',
  hours: { 1: all, 2: all, 3: all, 4: all, 5: all, 6: all, 7: all },
  holidays: new Set(),
  halfDays: new Map(),
  away: null,
};

interface Step {
  readonly who: Person;
  readonly leads: boolean;
  readonly act: ItemAct;
  readonly other: Person;
  readonly some: readonly Person[];
  readonly words: string;
}

/** Few people act often, so that much of a life is more than refusals. */
const someone = fc.oneof(
  { weight: 5, arbitrary: fc.constant(ana) },
  { weight: 3, arbitrary: fc.constant(scout) },
  { weight: 1, arbitrary: fc.constantFrom(...people) },
);
const step: fc.Arbitrary<Step> = fc.record({
  who: someone,
  leads: fc.boolean(),
  act: fc.constantFrom<ItemAct>(
    'claim',
    'start',
    'done',
    'hand off',
    'snooze',
    'finish the review of',
    'send back',
    'cancel',
    'reopen',
    'edit',
    'date',
    'block',
  ),
  other: someone,
  some: fc.subarray([...people], { maxLength: 3 }),
  words: fc.string({ unit: 'grapheme', minLength: 1 }),
});

function decide(item: WorkItem, { who, act, other, some, words }: Step, now: number): Decision {
  switch (act) {
    case 'claim':
      return claiming(item, who, null, named(item.requester) ?? who, reviewersOf(item));
    case 'start':
      return starting(item, now);
    case 'done':
      return finishing(item, now);
    case 'snooze':
      return snoozing(item, who.id, now + words.length * MINUTE, ALWAYS, now);
    case 'hand off':
      return handing(item, { who, other, words }, now);
    case 'finish the review of':
      return passingReview(item, who, named(item.owner), now);
    case 'send back':
      return sendingBack(item, words, now);
    case 'cancel':
      return cancelling(item, words, now);
    case 'reopen':
      return reopening(item, undefined, now);
    case 'date':
      return dating(item, { at: now + words.length * MINUTE, zone: 'Asia/Kolkata', timed: true });
    case 'block':
    case 'unblock':
    case 'ask approval of':
      return blocking(item, words);
    case 'edit': {
      const owner = words.length > 2 && item.owner === null ? other : named(item.owner);
      const given = owner?.id === item.owner ? reviewersFor : ownedBy;
      return editing(item, {
        title: words,
        reviewers: some.map((p) => p.id),
        watchers: some.map((p) => p.id),
        ...(owner ? given(owner, some, who) : {}),
      });
    }
  }
}

/** Offers it, or does with the open offer what the length of the words says. */
function handing(
  item: WorkItem,
  { who, other, words }: Pick<Step, 'who' | 'other' | 'words'>,
  now: number,
): Decision {
  const owner = named(item.owner);
  if (!owner) return refuse({ code: 'no_owner', item: item.key, act: 'hand off' });
  if (!openHandoff(item.handoff) || words.length === 1) {
    if (other.id === owner.id) return refuse({ code: 'own_handoff', item: item.key });
    const offer = { context: words, checklist: [], acceptBy: null };
    return offering(item, { ...offer, receiver: { person: other.id }, asked: [other] }, owner, now);
  }
  if (words.length === 2) return withdrawing(item, who, now);
  if (words.length === 3) return declining(item, undefined, other, words, now);
  if (words.length === 4) return asking(item, undefined, other, words);
  if (words.length === 5) return passedOn(item, other, now);
  return accepting(item, undefined, other, reviewersOf(item), owner, now);
}

/** Whoever is asked is away, and `other` stands in. */
const passedOn = (item: WorkItem, other: Person, now: number): Decision => {
  const routed = () => ({ person: other.id, as: 'delegate' as const });
  const isAway = (id: string) => id !== other.id;
  const passed = rerouting(item, { person: named, isAway, routed }, now);
  return passed ?? refuse({ code: 'nothing_to_change', item: item.key });
};

/** The item after a step, or as it was where the step is refused. */
function after(item: WorkItem, entries: Entry[], taken: Step, now: number): WorkItem {
  if (!may(taken.act, relationshipsOf(taken.who, item, taken.leads))) return item;
  try {
    const { act, rule, changes, words } = decide(item, taken, now);
    const payload = { changes, ...(words ? { words } : {}) };
    const happening = { act, rule, actor: taken.who.id, at: now, payload };
    const entry = chain(item.id, item.head, happening, salt(), sha256);
    entries.push(entry);
    return { ...item, ...changes, version: item.version + 1, head: { seq: entry.seq, hash: entry.hash } };
  } catch (error) {
    if (error instanceof Refusal) return item;
    throw error;
  }
}

const STATE = Object.keys(replay(newItem(1, ana.id).entries) ?? {}) as (keyof ItemState)[];
const stateOf = (item: WorkItem) => Object.fromEntries(STATE.map((name) => [name, item[name]]));

describe('an item, whatever is done to it', () => {
  const lives = fc.array(step, { minLength: 1, maxLength: 40 });

  /** Runs a life, and hands each item beside the one before to `check`. */
  function live(steps: readonly Step[], check: (before: WorkItem, next: WorkItem) => void): Entry[] {
    const { item: first, entries } = newItem(12, ana.id);
    const history = [...entries];
    let item = first;
    for (const [i, taken] of steps.entries()) {
      const next = after(item, history, taken, NOW + i * MINUTE);
      check(item, next);
      item = next;
    }
    expect(verify(history, item.head, sha256)).toBeNull();
    expect(replay(history)).toEqual(stateOf(item));
    return history;
  }

  test('has one owner or none, never none again, and never one who may not own', () => {
    fc.assert(
      fc.property(lives, (steps) => {
        live(steps, (before, next) => {
          if (before.owner !== null) expect(next.owner).not.toBeNull();
          const owner = named(next.owner);
          if (owner) expect([owner.active, owner.role]).toEqual([true, 'member']);
          const open = openHandoff(next.handoff);
          if (open) {
            expect(next.owner).toBe(open.giver);
            expect(isEndedItem(next)).toBe(false);
          }
        });
      }),
      { numRuns: 300 },
    );
  });

  test('owned by an agent, has a person who can review it, and is done by no agent’s word', () => {
    fc.assert(
      fc.property(lives, (steps) => {
        live(steps, (before, next) => {
          const owner = named(next.owner);
          if (owner?.kind !== 'agent') return;
          const answering = reviewersOf(next).filter(
            (p) => p.kind === 'human' && p.active && p.role !== 'guest',
          );
          expect(answering).not.toEqual([]);
          const finished = categoryOfItem(before) !== 'done' && categoryOfItem(next) === 'done';
          if (finished) expect(categoryOfItem(before)).toBe('review');
        });
      }),
      { numRuns: 300 },
    );
  });

  test('is changed by no guest and by nobody who left', () => {
    fc.assert(
      fc.property(lives, (steps) => {
        const actors = live(steps, () => {}).map((entry) => named(entry.actor));
        for (const actor of actors) expect([actor?.active, actor?.role]).toEqual([true, 'member']);
      }),
    );
  });

  test('once ended, is taken up again where it was left, or stays ended', () => {
    fc.assert(
      fc.property(lives, (steps) => {
        live(steps, (before, next) => {
          if (isEndedItem(before) && next.stage !== before.stage)
            expect(categoryOfItem(next)).toBe(next.owner ? 'active' : 'open');
        });
      }),
    );
  });

  test('is not told of once an entry of its payloads was erased', () => {
    const { entries } = newItem(12, ana.id);
    expect(replay(entries.map((e) => ({ ...e, payload: null })))).toBeNull();
    expect(replay([])).toBeNull();
  });
});
