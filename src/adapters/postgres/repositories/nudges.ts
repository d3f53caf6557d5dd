import type { Instant } from '../../../coordination/calendar.ts';
import type { ChannelId, ItemId, NudgeId, PersonId } from '../../../coordination/ids.ts';
import type { Spent } from '../../../coordination/nudges/batch.ts';
import type { Clock } from '../../../coordination/nudges/clocks.ts';
import type { Capacity, Nudge } from '../../../coordination/nudges/nudge.ts';
import {
  DEFAULT_POLICIES,
  type Policy,
  policyOf,
  RULES,
  type Rule,
} from '../../../coordination/nudges/policy.ts';
import type { NudgeStore, Told, Wake } from '../../../coordination/nudges/store.ts';
import type { Standing } from '../../../coordination/people/away.ts';
import type { Lookups } from '../lookups.ts';
import { columnNames, oneOf, reader, writer } from '../rows.ts';
import { nudges } from '../schema.ts';
import type { Bound } from './bound.ts';
import { CALM_MS } from './item-insert.ts';
import { WANT_CARD } from './item-writes.ts';

const readRow = reader(nudges);
const nudgesJson = writer(nudges);
const COLUMNS = columnNames(nudges).join(', ');
const iso = (at: Instant): string => new Date(at).toISOString();

const ADD = `
  insert into nudges (${COLUMNS}) select ${COLUMNS} from json_populate_recordset(null::nudges, $1::json)
  on conflict on constraint nudges_once do nothing`;

/** What wakes no more keeps what it knew, and no due time that counts. */
const WAKE = `
  insert into clocks (workspace_id, id, kind, state, due_at, detail)
  select $1::uuid, w.id, w.kind, case when w.due_at is null then 'idle' else 'pending' end, coalesce(w.due_at, now()), w.detail
  from json_to_recordset($2::json) as w (id uuid, kind text, due_at timestamptz, detail jsonb)
  order by w.id
  on conflict (workspace_id, id) do update set
    state = excluded.state, due_at = excluded.due_at, detail = excluded.detail, lease_until = null, attempts = 0`;

/** Locked as those that run are, in order; one that is just running is waited for, and looked at again after. */
const WAKE_ITEMS = `
  with theirs as (
    select c.workspace_id, c.id from clocks c join work_items i on i.workspace_id = c.workspace_id and i.id = c.id
    where not i.ended and (i.owner_id = $1 or (i.offered_ids <> '{}' and i.offered_ids @> array[$1::uuid]))
    order by c.id for update of c)
  update clocks c set state = 'pending', due_at = least($2::timestamptz, case when c.state = 'pending' then c.due_at end)
  from theirs where c.workspace_id = theirs.workspace_id and c.id = theirs.id and c.state in ('pending', 'idle')`;

/** Made where there is none, so that there is something to lock. */
const SPENT = `
  insert into clocks (workspace_id, id, kind, state, due_at, detail)
  select $1::uuid, person, 'person', 'idle', now(), '{}' from unnest($2::uuid[]) as person order by person
  on conflict (workspace_id, id) do nothing`;

const BY_IDS = 'select * from nudges where id = any($1::uuid[]) order by urgent desc, due_at, id';

const SENT = `
  update nudges set state = 'sent', outbox_id = said.message, decided_at = $3::timestamptz
  from unnest($1::uuid[], $2::uuid[]) as said (nudge, message) where id = said.nudge`;
const MOOT = `
  update nudges set state = 'moot', outbox_id = null, decided_at = $2::timestamptz where id = any($1::uuid[])`;

const OF_ITEM = `
  select n.*, case when o.sent_message is null then o.state else 'sent' end as message, o.sent_at
  from nudges n left join outbox o on o.workspace_id = n.workspace_id and o.id = n.outbox_id
  where n.item_id = $1 order by n.due_at, n.id`;

