/** `/baton add …` through the core to its commit, against the least that a program without Baton would do for it. */
import { transact } from '../../src/adapters/postgres/guard.ts';
import { compare, type Row, rate } from '../harness.ts';
import { placeOf, THREE_ROWS, threeRows, threeRowWriter } from '../three-rows.ts';
import { populate } from '../workspace.ts';

const TITLE = 'Renew the certificate of the shop';

export const add: Row = {
  name: 'add',
  async run(bench) {
    const database = await bench.database();
    const workspace = await populate(database);
    const place = placeOf(database.url, workspace);
    const bare = threeRowWriter(place);
    const count = bench.quick ? 200 : 4_000;
    const added = () => rate(count, () => workspace.command(`add ${TITLE}`));
    const alone = () => rate(count, () => bare.write(TITLE));
    const guarded = () =>
      rate(count, () =>
        transact(database.client, { role: 'baton_app', workspaceId: workspace.id }, ({ sql }) =>
          sql.unsafe(THREE_ROWS, threeRows(place, TITLE), { prepare: true }),
        ),
      );
    const work = 'add, through the core to its commit';
    const rows = [
      {
        work,
        against: 'one prepared statement of three rows, same pool',
        measured: await compare(bench, '/s', added, alone),
        bound: { atLeast: 0.4 },
      },
      {
        work,
        against: 'the same statement in the guarded transaction',
        measured: await compare(bench, '/s', added, guarded),
        bound: null,
      },
    ];
    await bare.end();
    await database.drop();
    return rows;
  },
};
