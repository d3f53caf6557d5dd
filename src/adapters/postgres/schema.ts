/**
 * The tables. Every table but `used_states` and `leases` belongs to a workspace and, `link_codes` aside, is bound to it by row security (see the custom
 * migrations); composite keys and foreign keys keep rows of two workspaces apart.
 */
import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  customType,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';

/** An instant: `timestamptz` in PostgreSQL, milliseconds since the epoch here. */
const instant = customType<{ data: number; driverData: string }>({
  dataType: () => 'timestamp (3) with time zone',
  toDriver: (ms) => new Date(ms).toISOString(),
  fromDriver: (text) => Date.parse(text),
});

const workspaceId = () =>
  uuid('workspace_id')
    .notNull()
    .references(() => workspaces.id, { onDelete: 'cascade' });

export const workspaces = pgTable(
  'workspaces',
  {
    id: uuid('id').primaryKey(),
    name: text('name').notNull(),
    zone: text('zone').notNull(),
    hours: jsonb('hours').notNull(),
    quiet: jsonb('quiet').notNull(),
    settings: jsonb('settings').notNull(),
    /** Milliseconds that this workspace's clock is ahead: the playground's alone. */
    clockOffset: bigint('clock_offset', { mode: 'number' }).notNull().default(0),
    /** The last item key given out. Taken outside the item's transaction, so never locked until a commit. */
    lastItemKey: integer('last_item_key').notNull().default(0),
    createdAt: instant('created_at').notNull(),
    /** When Baton was removed; its data goes after the retention time. */
    removedAt: instant('removed_at'),
  },
  (t) => [index('workspaces_ahead').on(t.id).where(sql`clock_offset <> 0`)],
);

/** Which workspace an installation belongs to. Holds no content, and no policy: it is read before a workspace is known. */
export const routes = pgTable(
  'routes',
  {
    platform: text('platform').notNull(),
    scope: text('scope').notNull(),
    externalId: text('external_id').notNull().default(''),
    workspaceId: workspaceId(),
    /** What the team or server was called when Baton was last told; null where it never was. */
    name: text('name'),
    /** When Baton was removed from it: the way back, should it be installed there again. Null while it is there. */
    removedAt: instant('removed_at'),
  },
  (t) => [primaryKey({ columns: [t.platform, t.scope, t.externalId] })],
);

export const people = pgTable(
  'people',
  {
    workspaceId: workspaceId(),
    id: uuid('id').notNull(),
    handle: text('handle').notNull(),
    name: text('name').notNull(),
    kind: text('kind').notNull(),
    role: text('role').notNull(),
    zone: text('zone'),
    /** What their platform tells. */
    toldZone: text('told_zone'),
    hours: jsonb('hours'),
    active: boolean('active').notNull().default(true),
    erasedAt: instant('erased_at'),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] }), unique().on(t.workspaceId, t.handle)],
);

export const accounts = pgTable(
  'accounts',
  {
    workspaceId: workspaceId(),
    platform: text('platform').notNull(),
    scope: text('scope').notNull(),
    account: text('account').notNull(),
    personId: uuid('person_id').notNull(),
    lastUsedAt: instant('last_used_at'),
    /** What the platform tells of the account; null where it tells nothing. */
    profile: jsonb('profile'),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.platform, t.scope, t.account] }),
    foreignKey({
      columns: [t.workspaceId, t.personId],
      foreignColumns: [people.workspaceId, people.id],
    }).onDelete('cascade'),
    index('accounts_person').on(t.workspaceId, t.personId),
  ],
);

export const channels = pgTable(
  'channels',
  {
    workspaceId: workspaceId(),
    id: uuid('id').notNull(),
    platform: text('platform').notNull(),
    scope: text('scope').notNull(),
    channel: text('channel').notNull(),
    kind: text('kind').notNull(),
    name: text('name').notNull(),
    /** Why nothing is sent there any more; null while it works. */
    offReason: text('off_reason'),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique().on(t.workspaceId, t.platform, t.scope, t.channel),
  ],
);

