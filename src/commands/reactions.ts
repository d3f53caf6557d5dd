/** What a reaction means, by where it lands: product.md's table. A reaction is a state; only absent -> present acts. */

import type { Approval } from '../coordination/approvals/approval.ts';
import { hearReactions } from '../coordination/approvals/vote.ts';
import { Refusal } from '../coordination/errors.ts';
import { accept } from '../coordination/handoffs/answer.ts';
import { expectOffered } from '../coordination/handoffs/decide.ts';
import { mayAnswer, openHandoff } from '../coordination/handoffs/handoff.ts';
import { formatApprovalKey, formatItemKey, type OutboxId } from '../coordination/ids.ts';
import { type Message, say } from '../coordination/message.ts';
import { snooze } from '../coordination/nudges/snooze.ts';
import type { ShownItem } from '../coordination/ports.ts';
import { offerButtons } from '../coordination/work-items/buttons.ts';
import { claim } from '../coordination/work-items/claim.ts';
import { finish } from '../coordination/work-items/end.ts';
import type { WorkItem } from '../coordination/work-items/item.ts';
import { start } from '../coordination/work-items/start.ts';
import type { WorkspaceSettings } from '../coordination/workspaces/workspace.ts';
import { capture, likeIt, readItem } from './capture.ts';
import type { CommandContext } from './context.ts';
import { plainEmoji } from './emoji.ts';
import type { IntentOf } from './intent.ts';
import { refusalMessage } from './words.ts';

export type ReactionMeaning = 'track' | 'trackAsMine' | 'claim' | 'start' | 'done' | 'decline' | 'snooze';

export function meaningOf(
  emoji: string,
  on: 'message' | ShownItem['shown'],
  reactions: WorkspaceSettings['reactions'],
): ReactionMeaning | null {
  const candidates = {
    message: ['track', 'trackAsMine'],
    card: ['claim', 'start', 'done'],
    notice: ['done'],
    offer: ['done', 'decline', 'snooze'],
    nudges: ['done', 'decline', 'snooze'],
    approval: ['done', 'decline'],
  } as const;
  return candidates[on].find((meaning) => reactions[meaning] === emoji) ?? null;
}

export async function react(ctx: CommandContext, intent: IntentOf<'reaction'>): Promise<void> {
  const emoji = plainEmoji(intent.emoji);
  const { on, present } = intent;
  const changed = await ctx.tx.reactions.set({ on, person: ctx.me.id, emoji, present });
  if (!changed) return;
  const shown = await ctx.tx.items.byShownMessage(on);
  if (shown?.shown === 'approval') return reactToApproval(ctx, intent, shown);
  if (!present) return;
  const meaning = meaningOf(emoji, shown?.shown ?? 'message', ctx.workspace.settings.reactions);
  if (meaning === null) return;
  if (shown && meaning === 'snooze') await orSilence(() => snooze(ctx, shown.item.key));
  else if (shown && (shown.shown === 'offer' || isOfferedToMe(ctx, shown)))
    await answerOffer(ctx, intent, shown);
  else if (meaning === 'claim' && shown) await tellWhyNot(ctx, intent, () => claim(ctx, shown.item.key));
  else if (meaning === 'start' && shown) await orSilence(() => start(ctx, shown.item.key));
  else if (meaning === 'done' && shown) await orSilence(() => finish(ctx, shown.item.key));
  else if (meaning === 'track' || meaning === 'trackAsMine')
    await track(ctx, intent, meaning === 'trackAsMine');
}

/** A reaction is a state, and taken away it is withdrawn. Both ways by one person: neither counts, and they are asked. */
async function reactToApproval(
  ctx: CommandContext,
  intent: IntentOf<'reaction'>,
  { approval: id, number }: ShownItem,
): Promise<void> {
  const { reactions } = ctx.workspace.settings;
  const approval = id && (await ctx.tx.approvals.byId(id));
  if (!approval || meaningOf(plainEmoji(intent.emoji), 'approval', reactions) === null) return;
  const { present } = intent;
  const act = async (): Promise<void> => {
    const heard = await hearReactions(ctx, approval.key, number, present);
    const say = (words: string, ...verbs: readonly ('approve' | 'reject')[]) =>
      whisper(ctx, intent, `answer:${intent.key}`, askedOf(approval, number, words, verbs));
    if (heard === 'both')
      await say('You reacted both ways, so neither counts. Which do you mean?', 'approve', 'reject');
    if (heard === 'rejected' && present)
      await say('Your ❌ counts. Say why, so that it can be mended:', 'reject');
  };
  await (present ? tellWhyNot(ctx, intent, act) : orSilence(act));
}

