/** Who may see an item, in SQL; `canSee` in work-items/rights.ts is its twin in words of the domain. */
import { and, arrayContains, eq, exists, or, type SQL, sql } from 'drizzle-orm';
import { QueryBuilder } from 'drizzle-orm/pg-core';
import type { ItemFilter, Viewer } from '../../../coordination/ports.ts';
import { approvals, workItems } from '../schema.ts';
import { askedOf } from './approvals.ts';

/** Undefined where a filter already says that the viewer is in the item's circle. */
export function audience(viewer: Viewer, filter: ItemFilter = {}): SQL | undefined {
  const { person } = viewer;
  if (
    filter.owner === person ||
    filter.requester === person ||
    filter.reviewer === person ||
    filter.offeredTo === person
  )
    return undefined;
  return or(
    viewer.guest ? undefined : eq(workItems.audience, 'workspace'),
    eq(workItems.ownerId, person),
    eq(workItems.requesterId, person),
    arrayContains(workItems.reviewerIds, [person]),
    arrayContains(workItems.watcherIds, [person]),
    arrayContains(workItems.offeredIds, [person]),
    exists(
      new QueryBuilder()
        .select({ id: approvals.id })
        .from(approvals)
        .where(
          and(
            eq(approvals.workspaceId, workItems.workspaceId),
            eq(approvals.itemId, workItems.id),
            askedOf(person),
          ),
        ),
    ),
    sql`exists (
      select from channel_members m
      where m.workspace_id = ${workItems.workspaceId} and m.channel_id = ${workItems.sourceChannelId} and m.person_id = ${person}
    )`,
  );
}

export const visibleTo = (viewer: Viewer, ...conditions: (SQL | undefined)[]): SQL | undefined =>
  and(...conditions, audience(viewer));
