/** What the acts on items do to records, to one another and to who is told, in a real store. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { HandingIn } from '../../src/coordination/approvals/hand-in.ts';
import { instantAt } from '../../src/coordination/calendar.ts';
import type { NoticeKind } from '../../src/coordination/delivery/outbox.ts';
import { render } from '../../src/coordination/delivery/render.ts';
import { type ProblemCode, Refusal } from '../../src/coordination/errors.ts';
import { accept, ask, decline, withdraw } from '../../src/coordination/handoffs/answer.ts';
import { openHandoff } from '../../src/coordination/handoffs/handoff.ts';
import { give } from '../../src/coordination/handoffs/offer.ts';
import { verify } from '../../src/coordination/history/history.ts';
import { replay } from '../../src/coordination/history/replay.ts';
import type { Person } from '../../src/coordination/people/person.ts';
import type { MessageRef } from '../../src/coordination/places.ts';
import { block, blockBy, unblock, unblockBy } from '../../src/coordination/work-items/block.ts';
import { claim } from '../../src/coordination/work-items/claim.ts';
import { due, edit } from '../../src/coordination/work-items/edit.ts';
import { cancel, finish, reopen } from '../../src/coordination/work-items/end.ts';
import type { ItemState, WorkItem } from '../../src/coordination/work-items/item.ts';
import { sourceChanged } from '../../src/coordination/work-items/source.ts';
import { start } from '../../src/coordination/work-items/start.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';
import { NOW, person, sha256, team } from '../support/records.ts';
import { type Acting, acting } from './acting.ts';

const ana = person('ana', { role: 'admin' });
const bo = person('bo');
const mira = person('mira');
const kai = person('kai');
const lena = person('lena');
const gus = person('gus', { role: 'guest' });
const gone = person('gone', { active: false });
const scout = person('scout', { kind: 'agent' });
const everyone = [ana, bo, mira, kai, lena, gus, gone, scout];

let database: TestDatabase;
let here: Acting;

beforeAll(async () => {
  database = await testDatabase();
  here = await acting(database, everyone, [ana, bo]);
  // Lena leads bo's team; kai is in none.
  await here.as(ana, ({ tx }) =>
    tx.teams.save(team('design', { lead: lena.id, members: [lena.id, bo.id, scout.id] })),
  );
});
afterAll(() => database.drop());

type Act = (ctx: HandingIn) => Promise<unknown>;

/** The problem that an act is refused with; null when it is done. */
async function codeOf(who: Person, act: Act): Promise<ProblemCode | null> {
  try {
    await here.as(who, act);
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error.problem.code;
    throw error;
  }
}

const owned = (by: Person, values = {}): Promise<WorkItem> => here.item(ana, { owner: by, ...values });

describe('claiming', () => {
  test('makes an item mine', async () => {
    const item = await here.item(ana);
    await here.as(mira, (ctx) => claim(ctx, item.key));
    expect((await here.read(item)).owner).toBe(mira.id);
    expect(await codeOf(kai, (ctx) => claim(ctx, item.key))).toBe('already_owned');
    expect(await codeOf(mira, (ctx) => claim(ctx, item.key))).toBe('nothing_to_change');
  });

  test('of several at once, one is the owner and the others are told so', async () => {
    const item = await here.item(ana);
    const claims = await Promise.all([bo, mira, kai, lena].map((p) => codeOf(p, (c) => claim(c, item.key))));
    expect(claims.toSorted()).toEqual(['already_owned', 'already_owned', 'already_owned', null].toSorted());
    expect((await here.read(item)).version).toBe(2);
  });

  test('by an agent names the person who asked as its reviewer', async () => {
    const item = await here.item(mira);
    await here.as(scout, (ctx) => claim(ctx, item.key));
    expect(await here.read(item)).toMatchObject({ owner: scout.id, reviewers: [mira.id] });
  });

  test('by an agent of what an agent asked for is refused', async () => {
    const item = await here.item(scout);
    expect(await codeOf(scout, (ctx) => claim(ctx, item.key))).toBe('agent_needs_reviewer');
  });
});

