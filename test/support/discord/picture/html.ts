/** Markdown as HTML. */
import { INLINE, type Mentions, marked, type Token } from '../markdown.ts';

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Words as they are. */
export const html = (words: string): string => words.replace(/[&<>"]/g, (c) => ENTITIES[c] ?? c);

export function markdownHtml(markdown: string, mentions: Mentions): string {
  return marked(markdown, mentions, tokenHtml, (text) => linesHtml(inline(html(text))));
}

function tokenHtml({ kind, words }: Token): string {
  const safe = html(words);
  if (kind === 'plain') return safe;
  if (kind === 'code') return `<code>${safe}</code>`;
  if (kind === 'block') return `<pre>${safe}</pre>`;
  if (kind === 'address') return `<a>${safe}</a>`;
  return `<span class="${kind}">${safe}</span>`;
}

const TAGS = [
  ['bold', 'b'],
  ['underlined', 'u'],
  ['struck', 's'],
  ['spoiler', 'mark'],
  ['italic', 'i'],
] as const;

const inline = (text: string): string =>
  TAGS.reduce(
    (words, [marks, tag]) =>
      words.replace(
        INLINE[marks],
        (_, first?: string, second?: string) => `<${tag}>${first ?? second}</${tag}>`,
      ),
    text.replace(INLINE.link, '<a>$1</a>'),
  );

/** Headings, small print, quotes and lists; `>` is an entity by now. */
const linesHtml = (text: string): string =>
  text
    .split('\n')
    .map((line) => {
      const [, mark = '', words = ''] = /^(#{1,3}|-#|&gt;|[-*]) (.*)$/.exec(line) ?? [];
      if (mark.startsWith('#')) return `<h${mark.length}>${words}</h${mark.length}>`;
      if (mark === '-#') return `<small>${words}</small>`;
      if (mark === '&gt;') return `<blockquote>${words}</blockquote>`;
      return mark ? `<div class="item">${words}</div>` : `<div>${line || '&nbsp;'}</div>`;
    })
    .join('');
