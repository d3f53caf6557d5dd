/** `/baton list mine` in a large workspace, against the query it cannot do without. */
import { transact } from '../../src/adapters/postgres/guard.ts';
import { viewerOf } from '../../src/coordination/work-items/record.ts';
import { compare, type Database, middleOf, type Row, time } from '../harness.ts';
import { type Populated, populate } from '../workspace.ts';

const PEOPLE = 200;
const PAGE = 10;

export const listMine: Row = {
  name: 'list mine',
  async run(bench) {
    const database = await bench.database();
    const workspace = await populate(database);
    const items = bench.quick ? 2_000 : 100_000;
    await fill(database, workspace, items);
    const times = bench.quick ? 20 : 300;
    const each = (work: () => Promise<unknown>) => () => middleOf(times, () => time(work));
    const page = each(() => barePage(database, workspace));
    const among = `among ${items.toLocaleString('en')} items of ${PEOPLE} people`;
    const lines = [
      {
        work: `list mine ${among}: a page and how many there are`,
        against: 'the bare indexed query in the same guarded transaction',
        measured: await compare(
          bench,
          'ms',
          each(() => pageAndCount(workspace)),
          page,
        ),
        bound: { atMost: 2 },
      },
      {
        work: 'the whole command, noted as handled and answered',
        against: 'the same query',
        measured: await compare(
          bench,
          'ms',
          each(() => workspace.command('list mine')),
          page,
        ),
        bound: null,
      },
    ];
    await database.drop();
    return lines;
  },
};

const pageAndCount = ({ id, ana, core }: Populated) =>
  core.store.transact(id, (tx) =>
    tx.items.list({ owner: ana.id, stage: 'unended' }, viewerOf(ana), { size: PAGE, after: null }),
  );

const barePage = ({ client }: Database, { id, ana }: Populated) =>
  transact(
    client,
    { role: 'baton_app', workspaceId: id },
    ({ sql }) => sql`
      select * from work_items where workspace_id = ${id} and owner_id = ${ana.id} and not ended
      order by due_at, key limit ${PAGE + 1}`,
  );

/** Every person owns as many; one in two has ended, and one in four has no date. */
async function fill({ client: { sql } }: Database, { id, ana }: Populated, items: number): Promise<void> {
  await sql`
    insert into people (workspace_id, id, handle, name, kind, role)
    select ${id}, gen_random_uuid(), 'p' || n, 'Person ' || n, 'human', 'member' from generate_series(3, ${PEOPLE}::int) n`;
  await sql`
    with someone as (select id, row_number() over (order by id = ${ana.id} desc, id) - 1 as place from people)
    insert into work_items (workspace_id, id, key, kind, title, owner_id, requester_id, reviewer_ids, watcher_ids,
      due_at, due_zone, due_timed, workflow, workflow_version, stage, stage_since, ended, priority, links, fields,
      audience, created_at, updated_at, version, seq, head_hash)
    select ${id}, gen_random_uuid(), n, 'task', 'Item ' || n, someone.id, someone.id, '{}', '{}',
      case when n % 4 > 0 then now() + n * interval '1 minute' end, 'Europe/London', false,
      'task', 1, case when n / ${PEOPLE} % 2 = 0 then 'open' else 'done' end, now(), n / ${PEOPLE} % 2 = 1, 'normal',
      '[]', '{}', 'workspace', now(), now(), 1, 1, repeat('f', 64)
    from generate_series(1, ${items}::int) n join someone on someone.place = n % ${PEOPLE}`;
  await sql`vacuum analyze work_items`;
}
