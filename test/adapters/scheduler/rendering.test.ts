import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createStore } from '../../../src/adapters/postgres/store.ts';
import { renderer } from '../../../src/adapters/scheduler/rendering.ts';
import type { PersonId, WorkspaceId } from '../../../src/coordination/ids.ts';
import { say } from '../../../src/coordination/message.ts';
import type { ClaimedMessage, Store } from '../../../src/coordination/ports.ts';
import { type TestDatabase, testDatabase } from '../../support/postgres.ts';
import { makeWorkspace, message, NOW, person, savePeople } from '../../support/records.ts';

const bo = person('bo');
const clock = { now: () => NOW };
const open = new AbortController().signal;

let database: TestDatabase;
let store: Store;
let workspaces: readonly [WorkspaceId, WorkspaceId];
/** The workspaces of the transactions that were begun. */
let begun: WorkspaceId[] = [];

beforeAll(async () => {
  database = await testDatabase();
  const real = createStore(database.client);
  store = {
    ...real,
    transact: (workspace, work, options) => {
      begun.push(workspace);
      return real.transact(workspace, work, options);
    },
  };
  workspaces = [await makeWorkspace(database.client), await makeWorkspace(database.client)];
  for (const workspace of workspaces) {
    const known = { ...bo, id: randomUUID() as PersonId };
    await savePeople(real, workspace, known);
    const account = { platform: 'playground', scope: workspace, account: 'bo' } as const;
    await real.transact(workspace, (tx) => tx.people.saveAccount(known.id, account));
    people.set(workspace, known.id);
  }
});
afterAll(() => database.drop());
beforeEach(() => {
  begun = [];
});

const people = new Map<WorkspaceId, PersonId>();

function toBo(workspace: WorkspaceId, words: string): ClaimedMessage {
  const to = people.get(workspace) as PersonId;
  return {
    ...message({ destination: { to: 'person', person: to }, body: { body: 'words', message: say(words) } }),
    ...{ workspace, ahead: 0, installation: null, attempts: 0, unsure: false, unanswered: 0, sent: null },
    wantedVersion: 1,
  };
}

const said = (prepared: unknown): string =>
  (prepared as { readonly message: { readonly summary: string } }).message.summary;

test('what waits of a workspace is rendered in one transaction, each for itself', async () => {
  const render = renderer({ store, clock });
  const rows = workspaces.flatMap((workspace) =>
    Array.from({ length: 20 }, (_, n) => toBo(workspace, `${workspace} ${n}`)),
  );
  const prepared = await Promise.all(rows.map((row) => render(row, open)));
  expect(prepared.map(said)).toEqual(
    workspaces.flatMap((w) => Array.from({ length: 20 }, (_, n) => `${w} ${n}`)),
  );
  expect(begun.toSorted()).toEqual(workspaces.toSorted());
});

test('more than are rendered together take turns', async () => {
  const render = renderer({ store, clock });
  const rows = Array.from({ length: 60 }, (_, n) => toBo(workspaces[0], String(n)));
  const prepared = await Promise.all(rows.map((row) => render(row, open)));
  expect(prepared.map(said)).toEqual(rows.map((_, n) => String(n)));
  expect(begun).toHaveLength(3);
});

test('one that cannot be rendered fails by itself', async () => {
  const render = renderer({ store, clock });
  const poison: ClaimedMessage = {
    ...toBo(workspaces[0], 'poison'),
    destination: { to: 'person', person: 'no such id' as PersonId },
  };
  const rows = [toBo(workspaces[0], 'one'), poison, toBo(workspaces[0], 'two')];
  const [one, failed, two] = await Promise.allSettled(rows.map((row) => render(row, open)));
  expect(failed).toMatchObject({ status: 'rejected' });
  expect([one, two].map((r) => r?.status === 'fulfilled' && said(r.value))).toEqual(['one', 'two']);
});

test('at a stop what was not begun is given back', async () => {
  const render = renderer({ store, clock });
  const closing = new AbortController();
  closing.abort();
  expect(await render(toBo(workspaces[0], 'late'), closing.signal)).toBeNull();
  expect(begun).toEqual([]);
});
