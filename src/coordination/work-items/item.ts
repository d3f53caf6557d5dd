/**
 * The work item: the one record. A task, a deal and a contract are items of different kinds; every card, list line and
 * export is a view of this row and its history.
 */
import type { Instant, Zone } from '../calendar.ts';
import type { Handoff } from '../handoffs/handoff.ts';
import type { ChannelId, ItemId, ItemKey, PersonId, TeamId } from '../ids.ts';
import type { MessageRef } from '../places.ts';

export const PRIORITIES = ['urgent', 'high', 'normal', 'low'] as const;
export type Priority = (typeof PRIORITIES)[number];

/** A due date as its speaker meant it: the instant, the zone it was said in, and whether a time of day was given. */
export interface Due {
  readonly at: Instant;
  readonly zone: Zone;
  readonly timed: boolean;
}

export interface Link {
  readonly url: string;
  readonly text: string;
}

/** Someone asked not to be nudged of an item until then; `times` counts how often. */
export interface Snooze {
  readonly person: PersonId;
  readonly until: Instant;
  readonly times: number;
}

/** Who may see an item: everyone in the workspace but guests of other channels, or its own circle. */
type Audience = 'workspace' | 'circle';

/**
 * What people can change about an item, by layers of the coordination stack. `replay` of the history rebuilds exactly
 * these from the history, so a field added here must be written only through `Changes`.
 */
export interface ItemState {
  readonly title: string;
  // Why
  readonly purpose: string | null;
  // What
  readonly outcome: string | null;
  readonly scope: string | null;
  // Who
  readonly owner: PersonId | null;
  readonly requester: PersonId;
  readonly reviewers: readonly PersonId[];
  readonly watchers: readonly PersonId[];
  readonly team: TeamId | null;
  /** The latest handoff, whatever became of it; null before the first. */
  readonly handoff: Handoff | null;
  // When
  readonly due: Due | null;
  readonly cadence: string | null;
  // How
  readonly stage: string;
  readonly stageSince: Instant;
  readonly priority: Priority;
  /** Why it is blocked, in words; blocking by another item is a relation. */
  readonly blockedReason: string | null;
  /** Who put off being nudged of it. */
  readonly snoozes: readonly Snooze[];
  readonly links: readonly Link[];
  readonly parent: ItemId | null;
  /** Typed fields of the kind, checked by its workflow. */
  readonly fields: Readonly<Record<string, string | number | boolean | null>>;
  readonly audience: Audience;
  /** What became of the source message since it was captured. */
  readonly sourceNote: 'edited' | 'deleted' | null;
}

export type Changes = Partial<ItemState>;

export interface WorkItem extends ItemState {
  readonly id: ItemId;
  readonly key: ItemKey;
  readonly kind: 'task';
  readonly workflow: { readonly name: string; readonly version: number };
  /** The message it was captured from: the natural key that makes a second capture find this item. */
  readonly source: MessageRef | null;
  /** The account that wrote the source message, for whose erasure it goes; null where nobody knows. */
  readonly sourceAuthor: string | null;
  /**
   * The words of the source message; null when it was deleted or erased. On the row alone: history is kept, and these
   * are someone's to take back.
   */
  readonly quote: string | null;
  /** The channel whose members belong to its circle, and whose guests see it. */
  readonly sourceChannel: ChannelId | null;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
  /** Grows by one with each saved change; cards are sent per version. */
  readonly version: number;
  readonly head: { readonly seq: number; readonly hash: string };
}