describe('who is told', () => {
  test('an owner, of what someone else gave them', async () => {
    await here.news();
    await owned(bo);
    await here.item(bo, { owner: bo });
    expect(await here.news()).toEqual(['bo assigned']);
  });

  test('of an end: owner, requester and watchers, but not who did it', async () => {
    const item = await owned(bo);
    await here.as(ana, (ctx) => edit(ctx, item.key, { watchers: [mira, kai] }));
    await here.news();
    await here.as(bo, (ctx) => finish(ctx, item.key));
    expect(await here.news()).toEqual(['ana finished', 'kai finished', 'mira finished']);
    await here.as(ana, (ctx) => reopen(ctx, item.key));
    expect(await here.news()).toEqual(['bo reopened', 'kai reopened', 'mira reopened']);
    await here.as(ana, (ctx) => cancel(ctx, item.key));
    expect(await here.news()).toEqual(['bo cancelled', 'kai cancelled', 'mira cancelled']);
  });

  test('of a review: the reviewers, never the owner', async () => {
    const item = await owned(bo);
    await here.as(ana, (ctx) => edit(ctx, item.key, { reviewers: [bo, mira] }));
    await here.news();
    await here.as(lena, (ctx) => finish(ctx, item.key));
    expect(await here.news()).toEqual(['mira review']);
  });

  test('who is named as reviewer of what waits for review', async () => {
    const item = await owned(bo);
    await here.as(ana, (ctx) => edit(ctx, item.key, { reviewers: [mira] }));
    await here.as(bo, (ctx) => finish(ctx, item.key));
    await here.news();
    await here.as(ana, (ctx) => edit(ctx, item.key, { reviewers: [mira, kai] }));
    expect(await here.news()).toEqual(['kai review']);
  });

  test('of a date that moved, however it was moved', async () => {
    const item = await owned(bo);
    await here.as(ana, (ctx) => edit(ctx, item.key, { watchers: [mira] }));
    await here.news();
    const friday = { at: NOW + 86_400_000, zone: 'Europe/London', timed: true };
    await here.as(ana, (ctx) => due(ctx, item.key, friday));
    expect(await here.news()).toEqual(['bo moved', 'mira moved']);
    await here.as(ana, (ctx) => edit(ctx, item.key, { due: null, title: 'Another' }));
    expect(await here.news()).toEqual(['bo moved', 'mira moved']);
    await here.as(bo, (ctx) => edit(ctx, item.key, { due: friday, owner: kai }));
    expect(await here.news()).toEqual(['ana moved', 'mira moved']);
  });

  test('nobody, of an item whose date was set to what it was', async () => {
    const item = await owned(bo, {
      due: { at: instantAt('2026-03-06', 1020, 'Europe/London'), zone: 'Europe/London', timed: false },
    });
    await here.news();
    const same = { at: instantAt('2026-03-06', 1080, 'Asia/Kolkata'), zone: 'Asia/Kolkata', timed: false };
    expect(await codeOf(ana, (ctx) => due(ctx, item.key, same))).toBe('nothing_to_change');
    expect(await codeOf(ana, (ctx) => edit(ctx, item.key, { due: same }))).toBe('nothing_to_change');
    expect(await here.news()).toEqual([]);
  });
});

