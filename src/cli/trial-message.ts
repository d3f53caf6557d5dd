/**
 * One message, from what a person types to what would be sent, in a workspace made for it, through the real commands,
 * the real tables and their row security. It ends by undoing all of it, so nobody else ever sees it.
 */
import type { Client } from '../adapters/postgres/client.ts';
import { transact } from '../adapters/postgres/guard.ts';
import { createLinks } from '../adapters/postgres/links.ts';
import { toClaimed } from '../adapters/postgres/repositories/outbox-rows.ts';
import { outbox, workspaces } from '../adapters/postgres/schema.ts';
import type { Scope } from '../adapters/postgres/scope.ts';
import { transactionOf } from '../adapters/postgres/store.ts';
import { clock, ids, sha256 } from '../adapters/system/system.ts';
import { handle } from '../commands/handle.ts';
import { render } from '../coordination/delivery/render.ts';
import type { PersonId, WorkspaceId } from '../coordination/ids.ts';
import type { Transaction } from '../coordination/ports.ts';
import { DEFAULT_HOURS, DEFAULT_QUIET, DEFAULT_SETTINGS } from '../coordination/workspaces/workspace.ts';

class Undo extends Error {}

const PLACE = {
  platform: 'playground',
  scope: 'doctor',
  channel: 'doctor',
  channelKind: 'public',
  channelName: 'doctor',
} as const;
const ACCOUNT = 'doctor';

/** @throws what went wrong on the way. */
export async function trialMessage(client: Client): Promise<void> {
  const workspaceId = ids.uuid() as WorkspaceId;
  const trial = transact(client, { role: 'baton_app', workspaceId }, async (scope) => {
    await makeWorkspace(scope, workspaceId);
    const tx = transactionOf({ ...scope, workspaceId });
    await type('add Check that a message becomes an item', tx, client);
    await renderAll(scope, tx);
    throw new Undo();
  });
  await trial.catch((error: unknown) => {
    if (!(error instanceof Undo)) throw error;
  });
}

async function makeWorkspace({ db }: Scope, id: WorkspaceId): Promise<void> {
  const defaults = { hours: DEFAULT_HOURS, quiet: DEFAULT_QUIET, settings: DEFAULT_SETTINGS };
  await db
    .insert(workspaces)
    .values({ id, name: 'Doctor', zone: 'UTC', ...defaults, createdAt: clock.now() });
}

async function type(text: string, tx: Transaction, client: Client): Promise<void> {
  const person = ids.uuid() as PersonId;
  const nobodyElse = {
    handle: ACCOUNT,
    name: 'Doctor',
    kind: 'human',
    role: 'member',
    zone: null,
    toldZone: null,
    hours: null,
    active: true,
  } as const;
  await tx.people.save({ id: person, ...nobodyElse });
  await tx.people.saveAccount(person, { platform: PLACE.platform, scope: PLACE.scope, account: ACCOUNT });
  const store = {
    route: async () => tx.workspaceId,
    transact: <T>(_: WorkspaceId, work: (tx: Transaction) => Promise<T>) => work(tx),
    nextItemKey: async () => 1,
    links: createLinks(client),
  };
  const core = { store, clock, ids, sha256, chats: new Map() };
  const intent = {
    v: 1,
    kind: 'words',
    key: 'doctor',
    at: clock.now(),
    actor: ACCOUNT,
    place: PLACE,
    text,
  } as const;
  const { message } = await handle(core, tx.workspaceId, intent, 'in place');
  if (message?.tone === 'bad' || message?.tone === 'warning') throw new Error(message.summary);
}

/** What the sender would be given; here it goes nowhere. */
async function renderAll({ db }: Scope, tx: Transaction): Promise<void> {
  const rows = await db.select().from(outbox);
  const rendered = await Promise.all(
    rows
      .map(toClaimed)
      .map(({ body, destination }) => render(tx, body, destination, { now: 0, shown: false })),
  );
  if (!rendered.some((each) => each !== null)) throw new Error('no card came of it');
}
