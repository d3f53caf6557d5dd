/** A message, form or App Home of the fake as an HTML page that resembles Slack, to be looked at. Light or dark. */
import type { Theme } from '../pictures.ts';
import { actingIn, labelOf, optionsOf } from './elements.ts';
import { emoji, type Line, type Reader, type Run, readRichText, readText } from './mrkdwn.ts';
import type { Attachment, Block, Element, Message, TextObject, View } from './shapes.ts';

/** What is to be seen: messages beneath one another, or one view. */
export type Subject =
  | { readonly messages: readonly PicturedMessage[] }
  | ({ readonly view: View } & Partial<Written>);

/** What a person wrote into a form's fields, and what they were told of it. */
export interface Written {
  readonly typed: Readonly<Record<string, string>>;
  readonly errors: Readonly<Record<string, string>>;
}

export interface PicturedMessage {
  readonly message: Message;
  /** Seen by its reader alone. */
  readonly private?: boolean;
  readonly author: string;
}

/** A whole page. `reader` is who looks: names, zone and now are theirs. */
export function pictureOf(subject: Subject, reader: Reader, theme: Theme = 'light'): string {
  const body =
    'messages' in subject
      ? `<main class="channel">${subject.messages.map((one) => messageHtml(one, reader)).join('')}</main>`
      : viewHtml(subject.view, { typed: {}, errors: {}, ...subject }, reader);
  return `<!doctype html><html lang="en" data-theme="${theme}"><meta charset="utf-8"><title>Slack</title>
<meta name="viewport" content="width=device-width"><style>${STYLE}</style><body>${body}</body></html>`;
}

function messageHtml({ message, author, ...told }: PicturedMessage, reader: Reader): string {
  const { blocks, attachments = [], files = [], text, ts, edited, thread_ts } = message;
  const at = new Date(Number(ts) * 1000);
  const time = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: reader.zone }).format(at);
  const own = blocks?.length ? blocksHtml(blocks, reader) : linesHtml(readText(text, reader));
  const note = told.private ? '<p class="only">👁 Only visible to you</p>' : '';
  const badge = message.bot_id ? '<span class="badge">APP</span>' : '';
  const reply = thread_ts !== undefined && thread_ts !== ts ? ' reply' : '';
  return `<article class="message${told.private ? ' private' : ''}${reply}">${note}<div class="row">
<div class="avatar">${html(author.slice(0, 1))}</div><div class="body"><header><b>${html(author)}</b>${badge}<time>${time}</time></header>
${own}${attachments.map((one) => attachmentHtml(one, reader)).join('')}
${files.map((file) => `<div class="file">🖼 ${html(file.title)}</div>`).join('')}
${edited && !blocks ? '<small>(edited)</small>' : ''}</div></div></article>`;
}

function attachmentHtml({ color, blocks, text }: Attachment, reader: Reader): string {
  const inner = blocks ? blocksHtml(blocks, reader) : linesHtml(readText(text, reader));
  const edge = /^#?[0-9a-f]{3,6}$/i.test(color ?? '') ? `#${color?.replace('#', '')}` : 'var(--line)';
  return `<div class="attachment" style="border-color:${edge}">${inner}</div>`;
}

function viewHtml(view: View, written: Written, reader: Reader): string {
  const blocks = view.blocks.map((block) => blockHtml(block, reader, written)).join('');
  if (view.type === 'home') return `<main class="home">${blocks}</main>`;
  const submit = view.submit ? `<button class="primary">${html(view.submit.text)}</button>` : '';
  return `<main class="modal"><header><h1>${html(view.title?.text ?? '')}</h1><span>✕</span></header>
<div class="blocks">${blocks}</div><footer><button>${html(view.close?.text ?? 'Cancel')}</button>${submit}</footer></main>`;
}

const blocksHtml = (blocks: readonly Block[], reader: Reader): string =>
  blocks.map((block) => blockHtml(block, reader)).join('');