describe('an item that waits for another', () => {
  const waiting = async (): Promise<{ item: WorkItem; by: WorkItem }> => {
    const [item, by] = [await owned(bo), await owned(ana)];
    await here.as(bo, (ctx) => blockBy(ctx, item.key, by.key));
    await here.news();
    return { item, by };
  };

  test('has its owner told when the other is done, and says so in its history', async () => {
    const { item, by } = await waiting();
    await here.as(ana, (ctx) => finish(ctx, by.key));
    expect(await here.news()).toEqual(['bo unblocked']);
    const history = await here.as(bo, ({ tx }) => tx.items.history(item.id));
    expect(history.at(-1)).toMatchObject({ act: 'blocker ended', payload: { other: by.id } });
    expect(history.at(-1)?.rule).toMatch(/^task v1: /);
  });

  test('has nobody told while something else holds it up', async () => {
    for (const hold of ['reason', 'item'] as const) {
      const { item, by } = await waiting();
      if (hold === 'reason') await here.as(bo, (ctx) => block(ctx, item.key, 'waiting for legal'));
      const other = await owned(ana);
      if (hold === 'item') await here.as(bo, (ctx) => blockBy(ctx, item.key, other.key));
      await here.news();
      await here.as(ana, (ctx) => finish(ctx, by.key));
      expect(await here.news()).toEqual([]);
    }
  });

  test('shows on the card of what holds it up, for as long as it does', async () => {
    const { item, by } = await waiting();
    const afterBlocking = await here.wanted(by);
    await here.as(bo, (ctx) => unblock(ctx, item.key));
    const afterUnblocking = await here.wanted(by);
    await here.as(bo, (ctx) => blockBy(ctx, item.key, by.key));
    await here.as(bo, (ctx) => finish(ctx, item.key));
    const afterDone = await here.wanted(by);
    await here.as(bo, (ctx) => reopen(ctx, item.key));
    const afterReopening = await here.wanted(by);
    expect([afterBlocking, afterUnblocking, afterDone, afterReopening].flat()).toEqual([2, 3, 5, 6]);
  });

  test('is blocked again when the other is reopened', async () => {
    const { item, by } = await waiting();
    await here.as(ana, (ctx) => finish(ctx, by.key));
    const [before] = await here.wanted(item);
    await here.as(ana, (ctx) => reopen(ctx, by.key));
    expect((await here.wanted(item))[0]).toBeGreaterThan(before as number);
  });

  test('is not made to wait twice, for itself, in a circle, or for what has ended', async () => {
    const { item, by } = await waiting();
    const [third, ended] = [await owned(ana), await owned(ana)];
    await here.as(ana, (ctx) => finish(ctx, ended.key));
    await here.as(ana, (ctx) => blockBy(ctx, by.key, third.key));
    expect(await codeOf(bo, (ctx) => blockBy(ctx, item.key, by.key))).toBe('nothing_to_change');
    expect(await codeOf(bo, (ctx) => blockBy(ctx, item.key, item.key))).toBe('blocks_itself');
    expect(await codeOf(ana, (ctx) => blockBy(ctx, third.key, item.key))).toBe('blocking_loop');
    expect(await codeOf(bo, (ctx) => blockBy(ctx, item.key, ended.key))).toBe('blocker_ended');
    expect(await codeOf(ana, (ctx) => blockBy(ctx, ended.key, item.key))).toBe('wrong_stage');
    expect(await codeOf(bo, (ctx) => unblockBy(ctx, item.key, third.key))).toBe('not_blocked');
  });

  test('that is made to wait while the other ends is refused, or told', async () => {
    for (let round = 0; round < 8; round++) {
      const [item, by] = [await owned(bo), await owned(ana)];
      const [blocked] = await Promise.all([
        codeOf(bo, (ctx) => blockBy(ctx, item.key, by.key)),
        codeOf(ana, (ctx) => finish(ctx, by.key)),
      ]);
      const acts = (await here.as(bo, ({ tx }) => tx.items.history(item.id))).map((e) => e.act);
      expect(acts).toEqual(blocked === null ? ['added', 'made to wait', 'blocker ended'] : ['added']);
      expect([null, 'blocker_ended']).toContain(blocked);
    }
  });

  test('and the other, tied to one another at once, make no circle', async () => {
    for (let round = 0; round < 4; round++) {
      const [one, two] = [await owned(bo), await owned(ana)];
      const codes = await Promise.all([
        codeOf(bo, (ctx) => blockBy(ctx, one.key, two.key)),
        codeOf(ana, (ctx) => blockBy(ctx, two.key, one.key)),
      ]);
      expect(codes.toSorted()).toEqual(['blocking_loop', null].toSorted());
    }
  });
});

