/** What a reaction means, by where it lands: product.md's table. A reaction is a state; only absent -> present acts. */
import { Refusal } from '../coordination/errors.ts';
import type { OutboxId } from '../coordination/ids.ts';
import { claim } from '../coordination/work-items/claim.ts';
import { finish } from '../coordination/work-items/end.ts';
import { start } from '../coordination/work-items/start.ts';
import type { WorkspaceSettings } from '../coordination/workspaces/workspace.ts';
import { capture, readItem } from './capture.ts';
import type { CommandContext } from './context.ts';
import type { IntentOf } from './intent.ts';
import { refusalMessage } from './words.ts';

export type ReactionMeaning = 'track' | 'trackAsMine' | 'claim' | 'start' | 'done';

/** Skin tones and the variant selector do not change what an emoji means; neither do Slack's colons. */
export const plainEmoji = (name: string): string =>
  name
    .replace(/^:|:$/g, '')
    .replace(/::skin-tone-\d$/, '')
    .replace(/[\u{1F3FB}-\u{1F3FF}\uFE0F]/gu, '')
    .toLowerCase();

export function meaningOf(
  emoji: string,
  on: 'message' | 'card' | 'notice',
  reactions: WorkspaceSettings['reactions'],
): ReactionMeaning | null {
  const candidates = {
    message: ['track', 'trackAsMine'],
    card: ['claim', 'start', 'done'],
    notice: ['done'],
  } as const;
  return candidates[on].find((meaning) => reactions[meaning] === emoji) ?? null;
}

export async function react(ctx: CommandContext, intent: IntentOf<'reaction'>): Promise<void> {
  const emoji = plainEmoji(intent.emoji);
  const { on, present } = intent;
  const changed = await ctx.tx.reactions.set({ on, person: ctx.me.id, emoji, present });
  if (!changed || !present) return;
  const shown = await ctx.tx.items.byShownMessage(on);
  const meaning = meaningOf(emoji, shown?.shown ?? 'message', ctx.workspace.settings.reactions);
  if (meaning === 'claim' && shown) await tellWhyNot(ctx, intent, () => claim(ctx, shown.item.key));
  else if (meaning === 'start' && shown) await orSilence(() => start(ctx, shown.item.key));
  else if (meaning === 'done' && shown) await orSilence(() => finish(ctx, shown.item.key));
  else if (meaning === 'track' || meaning === 'trackAsMine')
    await track(ctx, intent, meaning === 'trackAsMine');
}

async function track(ctx: CommandContext, intent: IntentOf<'reaction'>, mine: boolean): Promise<void> {
  const message = intent.message ?? (await ctx.read(intent.on));
  if (message.text.trim() === '') return;
  const reading = await readItem(ctx, message.text, 'message');
  const owner = mine ? ctx.me : reading.owner;
  const act = () => capture(ctx, { ...reading, owner, source: message.ref, quote: message.text });
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
    await ctx.tx.outbox.add([
      {
        id: ctx.ids.uuid() as OutboxId,
        dedupeKey: `why-not:${intent.on.channel}:${intent.on.message}:${ctx.me.id}`,
        destination: { to: 'whisper', channel: ctx.channel.ref, thread: intent.on.thread, person: ctx.me.id },
        body: { body: 'words', message: refusalMessage(error.problem) },
        dueAt: ctx.now,
      },
    ]);
  }
}
