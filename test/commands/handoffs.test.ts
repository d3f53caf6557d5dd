/** Handoffs in a real store: who is asked, who wins, and what an owner's change is. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { HandingIn } from '../../src/coordination/approvals/hand-in.ts';
import { type ProblemCode, Refusal } from '../../src/coordination/errors.ts';
import { accept, decline, withdraw } from '../../src/coordination/handoffs/answer.ts';
import { give } from '../../src/coordination/handoffs/offer.ts';
import type { Person } from '../../src/coordination/people/person.ts';
import { edit } from '../../src/coordination/work-items/edit.ts';
import { finish } from '../../src/coordination/work-items/end.ts';
import { start } from '../../src/coordination/work-items/start.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';
import { person, team } from '../support/records.ts';
import { type Acting, acting } from './acting.ts';

const [ana, bo, mira, kai, lena] = ['ana', 'bo', 'mira', 'kai', 'lena'].map((h) => person(h)) as [
  Person,
  Person,
  Person,
  Person,
  Person,
];
const gus = person('gus', { role: 'guest' });
const scout = person('scout', { kind: 'agent' });
const gone = person('gone');
const design = team('design', { lead: lena.id, members: [lena.id, bo.id, mira.id, scout.id, gus.id] });
const empty = team('empty', { members: [gus.id, scout.id] });

let database: TestDatabase;
let here: Acting;

beforeAll(async () => {
  database = await testDatabase();
  here = await acting(database, [ana, bo, mira, kai, lena, gus, scout, gone]);
  await here.as(ana, async ({ tx }) => {
    await tx.teams.save(design);
    await tx.teams.save(empty);
  });
});
afterAll(() => database.drop());

async function codeOf(who: Person, act: (ctx: HandingIn) => Promise<unknown>): Promise<ProblemCode | null> {
  try {
    await here.as(who, act);
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error.problem.code;
    throw error;
  }
}

/** Whom the offers of an item were written to. */
async function askedOf(id: string): Promise<string[]> {
  const rows = await database.client.sql<{ handle: string }[]>`
    select p.handle from outbox o join people p on p.workspace_id = o.workspace_id and p.id = o.person_id
    where o.record_id = ${id} and o.body ->> 'body' = 'offer' order by p.handle`;
  return rows.map(({ handle }) => handle);
}

describe('a team is asked', () => {
  test('by asking its people: no guest, no agent, not the giver', async () => {
    const item = await here.item(ana, { owner: bo });
    await here.as(bo, (ctx) => give(ctx, item.key, { to: design }));
    expect(await askedOf(item.id)).toEqual(['lena', 'mira']);
  });

  test('in vain where nobody can take it', async () => {
    const item = await here.item(ana, { owner: bo });
    expect(await codeOf(bo, (ctx) => give(ctx, item.key, { to: empty }))).toBe('nobody_to_ask');
  });

  test('and of all who accept at once one owns it, the others are told that it is over', async () => {
    for (let round = 0; round < 5; round++) {
      const item = await here.item(ana, { owner: ana });
      await here.as(ana, (ctx) => give(ctx, item.key, { to: design }));
      const codes = await Promise.all([bo, lena, mira].map((p) => codeOf(p, (c) => accept(c, item.key, 1))));
      expect(codes.toSorted()).toEqual(['no_handoff', 'no_handoff', null].toSorted());
      const after = await here.read(item);
      expect([bo.id, lena.id, mira.id]).toContain(after.owner);
      expect(after.handoff).toMatchObject({ state: 'accepted', endedBy: after.owner });
    }
  });

  test('and once the last has declined it goes back', async () => {
    const item = await here.item(ana, { owner: kai });
    await here.as(kai, (ctx) => give(ctx, item.key, { to: design }));
    await here.news();
    await here.as(bo, (ctx) => decline(ctx, item.key, 'busy'));
    await here.as(mira, (ctx) => decline(ctx, item.key, 'busy'));
    expect(await here.news()).toEqual([]);
    await here.as(lena, (ctx) => decline(ctx, item.key, 'all of us are busy'));
    expect(await here.news()).toEqual(['kai declined']);
    expect(await here.read(item)).toMatchObject({ owner: kai.id, handoff: { state: 'declined' } });
  });
});

