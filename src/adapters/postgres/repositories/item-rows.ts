/** A work item and its history, between their rows and the domain. */
import { type Handoff, mayAnswer, openHandoff } from '../../../coordination/handoffs/handoff.ts';
import type { Entry, Payload } from '../../../coordination/history/history.ts';
import type { ChannelId, ItemId, PersonId, TeamId, WorkspaceId } from '../../../coordination/ids.ts';
import { type MessageRef, PLATFORMS } from '../../../coordination/places.ts';
import { isEndedItem } from '../../../coordination/work-items/decide.ts';
import {
  type ItemState,
  type Link,
  PRIORITIES,
  type Snooze,
  type WorkItem,
} from '../../../coordination/work-items/item.ts';
import { oneOf } from '../rows.ts';
import type { history, historyPayloads, workItems } from '../schema.ts';

export type ItemRow = typeof workItems.$inferSelect;

export function toItem(row: ItemRow): WorkItem {
  return {
    ...toState(row),
    id: row.id as ItemId,
    key: row.key,
    kind: oneOf(['task'], row.kind, 'work_items.kind'),
    workflow: { name: row.workflow, version: row.workflowVersion },
    source: toSource(row),
    sourceAuthor: row.sourceAuthor,
    quote: row.quote,
    sourceChannel: row.sourceChannelId as ChannelId | null,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    version: row.version,
    head: { seq: row.seq, hash: row.headHash },
  };
}

function toState(row: ItemRow): ItemState {
  const { dueAt, dueZone, dueTimed } = row;
  return {
    title: row.title,
    purpose: row.purpose,
    outcome: row.outcome,
    scope: row.scope,
    owner: row.ownerId as PersonId | null,
    requester: row.requesterId as PersonId,
    reviewers: row.reviewerIds as PersonId[],
    watchers: row.watcherIds as PersonId[],
    team: row.teamId as TeamId | null,
    handoff: row.handoff as Handoff | null,
    due: dueAt === null || dueZone === null ? null : { at: dueAt, zone: dueZone, timed: dueTimed ?? false },
    cadence: row.cadence,
    stage: row.stage,
    stageSince: row.stageSince,
    priority: oneOf(PRIORITIES, row.priority, 'work_items.priority'),
    blockedReason: row.blockedReason,
    snoozes: row.snoozes as readonly Snooze[],
    links: row.links as readonly Link[],
    parent: row.parentId as ItemId | null,
    fields: row.fields as ItemState['fields'],
    audience: oneOf(['workspace', 'circle'], row.audience, 'work_items.audience'),
    sourceNote:
      row.sourceNote === null
        ? null
        : oneOf(['edited', 'deleted'] as const, row.sourceNote, 'work_items.source_note'),
  };
}

function toSource(row: ItemRow): MessageRef | null {
  const {
    sourcePlatform: platform,
    sourceScope: scope,
    sourceMessageChannel: channel,
    sourceMessage: message,
  } = row;
  if (platform === null || scope === null || channel === null || message === null) return null;
  return {
    platform: oneOf(PLATFORMS, platform, 'work_items.source_platform'),
    scope,
    channel,
    message,
    ...(row.sourceThread === null ? {} : { thread: row.sourceThread }),
  };
}

function offeredTo({ handoff }: WorkItem): PersonId[] {
  const open = openHandoff(handoff);
  return open ? [...mayAnswer(open)] : [];
}

export function fromItem(workspaceId: WorkspaceId, item: WorkItem): ItemRow {
  const { due, source } = item;
  return {
    workspaceId,
    id: item.id,
    key: item.key,
    kind: item.kind,
    title: item.title,
    purpose: item.purpose,
    outcome: item.outcome,
    scope: item.scope,
    ownerId: item.owner,
    requesterId: item.requester,
    reviewerIds: [...item.reviewers],
    watcherIds: [...item.watchers],
    teamId: item.team,
    handoff: item.handoff,
    offeredIds: offeredTo(item),
    dueAt: due?.at ?? null,
    dueZone: due?.zone ?? null,
    dueTimed: due?.timed ?? null,
    cadence: item.cadence,
    workflow: item.workflow.name,
    workflowVersion: item.workflow.version,
    stage: item.stage,
    stageSince: item.stageSince,
    ended: isEndedItem(item),
    priority: item.priority,
    blockedReason: item.blockedReason,
    snoozes: item.snoozes,
    links: item.links,
    parentId: item.parent,
    fields: item.fields,
    audience: item.audience,
    sourceAuthor: item.sourceAuthor,
    quote: item.quote,
    sourceNote: item.sourceNote,
    sourcePlatform: source?.platform ?? null,
    sourceScope: source?.scope ?? null,
    sourceMessageChannel: source?.channel ?? null,
    sourceMessage: source?.message ?? null,
    sourceThread: source?.thread ?? null,
    sourceChannelId: item.sourceChannel,
    createdAt: item.createdAt,
    updatedAt: item.updatedAt,
    version: item.version,
    seq: item.head.seq,
    headHash: item.head.hash,
  };
}

/** `payload` is null once erased. */
export function toEntry(
  row: typeof history.$inferSelect,
  payload: typeof historyPayloads.$inferSelect | null,
): Entry {
  return {
    record: row.recordId as ItemId,
    seq: row.seq,
    act: row.act,
    actor: row.actorId as PersonId | null,
    rule: row.rule,
    at: row.at,
    payloadDigest: row.payloadDigest,
    prev: row.prev,
    hash: row.hash,
    payload: (payload?.payload as Payload | undefined) ?? null,
    salt: payload?.salt ?? '',
  };
}

export function fromEntry(workspaceId: WorkspaceId, entry: Entry): typeof history.$inferSelect {
  const { record, seq, act, actor, rule, at, payloadDigest, prev, hash } = entry;
  return { workspaceId, recordId: record, seq, act, actorId: actor, rule, at, payloadDigest, prev, hash };
}

export const payloadRows = (
  workspaceId: WorkspaceId,
  entries: readonly Entry[],
): (typeof historyPayloads.$inferSelect)[] =>
  entries.flatMap(({ record, seq, salt, payload }) =>
    payload === null ? [] : [{ workspaceId, recordId: record, seq, salt, payload }],
  );
