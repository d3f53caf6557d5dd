/** Messages as a page that looks as Discord does, to be photographed. */
import type { Theme } from '../../pictures.ts';
import { timeOf } from '../ids.ts';
import type { Loose } from '../limits/components.ts';
import type { ModalBody } from '../limits/modal.ts';
import { momentWords } from '../markdown.ts';
import { displayName, mentionsIn, type Reader, wordsOf } from '../shown.ts';
import type { HeldMessage } from '../state.ts';
import { componentHtml, modalHtml } from './components.ts';
import { html, markdownHtml } from './html.ts';
import { STYLE } from './style.ts';

/** A whole page with one element, `main`, around the messages. */
export function pictureOf(messages: readonly HeldMessage[], reader: Reader, theme: Theme): string {
  return page(theme, messages.map((message) => messageHtml(message, reader)).join('\n'));
}

/** A modal, as it stands over everything else. */
export const modalOf = (modal: ModalBody, theme: Theme): string => page(theme, modalHtml(modal));

const page = (theme: Theme, shown: string): string => `<!doctype html>
<html lang="en" data-theme="${theme}">
<meta charset="utf-8">
<title>Discord</title>
<style>${STYLE}</style>
<main>${shown}</main>
</html>
`;

function messageHtml(message: HeldMessage, reader: Reader): string {
  const { api, channel, onlyFor } = message;
  const { state, zone } = reader;
  const name = displayName(state, channel, api.author.id);
  const words = (markdown: string): string => markdownHtml(markdown, mentionsIn(message, reader));
  const app = api.author.bot ? '<span class="app">APP</span>' : '';
  const edited = api.edited_timestamp && onlyFor === null ? '<small class="edited">(edited)</small>' : '';
  return `<article>
${replyHtml(message, reader)}
<div class="avatar" data-own="${api.author.id === state.application.id}">${html(name.slice(0, 1))}</div>
<div class="body">
<header><b>${html(name)}</b>${app}<time>${momentWords(timeOf(api.id) / 1000, 't', zone)}</time></header>
${api.content ? `<div class="words">${words(api.content)}${edited}</div>` : ''}
${api.embeds.map((embed) => embedHtml(embed, words)).join('')}
${(api.components as unknown as readonly Loose[]).map((part) => componentHtml(part, words)).join('')}
${reactionsHtml(message, state.application.id)}
${onlyFor === null ? '' : '<footer>👁 Only you can see this • <a>Dismiss message</a></footer>'}
</div>
</article>`;
}

function replyHtml({ api }: HeldMessage, reader: Reader): string {
  const root = reader.state.messages.get(api.message_reference?.message_id ?? '');
  if (!root) return '';
  const name = displayName(reader.state, root.channel, root.api.author.id);
  return `<div class="reply"><b>@${html(name)}</b> ${html(wordsOf(root, reader).split('\n')[0] ?? '')}</div>`;
}

function embedHtml(
  { color, title, description, fields, footer }: HeldMessage['api']['embeds'][number],
  words: (markdown: string) => string,
): string {
  const edge = color === undefined ? '' : ` style="border-color: ${colour(color)}"`;
  const parts = [
    title ? `<h4>${words(title)}</h4>` : '',
    description ? `<div class="words">${words(description)}</div>` : '',
    ...(fields ?? []).map((f) => `<dl><dt>${words(f.name)}</dt><dd>${words(f.value)}</dd></dl>`),
    footer ? `<small>${html(footer.text)}</small>` : '',
  ];
  return `<section class="embed"${edge}>${parts.join('')}</section>`;
}

export const colour = (value: number): string => `#${value.toString(16).padStart(6, '0')}`;

function reactionsHtml({ reactions }: HeldMessage, own: string): string {
  if (reactions.size === 0) return '';
  const each = [...reactions.values()].map(
    ({ emoji, users }) =>
      `<span data-own="${users.has(own)}">${html(emoji.name)} <b>${users.size}</b></span>`,
  );
  return `<div class="reactions">${each.join('')}</div>`;
}
