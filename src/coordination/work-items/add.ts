/** A new item, from a command or from a message. The same message, captured twice by any two ways, is one item. */
import type { ActContext } from '../context.ts';
import type { Outgoing } from '../delivery/outbox.ts';
import { refuse } from '../errors.ts';
import { chain, GENESIS } from '../history/history.ts';
import type { ItemId, ItemKey, OutboxId } from '../ids.ts';
import type { Person } from '../people/person.ts';
import type { ChannelKind, MessageRef } from '../places.ts';
import type { Channel } from '../ports.ts';
import { stageOf, TASK } from '../workflows/workflow.ts';
import { ownedBy } from './decide.ts';
import type { Due, ItemState, Link, Priority, WorkItem } from './item.ts';
import { tell } from './record.ts';

export const MAX_TITLE = 300;
/** Words quoted from a source message; the rest stays where it was written. */
const MAX_QUOTE = 2000;

export interface NewItem {
  readonly key: ItemKey;
  readonly title: string;
  readonly owner: Person | null;
  readonly due: Due | null;
  readonly priority: Priority;
  readonly purpose?: string | null;
  readonly outcome?: string | null;
  readonly links?: readonly Link[];
  /** Where it was said: its card goes there, and its members are the circle of what was said in private. */
  readonly channel: Channel;
  readonly source: MessageRef | null;
  readonly sourceAuthor: string | null;
  readonly quote: string | null;
}

export interface Added {
  readonly item: WorkItem;
  /** False when the message had been captured before: `item` is the one that exists. */
  readonly isNew: boolean;
}

export async function add(ctx: ActContext, input: NewItem): Promise<Added> {
  if (ctx.me.role === 'guest' || !ctx.me.active)
    refuse({ code: 'not_allowed', act: 'add items', who: 'members' });
  const title = checkedTitle(input.title);
  const teams = input.owner ? await ctx.tx.teams.of(input.owner.id) : ctx.myTeams;
  const state = firstState(ctx, { ...input, title }, teams[0]?.id ?? null);
  const id = ctx.ids.uuid() as ItemId;
  const entry = chain(
    id,
    GENESIS,
    {
      act: input.source ? 'captured' : 'added',
      actor: ctx.me.id,
      rule: null,
      at: ctx.now,
      payload: { changes: state },
    },
    ctx.ids.salt(),
    ctx.sha256,
  );
  const item: WorkItem = {
    ...state,
    id,
    key: input.key,
    kind: 'task',
    workflow: { name: TASK.name, version: TASK.version },
    source: input.source,
    sourceAuthor: input.sourceAuthor,
    quote: input.quote === null ? null : clip(input.quote, MAX_QUOTE),
    sourceChannel: input.channel.id,
    createdAt: ctx.now,
    updatedAt: ctx.now,
    version: 1,
    head: { seq: entry.seq, hash: entry.hash },
  };
  const outgoing = [cardOf(ctx, item, input.channel), ...(await tell(ctx, [item.owner], 'assigned', item))];
  if (await ctx.tx.items.insert(item, [entry], outgoing)) return { item, isNew: true };
  const existing = input.source && (await ctx.tx.items.bySource(input.source));
  if (!existing) throw new Error('an item was neither inserted nor found by its source message');
  return { item: existing, isNew: false };
}

export function checkedTitle(words: string): string {
  const title = words.replace(/\s+/g, ' ').trim();
  if (title === '') refuse({ code: 'empty_title' }, 'title');
  if (title.length > MAX_TITLE) {
    refuse({ code: 'too_long', field: 'title', length: title.length, most: MAX_TITLE }, 'title');
  }
  return title;
}

const audienceOf = (kind: ChannelKind): ItemState['audience'] => (kind === 'public' ? 'workspace' : 'circle');

function firstState(ctx: ActContext, input: NewItem, team: ItemState['team']): ItemState {
  return {
    title: input.title,
    purpose: input.purpose ?? null,
    outcome: input.outcome ?? null,
    scope: null,
    owner: null,
    requester: ctx.me.id,
    reviewers: [],
    watchers: [],
    team,
    handoff: null,
    due: input.due,
    cadence: null,
    stage: stageOf(TASK, 'open').name,
    stageSince: ctx.now,
    priority: input.priority,
    blockedReason: null,
    snoozes: [],
    links: input.links ?? [],
    parent: null,
    fields: {},
    audience: audienceOf(input.channel.kind),
    sourceNote: null,
    ...(input.owner ? ownedBy(input.owner, [], ctx.me) : {}),
  };
}

/** The first `most` characters, marked where it was cut; never cuts a surrogate pair. */
export function clip(words: string, most: number): string {
  if (words.length <= most) return words;
  return `${words.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** A card where the item was said: under the message it came from, else in the channel. */
function cardOf(ctx: ActContext, item: WorkItem, channel: Channel): Outgoing {
  const thread = item.source ? (item.source.thread ?? item.source.message) : undefined;
  return {
    id: ctx.ids.uuid() as OutboxId,
    dedupeKey: `card:${item.id}:${channel.id}`,
    destination: { to: 'channel', channel: channel.ref, thread },
    body: { body: 'card', item: item.id },
    dueAt: ctx.now,
  };
}
