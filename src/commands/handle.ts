/**
 * The way of an intent: noted once, understood, acted on and committed in one transaction. What is refused writes
 * nothing but, for an event that nobody waits on, the words that say so.
 */
import { Refusal } from '../coordination/errors.ts';
import type { OutboxId, WorkspaceId } from '../coordination/ids.ts';
import type { Message, Reply } from '../coordination/message.ts';
import type { Transaction } from '../coordination/ports.ts';
import { sourceChanged } from '../coordination/work-items/source.ts';
import { Asking, Wanting } from './asking.ts';
import { capture, captured, readItem, type WordsOf } from './capture.ts';
import type { CommandContext } from './context.ts';
import type { Core } from './core.ts';
import { type Act, type CapturedMessage, type IntentOf, isTold, type Told } from './intent.ts';
import { trackForm } from './item/track.ts';
import { makeContext } from './make-context.ts';
import { readOptions } from './parse.ts';
import { react } from './reactions.ts';
import { openingButton, runVerb } from './run.ts';
import { storable } from './storable.ts';
import { takeNote } from './take-note.ts';
import { pressedVerb, readTyped, splitTyped } from './typed.ts';
import { refusalMessage } from './words.ts';

/**
 * `in place`: somebody waits for the reply, which is returned after the commit. `from inbox`: nobody does, so what is to
 * be said goes to the outbox, in the same commit.
 */
export type Manner = 'in place' | 'from inbox';

/** How long a person waits in place before the rest is done from the inbox: platforms wait 3 s, and it is to be written down. */
const IN_PLACE_MS = 2_000;
/** How much of that a platform has to tell what it is asked: it may be slow just when it waits for us. */
const ASKED_MS = 800;

export async function handle(
  core: Core,
  workspace: WorkspaceId,
  told: Act | Told,
  manner: Manner,
): Promise<Reply> {
  const intent = storable(told);
  if (isTold(intent)) return takeNote(core, workspace, intent).then(() => ({}));
  const asking = new Asking(core, workspace, intent.kind === 'track' ? intent.message : null);
  const left = patience(core, manner);
  for (;;) {
    try {
      return await attempt(core, workspace, intent, manner, asking, left(IN_PLACE_MS));
    } catch (error) {
      if (!(error instanceof Wanting)) throw error;
      await asking.ask(error, left(ASKED_MS));
    }
  }
}

/** How many of the first `most` milliseconds of a person's waiting are left; null where nobody waits. The clock may be set. */
function patience({ clock }: Core, manner: Manner): (most: number) => number | null {
  if (manner === 'from inbox') return () => null;
  const began = clock.now();
  return (most) => Math.min(Math.max(began + most - clock.now(), 0), most);
}

async function attempt(
  core: Core,
  workspaceId: WorkspaceId,
  intent: Act,
  manner: Manner,
  asking: Asking,
  withinMs: number | null,
): Promise<Reply> {
  const limits = withinMs === null ? undefined : { withinMs };
  let isLinked = false;
  try {
    const done = await core.store.transact(
      workspaceId,
      async (tx) => {
        if (intent.kind === 'message_changed') return messageChanged(core, tx, intent);
        const ctx = await makeContext(core, tx, intent, asking);
        if (!ctx) return {};
        isLinked = ctx.workspace.settings.linked === true;
        const reply = await respond(ctx, intent);
        return manner === 'in place' ? reply : whisper(ctx, intent, reply);
      },
      limits,
    );
    if (isLinked) await noteUse(core, workspaceId, intent);
    return done;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (isLinked) await noteUse(core, workspaceId, intent);
    if (manner === 'in place') return refusal(error, intent);
    await core.store.transact(workspaceId, async (tx) => {
      // Whom nobody knows, nobody can tell; the event is handled all the same.
      if (error.problem.code === 'not_installed') return tx.once(intent.key);
      const ctx = await makeContext(core, tx, intent, asking);
      return ctx && whisper(ctx, intent, { message: refusalMessage(error.problem) });
    });
    return {};
  }
}

/** Who has several accounts is written to where they were last seen. Nothing is written while that stays the same. */
const noteUse = ({ store }: Core, workspaceId: WorkspaceId, { actor, place }: Act): Promise<void> =>
  store.transact(workspaceId, (tx) =>
    tx.people.usedAccount({ platform: place.platform, scope: place.scope, account: actor }),
  );