function askedOf(
  { key }: Approval,
  number: number,
  words: string,
  verbs: readonly ('approve' | 'reject')[],
): Message {
  const name = formatApprovalKey(key);
  const options = { approval: name, number: String(number) };
  const only = verbs.length === 1;
  return {
    summary: `${name}: ${words}`,
    blocks: [
      { block: 'text', text: [{ bold: name }, ` ${words}`] },
      {
        block: 'buttons',
        buttons: verbs.map((verb) => ({
          label: only ? 'Say why' : verb === 'approve' ? 'Approve' : 'Reject',
          action: { verb: `approval ${verb}`, options },
        })),
      },
    ],
  };
}

/** A nudge to answer a handoff is answered as the offer itself. */
const isOfferedToMe = (ctx: CommandContext, { shown, item }: ShownItem): boolean => {
  const open = shown === 'nudges' ? openHandoff(item.handoff) : null;
  return open !== null && mayAnswer(open).includes(ctx.me.id);
};

/** Accepts at once; declines once the reason is given. Both by one person: neither counts, and they are asked. */
async function answerOffer(
  ctx: CommandContext,
  intent: IntentOf<'reaction'>,
  shown: ShownItem,
): Promise<void> {
  const { item } = shown;
  const number = shown.shown === 'offer' ? shown.number : (item.handoff?.number ?? 0);
  const { done, decline } = ctx.workspace.settings.reactions;
  const given = await ctx.tx.reactions.of(intent.on, ctx.me.id);
  const [yes, no] = [given.includes(done ?? ''), given.includes(decline ?? '')];
  await tellWhyNot(ctx, intent, async () => {
    expectOffered(item, yes ? 'accept' : 'decline', ctx.me.id, number);
    if (yes && !no) return accept(ctx, item.key, number);
    const words = yes
      ? 'You reacted both ways. Which do you mean?'
      : 'To decline, say why: whoever gave it reads it.';
    return whisper(ctx, intent, `answer:${intent.key}`, askedAgain(item, number, words));
  });
}

function askedAgain(item: WorkItem, number: number, words: string): Message {
  const key = formatItemKey(item.key);
  const [accepting, declining] = offerButtons(item, number);
  const buttons = [accepting, declining].filter((b) => b !== undefined);
  return {
    summary: `${key} ${item.title}: ${words}`,
    blocks: [
      { block: 'text', text: [{ bold: key }, ` ${item.title}. ${words}`] },
      { block: 'buttons', buttons },
    ],
  };
}

/** A picture alone, or a platform that lets Baton read nothing but what addresses it. */
const NO_WORDS =
  'I can read no words in the message that you marked. Choose “Track with Baton” in its menu, or give the item a title: /baton add Send the offer';

async function track(ctx: CommandContext, intent: IntentOf<'reaction'>, mine: boolean): Promise<void> {
  const message = intent.message ?? (await ctx.read(intent.on));
  if (message.text.trim() === '')
    return whisper(ctx, intent, `no-words:${intent.on.channel}:${intent.on.message}`, say(NO_WORDS));
  const reading = await readItem(ctx, message.text, 'message', message.author);
  const owner = mine ? ctx.me : reading.owner;
  const act = async (): Promise<void> => {
    const { item, twin } = await capture(ctx, { ...reading, owner, source: message });
    const blocks = likeIt(item, twin);
    const summary = `${formatItemKey(item.key)} looks like another item`;
    if (blocks.length > 0) await whisper(ctx, intent, `like:${item.id}`, { summary, blocks });
  };
  await (mine ? tellWhyNot(ctx, intent, act) : orSilence(act));
}

/** An 👀 or ✅ of someone who may not act is only an opinion. Refusals come before anything is written. */
async function orSilence(act: () => Promise<unknown>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
}

/** A hand raised in vain is told why, privately, once. */
async function tellWhyNot(
  ctx: CommandContext,
  intent: IntentOf<'reaction'>,
  act: () => Promise<unknown>,
): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const once = `why-not:${intent.on.channel}:${intent.on.message}:${ctx.me.id}`;
    await whisper(ctx, intent, once, refusalMessage(error.problem));
  }
}

const whisper = (
  ctx: CommandContext,
  { on }: IntentOf<'reaction'>,
  dedupeKey: string,
  message: Message,
): Promise<void> =>
  ctx.tx.outbox.add([
    {
      id: ctx.ids.uuid() as OutboxId,
      dedupeKey,
      destination: { to: 'whisper', channel: ctx.channel.ref, thread: on.thread, person: ctx.me.id },
      body: { body: 'words', message },
      dueAt: ctx.now,
    },
  ]);