function blockHtml(block: Block, reader: Reader, written?: Written): string {
  switch (block.type) {
    case 'header':
      return `<h2>${html(emoji(block.text?.text ?? ''))}</h2>`;
    case 'section':
      return sectionHtml(block, reader);
    case 'context':
      return `<div class="context">${(block.elements ?? []).map((e) => contextHtml(e, reader)).join('')}</div>`;
    case 'actions':
      return `<div class="actions">${actingIn(block).map(elementHtml).join('')}</div>`;
    case 'divider':
      return '<hr>';
    case 'rich_text':
      return linesHtml(readRichText(block, reader));
    case 'markdown':
      return linesHtml(readText({ type: 'plain_text', text: String(block.text ?? '') }, reader));
    case 'image':
      return `<figure><img src="${html(block.image_url ?? '')}" alt="${html(block.alt_text ?? '')}"></figure>`;
    case 'input':
      return inputHtml(block, written?.typed[block.block_id ?? ''], written?.errors[block.block_id ?? '']);
    default:
      return `<pre>${html(JSON.stringify(block))}</pre>`;
  }
}

function sectionHtml({ text, fields = [], accessory }: Block, reader: Reader): string {
  const cells = fields.map((field) => `<div>${linesHtml(readText(field, reader))}</div>`).join('');
  return `<div class="section"><div>${linesHtml(readText(text, reader))}${cells ? `<div class="fields">${cells}</div>` : ''}</div>
${accessory ? `<div>${elementHtml(accessory)}</div>` : ''}</div>`;
}

const contextHtml = (element: Element, reader: Reader): string =>
  element.type === 'image'
    ? `<img src="${html(element.image_url ?? '')}" alt="${html(element.alt_text ?? '')}">`
    : `<span>${linesHtml(readText(element as TextObject, reader))}</span>`;

function elementHtml(element: Element): string {
  const { type, style, placeholder, initial_option } = element;
  if (type === 'button')
    return `<button class="${typeof style === 'string' ? style : ''}">${html(emoji(labelOf(element)))}</button>`;
  if (type === 'overflow') return '<button>⋯</button>';
  if (type === 'image') return `<img src="${html(element.image_url ?? '')}" alt="">`;
  const shown = initial_option?.text.text ?? placeholder?.text ?? optionsOf(element)[0]?.text.text ?? '';
  return `<span class="select${initial_option ? '' : ' empty'}">${html(shown)}<i>⌄</i></span>`;
}

function inputHtml({ label, hint, element, optional }: Block, typed?: string, error?: string): string {
  const more = optional ? ' <small>(optional)</small>' : '';
  const { placeholder, initial_value = '', multiline } = element ?? {};
  const value = typed ?? initial_value;
  const empty = value === '' ? ' empty' : '';
  const control = element?.type.endsWith('_select')
    ? elementHtml(element)
    : `<div class="input${multiline ? ' many' : ''}${empty}">${html(value || (placeholder?.text ?? ''))}</div>`;
  return `<div class="field${error ? ' wrong' : ''}"><label>${html(label?.text ?? '')}${more}</label>${control}
${error ? `<p class="error">⚠ ${html(error)}</p>` : ''}${hint ? `<p class="hint">${html(hint.text)}</p>` : ''}</div>`;
}

/** Lines that belong together, such as those of a quote, in one box. */
function linesHtml(lines: readonly Line[]): string {
  let out = '';
  let open: Line['as'] | null = null;
  for (const { as, runs } of lines) {
    if (as !== open) out += `${open === null ? '' : TAGS[open][1]}${TAGS[as][0]}`;
    open = as;
    const inner = runs.map(runHtml).join('');
    out += as === 'item' ? `<li>${inner}</li>` : `${inner || '&nbsp;'}${as === 'code' ? '\n' : '<br>'}`;
  }
  return open === null ? '' : `${out}${TAGS[open][1]}`;
}

const TAGS: Readonly<Record<Line['as'], readonly [string, string]>> = {
  text: ['<p>', '</p>'],
  quote: ['<blockquote>', '</blockquote>'],
  code: ['<pre>', '</pre>'],
  item: ['<ul>', '</ul>'],
};

function runHtml({ text, href, mention, bold, italic, strike, code }: Run): string {
  let out = html(text).replaceAll('\n', '<br>');
  if (code) out = `<code>${out}</code>`;
  if (bold) out = `<b>${out}</b>`;
  if (italic) out = `<i>${out}</i>`;
  if (strike) out = `<s>${out}</s>`;
  if (mention) out = `<span class="mention">${out}</span>`;
  return href === undefined ? out : `<a href="#" title="${html(href)}">${out}</a>`;
}

