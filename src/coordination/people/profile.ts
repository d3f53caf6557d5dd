/** What a platform tells of its people and channels. It stays the platform's to change: Baton follows. */
import type { Zone } from '../calendar.ts';
import type { ChannelKind } from '../places.ts';
import type { Person, Role } from './person.ts';

/** An account as its platform shows it. */
export interface Profile {
  /** What people type after `@` there; a person's handle is made from it. */
  readonly handle: string;
  readonly name: string;
  readonly kind: Person['kind'];
  readonly role: Role;
  /** Null where the platform tells none. */
  readonly zone: Zone | null;
  /** False once the account was switched off. */
  readonly active: boolean;
  /** Of a guest: the channels they are in, for a guest sees no other. Null for all others. */
  readonly channels: readonly ChannelProfile[] | null;
}

/** A channel as its platform shows it. */
export interface ChannelProfile {
  /** The platform's id of it. */
  readonly channel: string;
  readonly kind: ChannelKind;
  readonly name: string;
  readonly archived: boolean;
  /** The accounts in it, of a private channel; null where that is of no concern. */
  readonly members: readonly string[] | null;
}

/** What a person's accounts tell of them, taken together. */
export type Told = Pick<Person, 'kind' | 'role' | 'active' | 'toldZone'>;

const RANK: Readonly<Record<Role, number>> = { guest: 0, member: 1, admin: 2 };

/** A person is what their most trusted account is, and there as long as one of them is. */
export function toldOf(profiles: readonly Profile[]): Told {
  const active = profiles.filter((p) => p.active);
  const roles = active.map((p) => p.role).toSorted((a, b) => RANK[b] - RANK[a]);
  return {
    kind: profiles.some((p) => p.kind === 'agent') ? 'agent' : 'human',
    role: roles[0] ?? 'guest',
    active: active.length > 0,
    toldZone: active.find((p) => p.zone !== null)?.zone ?? null,
  };
}

const MOST_HANDLE = 40;

/** A handle as it can be typed after `@`: lower case, without what ends a mention. Never empty. */
export function handleFrom(name: string): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}._-]+/gu, '')
    .replace(/^[._-]+|[._-]+$/g, '')
    .slice(0, MOST_HANDLE);
  return plain === '' || plain === 'me' ? 'someone' : plain;
}
