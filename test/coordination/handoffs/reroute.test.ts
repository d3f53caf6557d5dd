import { describe, expect, test } from 'vitest';
import { offering } from '../../../src/coordination/handoffs/decide.ts';
import type { Handoff } from '../../../src/coordination/handoffs/handoff.ts';
import { type Present, rerouting } from '../../../src/coordination/handoffs/reroute.ts';
import type { TeamId } from '../../../src/coordination/ids.ts';
import type { Standing } from '../../../src/coordination/people/away.ts';
import type { Person } from '../../../src/coordination/people/person.ts';
import type { WorkItem } from '../../../src/coordination/work-items/item.ts';
import { NOW, newItem, person } from '../../support/records.ts';

const [ana, lena, mira, bo] = [person('ana'), person('lena'), person('mira'), person('bo')];
const gone = person('gone', { active: false });
const LATER = NOW + 3_600_000;

const offered = (...asked: readonly Person[]): WorkItem => {
  const { item } = newItem(12, ana.id, { owner: ana.id });
  const receiver = asked.length === 1 ? { person: (asked[0] as Person).id } : { team: 'design' as TeamId };
  const offer = { receiver, asked, context: null, checklist: [], acceptBy: null };
  return { ...item, ...offering(item, offer, ana, NOW).changes };
};
const handed = (item: WorkItem, handoff: Partial<Handoff>): WorkItem => ({
  ...item,
  handoff: { ...(item.handoff as Handoff), ...handoff },
});

/** Who is away, and who stands in for whoever is asked. */
const present = (away: readonly Person[], to: Person, as: Standing): Present => ({
  person: (id) => [ana, lena, mira, bo, gone].find((p) => p.id === id) ?? null,
  isAway: (id) => id === gone.id || away.some((p) => p.id === id),
  routed: () => ({ person: to.id, as }),
});
const nobody = present([], lena, 'self');

describe('an offer that waits', () => {
  test('goes on to the delegate, the lead, or the first who is back: the same handoff, counted from when it was offered', () => {
    for (const [as, word] of [
      ['delegate', 'delegate'],
      ['lead', 'lead'],
      ['first back', 'first who is back'],
    ] as const) {
      const passed = rerouting(offered(lena), present([lena], mira, as), LATER);
      expect(passed?.changes.handoff).toMatchObject({
        number: 1,
        receiver: { person: lena.id },
        asked: [mira.id],
        standIn: as,
        offeredAt: NOW,
        state: 'offered',
      });
      expect(passed?.rule).toContain(word);
      expect(passed?.told).toEqual([mira.id]);
      expect(passed?.changes).not.toHaveProperty('owner');
    }
  });

  test('goes to whoever it was meant for, once who stands in is away and they are back', () => {
    const item = handed(offered(lena), { asked: [mira.id], standIn: 'delegate' });
    const back = rerouting(item, present([mira], lena, 'self'), LATER);
    expect(back?.changes.handoff).toMatchObject({ asked: [lena.id], standIn: null });
  });

  test.each([
    ['while who was asked is there', offered(lena), nobody],
    ['while nobody stands in until they are back', offered(lena), present([lena], lena, 'self')],
    [
      'while its stand-in is there',
      handed(offered(lena), { asked: [mira.id] }),
      present([lena], mira, 'lead'),
    ],
    ['with a team of which some are away', offered(lena, mira), present([lena], bo, 'lead')],
    ['once it is over', handed(offered(lena), { state: 'accepted' }), present([lena], mira, 'lead')],
  ])('stays where it is %s', (_when, item, world) => {
    expect(rerouting(item, world, LATER)).toBeNull();
  });

  test('goes back to its giver when who was asked left and nobody stands in', () => {
    const item = handed(offered(lena), { asked: [gone.id], receiver: { person: gone.id } });
    const back = rerouting(item, present([], gone, 'self'), LATER);
    expect(back?.changes.handoff).toMatchObject({ state: 'withdrawn', endedBy: null, endedAt: LATER });
    expect(back?.told).toEqual([ana.id]);
  });

  test('of a team asks who is left of it, and goes back with the last', () => {
    const some = rerouting(handed(offered(lena, mira), { asked: [gone.id, mira.id] }), nobody, LATER);
    expect(some?.changes.handoff).toMatchObject({ state: 'offered', asked: [mira.id] });
    const none = rerouting(handed(offered(lena, mira), { asked: [gone.id] }), nobody, LATER);
    expect(none?.changes.handoff?.state).toBe('withdrawn');
  });
});
