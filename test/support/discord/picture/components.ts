/** Components as HTML. */
import { ButtonStyle, ComponentType } from 'discord-api-types/v10';
import { standing } from '../acting.ts';
import { type Loose, SELECTS } from '../limits/components.ts';
import { fieldsOf, type ModalBody } from '../limits/modal.ts';
import { html } from './html.ts';
import { colour } from './picture.ts';

const STYLES: Readonly<Record<number, string>> = {
  [ButtonStyle.Primary]: 'primary',
  [ButtonStyle.Secondary]: 'secondary',
  [ButtonStyle.Success]: 'success',
  [ButtonStyle.Danger]: 'danger',
  [ButtonStyle.Link]: 'secondary',
};

export function componentHtml(part: Loose, words: (markdown: string) => string): string {
  const inner = (parts: readonly Loose[] = []): string =>
    parts.map((one) => componentHtml(one, words)).join('');
  if (SELECTS.includes(part.type)) return selectHtml(part);
  switch (part.type) {
    case ComponentType.ActionRow:
      return `<div class="row">${inner(part.components)}</div>`;
    case ComponentType.Button:
      return buttonHtml(part);
    case ComponentType.TextDisplay:
      return `<div class="words">${words(part.content ?? '')}</div>`;
    case ComponentType.Section:
      return `<div class="section"><div>${inner(part.components)}</div>${inner(part.accessory ? [part.accessory] : [])}</div>`;
    case ComponentType.Separator:
      return '<hr>';
    case ComponentType.Container: {
      const edge =
        part.accent_color === undefined || part.accent_color === null ? '' : colour(part.accent_color);
      const style = edge ? ` style="border-left: 4px solid ${edge}"` : '';
      return `<section class="container"${style}>${inner(part.components)}</section>`;
    }
    default:
      return '';
  }
}

const buttonHtml = ({ style = 2, label = '', disabled }: Loose): string =>
  `<button class="${STYLES[style] ?? 'secondary'}"${disabled ? ' disabled' : ''}>${html(label)}${
    style === ButtonStyle.Link ? ' ↗' : ''
  }</button>`;

function selectHtml({ options = [], placeholder = 'Make a selection' }: Loose): string {
  const chosen = options.find((option) => option.default);
  return `<div class="select" data-chosen="${chosen !== undefined}">${html(chosen?.label ?? placeholder)}<span>⌄</span></div>`;
}

export function modalHtml(modal: ModalBody): string {
  const fields = fieldsOf(modal).map(({ label, hint, input }) => {
    const star = (input.required ?? true) ? '<span class="star"> *</span>' : '';
    const words = standing(input);
    const box = SELECTS.includes(input.type)
      ? selectHtml(input)
      : `<div class="input" data-long="${input.style === 2}">${html(words) || '&nbsp;'}</div>`;
    return `<label>${html(label)}${star}${hint ? `<small>${html(hint)}</small>` : ''}${box}</label>`;
  });
  return `<form class="modal"><h2>${html(modal.title)}</h2>${fields.join('')}
<div class="row"><button class="secondary" type="button">Cancel</button><button class="primary" type="button">Submit</button></div></form>`;
}
