/** A second delivery: it must write nothing, and cost less than the first. */
import { randomUUID } from 'node:crypto';
import { createInbox } from '../../src/adapters/postgres/inbox.ts';
import { type Bench, compare, type Database, type Row, rate } from '../harness.ts';
import { type Populated, populate, said } from '../workspace.ts';

const TEXT = 'add Renew the certificate of the shop';

export const duplicate: Row = {
  name: 'duplicate',
  async run(bench) {
    const database = await bench.database();
    const workspace = await populate(database);
    const lines = [
      {
        work: 'an event delivered again, into the inbox',
        against: 'a new one',
        measured: await again(bench, database, receiver(database, workspace)),
        bound: { atLeast: 1.5 },
      },
      {
        work: 'a command delivered again, through the core',
        against: 'a new one',
        measured: await again(bench, database, (key) => workspace.command(TEXT, key)),
        bound: { atLeast: 1.5 },
      },
    ];
    await database.drop();
    return lines;
  },
};

function receiver({ client }: Database, { id }: Populated) {
  const inbox = createInbox(client);
  return (key: string) => inbox.receive(id, { key, intent: said(TEXT, key), dueAt: Date.now() });
}

/** Throws when a second delivery wrote a row. */
async function again(bench: Bench, { client }: Database, deliver: (key: string) => Promise<unknown>) {
  const count = bench.quick ? 200 : 4_000;
  const keys = Array.from({ length: count }, () => randomUUID() as string);
  for (const key of keys) await deliver(key);
  const rows = async () =>
    (await client.sql`select (select count(*) from inbox) + (select count(*) from work_items) as all`)[0]
      ?.all;
  const seen = async (): Promise<number> => {
    const before = await rows();
    let next = 0;
    const second = await rate(count, () => deliver(keys[next++] as string));
    if ((await rows()) !== before) throw new Error('a second delivery wrote a row');
    return second;
  };
  return compare(bench, '/s', seen, () => rate(count, () => deliver(randomUUID())));
}
