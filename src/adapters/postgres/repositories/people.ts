import { and, asc, eq, sql as expression, type SQL } from 'drizzle-orm';
import type { PersonId } from '../../../coordination/ids.ts';
import { type Person, ROLES, type WeeklyHours } from '../../../coordination/people/person.ts';
import type { Profile } from '../../../coordination/people/profile.ts';
import { type AccountRef, PLATFORMS } from '../../../coordination/places.ts';
import type { PeopleStore } from '../../../coordination/ports.ts';
import type { Lookups } from '../lookups.ts';
import { oneOf, reader } from '../rows.ts';
import { absences, accounts, people } from '../schema.ts';
import type { Together } from '../together.ts';
import { type Bound, escapeLike } from './bound.ts';
import { type TeamsAhead, teamsOf } from './teams.ts';

type AccountRow = Pick<typeof accounts.$inferSelect, 'platform' | 'scope' | 'account'> & {
  readonly person_id: PersonId;
};

const readRow = reader(people);
const readAbsence = reader(absences);

/** A person with their teams, which are wanted next of whoever acts. */
const BY_ACCOUNT = {
  name: 'person by account',
  value: `(
    select json_build_object('person', to_json(p), 'teams', array(select to_json(team) from (${teamsOf('p.id')}) team))
    from accounts a join people p on p.workspace_id = a.workspace_id and p.id = a.person_id
    where a.platform = $1 and a.scope = $2 and a.account = $3)`,
};