const html = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const STYLE = `
:root { --ground:#fff; --text:#1d1c1d; --dim:#616061; --line:#dddddd; --link:#1264a3; --mention:#e8f5fa; --box:#fff;
  --primary:#007a5a; --danger:#e01e5a; --code:#e01e5a; --raised:#f8f8f8; }
[data-theme=dark] { --ground:#1a1d21; --text:#d1d2d3; --dim:#ababad; --line:#565856; --link:#1d9bd1; --mention:#1d3b4d; --box:#1a1d21;
  --primary:#007a5a; --danger:#e01e5a; --code:#e8912d; --raised:#222529; }
* { box-sizing:border-box }
body { margin:0; background:var(--ground); color:var(--text); font:15px/1.467 Slack-Lato,Lato,"Noto Sans","DejaVu Sans","Noto Color Emoji",sans-serif }
p, h1, h2, pre, blockquote, ul, figure { margin:0 }
.channel { max-width:720px; padding:16px 20px } .home { max-width:720px; padding:24px }
.message { padding:8px 0 } .reply { margin-left:48px } .private { background:var(--raised) } .only { color:var(--dim); font-size:13px; margin-left:48px }
.row { display:flex; gap:8px } .avatar { flex:none; width:36px; height:36px; border-radius:8px; background:#1f4d3f; color:#fff; display:grid; place-items:center; font-weight:700 }
.body { min-width:0; flex:1 } .body > header { display:flex; gap:6px; align-items:baseline } .badge { font-size:10px; font-weight:700; color:var(--dim); background:var(--raised); border-radius:2px; padding:1px 3px } time, small { color:var(--dim); font-size:12px }
h2 { font-size:18px; line-height:1.33; margin:8px 0 4px } hr { border:0; border-top:1px solid var(--line); margin:12px 0 }
.section { display:flex; gap:16px; justify-content:space-between; margin:4px 0; max-width:600px } .section > :first-child { flex:1; min-width:0; overflow-wrap:anywhere } .fields { display:grid; grid-template-columns:1fr 1fr; gap:4px 16px; margin-top:4px }
.context { display:flex; flex-wrap:wrap; gap:4px 8px; color:var(--dim); font-size:13px; margin:4px 0; max-width:600px } .context img { height:20px }
.actions { display:flex; flex-wrap:wrap; gap:8px; margin:8px 0 4px }
button, .select { font:inherit; font-size:14px; font-weight:700; color:var(--text); background:var(--box); border:1px solid var(--line); border-radius:4px; padding:4px 12px; min-height:30px; white-space:nowrap }
button.primary { background:var(--primary); border-color:var(--primary); color:#fff } button.danger { border-color:var(--danger); color:var(--danger) } .channel button.primary { background:transparent; color:var(--primary) }
[data-theme=dark] .channel button.primary { color:#2eb67d } .select { font-weight:400; display:inline-flex; gap:24px; justify-content:space-between } .select i { font-style:normal; color:var(--dim) } .empty { color:var(--dim) }
.attachment { border-left:4px solid; padding-left:12px; margin-top:4px } .mention { background:var(--mention); color:var(--link); border-radius:3px; padding:0 2px } a { color:var(--link); text-decoration:none }
code, pre { font:12px/1.5 Monaco,"DejaVu Sans Mono",monospace } code { color:var(--code); background:var(--raised); border:1px solid var(--line); border-radius:3px; padding:1px 3px } pre { background:var(--raised); border:1px solid var(--line); border-radius:4px; padding:8px; white-space:pre-wrap }
blockquote { border-left:4px solid var(--line); padding-left:12px; margin:4px 0 } .file { border:1px solid var(--line); border-radius:8px; padding:8px 12px; margin-top:4px; display:inline-block }
.modal { width:520px; margin:24px auto; background:var(--ground); border:1px solid var(--line); border-radius:8px; box-shadow:0 18px 48px #0004 } .modal > header, .modal > footer { display:flex; align-items:center; padding:16px 24px } .modal > header { justify-content:space-between; border-bottom:1px solid var(--line) } .modal h1 { font-size:22px } .modal > footer { justify-content:flex-end; gap:12px; border-top:1px solid var(--line) } .modal .blocks { padding:16px 24px; max-height:600px; overflow:auto }
.field { margin:0 0 20px } label { font-weight:700; display:block; margin-bottom:6px } .input, .field .select { width:100%; border:1px solid var(--line); border-radius:4px; padding:8px 12px; min-height:42px; white-space:pre-wrap } .many { min-height:96px } .hint { color:var(--dim); font-size:13px; margin-top:4px } .wrong .input, .wrong .select { border-color:var(--danger) } .error { color:var(--danger); font-size:13px; margin-top:4px }
`;
