/** Commands, presses and forms of Discord: understood, asked of Baton, and shown. */
import type { Offer } from '../../commands/complete-option.ts';
import type { Act } from '../../commands/intent.ts';
import { refusalMessage } from '../../commands/words.ts';
import type { WorkspaceId } from '../../coordination/ids.ts';
import type { Action, Message, Reply } from '../../coordination/message.ts';
import { say } from '../../coordination/message.ts';
import type { AccountRef } from '../../coordination/places.ts';
import type { Shown } from './answers.ts';
import type { Aside, Press } from './custom-id.ts';
import {
  actionOf,
  asideOf,
  type Bar,
  between,
  type Filling,
  filled,
  mistakes,
  modalOf,
  opener,
  pagesOf,
} from './form.ts';
import { type About, type Asked, acting, type Interaction, meant } from './parse-interaction.ts';
import { renderBar, renderMessage } from './render.ts';

export interface InteractionParts {
  readonly answer: (workspace: WorkspaceId, intent: Act) => Promise<Reply>;
  readonly offer: (
    workspace: WorkspaceId,
    account: AccountRef,
    asked: { readonly verb: string; readonly option: string; readonly typed: string },
  ) => Promise<Offer[]>;
  readonly putAside: (
    workspace: WorkspaceId,
    asides: readonly Aside[],
    keep: 'form' | 'press',
  ) => Promise<void>;
  readonly getAside: (workspace: WorkspaceId, id: string) => Promise<unknown>;
}

/** What an interaction shows, once it has had its effect. */
export async function shownFor(
  workspace: WorkspaceId,
  interaction: Interaction,
  parts: InteractionParts,
): Promise<Shown> {
  const { asked, about, on } = interaction;
  switch (asked.asks) {
    case 'act':
      return show(workspace, await parts.answer(workspace, asked.intent), null, parts);
    case 'aside': {
      const press = (await parts.getAside(workspace, asked.id)) as Press | null;
      if (!press) return stale(workspace, parts);
      if (press.confirm) return confirmation(workspace, press.action, press.confirm, parts);
      const intent = acting(about, 'press', meant(press, asked.chosen), on);
      return show(workspace, await parts.answer(workspace, intent), null, parts);
    }
    case 'open page':
    case 'sent page':
    case 'send form':
      return formed(workspace, asked, about, parts);
    default:
      return stale(workspace, parts);
  }
}

const stale = (workspace: WorkspaceId, parts: InteractionParts): Promise<Shown> =>
  messageShown(workspace, refusalMessage({ code: 'stale_action' }), parts);

async function formed(
  workspace: WorkspaceId,
  asked: Extract<Asked, { asks: 'open page' | 'sent page' | 'send form' }>,
  about: About,
  parts: InteractionParts,
): Promise<Shown> {
  const kept = (await parts.getAside(workspace, asked.id)) as Filling | null;
  if (!kept) return stale(workspace, parts);
  if (asked.asks === 'open page') return modalShown(kept, asked.page);
  const filling = asked.asks === 'sent page' ? filled(kept, asked.typed) : kept;
  const next = asked.asks === 'sent page' ? asked.page + 1 : pagesOf(kept.form);
  if (next < pagesOf(filling.form)) return barShown(workspace, between(filling, next), filling, parts);
  const intent = acting(about, 'form', actionOf(filling));
  return show(workspace, await parts.answer(workspace, intent), filling, parts);
}

/** A reply. `sent` is the form that was, which a mistake brings back. */
async function show(
  workspace: WorkspaceId,
  reply: Reply,
  sent: Filling | null,
  parts: InteractionParts,
): Promise<Shown> {
  const { form, message, fieldErrors } = reply;
  if (fieldErrors && sent) return barShown(workspace, mistakes(sent, fieldErrors), sent, parts);
  if (form) {
    const filling: Filling = { form, typed: {} };
    await parts.putAside(workspace, [asideOf(filling)], 'form');
    return modalShown(filling, 0);
  }
  return message ? messageShown(workspace, message, parts) : { show: 'nothing' };
}

const modalShown = (filling: Filling, page: number): Shown => ({
  show: 'modal',
  modal: modalOf(filling, page),
  button: renderBar(opener(filling)),
  plainly: `${filling.form.title}: the time to answer has passed. Ask again to open the form.`,
});

async function barShown(
  workspace: WorkspaceId,
  bar: Bar,
  filling: Filling,
  parts: InteractionParts,
): Promise<Shown> {
  await parts.putAside(workspace, [asideOf(filling)], 'form');
  return { show: 'message', payload: renderBar(bar), plainly: bar.message.summary };
}

async function messageShown(
  workspace: WorkspaceId,
  message: Message,
  parts: InteractionParts,
): Promise<Shown> {
  const { payload, asides } = renderMessage(message, 'shared');
  await parts.putAside(workspace, asides, 'press');
  return { show: 'message', payload, plainly: message.summary };
}

/** What cannot be taken back is asked first. */
const confirmation = (
  workspace: WorkspaceId,
  action: Action,
  { words, label }: NonNullable<Press['confirm']>,
  parts: InteractionParts,
): Promise<Shown> =>
  messageShown(
    workspace,
    {
      summary: words,
      tone: 'warning',
      blocks: [
        { block: 'text', text: [words] },
        { block: 'buttons', buttons: [{ label, action, style: 'danger' }] },
      ],
    },
    parts,
  );

/** Shown where there is no workspace to ask. */
export const plainShown = (words: string): Shown => ({
  show: 'message',
  payload: renderMessage(say(words, 'warning'), 'shared').payload,
  plainly: words,
});