export function nudgesStore(at: Bound, lookups: Lookups): NudgeStore {
  const run = (text: string, parameters: readonly unknown[]) =>
    at.sql.unsafe(text, parameters as never[], { prepare: true });
  const byIds = lookups.of(
    async (ids: readonly NudgeId[]) => (await run(BY_IDS, [ids])).map(toNudge),
    ({ id }, ids) => ids.has(id),
  );
  return {
    async clocks(items, lock) {
      const rows = await run(
        `select id, detail from clocks where id = any($1::uuid[]) order by id${lock ? ' for update' : ''}`,
        [items],
      );
      return new Map(rows.map(({ id, detail }) => [id as ItemId, (detail.clocks ?? []) as Clock[]]));
    },
    async spent(people) {
      const [, rows] = await Promise.all([
        run(SPENT, [at.workspaceId, people]),
        run('select id, detail from clocks where id = any($1::uuid[]) order by id for update', [people]),
      ]);
      return new Map(rows.map(({ id, detail }) => [id as PersonId, (detail.spent ?? null) as Spent | null]));
    },
    async wake(wakes) {
      if (wakes.length > 0) await run(WAKE, [at.workspaceId, JSON.stringify(wakes.map(fromWake))]);
    },
    async end(items) {
      await run('delete from clocks where id = any($1::uuid[])', [items]);
    },
    async wakeItemsOf(person, at) {
      await run(WAKE_ITEMS, [person, iso(at)]);
    },
    async approvalChanged(item, now) {
      await run(
        `update clocks set state = 'pending', due_at = least($2::timestamptz, case when state = 'pending' then due_at end)
         where id = $1 and state in ('pending', 'idle')`,
        [item, iso(now + CALM_MS)],
      );
      await run(
        `update outbox set ${WANT_CARD} where kind = 'nudges' and id in (
           select outbox_id from nudges where item_id = $2 and state = 'sent' and rule = 'approval')`,
        [iso(now), item],
      );
    },
    async moreDue(now) {
      const rows = await run(
        `select 1 from clocks where kind = 'item' and (
           (state = 'pending' and due_at <= $1::timestamptz) or (state = 'working' and lease_until > now())) limit 1`,
        [iso(now)],
      );
      return rows.length > 0;
    },
    async add(all) {
      await run(ADD, [nudgesJson(all.map((nudge) => fromNudge(at, nudge)))]);
    },
    async waiting(people) {
      const rows = await run(
        `select * from nudges where state = 'waiting' and person_id = any($1::uuid[]) order by urgent desc, due_at, id`,
        [people],
      );
      return rows.map((raw) => toNudge(raw));
    },
    byIds: async (ids) => [...(await byIds(ids))],
    ofItem: async (item) => (await run(OF_ITEM, [item])).map(toTold),
    async sent(said, decidedAt) {
      if (said.length === 0) return;
      const [ids, messages] = [said.map(({ nudge }) => nudge), said.map(({ outbox }) => outbox)];
      await run(SENT, [ids, messages, iso(decidedAt)]);
    },
    async moot(ids, decidedAt) {
      if (ids.length > 0) await run(MOOT, [ids, iso(decidedAt)]);
    },
    async answered(ids) {
      await run(`update nudges set state = 'answered' where id = any($1::uuid[]) and state = 'sent'`, [ids]);
    },
    async policies() {
      const rows = await run('select distinct on (rule) * from policies order by rule, version desc', []);
      return DEFAULT_POLICIES.map((built) => toPolicy(rows.find(({ rule }) => rule === built.rule)) ?? built);
    },
    async policy(rule, version) {
      const rows = await run('select * from policies where rule = $1 and version = $2', [rule, version]);
      const built = DEFAULT_POLICIES.find((p) => p.rule === rule && p.version === version);
      return toPolicy(rows[0]) ?? built ?? null;
    },
    async savePolicy(rule, lines, by, savedAt) {
      const [row] = await run(
        `insert into policies (workspace_id, rule, version, lines, saved_by, saved_at)
         select $1::uuid, $2, coalesce(max(version), 1) + 1, $3::jsonb, $4::uuid, $5::timestamptz
         from policies where rule = $2 returning version`,
        [at.workspaceId, rule, JSON.stringify(lines), by, iso(savedAt)],
      );
      return policyOf(rule, row?.version, lines);
    },
  };
}

const fromWake = (wake: Wake) => ({
  id: wake.id,
  kind: wake.kind,
  due_at: wake.dueAt === null ? null : iso(wake.dueAt),
  detail: wake.kind === 'item' ? { clocks: wake.clocks } : { spent: wake.spent },
});

const toPolicy = (row: Readonly<Record<string, unknown>> | undefined): Policy | null =>
  row
    ? policyOf(
        oneOf(RULES, row.rule as string, 'policies.rule'),
        row.version as number,
        row.lines as readonly string[],
      )
    : null;

function fromNudge({ workspaceId }: Bound, nudge: Nudge): typeof nudges.$inferSelect {
  const { item, person, channel, as, meant, ...rest } = nudge;
  return {
    ...rest,
    workspaceId,
    itemId: item,
    personId: person,
    channelId: channel,
    capacity: as,
    meantId: meant,
    outboxId: null,
  };
}

function toNudge(raw: unknown): Nudge {
  const row = readRow(raw);
  return {
    id: row.id as NudgeId,
    item: row.itemId as ItemId,
    person: row.personId as PersonId | null,
    channel: row.channelId as ChannelId | null,
    as: row.capacity as Capacity,
    meant: row.meantId as PersonId | null,
    standing: row.standing as Standing,
    rule: oneOf(RULES, row.rule, 'nudges.rule') satisfies Rule,
    step: row.step,
    number: row.number,
    since: row.since,
    dueAt: row.dueAt,
    urgent: row.urgent,
    anyHour: row.anyHour,
    collapsed: row.collapsed,
    state: oneOf(['waiting', 'sent', 'answered', 'moot'] as const, row.state, 'nudges.state'),
    decidedAt: row.decidedAt,
  };
}

/** Rows of sent messages are kept for a month: of what is older it is known only that it went. */
const KEPT_MS = 29 * 24 * 3_600_000;

function toTold(raw: Record<string, unknown>): Told {
  const nudge = toNudge(raw);
  if (nudge.state === 'answered') return { nudge, message: 'sent', at: nudge.decidedAt };
  if (nudge.state !== 'sent')
    return { nudge, message: nudge.state === 'moot' ? 'dropped' : 'waiting', at: nudge.decidedAt };
  const sentAt = raw.sent_at ? Date.parse(raw.sent_at as string) : null;
  if (raw.message === 'sent') return { nudge, message: 'sent', at: nudge.decidedAt };
  if (raw.message === 'dead') return { nudge, message: 'dead', at: nudge.decidedAt };
  if (raw.message) return { nudge, message: 'sending', at: sentAt };
  const isOld = nudge.decidedAt !== null && Date.now() - nudge.decidedAt > KEPT_MS;
  return { nudge, message: isOld ? 'sent' : 'dropped', at: nudge.decidedAt };
}
