/** A workspace with someone in it who gives commands. */
import { randomUUID } from 'node:crypto';
import { createStore } from '../src/adapters/postgres/store.ts';
import * as system from '../src/adapters/system/system.ts';
import type { Core } from '../src/commands/core.ts';
import { handle } from '../src/commands/handle.ts';
import type { Act } from '../src/commands/intent.ts';
import type { WorkspaceId } from '../src/coordination/ids.ts';
import type { Reply } from '../src/coordination/message.ts';
import type { Person } from '../src/coordination/people/person.ts';
import type { AccountRef, ChannelRef } from '../src/coordination/places.ts';
import type { Channel } from '../src/coordination/ports.ts';
import { channel, makeWorkspace, person, team } from '../test/support/records.ts';
import type { Database } from './harness.ts';

const ACCOUNT: AccountRef = { platform: 'slack', scope: 'T1', account: 'U1' };
const CHANNEL: ChannelRef = { platform: 'slack', scope: 'T1', channel: 'C1' };

export interface Populated {
  readonly id: WorkspaceId;
  readonly ana: Person;
  readonly general: Channel;
  readonly core: Core;
  /** `/baton …`, typed by Ana in a public channel; a key of its own unless one is given. */
  command(text: string, key?: string): Promise<Reply>;
}

/** Ana and Lena of one team, in London and Berlin, and a channel they are in. */
export async function populate({ client }: Database): Promise<Populated> {
  const id = await makeWorkspace(client);
  const store = createStore(client);
  const ana = person('ana', { zone: 'Europe/London' });
  const lena = person('lena', { zone: 'Europe/Berlin' });
  const general = channel('general', { ref: CHANNEL });
  const members = [ana.id, lena.id];
  await store.transact(id, async (tx) => {
    await tx.people.save(ana);
    await tx.people.save(lena);
    await tx.people.saveAccount(ana.id, ACCOUNT);
    await tx.channels.save(general);
    await tx.channels.setMembers(general.id, members);
    await tx.teams.save(team('design', { lead: ana.id, homeChannel: general.id, members }));
  });
  const core: Core = { ...system, store, chats: new Map() };
  return { id, ana, general, core, command: (text, key) => handle(core, id, said(text, key), 'in place') };
}

export const said = (text: string, key: string = randomUUID()): Act => ({
  v: 1,
  kind: 'words',
  key,
  at: Date.now(),
  actor: ACCOUNT.account,
  place: { ...CHANNEL, channelKind: 'public', channelName: 'general' },
  text,
});