export const channelMembers = pgTable(
  'channel_members',
  {
    workspaceId: workspaceId(),
    channelId: uuid('channel_id').notNull(),
    personId: uuid('person_id').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.channelId, t.personId] }),
    foreignKey({
      columns: [t.workspaceId, t.channelId],
      foreignColumns: [channels.workspaceId, channels.id],
    }).onDelete('cascade'),
    foreignKey({
      columns: [t.workspaceId, t.personId],
      foreignColumns: [people.workspaceId, people.id],
    }).onDelete('cascade'),
    index('channel_members_person').on(t.workspaceId, t.personId),
  ],
);

export const teams = pgTable(
  'teams',
  {
    workspaceId: workspaceId(),
    id: uuid('id').notNull(),
    handle: text('handle').notNull(),
    name: text('name').notNull(),
    leadId: uuid('lead_id'),
    homeChannelId: uuid('home_channel_id'),
    zone: text('zone'),
    hours: jsonb('hours'),
    /** Of public holidays, such as `GB-ENG`. */
    region: text('region'),
    /** The rule by which its reviewers approve what is done. */
    gate: jsonb('gate'),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique().on(t.workspaceId, t.handle),
    foreignKey({ columns: [t.workspaceId, t.leadId], foreignColumns: [people.workspaceId, people.id] }),
    foreignKey({
      columns: [t.workspaceId, t.homeChannelId],
      foreignColumns: [channels.workspaceId, channels.id],
    }),
  ],
);

/** Who is away, and who stands in. */
export const absences = pgTable(
  'absences',
  {
    workspaceId: workspaceId(),
    personId: uuid('person_id').notNull(),
    awayFrom: instant('away_from').notNull(),
    /** Null: nobody knows until when. */
    awayTo: instant('away_to'),
    delegateId: uuid('delegate_id'),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.personId] }),
    foreignKey({
      columns: [t.workspaceId, t.personId],
      foreignColumns: [people.workspaceId, people.id],
    }).onDelete('cascade'),
    foreignKey({ columns: [t.workspaceId, t.delegateId], foreignColumns: [people.workspaceId, people.id] }),
  ],
);

export const teamMembers = pgTable(
  'team_members',
  {
    workspaceId: workspaceId(),
    teamId: uuid('team_id').notNull(),
    personId: uuid('person_id').notNull(),
    /** The order of joining: the first team's calendar holds. */
    position: integer('position').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.teamId, t.personId] }),
    foreignKey({
      columns: [t.workspaceId, t.teamId],
      foreignColumns: [teams.workspaceId, teams.id],
    }).onDelete('cascade'),
    foreignKey({
      columns: [t.workspaceId, t.personId],
      foreignColumns: [people.workspaceId, people.id],
    }).onDelete('cascade'),
    index('team_members_person').on(t.workspaceId, t.personId),
  ],
);

