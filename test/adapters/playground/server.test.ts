import { afterAll, beforeAll, expect, test } from 'vitest';
import type { View } from '../../../src/adapters/playground/api.ts';
import { PLAYGROUND } from '../../../src/adapters/playground/playground.ts';
import { type ExportedRow, exportRows } from '../../../src/adapters/postgres/export.ts';
import { type BatonUnderTest, startBaton } from '../../support/baton.ts';

let baton: BatonUnderTest;
beforeAll(async () => {
  baton = await startBaton();
});
afterAll(() => baton.close());

const post = async (path: string, body: object): Promise<number> => {
  const response = await fetch(`${baton.url}/api/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return response.status;
};
const seen = async (): Promise<View['messages']> =>
  ((await (await fetch(`${baton.url}/api/view?as=ana`)).json()) as View).messages;
const general = { as: 'ana', channel: 'general' };

test('a reaction that the platform knows and Baton never heard of is heard when it is given again', async () => {
  const [on] = await seen();
  const emoji = 'pushpin';
  await baton.database.client.sql`
    insert into playground_reactions (workspace_id, channel, message, account, emoji)
    values (${PLAYGROUND.workspace}, ${on?.channel ?? ''}, ${on?.id ?? ''}, 'ana', ${emoji})`;
  expect(
    await post('react', { ...general, channel: on?.channel, message: on?.id, emoji, present: true }),
  ).toBe(200);
  await baton.settle();
  expect(await baton.database.client.sql`select key from work_items`).toHaveLength(1);
});

test('a message is known to be deleted before it is gone, so that its words are quoted no more', async () => {
  const text = 'What is said here @lena can be taken back';
  await post('post', { ...general, thread: null, text: `<@baton> ${text}` });
  await baton.settle();
  const message = (await seen()).find((m) => m.text?.includes(text))?.id;
  await baton.database.client.sql`revoke delete on playground_messages from baton_app`;
  expect(await post('delete', { ...general, message })).toBe(500);
  await baton.database.client.sql`grant delete on playground_messages to baton_app`;
  await baton.settle();
  const [item] = await baton.database.client.sql`select quote from work_items order by key desc limit 1`;
  expect(item).toEqual({ quote: null });
});

test('the words of a deleted message are in no row of any table, but for the title it gave', async () => {
  const holding = async (): Promise<string[]> => {
    const rows: ExportedRow[] = [];
    const { client } = baton.database;
    for await (const batch of exportRows(client, PLAYGROUND.workspace)) rows.push(...batch);
    return rows.filter(({ row }) => JSON.stringify(row).includes('canary')).map(({ table }) => table);
  };
  await post('post', { ...general, thread: null, text: 'Water the plants\nThe canary told me so' });
  const message = (await seen()).find((m) => m.text?.includes('canary'))?.id;
  await post('react', { ...general, message, emoji: 'pushpin', present: true });
  await baton.settle();
  expect(new Set(await holding())).toEqual(new Set(['work_items', 'playground_messages']));
  expect(await post('delete', { ...general, message })).toBe(200);
  await baton.settle();
  expect(await holding()).toEqual([]);
  const [item] = await baton.database.client.sql`
    select title, source_note as note from work_items order by key desc limit 1`;
  expect(item).toEqual({ title: 'Water the plants', note: 'deleted' });
});

test('what no store holds is left out of words, and is no name of a message or a channel', async () => {
  expect(await post('post', { ...general, thread: null, text: 'Before\0After' })).toBe(200);
  expect((await seen()).at(-1)?.text).toBe('BeforeAfter');
  expect(await post('post', { ...general, thread: null, text: '\0' })).toBe(400);
  expect(await post('post', { ...general, thread: '\0', text: 'Hello' })).toBe(400);
  expect(await post('react', { ...general, message: '1\0', emoji: 'eyes', present: true })).toBe(400);
  expect(await post('command', { ...general, text: 'add Before\0After' })).toBe(200);
});