describe('rights', () => {
  test('a lead acts for the owner in their team, and for nobody else', async () => {
    const [bos, kais] = [await owned(bo), await owned(kai)];
    expect(await codeOf(lena, (ctx) => start(ctx, bos.key))).toBeNull();
    expect(await codeOf(lena, (ctx) => start(ctx, kais.key))).toBe('not_allowed');
    expect(await codeOf(mira, (ctx) => start(ctx, bos.key))).toBe('not_allowed');
  });

  test('what nobody owns is claimed before it is started', async () => {
    const item = await here.item(ana);
    expect(await codeOf(mira, (ctx) => start(ctx, item.key))).toBe('no_owner');
    expect(await codeOf(mira, (ctx) => finish(ctx, item.key))).toBe('no_owner');
    expect(await codeOf(mira, (ctx) => cancel(ctx, item.key))).toBe('not_allowed');
  });

  test('a reviewer sends back what they review, and reopens nothing else', async () => {
    const item = await owned(bo);
    await here.as(ana, (ctx) => edit(ctx, item.key, { reviewers: [mira] }));
    await here.as(bo, (ctx) => finish(ctx, item.key));
    expect(await codeOf(mira, (ctx) => reopen(ctx, item.key, 'the file was empty'))).toBeNull();
    expect((await here.read(item)).stage).toBe('active');
    await here.as(bo, (ctx) => finish(ctx, item.key));
    expect(await codeOf(bo, (ctx) => finish(ctx, item.key))).toBe('not_allowed');
    await here.as(mira, (ctx) => finish(ctx, item.key));
    expect(await codeOf(mira, (ctx) => reopen(ctx, item.key))).toBe('not_allowed');
    expect(await codeOf(bo, (ctx) => reopen(ctx, item.key))).toBeNull();
  });

  test('who is outside an item’s circle finds nothing to act on, a lead and an admin neither', async () => {
    const item = await here.item(bo, { channel: here.leads, owner: bo });
    const open = await owned(kai);
    const acts: Act[] = [
      (ctx) => claim(ctx, item.key),
      (ctx) => start(ctx, item.key),
      (ctx) => finish(ctx, item.key),
      (ctx) => cancel(ctx, item.key),
      (ctx) => reopen(ctx, item.key),
      (ctx) => edit(ctx, item.key, { title: 'Mine' }),
      (ctx) => due(ctx, item.key, null),
      (ctx) => block(ctx, item.key, 'no'),
      (ctx) => unblock(ctx, item.key),
      (ctx) => blockBy(ctx, open.key, item.key),
      (ctx) => unblockBy(ctx, open.key, item.key),
    ];
    for (const who of [kai, lena, gus, scout])
      for (const act of acts) expect(await codeOf(who, act)).toBe('unknown_item');
  });

  test('guests and who left are named as neither owner nor reviewer', async () => {
    const item = await owned(bo);
    for (const who of [gus, gone]) {
      expect(await codeOf(ana, (ctx) => edit(ctx, item.key, { owner: who }))).toBe('not_allowed');
      expect(await codeOf(ana, (ctx) => edit(ctx, item.key, { reviewers: [who] }))).toBe('not_allowed');
    }
  });

  test('an agent’s item keeps a person as reviewer, whoever edits it', async () => {
    const item = await owned(scout);
    expect(item.reviewers).toEqual([ana.id]);
    await here.as(ana, (ctx) => edit(ctx, item.key, { reviewers: [mira] }));
    expect(await codeOf(scout, (ctx) => edit(ctx, item.key, { reviewers: [] }))).toBe('agent_needs_reviewer');
    await here.as(lena, (ctx) => edit(ctx, item.key, { reviewers: [] }));
    expect((await here.read(item)).reviewers).toEqual([lena.id]);
  });
});