/** The one record. */
export const workItems = pgTable(
  'work_items',
  {
    workspaceId: workspaceId(),
    id: uuid('id').notNull(),
    key: integer('key').notNull(),
    kind: text('kind').notNull(),
    title: text('title').notNull(),
    // Why, what
    purpose: text('purpose'),
    outcome: text('outcome'),
    scope: text('scope'),
    // Who
    ownerId: uuid('owner_id'),
    requesterId: uuid('requester_id').notNull(),
    reviewerIds: uuid('reviewer_ids').array().notNull(),
    watcherIds: uuid('watcher_ids').array().notNull(),
    /** Not bound to the team's row: an item remembers a team that was ended. */
    teamId: uuid('team_id'),
    /** The latest handoff. */
    handoff: jsonb('handoff'),
    /** Who is asked to accept it; empty when nobody is. */
    offeredIds: uuid('offered_ids').array().notNull().default(sql`'{}'`),
    // When
    dueAt: instant('due_at'),
    dueZone: text('due_zone'),
    dueTimed: boolean('due_timed'),
    cadence: text('cadence'),
    // How
    workflow: text('workflow').notNull(),
    workflowVersion: integer('workflow_version').notNull(),
    stage: text('stage').notNull(),
    stageSince: instant('stage_since').notNull(),
    /** The stage ends the item: what indexes of open work leave out. */
    ended: boolean('ended').notNull(),
    priority: text('priority').notNull(),
    blockedReason: text('blocked_reason'),
    snoozes: jsonb('snoozes').notNull().default([]),
    links: jsonb('links').notNull(),
    parentId: uuid('parent_id'),
    fields: jsonb('fields').notNull(),
    audience: text('audience').notNull(),
    quote: text('quote'),
    sourceNote: text('source_note'),
    sourcePlatform: text('source_platform'),
    sourceScope: text('source_scope'),
    sourceMessageChannel: text('source_message_channel'),
    sourceMessage: text('source_message'),
    sourceThread: text('source_thread'),
    sourceAuthor: text('source_author'),
    sourceChannelId: uuid('source_channel_id'),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
    version: integer('version').notNull(),
    seq: integer('seq').notNull(),
    headHash: text('head_hash').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    uniqueIndex('work_items_key').on(t.workspaceId, t.key),
    uniqueIndex('work_items_source')
      .on(t.workspaceId, t.sourcePlatform, t.sourceScope, t.sourceMessageChannel, t.sourceMessage)
      .where(sql`source_message is not null`),
    foreignKey({ columns: [t.workspaceId, t.ownerId], foreignColumns: [people.workspaceId, people.id] }),
    foreignKey({ columns: [t.workspaceId, t.requesterId], foreignColumns: [people.workspaceId, people.id] }),
    foreignKey({
      columns: [t.workspaceId, t.sourceChannelId],
      foreignColumns: [channels.workspaceId, channels.id],
    }),
    foreignKey({ columns: [t.workspaceId, t.parentId], foreignColumns: [t.workspaceId, t.id] }),
    index('work_items_owner').on(t.workspaceId, t.ownerId, t.dueAt, t.key).where(sql`not ended`),
    index('work_items_open').on(t.workspaceId, t.dueAt, t.key).where(sql`not ended`),
    index('work_items_ended').on(t.workspaceId, t.updatedAt).where(sql`ended`),
    index('work_items_offered').on(t.workspaceId, t.dueAt, t.key).where(sql`offered_ids <> '{}'`),
    index('work_items_team').on(t.workspaceId, t.teamId, t.dueAt, t.key).where(sql`not ended`),
    index('work_items_team_ended').on(t.workspaceId, t.teamId, t.updatedAt).where(sql`ended`),
    index('work_items_review').on(t.workspaceId, t.dueAt, t.key).where(sql`stage = 'review'`),
  ],
);

/**
 * The words by which a title is found, with the key of its item: looked up by equality, for no operator of text search
 * uses an index under row security.
 */
export const itemWords = pgTable(
  'item_words',
  {
    workspaceId: workspaceId(),
    word: text('word').notNull(),
    key: integer('key').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.word, t.key] })],
);

export const relations = pgTable(
  'relations',
  {
    workspaceId: workspaceId(),
    kind: text('kind').notNull(),
    fromId: uuid('from_id').notNull(),
    toId: uuid('to_id').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.kind, t.fromId, t.toId] }),
    foreignKey({
      columns: [t.workspaceId, t.fromId],
      foreignColumns: [workItems.workspaceId, workItems.id],
    }).onDelete('cascade'),
    foreignKey({
      columns: [t.workspaceId, t.toId],
      foreignColumns: [workItems.workspaceId, workItems.id],
    }).onDelete('cascade'),
    index('relations_to').on(t.workspaceId, t.toId),
  ],
);

