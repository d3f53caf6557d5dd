/** Every event five times, shuffled with its edits and removals, to two replicas. */
import type { MessageView } from '../../src/adapters/playground/api.ts';
import { PLAYGROUND } from '../../src/adapters/playground/playground.ts';
import { changeOf, mentionOf, reactionOf } from '../../src/adapters/playground/receive.ts';
import { createClient } from '../../src/adapters/postgres/client.ts';
import { createInbox } from '../../src/adapters/postgres/inbox.ts';
import type { Intent } from '../../src/commands/intent.ts';
import { check, untilQuiet } from '../check/check.ts';
import { takeSnapshot } from '../check/snapshot.ts';
import type { RigDatabase } from '../rig/database.ts';
import { createPlaygroundClient } from '../rig/playground.ts';
import type { Random } from '../rig/random.ts';
import type { Rig } from '../rig/rig.ts';
import { Tried } from '../rig/tried.ts';
import { expectNone, type Row } from '../row.ts';

const TIMES = 5;
/** One channel's events go one after another. */
const HANDLED_MS = 60_000;
const PINNERS = ['ana', 'lena', 'bo'];

export const fiveTimes: Row = {
  name: 'five-times',
  fault: 'every event five times, shuffled with its edits and removals',
  async run(rig) {
    const database = await rig.database();
    const replicas = [await rig.replica(database.url), await rig.replica(database.url)];
    const client = createPlaygroundClient(() => rig.random.pick(replicas).url);
    const count = rig.short ? 15 : 80;
    for (let n = 1; n <= count; n += 1)
      await client.post('post', { as: 'mira', channel: 'general', thread: null, text: `Say it ${n}` });
    const view = await client.view('mira');
    const said = (view?.messages ?? []).filter((m) => m.text?.startsWith('Say it'));
    const stories = said.map((message) => storyOf(message, rig.random));
    const sent = await deliver(rig, database, stories);
    expectNone([
      ...replicas.flatMap((r) => r.unasked),
      ...(await differences(database, stories)),
      ...(await check(database, new Tried())),
    ]);
    return `${sent} deliveries of ${sent / TIMES} events; the oracle and the records agree`;
  },
};

/** What happens to one message: how it is captured, and what becomes of it. */
interface Story {
  readonly message: string;
  readonly captures: readonly Intent[];
  readonly changes: readonly Intent[];
  /** What the records must say in the end. */
  readonly tracked: boolean;
  readonly note: 'edited' | 'deleted' | null;
}

function storyOf(view: MessageView, random: Random): Story {
  const said = { ...view, author: 'mira', onlyFor: null, editedAt: null };
  const about = (actor: string) => ({ key: `again:${random.next()}`, at: view.postedAt, actor });
  const mention = { ...said, text: `<@baton> ${said.text}` };
  const captures = random
    .shuffled([
      mentionOf(about('mira'), mention, null),
      ...PINNERS.map((as) => reactionOf(about(as), said, 'pushpin', true)),
    ])
    .slice(random.below(5))
    .flatMap((intent) => (intent ? [intent] : []));
  const note = random.pick([null, 'edited', 'deleted'] as const);
  const changes = [
    ...(note === null ? [] : [changeOf(about('mira'), said, 'edited')]),
    ...(note === 'deleted' ? [changeOf(about('mira'), said, 'deleted')] : []),
    ...captures.flatMap((c) =>
      c.kind === 'reaction' && random.next() < 0.5
        ? [reactionOf(about(c.actor), said, 'pushpin', false)]
        : [],
    ),
  ];
  const tracked = captures.length > 0;
  return { message: view.id, captures, changes, tracked, note: tracked ? note : null };
}

/** First every capture once, then all of it, in any order, until each was delivered five times. */
async function deliver(rig: Rig, database: RigDatabase, stories: readonly Story[]): Promise<number> {
  const client = createClient(database.url, { max: 8 });
  const inbox = createInbox(client);
  const all = async (intents: readonly Intent[]): Promise<void> => {
    const dueAt = Date.now();
    await Promise.all(
      intents.map((intent) => inbox.receive(PLAYGROUND.workspace, { key: intent.key, intent, dueAt })),
    );
  };
  try {
    const captures = stories.flatMap((s) => s.captures);
    const changes = stories.flatMap((s) => s.changes);
    await all(rig.random.shuffled(captures));
    await untilQuiet(database.sql, HANDLED_MS);
    const times = (intents: readonly Intent[], n: number): Intent[] =>
      Array.from({ length: n }, () => intents).flat();
    await all(rig.random.shuffled([...times(captures, TIMES - 1), ...times(changes, TIMES)]));
    await untilQuiet(database.sql, HANDLED_MS);
    return (captures.length + changes.length) * TIMES;
  } finally {
    await client.end();
  }
}

async function differences({ sql }: RigDatabase, stories: readonly Story[]): Promise<string[]> {
  const { records } = await takeSnapshot(sql);
  return stories.flatMap(({ message, tracked, note }) => {
    const found = records.filter(({ item }) => item.source?.message === message);
    const [record] = found;
    const captures = record?.entries.filter(({ act }) => act === 'captured').length ?? 0;
    if (found.length !== Number(tracked) || captures !== found.length)
      return [`the message ${message}: ${found.length} items, where the oracle has ${Number(tracked)}`];
    return (record?.item.sourceNote ?? null) === note
      ? []
      : [`the message ${message}: noted ${record?.item.sourceNote}, where the oracle has ${note}`];
  });
}