describe('what is said when it is sent', () => {
  const told = (item: WorkItem, notice: NoticeKind, who: Person, about: readonly WorkItem[] = []) =>
    here.as(ana, ({ tx }) =>
      render(
        tx,
        { body: 'notice', item: item.id, notice, about: about.map((i) => i.id), by: ana.id },
        { to: 'person', person: who.id },
        { now: NOW, shown: false },
      ),
    );

  test('is nothing to who may no longer see the item, or has left', async () => {
    const item = await here.item(ana, { channel: here.leads, owner: ana });
    await here.as(ana, (ctx) => edit(ctx, item.key, { watchers: [mira, gone] }));
    expect(await told(item, 'moved', mira)).not.toBeNull();
    expect(await told(item, 'moved', gone)).toBeNull();
    await here.as(ana, (ctx) => edit(ctx, item.key, { watchers: [] }));
    expect(await told(item, 'moved', mira)).toBeNull();
  });

  test('names a private blocker to those alone who may see it', async () => {
    const secret = await here.item(ana, { title: 'The merger', channel: here.leads, owner: ana });
    for (const [owner, named] of [
      [bo, true],
      [kai, false],
    ] as const) {
      const open = await owned(owner);
      await here.as(ana, (ctx) => blockBy(ctx, open.key, secret.key));
      const card = await here.as(owner, ({ tx }) =>
        render(
          tx,
          { body: 'card', item: open.id },
          { to: 'channel', channel: here.general.ref },
          { now: NOW, shown: false },
        ),
      );
      expect(JSON.stringify(card)).toContain('a private item');
      expect(JSON.stringify(card)).not.toMatch(new RegExp(`merger|W-${secret.key}\\b`));
      await here.as(ana, (ctx) => unblock(ctx, open.key));
      expect(JSON.stringify(await told(open, 'unblocked', owner, [secret])).includes('The merger')).toBe(
        named,
      );
    }
  });
});

describe('editing', () => {
  test('on a form that was opened before someone else’s change overwrites nothing', async () => {
    const item = await owned(bo);
    await here.as(bo, (ctx) => edit(ctx, item.key, { title: 'Theirs' }, item.version));
    expect(await codeOf(ana, (ctx) => edit(ctx, item.key, { title: 'Mine' }, item.version))).toBe(
      'changed_meanwhile',
    );
    expect((await here.read(item)).title).toBe('Theirs');
  });

  test('to an empty title, or one that is too long, is refused', async () => {
    const item = await owned(bo);
    expect(await codeOf(bo, (ctx) => edit(ctx, item.key, { title: ' \n ' }))).toBe('empty_title');
    expect(await codeOf(bo, (ctx) => edit(ctx, item.key, { title: 'x'.repeat(301) }))).toBe('too_long');
  });
});

describe('the message that an item came from', () => {
  let messages = 0;
  const source = (): MessageRef => ({
    platform: 'playground',
    scope: 'here',
    channel: 'general',
    message: `m${messages++}`,
  });

  test('is captured once, by any number of people at once', async () => {
    const ref = source();
    const items = await Promise.all(
      [ana, bo, mira, kai].map((who) => here.item(who, { source: ref, quote: 'Fix it' })),
    );
    expect(new Set(items.map((i) => i.id)).size).toBe(1);
  });

  test('was edited: the item says so, once', async () => {
    const ref = source();
    const item = await here.item(ana, { source: ref, quote: 'Fix it' });
    for (let i = 0; i < 2; i++) await here.as(bo, (ctx) => sourceChanged(ctx, ref, 'edited'));
    expect(await here.read(item)).toMatchObject({ sourceNote: 'edited', quote: 'Fix it', version: 2 });
  });

  test('was deleted: it is no longer quoted, also when news of an edit comes late', async () => {
    const ref = source();
    const item = await here.item(ana, { source: ref, quote: 'Fix it' });
    await here.as(bo, (ctx) => sourceChanged(ctx, ref, 'deleted'));
    await here.as(bo, (ctx) => sourceChanged(ctx, ref, 'edited'));
    expect(await here.read(item)).toMatchObject({ sourceNote: 'deleted', quote: null });
  });
});