/** Questions to named approvers. What each says is in `facts`; its history is with that of the items. */
export const approvals = pgTable(
  'approvals',
  {
    workspaceId: workspaceId(),
    id: uuid('id').notNull(),
    key: integer('key').notNull(),
    itemId: uuid('item_id').notNull(),
    channelId: uuid('channel_id'),
    state: text('state').notNull(),
    requesterId: uuid('requester_id').notNull(),
    /** Who is asked, and who answered. */
    askedIds: uuid('asked_ids').array().notNull(),
    askedTeamIds: uuid('asked_team_ids').array().notNull(),
    deadlineAt: instant('deadline_at').notNull(),
    facts: jsonb('facts').notNull(),
    version: integer('version').notNull(),
    seq: integer('seq').notNull(),
    headHash: text('head_hash').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    uniqueIndex('approvals_key').on(t.workspaceId, t.key),
    foreignKey({
      columns: [t.workspaceId, t.itemId],
      foreignColumns: [workItems.workspaceId, workItems.id],
    }).onDelete('cascade'),
    foreignKey({ columns: [t.workspaceId, t.requesterId], foreignColumns: [people.workspaceId, people.id] }),
    foreignKey({
      columns: [t.workspaceId, t.channelId],
      foreignColumns: [channels.workspaceId, channels.id],
    }),
    index('approvals_item').on(t.workspaceId, t.itemId),
    index('approvals_pending').on(t.workspaceId, t.deadlineAt).where(sql`state = 'pending'`),
    index('approvals_lapsed').on(t.workspaceId, t.deadlineAt).where(sql`state = 'lapsed'`),
  ],
);

/** Append-only, chained per record (see src/coordination/history/history.ts). */
export const history = pgTable(
  'history',
  {
    workspaceId: workspaceId(),
    recordId: uuid('record_id').notNull(),
    seq: integer('seq').notNull(),
    act: text('act').notNull(),
    actorId: uuid('actor_id'),
    rule: text('rule'),
    at: instant('at').notNull(),
    payloadDigest: text('payload_digest').notNull(),
    prev: text('prev').notNull(),
    hash: text('hash').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.recordId, t.seq] }),
    index('history_actor').on(t.workspaceId, t.actorId),
  ],
);

/** The words of the history: erasable, and then the digest in the chain stands for them. */
export const historyPayloads = pgTable(
  'history_payloads',
  {
    workspaceId: workspaceId(),
    recordId: uuid('record_id').notNull(),
    seq: integer('seq').notNull(),
    salt: text('salt').notNull(),
    payload: jsonb('payload').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.recordId, t.seq] })],
);

