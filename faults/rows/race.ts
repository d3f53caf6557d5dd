/** Two replicas on one database, and everything at once on both. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { PLAYGROUND } from '../../src/adapters/playground/playground.ts';
import { check, untilQuiet } from '../check/check.ts';
import type { RigDatabase } from '../rig/database.ts';
import { type Answered, createPlaygroundClient, type PlaygroundClient } from '../rig/playground.ts';
import type { Replica } from '../rig/replica.ts';
import { outcomeOf, Tried } from '../rig/tried.ts';
import { expect, expectNone, type Row } from '../row.ts';

const MESSAGES = 200;

export const race: Row = {
  name: 'race',
  fault: 'two replicas race: the same button, done against cancel, the same due rows',
  async run(rig) {
    const database = await rig.database();
    const replicas = [await rig.replica(database.url), await rig.replica(database.url)];
    const sides = replicas.map((replica) => createPlaygroundClient(() => replica.url));
    const tried = new Tried();
    for (const side of sides) await warmUp(database, side, tried);
    const rounds = rig.short ? 10 : 60;
    for (let round = 1; round <= rounds; round += 1) await playRound(database, sides, tried);
    const sent = await sendAtOnce(database, replicas);
    await untilQuiet(database.sql);
    expectNone([...replicas.flatMap((r) => r.unasked), ...(await check(database, tried))]);
    return `${rounds * 2} races, one winner each; ${MESSAGES} due messages sent ${sent.join(' + ')} times`;
  },
};

const CLAIMERS = ['ana', 'lena', 'bo', 'mira'];

/** The key of a new item, which is there when it resolves: who is slow to make it answers before it is made. */
async function added({ sql }: RigDatabase, side: PlaygroundClient): Promise<number> {
  const title = `Race ${randomUUID()}`;
  await side.post('command', { as: 'kai', channel: 'general', text: `add ${title}` });
  await untilQuiet(sql);
  const [item] = await sql<{ key: number }[]>`select key from work_items where title = ${title}`;
  expect(item !== undefined, `${title} was not added`);
  return item.key;
}

/** Everybody presses on one item at once, each on a replica in turn. */
function contest(
  sides: readonly PlaygroundClient[],
  tried: Tried,
  item: number,
  acts: readonly (readonly [as: string, verb: string, act: string])[],
): Promise<Answered[]> {
  return Promise.all(
    acts.map(([as, verb, act], i) =>
      tried.attempt(as, { means: 'act', item, acts: [act], token: null }, () => {
        const body = { as, channel: 'general', message: null, verb, options: { item: `W-${item}` } };
        return (sides[i % sides.length] as PlaygroundClient).post('press', body);
      }),
    ),
  );
}

/** A Baton that has just begun is slow to answer, and takes down what it cannot answer in time: that is no race. */
async function warmUp(database: RigDatabase, side: PlaygroundClient, tried: Tried): Promise<void> {
  const item = await added(database, side);
  for (const [verb, act] of [
    ['claim', 'claimed'],
    ['done', 'done'],
    ['cancel', 'cancelled'],
  ] as const)
    await contest(
      [side],
      tried,
      item,
      CLAIMERS.map((as) => [as, verb, act] as const),
    );
  await untilQuiet(database.sql);
}

async function playRound(
  database: RigDatabase,
  sides: readonly PlaygroundClient[],
  tried: Tried,
): Promise<void> {
  const [first] = sides;
  const item = await added(database, first as PlaygroundClient);
  const meaning = { means: 'act', item, acts: [], token: null } as const;
  const claims = await contest(
    sides,
    tried,
    item,
    CLAIMERS.map((as) => [as, 'claim', 'claimed'] as const),
  );
  const winners = CLAIMERS.filter((_, i) => outcomeOf(claims[i] as never, meaning) === 'done');
  expect(winners.length === 1, `W-${item} was claimed by ${winners.join(' and ') || 'nobody'}`);
  for (const { answer } of claims) {
    const words = answer?.reply?.message?.summary ?? '';
    expect(/is yours now|’s already|already yours/.test(words), `a claim was answered with “${words}”`);
  }
  const [winner = ''] = winners;
  const ends = await contest(sides, tried, item, [
    [winner, 'done', 'done'],
    ['kai', 'cancel', 'cancelled'],
  ]);
  const ended = ends.filter((answered) => outcomeOf(answered, meaning) === 'done');
  expect(ended.length === 1, `W-${item} was ended ${ended.length} times`);
}

/** The published promise for what is due, while the platform answers; one person gets all of these, one after another. */
const PROMISED_MS = 60_000;

/** Puts many messages due at one instant before both; how often each replica sent, by its metrics. */
async function sendAtOnce({ sql }: RigDatabase, replicas: readonly Replica[]): Promise<number[]> {
  await untilQuiet(sql);
  const before = await Promise.all(replicas.map(sentBy));
  const message = { summary: 'Due', blocks: [{ block: 'text', text: ['Due'] }] };
  await sql`
    insert into outbox (workspace_id, id, dedupe_key, kind, person_id, destination, body, state, due_at, created_at)
    select ${PLAYGROUND.workspace}, gen_random_uuid(), 'race ' || n, 'words', p.id,
      jsonb_build_object('to', 'person', 'person', p.id),
      ${sql.json({ body: 'words', message })}, 'pending', now() + interval '1.5 seconds', now()
    from generate_series(1, ${MESSAGES}) n, people p where p.handle = 'ana'`;
  await sleep(1_500);
  await untilQuiet(sql, PROMISED_MS);
  const after = await Promise.all(replicas.map(sentBy));
  const sent = after.map((count, i) => count - (before[i] ?? 0));
  const sum = sent.reduce((a, b) => a + b, 0);
  expect(sum === MESSAGES, `${MESSAGES} messages were sent ${sum} times`);
  return sent;
}

async function sentBy({ url }: Replica): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const counted = [...text.matchAll(/^baton_deliveries_total\{[^}]*outcome="sent"[^}]*\} (\d+)/gm)];
  return counted.reduce((sum, [, count]) => sum + Number(count), 0);
}
