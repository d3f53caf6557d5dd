import type { FormField } from '../../coordination/message.ts';
import type { WorkItem } from '../../coordination/work-items/item.ts';
import { carried, optional, textOption } from '../option.ts';

/** Asks which item, where that is not known. */
export const itemField = (item: WorkItem | null): readonly FormField[] =>
  item ? [] : [{ field: 'text', name: 'item', label: 'Item', lines: 'one', max: 12, required: true }];

/** The number of the offer that a button answers. */
export const numberOption = optional(
  carried(textOption('the number of the offer', { example: '1', max: 9 })),
);

export const numberIn = (words: string | undefined): number | undefined =>
  words === undefined ? undefined : Number(words);
