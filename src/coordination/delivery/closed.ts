/**
 * A destination that takes nothing any more: a channel that Baton is not in or that was archived, a person whose direct
 * messages are closed. It is turned off, and what was to be said there is said where it can be, once.
 */
import type { Instant } from '../calendar.ts';
import type { NudgeId, OutboxId, PersonId, RoundId } from '../ids.ts';
import { type Message, say, type Text } from '../message.ts';
import type { AccountRef, ChannelRef, Platform } from '../places.ts';
import type { Ids, Transaction } from '../ports.ts';
import type { Standup } from '../standups/standup.ts';
import type { WorkItem } from '../work-items/item.ts';
import type { Claimed, Outgoing } from './outbox.ts';

interface Closing {
  readonly tx: Transaction;
  readonly ids: Ids;
  readonly now: Instant;
}

/** What is known of a message that was not taken. */
export interface Refused {
  readonly row: Pick<Claimed, 'id' | 'destination' | 'body' | 'sent'>;
  /** As it was to be sent; null where that is not known. */
  readonly message: Message | null;
  readonly account: AccountRef | null;
  readonly reason: string;
}

export async function closed(ctx: Closing, refused: Refused): Promise<void> {
  const { destination } = refused.row;
  if (destination.to === 'channel') return channelClosed(ctx, destination.channel, refused);
  // What was shown before is known: that it cannot be brought up to date calls nobody.
  if (destination.to === 'person' && refused.row.sent === null)
    return personClosed(ctx, destination.person, refused);
}

/** A card goes to whom it concerns, who is told how to have it in the channel; other words to the team's home channel. */
async function channelClosed(
  { tx, ids, now }: Closing,
  ref: ChannelRef,
  { row, reason }: Refused,
): Promise<void> {
  const channel = await tx.channels.byRef(ref);
  if (channel && channel.off === null) await tx.channels.save({ ...channel, off: reason });
  if (row.body.body === 'standup')
    return standupClosed({ tx, ids, now }, row.body.round, channel?.name ?? null, reason);
  const item = await itemOf(tx, row);
  if (!item) return;
  const person = item.owner ?? item.requester;
  const outgoing = (part: string, body: Outgoing['body']): Outgoing => ({
    id: ids.uuid() as OutboxId,
    dedupeKey: `closed:${part}`,
    destination: { to: 'person', person },
    body,
    dueAt: now,
  });
  const notice = say(cannotPost(ref.platform, channel?.name ?? null, reason), 'warning');
  await tx.outbox.add([
    outgoing(`${ref.platform}:${ref.scope}:${ref.channel}:${person}`, { body: 'words', message: notice }),
    outgoing(row.id, row.body),
  ]);
}

/** Whoever made a standup is told once that its digest does not arrive, and can mend it there. */
async function standupClosed(
  { tx, ids, now }: Closing,
  id: RoundId,
  channel: string | null,
  reason: string,
): Promise<void> {
  const round = await tx.standups.roundById(id);
  const standup = round && (await tx.standups.byId(round.standup));
  if (!standup) return;
  await tx.outbox.add([
    {
      id: ids.uuid() as OutboxId,
      dedupeKey: `closed:standup:${standup.id}:${standup.channel}`,
      destination: { to: 'person', person: standup.madeBy },
      body: { body: 'words', message: undelivered(standup, channel, reason) },
      dueAt: now,
    },
  ]);
}

function undelivered(standup: Standup, channel: string | null, reason: string): Message {
  const where = channel === null ? 'its channel' : `#${channel}`;
  const why =
    reason === 'is_archived'
      ? 'it is archived'
      : 'I may not post there. Write /invite @Baton there, or let me see it and write in it';
  const words = `The digest of standup ${standup.name} cannot be posted in ${where}: ${why}. People are asked all the same.`;
  const button = (label: string, verb: string) => ({
    label,
    action: { verb, options: { standup: standup.name } },
  });
  return {
    summary: words,
    tone: 'warning',
    blocks: [
      { block: 'text', text: [words] },
      {
        block: 'buttons',
        buttons: [
          { ...button('Choose another channel', 'standup edit'), style: 'primary' },
          button('Show the digest', 'standup preview'),
          button('Pause it', 'standup pause'),
        ],
      },
    ],
  };
}

function cannotPost(platform: Platform, name: string | null, reason: string): string {
  const where = name === null ? 'the channel' : `#${name}`;
  if (reason === 'is_archived')
    return `${where} is archived, so I cannot post there. Its items come to you here instead.`;
  const invite = platform === 'slack' ? 'Write /invite @Baton there' : 'Let me see it and write in it';
  return `I cannot post in ${where}: I am not in it. ${invite}, and cards of new items appear there; until then they come to you here.`;
}

/** Who cannot be written to is called once where the item lives. */
async function personClosed(
  { tx, ids, now }: Closing,
  person: PersonId,
  { row, message, account }: Refused,
): Promise<void> {
  if (row.body.body === 'nudges' && row.body.item === null)
    return oneByOne({ tx, ids, now }, row.body.nudges, row);
  const item = await itemOf(tx, row);
  const channel = item?.sourceChannel ? await tx.channels.byId(item.sourceChannel) : null;
  if (!item || !message || !account || !channel || channel.off !== null) return;
  const sameInstallation = channel.ref.platform === account.platform && channel.ref.scope === account.scope;
  if (!sameInstallation || channel.kind === 'direct') return;
  const [called] = await tx.people.byIds([person]);
  if (!called) return;
  const ring: Text = [{ person, name: called.name, ring: account }, ' ', message.summary];
  await tx.outbox.add([
    {
      id: ids.uuid() as OutboxId,
      dedupeKey: `closed:${row.id}`,
      destination: {
        to: 'channel',
        channel: channel.ref,
        thread: item.source ? (item.source.thread ?? item.source.message) : undefined,
      },
      body: {
        body: 'words',
        message: { ...message, blocks: [{ block: 'text', text: ring }, ...message.blocks] },
      },
      dueAt: now,
    },
  ]);
}

/** Nudges that came together are said apart, each where its own item lives. */
async function oneByOne(
  { tx, ids, now }: Closing,
  nudges: readonly NudgeId[],
  { id, destination }: Refused['row'],
): Promise<void> {
  const apart = (await tx.nudges.byIds(nudges)).map((nudge) => ({
    id: ids.uuid() as OutboxId,
    dedupeKey: `closed:${id}:${nudge.id}`,
    destination,
    body: { body: 'nudges', nudges: [nudge.id], item: nudge.item } as const,
    dueAt: now,
  }));
  await tx.outbox.add(apart);
}

async function itemOf(tx: Transaction, { body }: Pick<Claimed, 'body'>): Promise<WorkItem | null> {
  if (body.body === 'words' || body.body === 'standup' || body.item === null) return null;
  return (await tx.items.byIds([body.item]))[0] ?? null;
}