/** What came in: events to be handled, and the keys of what was handled in place. */
export const inbox = pgTable(
  'inbox',
  {
    workspaceId: workspaceId(),
    id: uuid('id').notNull(),
    key: text('key').notNull(),
    /** Null for what was handled in place, and once handled: messages are not kept. */
    intent: jsonb('intent'),
    state: text('state').notNull(),
    dueAt: instant('due_at').notNull(),
    leaseUntil: instant('lease_until'),
    attempts: integer('attempts').notNull().default(0),
    error: text('error'),
    receivedAt: instant('received_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    uniqueIndex('inbox_key').on(t.workspaceId, t.key),
    index('inbox_due').on(t.dueAt).where(sql`state = 'pending'`),
    index('inbox_working').on(t.leaseUntil).where(sql`state = 'working'`),
    index('inbox_dead').on(t.state).where(sql`state = 'dead'`),
    index('inbox_received').on(t.receivedAt),
  ],
);

/** What is to be said, and what became of it. */
export const outbox = pgTable(
  'outbox',
  {
    workspaceId: workspaceId(),
    id: uuid('id').notNull(),
    dedupeKey: text('dedupe_key').notNull(),
    /** `card` for all that is kept up to date. */
    kind: text('kind').notNull(),
    recordId: uuid('record_id'),
    personId: uuid('person_id'),
    destination: jsonb('destination').notNull(),
    body: jsonb('body').notNull(),
    state: text('state').notNull(),
    dueAt: instant('due_at').notNull(),
    leaseUntil: instant('lease_until'),
    attempts: integer('attempts').notNull().default(0),
    /** True when an earlier send may have been accepted. */
    unsure: boolean('unsure').notNull().default(false),
    /** Sends whose answer never came: a second one is not repeated. */
    unanswered: integer('unanswered').notNull().default(0),
    wantedVersion: integer('wanted_version').notNull().default(1),
    sentVersion: integer('sent_version').notNull().default(0),
    sentPlatform: text('sent_platform'),
    sentScope: text('sent_scope'),
    sentChannel: text('sent_channel'),
    sentMessage: text('sent_message'),
    sentThread: text('sent_thread'),
    error: text('error'),
    createdAt: instant('created_at').notNull(),
    sentAt: instant('sent_at'),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    uniqueIndex('outbox_dedupe').on(t.workspaceId, t.dedupeKey),
    index('outbox_due').on(t.dueAt).where(sql`state in ('pending', 'unknown')`),
    index('outbox_trouble').on(t.state).where(sql`state in ('unknown', 'dead')`),
    index('outbox_sending').on(t.leaseUntil).where(sql`state = 'sending'`),
    index('outbox_record').on(t.workspaceId, t.recordId).where(sql`record_id is not null`),
    index('outbox_shown').on(t.workspaceId, t.sentMessage).where(sql`sent_message is not null`),
    index('outbox_sent').on(t.sentAt).where(sql`state = 'sent'`),
  ],
);

/** What wakes by itself: items, whose ladders run, people, for whom nudges wait, standups, and teams, of whose week is told. */
export const clocks = pgTable(
  'clocks',
  {
    workspaceId: workspaceId(),
    /** The item's, the person's, the standup's or the team's. */
    id: uuid('id').notNull(),
    kind: text('kind').notNull(),
    state: text('state').notNull(),
    dueAt: instant('due_at').notNull(),
    leaseUntil: instant('lease_until'),
    attempts: integer('attempts').notNull().default(0),
    /** Of an item, the steps that come next; of a person, what their day's budget has spent. */
    detail: jsonb('detail').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index('clocks_due').on(t.dueAt).where(sql`state = 'pending'`),
    index('clocks_of').on(t.workspaceId, t.dueAt).where(sql`state = 'pending'`),
    index('clocks_working').on(t.leaseUntil).where(sql`state = 'working'`),
    index('clocks_dead').on(t.state).where(sql`state = 'dead'`),
  ],
);

/** Who was told, or is to be, under which step of which rule. */
export const nudges = pgTable(
  'nudges',
  {
    workspaceId: workspaceId(),
    id: uuid('id').notNull(),
    itemId: uuid('item_id').notNull(),
    personId: uuid('person_id'),
    channelId: uuid('channel_id'),
    rule: text('rule').notNull(),
    step: text('step').notNull(),
    number: integer('number').notNull(),
    since: instant('since').notNull(),
    capacity: text('capacity').notNull(),
    meantId: uuid('meant_id'),
    standing: text('standing').notNull(),
    dueAt: instant('due_at').notNull(),
    urgent: boolean('urgent').notNull(),
    anyHour: boolean('any_hour').notNull(),
    collapsed: integer('collapsed').notNull(),
    state: text('state').notNull(),
    outboxId: uuid('outbox_id'),
    decidedAt: instant('decided_at'),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    foreignKey({
      columns: [t.workspaceId, t.itemId],
      foreignColumns: [workItems.workspaceId, workItems.id],
    }).onDelete('cascade'),
    unique('nudges_once')
      .on(t.workspaceId, t.itemId, t.rule, t.since, t.number, t.personId, t.channelId)
      .nullsNotDistinct(),
    index('nudges_waiting').on(t.workspaceId, t.personId).where(sql`state = 'waiting'`),
    index('nudges_decided').on(t.decidedAt).where(sql`state <> 'waiting'`),
  ],
);

/** The ladders of a workspace, version by version; without a row, the built-in one is version 1. */
export const policies = pgTable(
  'policies',
  {
    workspaceId: workspaceId(),
    rule: text('rule').notNull(),
    version: integer('version').notNull(),
    lines: jsonb('lines').notNull(),
    savedBy: uuid('saved_by'),
    savedAt: instant('saved_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.rule, t.version] })],
);

/** Recurring rounds in channels. When each is next due stands with the clocks. */
export const standups = pgTable(
  'standups',
  {
    workspaceId: workspaceId(),
    id: uuid('id').notNull(),
    name: text('name').notNull(),
    channelId: uuid('channel_id').notNull(),
    rule: jsonb('rule').notNull(),
    words: text('words').notNull(),
    zone: text('zone').notNull(),
    clock: text('clock').notNull(),
    participants: jsonb('participants').notNull(),
    joinedIds: uuid('joined_ids').array().notNull(),
    leftIds: uuid('left_ids').array().notNull(),
    questions: jsonb('questions').notNull(),
    windowMinutes: integer('window_minutes').notNull(),
    skipsHolidays: boolean('skips_holidays').notNull(),
    quietDays: text('quiet_days').notNull(),
    looks: text('looks').notNull().default('all'),
    paused: boolean('paused').notNull(),
    madeBy: uuid('made_by').notNull(),
    since: instant('since').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique('standups_name').on(t.workspaceId, t.name),
    foreignKey({
      columns: [t.workspaceId, t.channelId],
      foreignColumns: [channels.workspaceId, channels.id],
    }).onDelete('cascade'),
    foreignKey({ columns: [t.workspaceId, t.madeBy], foreignColumns: [people.workspaceId, people.id] }),
    index('standups_channel').on(t.workspaceId, t.channelId),
  ],
);

/** Occurrences: one for each standup and local date. */
export const standupRounds = pgTable(
  'standup_rounds',
  {
    workspaceId: workspaceId(),
    standupId: uuid('standup_id').notNull(),
    date: text('date').notNull(),
    id: uuid('id').notNull(),
    state: text('state').notNull(),
    because: text('because'),
    openedAt: instant('opened_at').notNull(),
    postsAt: instant('posts_at').notNull(),
    postedAt: instant('posted_at'),
    /** Milliseconds. */
    lateBy: bigint('late_by', { mode: 'number' }).notNull(),
    asks: jsonb('asks').notNull(),
    report: jsonb('report'),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.standupId, t.date] }),
    unique('standup_rounds_id').on(t.workspaceId, t.id),
    foreignKey({
      columns: [t.workspaceId, t.standupId],
      foreignColumns: [standups.workspaceId, standups.id],
    }).onDelete('cascade'),
  ],
);

