/** An approval is put to those who are asked: written down, said in its channel and to each, and due at its deadline. */
import {
  addDays,
  addWorkingDates,
  endOfWorkingDate,
  type Instant,
  localDate,
  type WorkingTime,
} from '../calendar.ts';
import type { ApprovalId, OutboxId, PersonId } from '../ids.ts';
import type { Channel } from '../ports.ts';
import type { Due, WorkItem } from '../work-items/item.ts';
import { type Approval, type ApprovalFacts, latest, type Revision, type Seat } from './approval.ts';
import { begin, requests, type Saving, votersOf } from './record.ts';
import { RULE_VERSION, type Rule } from './rule.ts';
import { tallyOf } from './tally.ts';

/** Checked before: the seats can be filled, and the deadline is to come. */
export interface Putting {
  readonly requester: PersonId;
  readonly seats: readonly Seat[];
  readonly rule: Rule;
  readonly text: string;
  readonly deadline: Due;
  readonly delegates: boolean;
  readonly gate: boolean;
  /** Where it was said. */
  readonly channel: Channel;
}

/** For an item that is locked, by someone with the right to. */
export async function put(
  ctx: Saving,
  item: WorkItem,
  { channel: said, text, ...asked }: Putting,
): Promise<Approval> {
  const facts: ApprovalFacts = {
    ...asked,
    ruleVersion: RULE_VERSION,
    state: 'pending',
    endedAt: null,
    closing: null,
    revisions: [{ ...frozen(item, text), number: 1, at: ctx.now, by: asked.requester }],
    votes: [],
    unread: false,
  };
  const id = ctx.ids.uuid() as ApprovalId;
  const key = await ctx.tx.approvals.nextKey();
  const channel = await publicPlace(ctx, item, said);
  const made = { ...facts, id, key, item: item.id, channel: channel?.id ?? null };
  const approval = await begin(ctx, made, facts);
  await announce(ctx, approval, item, channel);
  return approval;
}

/** The end of the third working day from now: nothing waits for ever. */
export function threeWorkingDays(now: Instant, time: WorkingTime): Due {
  const today = localDate(now, time.zone);
  const date = addWorkingDates(today, 3, time) ?? addDays(today, 3);
  return { at: endOfWorkingDate(date, time), zone: time.zone, timed: false };
}

/** The words of an item that an approval is given on. */
export function frozen(item: WorkItem, text: string): Pick<Revision, 'text' | 'fields' | 'links'> {
  const layers = { Title: item.title, Why: item.purpose, What: item.outcome, Scope: item.scope };
  const said = Object.entries({ ...layers, ...item.fields }).filter(([, value]) => value !== null);
  return { text, fields: Object.fromEntries(said.map(([name, v]) => [name, String(v)])), links: item.links };
}

/** Where it may be asked in public: where it was said, unless that shows a private item to others. */
async function publicPlace(ctx: Saving, item: WorkItem, said: Channel): Promise<Channel | null> {
  const source = item.sourceChannel ? await ctx.tx.channels.byId(item.sourceChannel) : null;
  const open = item.audience === 'workspace' || said.id === item.sourceChannel;
  const place = said.kind !== 'direct' && open ? said : source;
  return place && place.kind !== 'direct' && place.off === null ? place : null;
}

/** The request, in its channel and to each who can answer now; and what is due at its deadline. */
export async function announce(
  ctx: Saving,
  approval: Approval,
  item: WorkItem,
  channel: Channel | null,
): Promise<void> {
  const seats = await votersOf(ctx, approval);
  const { open } = tallyOf(approval, seats, ctx.now);
  const { number } = latest(approval);
  const inThread = channel && item.source && channel.id === item.sourceChannel ? item.source : null;
  const thread = inThread ? (inThread.thread ?? inThread.message) : undefined;
  const shared = channel && {
    id: ctx.ids.uuid() as OutboxId,
    dedupeKey: `approval:${approval.id}:request:${number}:${channel.id}`,
    destination: { to: 'channel', channel: channel.ref, thread } as const,
    body: { body: 'approval', item: item.id, approval: approval.id, number, as: 'request' } as const,
    dueAt: ctx.now,
  };
  const asked = open.flatMap((i) => seats[i] ?? []);
  await ctx.tx.outbox.add([...(shared ? [shared] : []), ...(await requests(ctx, approval, item, asked))]);
  await atDeadline(ctx, approval);
}

export const atDeadline = (ctx: Saving, { id, key, deadline }: Approval): Promise<void> =>
  ctx.tx.later(`approval:${id}:deadline:${deadline.at}`, key, deadline.at);
