/** What can be pressed: buttons and selects with their `custom_id`, in rows. */
import {
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  type APIComponentInMessageActionRow,
  type APIStringSelectComponent,
  ButtonStyle,
  ComponentType,
} from 'discord.js';
import type { Button } from '../../coordination/message.ts';
import { type Aside, type Press, pressId } from './custom-id.ts';
import { clipTo, LIMITS } from './limits.ts';
import type { Select } from './parts.ts';
import { oneLine } from './text.ts';

const STYLE = {
  plain: ButtonStyle.Secondary,
  primary: ButtonStyle.Primary,
  danger: ButtonStyle.Danger,
} as const;

/** Gives each press its `custom_id`, and keeps what is to be put aside. */
export class Presses {
  readonly asides: Aside[] = [];
  readonly #key: string;
  #place = 0;

  constructor(key: string) {
    this.#key = key;
  }

  id(press: Press): string {
    const { id, aside } = pressId(press, this.#key, this.#place++);
    if (aside) this.asides.push(aside);
    return id;
  }

  button({ label, action, style, confirm }: Button, named = label): APIButtonComponentWithCustomId {
    const words = clipTo(oneLine(named), LIMITS.buttonLabel) || '…';
    return {
      type: ComponentType.Button,
      label: words,
      style: STYLE[style ?? 'plain'],
      custom_id: this.id(confirm ? { action, confirm: { words: confirm, label } } : { action }),
    };
  }

  select({ label, option, action, choices, chosen }: Select): APIStringSelectComponent {
    const long = choices.some(({ value }) => value.length > LIMITS.choiceValue || value === '');
    const values = choices.map(({ value }, at) => (long ? String(at) : value));
    const press = long ? { action, option, values: choices.map(({ value }) => value) } : { action, option };
    const placeholder = clipTo(oneLine(label), LIMITS.placeholder);
    return {
      type: ComponentType.StringSelect,
      custom_id: this.id(press),
      ...(placeholder ? { placeholder } : {}),
      options: choices.map((choice, at) => ({
        label: clipTo(oneLine(choice.label), LIMITS.choiceLabel) || '…',
        value: values[at] ?? '',
        ...(choice.value === chosen ? { default: true } : {}),
      })),
    };
  }
}

export const row = <C extends APIComponentInMessageActionRow>(components: C[]): APIActionRowComponent<C> => ({
  type: ComponentType.ActionRow,
  components,
});

export const inRows = <T>(all: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(all.length / LIMITS.inRow) }, (_, n) =>
    all.slice(n * LIMITS.inRow, (n + 1) * LIMITS.inRow),
  );
