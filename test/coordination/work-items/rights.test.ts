import { describe, expect, test } from 'vitest';
import type { PersonId } from '../../../src/coordination/ids.ts';
import type { Person } from '../../../src/coordination/people/person.ts';
import {
  canSee,
  ITEM_ACTS,
  type ItemAct,
  may,
  relationshipsOf,
  whoMay,
} from '../../../src/coordination/work-items/rights.ts';
import { newItem, person } from '../../support/records.ts';

const [owner, requester, reviewer, member] = ['owner', 'requester', 'reviewer', 'member'].map((h) =>
  person(h),
);
const [leadOfTeam, admin] = [person('lead'), person('admin', { role: 'admin' })];
const { item } = newItem(12, id(requester), { owner: id(owner), reviewers: [id(reviewer)] });

function id(who: Person | undefined): PersonId {
  if (!who) throw new Error('no such person');
  return who.id;
}

/** Who acts, and whether they lead the item's team or one of its owner's. */
const WHO: Record<string, { who: Person | undefined; leads?: boolean }> = {
  owner: { who: owner },
  requester: { who: requester },
  reviewer: { who: reviewer },
  lead: { who: leadOfTeam, leads: true },
  member: { who: member },
  admin: { who: admin },
};

const MATRIX: Record<ItemAct, readonly string[]> = {
  claim: ['owner', 'requester', 'reviewer', 'lead', 'member', 'admin'],
  start: ['owner', 'lead'],
  done: ['owner', 'lead'],
  'hand off': ['owner', 'lead'],
  'ask approval of': ['owner', 'requester', 'lead'],
  'finish the review of': ['reviewer', 'lead'],
  'send back': ['owner', 'requester', 'reviewer', 'lead'],
  cancel: ['owner', 'requester', 'lead'],
  reopen: ['owner', 'requester', 'lead'],
  edit: ['owner', 'requester', 'lead'],
  date: ['owner', 'requester', 'lead'],
  block: ['owner', 'requester', 'lead'],
  unblock: ['owner', 'requester', 'lead'],
  snooze: ['owner', 'requester', 'reviewer', 'lead'],
};

describe('who may do what to an item', () => {
  const cases = ITEM_ACTS.flatMap((act) =>
    Object.entries(WHO).map(([name, { who, leads = false }]) => ({ act, name, who: who as Person, leads })),
  );

  test.each(cases)('$name: $act', ({ act, name, who, leads }) => {
    expect(may(act, relationshipsOf(who, item, leads))).toBe(MATRIX[act].includes(name));
  });

  test.each(cases)('a guest who is $name may not $act', ({ act, who, leads }) => {
    expect(may(act, relationshipsOf({ ...who, role: 'guest' }, item, leads))).toBe(false);
  });

  test.each(cases)('a deactivated $name may not $act', ({ act, who, leads }) => {
    expect(may(act, relationshipsOf({ ...who, active: false }, item, leads))).toBe(false);
  });

  test('an owner who is named as reviewer as well does not review their own work', () => {
    const own = { ...item, reviewers: [id(owner), id(reviewer)] };
    expect(may('finish the review of', relationshipsOf(owner as Person, own, false))).toBe(false);
  });

  test.each(ITEM_ACTS)('a refusal to %s names who may', (act) => {
    const named = whoMay(act);
    expect(named).toMatch(/^(a member|its \w+)/);
    for (const who of MATRIX[act].filter((w) => w === 'owner' || w === 'reviewer'))
      if (act !== 'claim') expect(named).toContain(`its ${who}`);
  });
});

describe('who may see an item', () => {
  const watcher = person('watcher');
  const seen = (values: Partial<typeof item>, who: Person, inChannel = false): boolean =>
    canSee(
      { ...item, watchers: [watcher.id], ...values },
      { person: who.id, guest: who.role === 'guest' },
      inChannel,
    );
  const guest = person('guest', { role: 'guest' });
  const circle = { audience: 'circle' } as const;

  test.each([
    ['a member', 'an item of the workspace', member, {}, false, true],
    ['a member', 'an item of another circle', member, circle, false, false],
    ['an admin', 'an item of another circle', admin, circle, false, false],
    ['a member of its channel', 'an item of that circle', member, circle, true, true],
    ['its owner', 'an item of the circle', owner, circle, false, true],
    ['its requester', 'an item of the circle', requester, circle, false, true],
    ['its reviewer', 'an item of the circle', reviewer, circle, false, true],
    ['its watcher', 'an item of the circle', watcher, circle, false, true],
    ['a guest', 'an item of the workspace', guest, {}, false, false],
    ['a guest of its channel', 'an item of the workspace', guest, {}, true, true],
    ['a guest of its channel', 'an item of that circle', guest, circle, true, true],
  ])('%s, %s', (_who, _what, who, values, inChannel, expected) => {
    expect(seen(values, who as Person, inChannel)).toBe(expected);
  });
});
