/** What stands in blocks for a person to act on or fill in. */
import type { Block, Element, Option, View } from './shapes.ts';

export const inputsOf = (view: View): readonly Block[] =>
  view.blocks.filter((block) => block.type === 'input');

/** Elements of a block that a person may act on. */
export function actingIn({ elements = [], accessory, type }: Block): readonly Element[] {
  if (type === 'actions') return elements;
  return accessory ? [accessory] : [];
}

export const labelOf = ({ text }: Element): string => (typeof text === 'string' ? text : (text?.text ?? ''));

export const optionsOf = ({ options, option_groups }: Element): readonly Option[] =>
  options ?? option_groups?.flatMap((group) => group.options) ?? [];

export const optionOf = (element: Element, wanted: string): Option | undefined =>
  optionsOf(element).find(({ value, text }) => value === wanted || text.text === wanted);

/** What stands in a field before anything is typed. */
export const initialOf = ({ element }: Block): string =>
  element?.initial_option?.value ?? element?.initial_value ?? '';