describe('any acts of anyone, in any order', () => {
  const people = [ana, bo, lena, scout];
  const words = fc.constantFrom('', 'Für Zoë 😀', '__proto__', '"quoted"\n<b>');
  const step = fc.record({
    who: fc.constantFrom(...people),
    act: fc.oneof(
      fc.constantFrom<Act>(...[claim, start, finish, cancel, reopen, unblock].map(on)),
      words.map((w): Act => on((ctx, key) => block(ctx, key, w || 'a reason'))),
      words.map((w): Act => on((ctx, key) => edit(ctx, key, { title: `T ${w}`, purpose: w || null }))),
      fc.constantFrom(...people).map((p): Act => on((ctx, key) => edit(ctx, key, { owner: p }))),
      fc.constantFrom(...people).map((p): Act => on((ctx, key) => give(ctx, key, { to: p }))),
      fc.constantFrom<Act>(...[accept, withdraw].map(on)),
      words.map((w): Act => on((ctx, key) => decline(ctx, key, w || 'no'))),
      words.map((w): Act => on((ctx, key) => ask(ctx, key, w || 'why?'))),
      fc
        .subarray(people)
        .map((reviewers): Act => on((ctx, key) => edit(ctx, key, { reviewers, watchers: reviewers }))),
      fc
        .option(fc.nat(1000))
        .map(
          (days): Act =>
            on((ctx, key) =>
              due(
                ctx,
                key,
                days === null ? null : { at: NOW + days * 86_400_000, zone: 'UTC', timed: false },
              ),
            ),
        ),
      fc.constant<Act>(
        on((ctx, key) => edit(ctx, key, { links: [{ url: 'https://example.com/', text: 'example.com' }] })),
      ),
    ),
  });
  let key = 0;
  function on(act: (ctx: HandingIn, key: number) => Promise<unknown>): Act {
    return (ctx) => act(ctx, key);
  }

  test('leave one owner or none, never none again, a person to answer for an agent, and a history that tells all', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...people),
        fc.array(step, { minLength: 5, maxLength: 14 }),
        async (requester, steps) => {
          let item = await here.item(requester);
          key = item.key;
          for (const { who, act } of steps) {
            await codeOf(who, act);
            const next = await here.read(item);
            if (item.owner !== null) expect(next.owner).not.toBeNull();
            if (openHandoff(next.handoff)) expect(next.owner).toBe(next.handoff?.giver);
            if (next.owner === scout.id) expect(next.reviewers.filter((r) => r !== scout.id)).not.toEqual([]);
            item = next;
          }
          const history = await here.as(requester, ({ tx }) => tx.items.history(item.id));
          expect(verify(history, item.head, sha256)).toBeNull();
          expect(replay(history)).toEqual(stateOf(item));
          expect(item.version).toBe(history.length);
        },
      ),
      { numRuns: 12 },
    );
  });
});

/** What of an item its history tells. */
function stateOf(item: WorkItem): ItemState {
  const {
    id: _id,
    key: _key,
    kind: _kind,
    workflow: _workflow,
    source: _source,
    quote: _quote,
    sourceChannel: _channel,
    sourceAuthor: _author,
    createdAt: _created,
    updatedAt: _updated,
    version: _version,
    head: _head,
    ...state
  } = item;
  return state;
}
