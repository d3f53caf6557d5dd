/** People and channels become known, and stay as their platform shows them. */
import type { Instant } from '../calendar.ts';
import type { ChannelId, PersonId } from '../ids.ts';
import type { AccountRef, ChannelRef, Installation } from '../places.ts';
import type { Channel, Ids, Inside, Transaction } from '../ports.ts';
import type { Person } from './person.ts';
import { type ChannelProfile, handleFrom, type Profile, toldOf } from './profile.ts';

/** Notes who an account is: a person that is new, or one that is known and may have changed. */
export async function meetPerson(
  tx: Transaction,
  ids: Ids,
  account: AccountRef,
  profile: Profile,
): Promise<Person> {
  const known = await met(tx, () => tx.people.byAccount(account));
  const person = known ? await followed(tx, known, account, profile) : await stranger(tx, ids, profile);
  await tx.people.save(person);
  await tx.people.saveProfile(person.id, account, profile);
  for (const channel of profile.channels ?? []) {
    const { id } = await meetChannel(tx, ids, account, channel);
    await tx.channels.addMember(id, person.id);
  }
  return person;
}

/** The same, told by a platform of itself: what waits for someone who was deactivated, or is back, is looked at again. */
export async function followPerson(
  { tx, ids, now }: { readonly tx: Transaction; readonly ids: Ids; readonly now: Instant },
  account: AccountRef,
  profile: Profile,
): Promise<void> {
  const before = await tx.people.byAccount(account);
  const person = await meetPerson(tx, ids, account, profile);
  if (before && before.active !== person.active) await tx.nudges.wakeItemsOf(person.id, now);
}

/** Two who meet the same stranger at once would make two of them: the second waits, and looks again. */
export async function met<T>(tx: Transaction, look: () => Promise<T | null>): Promise<T | null> {
  const known = await look();
  if (known) return known;
  await tx.meeting();
  return look();
}

/** Of someone with several accounts the name stays: it is not for each of them to change. */
async function followed(tx: Transaction, known: Person, account: AccountRef, profile: Profile) {
  const others = (await tx.people.profilesOf(known.id)).filter((p) => p.account.account !== account.account);
  const name = others.length === 0 ? profile.name : known.name;
  return { ...known, name, ...toldOf([profile, ...others.map((p) => p.profile)]) };
}

async function stranger(tx: Transaction, ids: Ids, profile: Profile): Promise<Person> {
  return {
    id: ids.uuid() as PersonId,
    handle: await freeHandle(tx, handleFrom(profile.handle)),
    name: profile.name,
    zone: null,
    hours: null,
    ...toldOf([profile]),
  };
}

async function freeHandle(tx: Transaction, wanted: string): Promise<string> {
  for (let n = 1; ; n += 1) {
    const handle = n === 1 ? wanted : `${wanted}${n}`;
    if ((await tx.people.byHandles([handle])).length === 0) return handle;
  }
}

/** Notes what a channel is, and who is in it where that is told. */
export async function meetChannel(
  tx: Transaction,
  ids: Ids,
  { platform, scope }: Installation,
  { channel, kind, name, archived, members }: ChannelProfile,
): Promise<Channel> {
  const ref = { platform, scope, channel };
  const known = await met(tx, () => tx.channels.byRef(ref));
  const before = known?.off === 'is_archived' ? null : (known?.off ?? null);
  const off = archived ? 'is_archived' : before;
  const noted: Channel = { id: known?.id ?? (ids.uuid() as ChannelId), ref, kind, name, off };
  await tx.channels.save(noted);
  if (members) {
    const people = await tx.people.byAccounts({ platform, scope }, members);
    await tx.channels.setMembers(
      noted.id,
      people.map((p) => p.id),
    );
  }
  return noted;
}

/** Notes who is in a channel and whether Baton may write there, of one that is known. */
export async function noteInside(tx: Transaction, ref: ChannelRef, inside: Inside): Promise<void> {
  const known = await tx.channels.byRef(ref);
  if (!known) return;
  if (inside.off !== known.off) await tx.channels.save({ ...known, off: inside.off });
  if (!inside.accounts) return;
  const people = await tx.people.byAccounts(ref, inside.accounts);
  await tx.channels.setMembers(
    known.id,
    people.map(({ id }) => id),
  );
}
