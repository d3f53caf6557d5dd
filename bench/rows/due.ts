/** Finding what is due among very much that is not, as the claim does: over all workspaces, seeing no content. */
import { finding, OUTBOX } from '../../src/adapters/postgres/claim.ts';
import { transact } from '../../src/adapters/postgres/guard.ts';
import { type Bench, compare, type Database, middleOf, type Row, time } from '../harness.ts';

const DUE = 1_000;

export const due: Row = {
  name: 'due',
  async run(bench) {
    const rows = bench.quick ? 50_000 : 1_000_000;
    const many = await filled(bench, rows, bench.quick ? 500 : 10_000);
    const few = await filled(bench, 10_000, 100);
    const times = bench.quick ? 3 : 15;
    const claimed = (database: Database) => () => middleOf(times, () => asTheClaim(database));
    const bare = () => middleOf(times, () => indexed(many));
    const work = `finding ${DUE} due rows among ${rows.toLocaleString('en')} of ${(rows / 100).toLocaleString('en')} workspaces`;
    const lines = [
      {
        work,
        against: 'the bare indexed query',
        measured: await compare(bench, 'ms', claimed(many), bare),
        bound: { atMost: 1.5 },
      },
      {
        work,
        against: 'the same among 10,000 rows',
        measured: await compare(bench, 'ms', claimed(many), claimed(few)),
        bound: { atMost: 1.3 },
      },
    ];
    await many.drop();
    await few.drop();
    return lines;
  },
};

const NOW = () => new Date().toISOString();

/** Both of its statements, in a transaction of its role; what is found stays as it was. */
const asTheClaim = ({ client }: Database): Promise<number> =>
  transact(client, { role: 'baton_claim' }, ({ sql }) =>
    time(() => Promise.all(finding(OUTBOX).map((text) => sql.unsafe(text, [NOW(), DUE], { prepare: true })))),
  );

const indexed = ({ client }: Database): Promise<number> =>
  transact(client, { role: 'owner' }, ({ sql }) =>
    time(
      () => sql`
      select workspace_id, id from outbox where state in ('pending', 'unknown') and due_at <= ${NOW()}
      order by due_at limit ${DUE} for update skip locked`,
    ),
  );

/** Rows that wait, one hundred in each workspace; those that are due lie anywhere among them. */
async function filled(bench: Bench, rows: number, workspaces: number): Promise<Database> {
  const database = await bench.database();
  const { sql } = database.client;
  await sql`
    insert into workspaces (id, name, zone, hours, quiet, settings, created_at)
    select gen_random_uuid(), 'Workspace ' || n, 'Europe/London', '{}', '{}', '{}', now()
    from generate_series(1, ${workspaces}::int) n`;
  await sql`
    with numbered as (select id, row_number() over () - 1 as place from workspaces)
    insert into outbox (workspace_id, id, dedupe_key, kind, destination, body, state, due_at, created_at)
    select w.id, gen_random_uuid(), 'message ' || n, 'words',
      '{"to": "channel", "channel": {"platform": "slack", "scope": "T1", "channel": "C1"}}',
      '{"body": "words", "message": {"summary": "The weekly report is due on Friday", "blocks": []}}', 'pending',
      case when n % ${rows / DUE}::int = 0 then now() - n * interval '1 millisecond'
        else now() + interval '1 day' + n * interval '1 second' end,
      now()
    from generate_series(1, ${rows}::int) n join numbered w on w.place = n % ${workspaces}::int`;
  await sql`vacuum analyze outbox`;
  await sql`vacuum analyze workspaces`;
  return database;
}