export function peopleStore(at: Bound, together: Together, lookups: Lookups, ahead: TeamsAhead): PeopleStore {
  const byIds = lookups.of(
    async (ids: readonly PersonId[]) => {
      const rows = await at.sql`select * from people where id = any(${ids as PersonId[]}::uuid[])`;
      return rows.map((raw) => toPerson(readRow(raw)));
    },
    ({ id }, ids) => ids.has(id),
  );
  const accountsOf = lookups.of(
    (ids: readonly PersonId[]) => at.sql<AccountRow[]>`
      select person_id, platform, scope, account from accounts where person_id = any(${ids as PersonId[]}::uuid[])
      order by last_used_at desc nulls last, platform, scope`,
    ({ person_id }, ids) => ids.has(person_id),
  );
  return {
    async byAccount({ platform, scope, account }) {
      const found = (await together.ask(BY_ACCOUNT, [platform, scope, account])) as {
        readonly person: unknown;
        readonly teams: readonly unknown[];
      } | null;
      if (!found) return null;
      const person = toPerson(readRow(found.person));
      ahead.keep(person.id, found.teams);
      return person;
    },
    byIds: async (ids) => [...(await byIds(ids))],
    async byHandles(handles) {
      if (handles.length === 0) return [];
      const rows = await at.sql`select * from people where handle = any(${handles as string[]}::text[])`;
      return rows.map((raw) => toPerson(readRow(raw)));
    },
    async startingWith(prefix, limit) {
      const start = `${escapeLike(prefix)}%`;
      const rows = await at.db
        .select()
        .from(people)
        .where(
          and(
            eq(people.active, true),
            expression`(${people.handle} ilike ${start} or ${people.name} ilike ${start} or ${people.name} ilike ${`% ${start}`})`,
          ),
        )
        .orderBy(asc(people.handle))
        .limit(limit);
      return rows.map(toPerson);
    },
    accountsOf: async (person) => (await accountsOf([person])).map(toAccount),
    async save(person) {
      const { id, zone, hours, ...told } = person;
      await at.db
        .insert(people)
        .values({ workspaceId: at.workspaceId, id, zone, hours, ...told })
        .onConflictDoUpdate({ target: [people.workspaceId, people.id], set: told });
    },
    async setOwn(id, own) {
      await at.db.update(people).set(own).where(eq(people.id, id));
    },
    async usedAccount({ platform, scope, account }) {
      await at.sql`
        update accounts a set last_used_at = now()
        where a.platform = ${platform} and a.scope = ${scope} and a.account = ${account} and exists (
          select from accounts o where o.workspace_id = a.workspace_id and o.person_id = a.person_id
            and (o.platform, o.scope, o.account) <> (a.platform, a.scope, a.account)
            and (a.last_used_at is null or o.last_used_at >= a.last_used_at))`;
    },
    async removeAccount({ platform, scope, account }) {
      await at.db
        .delete(accounts)
        .where(
          and(eq(accounts.platform, platform), eq(accounts.scope, scope), eq(accounts.account, account)),
        );
    },
    async absorb(from, into) {
      await at.sql`update accounts set person_id = ${into} where person_id = ${from}`;
      await at.sql`
        insert into channel_members (workspace_id, channel_id, person_id)
        select workspace_id, channel_id, ${into}::uuid from channel_members where person_id = ${from} on conflict do nothing`;
      await at.sql`delete from channel_members where person_id = ${from}`;
      await at.sql`
        insert into reactions (workspace_id, platform, scope, channel, message, person_id, emoji, present)
        select workspace_id, platform, scope, channel, message, ${into}::uuid, emoji, present
        from reactions where person_id = ${from} on conflict do nothing`;
      await at.sql`delete from reactions where person_id = ${from}`;
      await at.sql`
        update outbox set person_id = ${into},
          destination = jsonb_set(destination, '{person}', to_jsonb(${into}::text))
        where person_id = ${from} and state in ('pending', 'unknown')`;
      await at.sql`update nudges set person_id = ${into} where person_id = ${from} and state = 'waiting'
        and not exists (select from nudges o where o.workspace_id = nudges.workspace_id and o.item_id = nudges.item_id
          and o.rule = nudges.rule and o.since = nudges.since and o.number = nudges.number and o.person_id = ${into})`;
      await at.sql`delete from absences where person_id = ${from}`;
    },
    saveAccount: (personId, account) => saveAccount(at, account, { personId, lastUsedAt: expression`now()` }),
    async byAccounts({ platform, scope }, names) {
      const rows = await at.sql`
        select p.* from accounts a join people p on p.workspace_id = a.workspace_id and p.id = a.person_id
        where a.platform = ${platform} and a.scope = ${scope} and a.account = any(${names as string[]}::text[])`;
      return rows.map((raw) => toPerson(readRow(raw)));
    },
    saveProfile: (personId, account, profile) => saveAccount(at, account, { personId, profile }),
    async profilesOf(person) {
      const rows = await at.db.select().from(accounts).where(eq(accounts.personId, person));
      return rows.flatMap((row) =>
        row.profile === null ? [] : [{ account: toAccount(row), profile: row.profile as Profile }],
      );
    },
    async absences(ids) {
      if (ids.length === 0) return new Map();
      const rows = await at.sql`select * from absences where person_id = any(${ids as PersonId[]}::uuid[])`;
      return new Map(
        rows.map((raw) => {
          const { personId, awayFrom, awayTo, delegateId } = readAbsence(raw);
          return [
            personId as PersonId,
            { from: awayFrom, to: awayTo, delegate: delegateId as PersonId | null },
          ];
        }),
      );
    },
    async setAway(personId, away) {
      if (away === null) {
        await at.db.delete(absences).where(eq(absences.personId, personId));
        return;
      }
      const values = { awayFrom: away.from, awayTo: away.to, delegateId: away.delegate };
      await at.db
        .insert(absences)
        .values({ workspaceId: at.workspaceId, personId, ...values })
        .onConflictDoUpdate({ target: [absences.workspaceId, absences.personId], set: values });
    },
    async admins() {
      const isAdmin = and(eq(people.role, 'admin'), eq(people.active, true));
      return (await at.db.select().from(people).where(isAdmin).orderBy(asc(people.handle))).map(toPerson);
    },
  };
}

async function saveAccount(
  { db, workspaceId }: Bound,
  { platform, scope, account }: AccountRef,
  values: { readonly personId: PersonId; readonly profile?: Profile; readonly lastUsedAt?: SQL },
): Promise<void> {
  await db
    .insert(accounts)
    .values({ workspaceId, platform, scope, account, ...values })
    .onConflictDoUpdate({
      target: [accounts.workspaceId, accounts.platform, accounts.scope, accounts.account],
      set: values,
    });
}

function toPerson(row: typeof people.$inferSelect): Person {
  return {
    id: row.id as PersonId,
    handle: row.handle,
    name: row.name,
    kind: oneOf(['human', 'agent'], row.kind, 'people.kind'),
    role: oneOf(ROLES, row.role, 'people.role'),
    zone: row.zone,
    toldZone: row.toldZone,
    hours: row.hours as WeeklyHours | null,
    active: row.active,
  };
}

const toAccount = ({
  platform,
  scope,
  account,
}: Pick<typeof accounts.$inferSelect, 'platform' | 'scope' | 'account'>): AccountRef => ({
  platform: oneOf(PLATFORMS, platform, 'accounts.platform'),
  scope,
  account,
});