/** What people said to a round, which may not have begun. */
export const standupAnswers = pgTable(
  'standup_answers',
  {
    workspaceId: workspaceId(),
    standupId: uuid('standup_id').notNull(),
    date: text('date').notNull(),
    personId: uuid('person_id').notNull(),
    said: text('said').notNull(),
    words: jsonb('words').notNull(),
    at: instant('at').notNull(),
    editedAt: instant('edited_at'),
    late: boolean('late').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.standupId, t.date, t.personId] }),
    foreignKey({
      columns: [t.workspaceId, t.standupId],
      foreignColumns: [standups.workspaceId, standups.id],
    }).onDelete('cascade'),
    foreignKey({
      columns: [t.workspaceId, t.personId],
      foreignColumns: [people.workspaceId, people.id],
    }).onDelete('cascade'),
    index('standup_answers_person').on(t.workspaceId, t.personId, t.standupId, t.at),
  ],
);

/** When teams are told of their week. When each is next due stands with the clocks. */
export const weeklies = pgTable(
  'weeklies',
  {
    workspaceId: workspaceId(),
    teamId: uuid('team_id').notNull(),
    rule: jsonb('rule').notNull(),
    words: text('words').notNull(),
    since: instant('since').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.teamId] }),
    foreignKey({
      columns: [t.workspaceId, t.teamId],
      foreignColumns: [teams.workspaceId, teams.id],
    }).onDelete('cascade'),
  ],
);

/** Occurrences: one for each team and local date. */
export const weeklyPosts = pgTable(
  'weekly_posts',
  {
    workspaceId: workspaceId(),
    teamId: uuid('team_id').notNull(),
    date: text('date').notNull(),
    state: text('state').notNull(),
    because: text('because'),
    /** Milliseconds. */
    lateBy: bigint('late_by', { mode: 'number' }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.teamId, t.date] }),
    foreignKey({
      columns: [t.workspaceId, t.teamId],
      foreignColumns: [teams.workspaceId, teams.id],
    }).onDelete('cascade'),
  ],
);

