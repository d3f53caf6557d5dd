/** What a platform tells unasked of its people and channels is noted, of those that are known. */

import type { WorkspaceId } from '../coordination/ids.ts';
import { followPerson, meetChannel } from '../coordination/people/meet.ts';
import type { Transaction } from '../coordination/ports.ts';
import type { Core } from './core.ts';
import type { IntentOf, Told } from './intent.ts';

export async function takeNote(core: Core, workspace: WorkspaceId, told: Told): Promise<void> {
  await core.store.transact(workspace, async (tx) => {
    if (!(await tx.once(told.key))) return;
    if (told.kind === 'profile') await noteProfile(core, tx, told);
    else if (told.kind === 'channel') await meetChannel(tx, core.ids, told.place, told.profile);
    else await noteMembership(tx, told);
  });
}

async function noteProfile(
  { ids, clock }: Core,
  tx: Transaction,
  { place, account, profile }: IntentOf<'profile'>,
): Promise<void> {
  const now = clock.now() + (await tx.workspace()).clockOffset;
  await followPerson({ tx, ids, now }, { ...place, account }, profile);
}

/** A channel that nobody has spoken in with Baton is met when somebody does. Where Baton came back, it can write again. */
async function noteMembership(
  tx: Transaction,
  { place, channel, account, present }: IntentOf<'membership'>,
): Promise<void> {
  const known = await tx.channels.byRef({ ...place, channel });
  if (!known) return;
  if (account === null) return tx.channels.save({ ...known, off: present ? null : 'not_in_channel' });
  const person = await tx.people.byAccount({ ...place, account });
  if (!person) return;
  await (present
    ? tx.channels.addMember(known.id, person.id)
    : tx.channels.removeMember(known.id, person.id));
}
