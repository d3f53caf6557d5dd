import { describe, expect, test } from 'vitest';
import { type Entitling, entitled, type Records } from '../../../src/coordination/approvals/entitled.ts';
import type { TeamId } from '../../../src/coordination/ids.ts';
import { NOW, person } from '../../support/records.ts';

const ana = person('ana');
const bo = person('bo');
const kai = person('kai');
const lena = person('lena');
const gus = person('gus', { role: 'guest' });
const scout = person('scout', { kind: 'agent' });
const gone = person('gone', { active: false });
const LEGAL = 'legal' as TeamId;

const asked = (values: Partial<Entitling> = {}): Entitling => ({
  requester: ana.id,
  seats: [{ person: bo.id }],
  delegates: true,
  gate: false,
  ...values,
});
const records = (values: Partial<Records> = {}): Records => ({
  people: new Map([ana, bo, kai, lena, gus, scout, gone].map((p) => [p.id, p])),
  members: new Map([[LEGAL, [ana.id, bo.id, kai.id, gus.id, scout.id, gone.id]]]),
  absences: new Map(),
  owner: null,
  ...values,
});
const names = new Map([ana, bo, kai, lena, gus, scout, gone].map((p) => [p.id, p.handle]));
const who = (approval: Entitling, known: Records): string[] =>
  entitled(approval, known, NOW).map((seat) =>
    seat.map((v) => names.get(v.person) + (v.for ? ` for ${names.get(v.for)}` : '')).join(', '),
  );
const away = (delegate: typeof bo) =>
  new Map([[bo.id, { from: NOW - 1, to: NOW + 1, delegate: delegate.id }]]) as Records['absences'];

describe('who may answer', () => {
  test.each<[string, Partial<Entitling>, Partial<Records>, string[]]>([
    ['whoever is named', {}, {}, ['bo']],
    ['not whoever asks', { seats: [{ person: ana.id }, { person: bo.id }] }, {}, ['', 'bo']],
    [
      'no guest, no agent, nobody who left',
      { seats: [gus, scout, gone].map(({ id }) => ({ person: id })) },
      {},
      ['', '', ''],
    ],
    ['of a team those who could alone', { seats: [{ team: LEGAL }] }, {}, ['bo, kai']],
    ['who stands in for someone away, named as such', {}, { absences: away(kai) }, ['bo, kai for bo']],
    ['nobody in their place where the rule says so', { delegates: false }, { absences: away(kai) }, ['bo']],
    ['not whoever asks in their place', {}, { absences: away(ana) }, ['bo']],
    ['no guest in their place', {}, { absences: away(gus) }, ['bo']],
    [
      'a lead who was asked beside them',
      { standIns: [{ seat: 0, person: lena.id }] },
      {},
      ['bo, lena for bo'],
    ],
    ['no lead who asks', { standIns: [{ seat: 0, person: ana.id }] }, {}, ['bo']],
    [
      'not whose work it is',
      { gate: true, seats: [bo, kai].map(({ id }) => ({ person: id })) },
      { owner: bo.id },
      ['', 'kai'],
    ],
  ])('%s', (_, approval, known, seats) => {
    expect(who(asked(approval), records(known))).toEqual(seats);
  });
});