/** Reactions as states. */
export const reactions = pgTable(
  'reactions',
  {
    workspaceId: workspaceId(),
    platform: text('platform').notNull(),
    scope: text('scope').notNull(),
    channel: text('channel').notNull(),
    message: text('message').notNull(),
    personId: uuid('person_id').notNull(),
    emoji: text('emoji').notNull(),
    present: boolean('present').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.platform, t.scope, t.channel, t.message, t.personId, t.emoji] }),
    foreignKey({
      columns: [t.workspaceId, t.personId],
      foreignColumns: [people.workspaceId, people.id],
    }).onDelete('cascade'),
  ],
);

/** Tokens of installations, encrypted; the ciphertext is bound to its row. */
export const secrets = pgTable(
  'secrets',
  {
    workspaceId: workspaceId(),
    platform: text('platform').notNull(),
    scope: text('scope').notNull(),
    name: text('name').notNull(),
    keyId: text('key_id').notNull(),
    ciphertext: text('ciphertext').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.platform, t.scope, t.name] })],
);

/**
 * States of installations by a browser that were used, so that none is used twice. Of no workspace: there is none yet.
 * The connecting user's alone.
 */
export const usedStates = pgTable('used_states', {
  state: text('state').primaryKey(),
  /** Past this it is refused for its age. */
  expiresAt: instant('expires_at').notNull(),
});

/** The playground is a chat of its own: its messages and reactions stand here as Slack's stand at Slack. */
export const playgroundMessages = pgTable(
  'playground_messages',
  {
    workspaceId: workspaceId(),
    channel: text('channel').notNull(),
    id: text('id').notNull(),
    thread: text('thread'),
    /** The account that wrote it; null for Baton. */
    author: text('author'),
    /** Set on what one account alone may see. */
    onlyFor: text('only_for'),
    text: text('text'),
    message: jsonb('message'),
    /** The outbox row that sent it: a second send of the same row finds it. */
    outboxId: uuid('outbox_id'),
    postedAt: instant('posted_at').notNull(),
    editedAt: instant('edited_at'),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.channel, t.id] }),
    uniqueIndex('playground_messages_outbox').on(t.workspaceId, t.outboxId).where(sql`outbox_id is not null`),
  ],
);

export const playgroundReactions = pgTable(
  'playground_reactions',
  {
    workspaceId: workspaceId(),
    channel: text('channel').notNull(),
    message: text('message').notNull(),
    account: text('account').notNull(),
    emoji: text('emoji').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.channel, t.message, t.account, t.emoji] }),
    foreignKey({
      columns: [t.workspaceId, t.channel, t.message],
      foreignColumns: [playgroundMessages.workspaceId, playgroundMessages.channel, playgroundMessages.id],
    }).onDelete('cascade'),
  ],
);

/** What a button or a form of a platform means and cannot carry itself: kept under a name made from it. */
export const asides = pgTable(
  'asides',
  {
    workspaceId: workspaceId(),
    id: text('id').notNull(),
    value: jsonb('value').notNull(),
    expiresAt: instant('expires_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] }), index('asides_expired').on(t.expiresAt)],
);

/** What one process alone may do at a time, such as holding a connection; by the database's clock. */
export const leases = pgTable('leases', {
  name: text('name').primaryKey(),
  /** Made anew by each process when it starts. */
  holder: text('holder').notNull(),
  heldUntil: instant('held_until').notNull(),
  /** How far the holder has come, for whoever holds it next. */
  mark: text('mark').notNull(),
});

/** Codes that join two installations, or two accounts of one person: their digests, until they are used or too old. */
export const linkCodes = pgTable('link_codes', {
  digest: text('digest').primaryKey(),
  workspaceId: workspaceId(),
  /** Whose account is joined; null for an installation. */
  personId: uuid('person_id'),
  expiresAt: instant('expires_at').notNull(),
});
