/** Looking for items like a new one in a large workspace, against a small one. */
import { twinOf } from '../../src/coordination/twins/twins.ts';
import { type Bench, compare, type Database, middleOf, type Row, time } from '../harness.ts';
import { type Populated, populate } from '../workspace.ts';

const FEW = 1_000;
/** Words in the way that language has them: a few are in very many titles. */
const VERBS = ['send', 'write', 'check', 'renew', 'order', 'print', 'paint', 'test'];
const TITLE = 'Renew the certificate of shop part41 for market17';

interface Filled {
  readonly database: Database;
  readonly workspace: Populated;
}

export const twins: Row = {
  name: 'twins',
  async run(bench) {
    const items = bench.quick ? 5_000 : 100_000;
    const [many, few] = [await filled(bench, items), await filled(bench, FEW)];
    const times = bench.quick ? 20 : 300;
    const found = ({ workspace: { core, id, ana } }: Filled) =>
      core.store.transact(id, (tx) => twinOf({ tx, me: ana }, TITLE));
    if (!(await found(many))) throw new Error('nothing alike was found');
    const each = (of: Filled) => () => middleOf(times, () => time(() => found(of)));
    const lines = [
      {
        work: `looking for twins among ${items.toLocaleString('en')} items`,
        against: `among ${FEW.toLocaleString('en')}`,
        measured: await compare(bench, 'ms', each(many), each(few)),
        bound: null,
      },
    ];
    await many.database.drop();
    await few.database.drop();
    return lines;
  },
};

async function filled(bench: Bench, items: number): Promise<Filled> {
  const database = await bench.database();
  const workspace = await populate(database);
  const { sql } = database.client;
  const { id, ana } = workspace;
  await sql`
    insert into work_items (workspace_id, id, key, kind, title, owner_id, requester_id, reviewer_ids, watcher_ids,
      workflow, workflow_version, stage, stage_since, ended, priority, links, fields, audience, created_at, updated_at,
      version, seq, head_hash)
    select ${id}, gen_random_uuid(), n, 'task',
      (${VERBS as string[]}::text[])[n % 8 + 1] || ' the certificate of shop part' || n % 500 || ' for market' || n % 40,
      ${ana.id}, ${ana.id}, '{}', '{}', 'task', 1, case when n % 2 = 0 then 'open' else 'done' end, now(), n % 2 = 1,
      'normal', '[]', '{}', 'workspace', now(), now(), 1, 1, repeat('f', 64)
    from generate_series(1, ${items}::int) n`;
  await sql`
    insert into item_words (workspace_id, word, key)
    select ${id}, word, key from work_items, unnest(string_to_array(title, ' ')) as word
    where word not in ('the', 'of', 'for')`;
  await sql`vacuum analyze work_items`;
  await sql`vacuum analyze item_words`;
  return { database, workspace };
}