describe('of two answers at once', () => {
  test('accept and withdraw: one holds', async () => {
    for (let round = 0; round < 5; round++) {
      const item = await here.item(ana, { owner: ana });
      await here.as(ana, (ctx) => give(ctx, item.key, { to: kai }));
      const codes = await Promise.all([
        codeOf(kai, (ctx) => accept(ctx, item.key)),
        codeOf(ana, (ctx) => withdraw(ctx, item.key)),
      ]);
      const { owner, handoff } = await here.read(item);
      expect(owner).toBe(handoff?.state === 'accepted' ? kai.id : ana.id);
      expect(codes.filter((code) => code === null)).toHaveLength(1);
    }
  });

  test('accept and done: the item has one owner and is done at most once', async () => {
    const item = await here.item(ana, { owner: ana });
    await here.as(ana, (ctx) => give(ctx, item.key, { to: kai }));
    await Promise.all([
      codeOf(kai, (ctx) => accept(ctx, item.key)),
      codeOf(ana, (ctx) => finish(ctx, item.key)),
    ]);
    const { owner, handoff, stage } = await here.read(item);
    expect([owner, stage, handoff?.state]).toEqual(
      owner === kai.id ? [kai.id, 'open', 'accepted'] : [ana.id, 'done', 'withdrawn'],
    );
  });
});

describe('changing the owner', () => {
  test('of what is owned is an offer, and what else was changed is changed', async () => {
    const item = await here.item(ana, { owner: bo });
    await here.as(bo, (ctx) => edit(ctx, item.key, { owner: kai, title: 'Renamed' }));
    expect(await here.read(item)).toMatchObject({
      owner: bo.id,
      title: 'Renamed',
      handoff: { state: 'offered', giver: bo.id, asked: [kai.id] },
    });
  });

  test('is a correction as long as nobody but who added it has touched it', async () => {
    const item = await here.item(ana, { owner: bo });
    await here.as(ana, (ctx) => edit(ctx, item.key, { owner: kai }));
    expect(await here.read(item)).toMatchObject({ owner: kai.id, handoff: null });
    const begun = await here.item(ana, { owner: bo });
    await here.as(bo, (ctx) => start(ctx, begun.key));
    expect(await codeOf(ana, (ctx) => edit(ctx, begun.key, { owner: kai }))).toBe('not_allowed');
  });

  test('gives what nobody owns', async () => {
    const item = await here.item(ana);
    await here.as(ana, (ctx) => edit(ctx, item.key, { owner: kai }));
    expect(await here.read(item)).toMatchObject({ owner: kai.id, handoff: null });
  });

  test('gives what belongs to someone who left, and takes back what they offered', async () => {
    const item = await here.item(bo, { owner: gone });
    await here.as(gone, (ctx) => give(ctx, item.key, { to: mira }));
    await here.as(ana, ({ tx }) => tx.people.save({ ...gone, active: false }));
    await here.as(bo, (ctx) => edit(ctx, item.key, { owner: kai }));
    expect(await here.read(item)).toMatchObject({ owner: kai.id, handoff: { state: 'withdrawn' } });
    expect(await codeOf(mira, (ctx) => accept(ctx, item.key))).toBe('no_handoff');
  });
});

test('what nobody owns is not handed off', async () => {
  const item = await here.item(ana);
  expect(await codeOf(ana, (ctx) => give(ctx, item.key, { to: kai }))).toBe('no_owner');
});

test('a lead hands off for the owner, who keeps it until it is accepted', async () => {
  const item = await here.item(ana, { owner: bo });
  await here.as(lena, (ctx) => give(ctx, item.key, { to: kai }));
  expect(await here.read(item)).toMatchObject({ owner: bo.id, handoff: { giver: bo.id, asked: [kai.id] } });
});
