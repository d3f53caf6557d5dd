import { describe, expect, test } from 'vitest';
import { Refusal } from '../../../src/coordination/errors.ts';
import {
  accepting,
  answering,
  asking,
  declining,
  type Offer,
  offering,
  withdrawing,
} from '../../../src/coordination/handoffs/decide.ts';
import type { Handoff } from '../../../src/coordination/handoffs/handoff.ts';
import type { TeamId } from '../../../src/coordination/ids.ts';
import type { Person } from '../../../src/coordination/people/person.ts';
import { cancelling, finishing } from '../../../src/coordination/work-items/decide.ts';
import type { WorkItem } from '../../../src/coordination/work-items/item.ts';
import { NOW, newItem, person } from '../../support/records.ts';

const [ana, lena, bo, kai] = [person('ana'), person('lena'), person('bo'), person('kai')];
const scout = person('scout', { kind: 'agent' });
const design = 'team design' as TeamId;
const LATER = NOW + 3_600_000;

const to = (...asked: readonly Person[]): Offer => ({
  receiver: asked.length === 1 ? { person: (asked[0] as Person).id } : { team: design },
  asked,
  context: 'Half written',
  checklist: ['Tell Acme'],
  acceptBy: null,
});
const owned = (values: Partial<WorkItem> = {}): WorkItem => ({
  ...newItem(12, ana.id, { owner: ana.id }).item,
  ...values,
});
const offered = (...asked: readonly Person[]): WorkItem => {
  const item = owned();
  return { ...item, ...offering(item, to(...asked), ana, NOW).changes };
};
const handed = (handoff: Partial<Handoff>, item = offered(lena)): WorkItem => ({
  ...item,
  handoff: { ...(item.handoff as Handoff), ...handoff },
});

const refusalOf = (act: () => unknown): string | null => {
  try {
    act();
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error.problem.code;
    throw error;
  }
};

describe('an offer', () => {
  test('leaves the item its giver’s', () => {
    const { changes } = offering(owned(), to(lena), ana, NOW);
    expect(Object.keys(changes)).toEqual(['handoff']);
    expect(changes.handoff).toMatchObject({ number: 1, giver: ana.id, asked: [lena.id], state: 'offered' });
  });

  test('to someone else takes the place of the one that waits', () => {
    const { act, changes } = offering(offered(lena), to(bo), ana, LATER);
    expect(act).toBe('re-targeted');
    expect(changes.handoff).toMatchObject({ number: 2, asked: [bo.id], offeredAt: LATER });
  });

  test.each([
    ['that waits already for the same person', offered(lena), to(lena), 'nothing_to_change'],
    ['of what is done', owned({ stage: 'done' }), to(lena), 'wrong_stage'],
    ['of what is cancelled', owned({ stage: 'cancelled' }), to(lena), 'wrong_stage'],
    ['to a guest', owned(), to(person('gus', { role: 'guest' })), 'not_allowed'],
    ['to someone who left', owned(), to(person('gone', { active: false })), 'not_allowed'],
  ])('%s is refused', (_what, item, offer, code) => {
    expect(refusalOf(() => offering(item, offer, ana, NOW))).toBe(code);
  });

  test('of an agent to an agent needs a person who answers for it', () => {
    expect(
      refusalOf(() =>
        offering(owned({ owner: scout.id }), to(person('probe', { kind: 'agent' })), scout, NOW),
      ),
    ).toBe('agent_needs_reviewer');
  });
});

describe('an answer', () => {
  test('accepted: it is theirs, and the handoff is over', () => {
    const { changes } = accepting(offered(lena), 1, lena, [], ana, LATER);
    expect(changes).toMatchObject({ owner: lena.id, handoff: { state: 'accepted', endedBy: lena.id } });
  });

  test('of a team, the first to accept owns it, by a rule that is named', () => {
    const { changes, rule } = accepting(offered(lena, bo), undefined, bo, [], ana, LATER);
    expect(changes.owner).toBe(bo.id);
    expect(rule).toContain('first');
  });

  test('accepted by an agent: its giver reviews it', () => {
    expect(accepting(offered(scout), undefined, scout, [], ana, LATER).changes.reviewers).toEqual([ana.id]);
  });

  test('declined: nobody’s but the giver’s, with the reason', () => {
    const { changes, words } = declining(offered(lena), 1, lena, 'on leave', LATER);
    expect(changes).not.toHaveProperty('owner');
    expect(changes.handoff).toMatchObject({ state: 'declined', reason: 'on leave' });
    expect(words).toBe('on leave');
  });

  test('declined by one of a team: the others are still asked', () => {
    const { changes } = declining(offered(lena, bo), 1, lena, 'busy', LATER);
    expect(changes.handoff).toMatchObject({ state: 'offered', asked: [bo.id] });
  });

  test('declined by the last of a team: it goes back', () => {
    const item = handed({ asked: [bo.id] }, offered(lena, bo));
    expect(declining(item, 1, bo, 'busy', LATER).changes.handoff?.state).toBe('declined');
  });

  test('asked and answered: the clock it runs by stays as it was', () => {
    const asked = asking(offered(lena), 1, lena, 'Which folder?').changes.handoff as Handoff;
    expect(asked).toMatchObject({ state: 'offered', offeredAt: NOW });
    const { asker, changes } = answering(handed(asked), 'The one named Acme');
    expect(asker).toBe(lena.id);
    expect(changes.handoff?.questions).toEqual([
      { by: lena.id, words: 'Which folder?', answer: 'The one named Acme' },
    ]);
  });

  const over = (['accepted', 'declined', 'withdrawn', 're-targeted'] as const).map((state) =>
    handed({ state }),
  );
  test.each([
    ['by someone who was not asked', offered(lena), bo, undefined, 'not_allowed'],
    ['by the giver', offered(lena), ana, undefined, 'not_allowed'],
    ['to an earlier offer', handed({ number: 2 }), lena, 1, 'no_handoff'],
    ['where nothing was offered', owned(), lena, undefined, 'no_handoff'],
    ...over.map((item) => [`once it was ${item.handoff?.state}`, item, lena, 1, 'no_handoff'] as const),
  ] as const)('%s is refused', (_what, item, who, seen, code) => {
    expect(refusalOf(() => accepting(item, seen, who, [], ana, LATER))).toBe(code);
    expect(refusalOf(() => declining(item, seen, who, 'no', LATER))).toBe(code);
    expect(refusalOf(() => asking(item, seen, who, 'why?'))).toBe(code);
  });

  test('to no question is refused', () => {
    expect(refusalOf(() => answering(offered(lena), 'yes'))).toBe('no_question');
  });
});

describe('the end of an offer', () => {
  test('withdrawn: the giver keeps it', () => {
    expect(withdrawing(offered(lena), ana, LATER).changes).toEqual({
      handoff: expect.objectContaining({ state: 'withdrawn', endedBy: ana.id, endedAt: LATER }),
    });
  });

  test.each([
    ['done', (item: WorkItem) => finishing(item, LATER)],
    ['cancelled', (item: WorkItem) => cancelling(item, undefined, LATER)],
  ])('comes with the item’s: %s', (_how, act) => {
    expect(act(offered(lena)).changes.handoff).toMatchObject({ state: 'withdrawn', endedBy: null });
    expect(act(owned()).changes).not.toHaveProperty('handoff');
    expect(act(handed({ state: 'declined' })).changes).not.toHaveProperty('handoff');
  });

  test('does not come with review: the owner may still hand it on', () => {
    const item = { ...offered(lena), reviewers: [kai.id] };
    expect(finishing(item, LATER).changes).not.toHaveProperty('handoff');
  });
});