/** A message may be changed by someone that Baton does not know: an app, a moderator, someone who left. */
async function messageChanged(
  { clock, ids, sha256 }: Core,
  tx: Transaction,
  { key, place, actor, on, change }: IntentOf<'message_changed'>,
): Promise<Reply> {
  const { platform, scope } = place;
  const [fresh, { clockOffset }, me] = await Promise.all([
    tx.once(key),
    tx.workspace(),
    tx.people.byAccount({ platform, scope, account: actor }),
  ]);
  if (fresh) await sourceChanged({ tx, me, now: clock.now() + clockOffset, ids, sha256 }, on, change);
  return {};
}

async function respond(
  ctx: CommandContext,
  intent: Exclude<Act, { kind: 'message_changed' }>,
): Promise<Reply> {
  switch (intent.kind) {
    case 'words':
      return typed(ctx, intent.text);
    case 'action':
      return acted(ctx, intent);
    case 'mention':
      return mentioned(ctx, intent);
    case 'track':
      return trackForm(ctx, intent.message);
    case 'reaction':
      await react(ctx, intent);
      return {};
  }
}

async function typed(ctx: CommandContext, text: string): Promise<Reply> {
  const { verb, options } = readTyped(text);
  return runVerb(ctx, verb, options, { fromForm: false });
}

async function acted(ctx: CommandContext, intent: IntentOf<'action'>): Promise<Reply> {
  const { action, from, on } = intent;
  const verb = pressedVerb(action.verb);
  const reply = await runVerb(ctx, verb, action.options, { fromForm: from === 'form' });
  const onCard =
    from === 'press' && verb.showsOnCard && on && (await ctx.tx.items.byShownMessage(on))?.shown === 'card';
  return onCard && reply.message ? {} : reply;
}

/** `@Baton done W-12` is a verb; `@Baton` alone tracks what it answers; other words are an item. */
async function mentioned(ctx: CommandContext, intent: IntentOf<'mention'>): Promise<Reply> {
  const words = intent.text.trim();
  if (words === '') {
    const { replyTo } = intent;
    if (!replyTo) return typed(ctx, 'help');
    const root = replyTo.text === '' ? await ctx.read(replyTo.ref) : replyTo;
    return captureMessage(ctx, root, root.text, 'message');
  }
  const found = splitTyped(words);
  if (found && (found.verb.free || takes(found))) return typed(ctx, words);
  return captureMessage(ctx, intent.said, words, 'mention');
}

/** Whether the words behind a verb are options of it, or there are none: `done W-12`, not `done with the slides`. */
function takes({ verb, rest }: NonNullable<ReturnType<typeof splitTyped>>): boolean {
  if (rest === '') return true;
  try {
    const raw = readOptions(verb, rest);
    return Object.entries(verb.options).every(([name, o]) => !o.required || o.rest || name in raw);
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

async function captureMessage(
  ctx: CommandContext,
  message: CapturedMessage,
  words: string,
  of: WordsOf,
): Promise<Reply> {
  const reading = await readItem(ctx, words, of, message.author);
  const added = await capture(ctx, { ...reading, source: message });
  return captured(added, reading);
}

function refusal(error: Refusal, intent: Act): Reply {
  const message = refusalMessage(error.problem);
  const beside = intent.kind === 'action' && intent.from === 'form' && error.field !== undefined;
  return beside && error.field ? { fieldErrors: { [error.field]: message.summary } } : { message };
}

/** Says a reply where nobody waits for it: privately, with a button in place of a form. */
async function whisper(ctx: CommandContext, intent: Act, reply: Reply): Promise<Reply> {
  const message: Message | undefined = reply.form ? formButton(reply.form) : reply.message;
  if (!message) return {};
  await ctx.tx.outbox.add([
    {
      id: ctx.ids.uuid() as OutboxId,
      dedupeKey: `reply:${intent.key}`,
      destination: {
        to: 'whisper',
        channel: ctx.channel.ref,
        thread: intent.place.thread,
        person: ctx.me.id,
      },
      body: { body: 'words', message },
      dueAt: ctx.now,
    },
  ]);
  return {};
}

function formButton(form: NonNullable<Reply['form']>): Message {
  return {
    summary: form.title,
    blocks: [
      { block: 'text', text: ['This needs a form: ', { bold: form.title }] },
      { block: 'buttons', buttons: [openingButton(form)] },
    ],
  };
}
