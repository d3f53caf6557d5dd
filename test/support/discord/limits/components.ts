/** What may be pressed and chosen: https://discord.com/developers/docs/components/reference */
import { type APIMessageTopLevelComponent, ButtonStyle, ComponentType } from 'discord-api-types/v10';
import type { FormErrors } from '../problems.ts';

const MOST_ROWS = 5;
const MOST_IN_ROW = 5;
const MOST_V2 = 40;
const MOST_V2_TEXT = 4000;

type Path = readonly (string | number)[];

/** A component of any kind, as it comes in. */
export interface Loose {
  readonly type: ComponentType;
  readonly custom_id?: string;
  readonly components?: readonly Loose[];
  readonly component?: Loose;
  readonly accessory?: Loose;
  readonly style?: number;
  readonly label?: string;
  readonly description?: string;
  readonly url?: string;
  readonly emoji?: object;
  readonly options?: readonly LooseChoice[];
  readonly placeholder?: string;
  readonly content?: string;
  readonly min_values?: number;
  readonly max_values?: number;
  readonly min_length?: number;
  readonly max_length?: number;
  readonly value?: string;
  readonly required?: boolean;
  readonly disabled?: boolean;
}

interface LooseChoice {
  readonly label: string;
  readonly value: string;
  readonly description?: string;
  readonly default?: boolean;
}

export const SELECTS: readonly ComponentType[] = [
  ComponentType.StringSelect,
  ComponentType.UserSelect,
  ComponentType.RoleSelect,
  ComponentType.MentionableSelect,
  ComponentType.ChannelSelect,
];

/** Everything in it, itself first. */
export function* walk(components: readonly Loose[], path: Path = []): Generator<readonly [Loose, Path]> {
  for (const [i, component] of components.entries()) {
    const at = [...path, i];
    yield [component, at];
    if (component.components) yield* walk(component.components, [...at, 'components']);
    for (const inner of ['component', 'accessory'] as const) {
      const one = component[inner];
      if (!one) continue;
      yield [one, [...at, inner]];
    }
  }
}

export function checkComponents(
  errors: FormErrors,
  given: readonly APIMessageTopLevelComponent[],
  v2: boolean,
): void {
  if (given.length === 0) return;
  const components = given as readonly Loose[];
  if (!v2) errors.count(['components'], components, MOST_ROWS, 0);
  const seen = new Set<string>();
  let text = 0;
  let count = 0;
  for (const [component, path] of walk(components, ['components'])) {
    count += 1;
    const known = v2 || path.length > 2 || component.type === ComponentType.ActionRow;
    if (!known) errors.add([...path, 'type'], 'BASE_TYPE_CHOICES', `Value must be one of (1,).`);
    checkOne(errors, path, component);
    text += component.content?.length ?? 0;
    const id = component.custom_id;
    if (id !== undefined && seen.has(id))
      errors.add(
        [...path, 'custom_id'],
        'COMPONENT_CUSTOM_ID_DUPLICATED',
        'Component custom id cannot be duplicated',
      );
    if (id !== undefined) seen.add(id);
  }
  if (v2 && count > MOST_V2) errors.count(['components'], Array(count), MOST_V2);
  if (v2 && text > MOST_V2_TEXT)
    errors.add(['components'], 'BASE_TYPE_MAX_LENGTH', `Must be ${MOST_V2_TEXT} or fewer in length.`);
}

function checkOne(errors: FormErrors, path: Path, component: Loose): void {
  if (component.type === ComponentType.ActionRow) checkRow(errors, path, component);
  else if (component.type === ComponentType.Button) checkButton(errors, path, component);
  else if (SELECTS.includes(component.type)) checkSelect(errors, path, component);
}

function checkRow(errors: FormErrors, path: Path, { components = [] }: Loose): void {
  errors.count([...path, 'components'], components, MOST_IN_ROW, 1);
  if (components.some((c) => SELECTS.includes(c.type)) && components.length > 1)
    errors.add(
      [...path, 'components'],
      'COMPONENT_LAYOUT_WIDTH_EXCEEDED',
      'The specified component exceeds the maximum width',
    );
}

function checkButton(errors: FormErrors, path: Path, button: Loose): void {
  errors.length([...path, 'label'], button.label, 80);
  if (!button.label && !button.emoji)
    errors.add([...path], 'BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED', 'A button needs a label or an emoji');
  if (button.style === ButtonStyle.Link) {
    if (button.custom_id !== undefined || !button.url)
      errors.add(
        path,
        'BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE',
        'A custom id and url cannot both be specified',
      );
    errors.length([...path, 'url'], button.url, 512, 1);
    return;
  }
  if (!(button.style && button.style >= 1 && button.style <= 4))
    errors.add([...path, 'style'], 'BASE_TYPE_CHOICES', 'Value must be one of (1, 2, 3, 4, 5, 6).');
  errors.length([...path, 'custom_id'], button.custom_id, 100, 1);
}

export function checkSelect(errors: FormErrors, path: Path, select: Loose): void {
  errors.length([...path, 'custom_id'], select.custom_id, 100, 1);
  errors.length([...path, 'placeholder'], select.placeholder, 150);
  if (select.type !== ComponentType.StringSelect) return;
  const { options = [] } = select;
  errors.count([...path, 'options'], options, 25, 1);
  const values = new Set<string>();
  for (const [i, choice] of options.entries()) {
    const at = [...path, 'options', i];
    errors.length([...at, 'label'], choice.label, 100, 1);
    errors.length([...at, 'value'], choice.value, 100, 1);
    errors.length([...at, 'description'], choice.description, 100);
    if (values.has(choice.value))
      errors.add(
        [...at, 'value'],
        'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED',
        'The specified option value is already used',
      );
    values.add(choice.value);
  }
  const most = select.max_values ?? 1;
  if (options.filter((o) => o.default).length > most)
    errors.add([...path, 'options'], 'SELECT_COMPONENT_MAX_DEFAULT_VALUES', 'Too many default values');
  if (most > options.length || (select.min_values ?? 1) > most)
    errors.add([...path, 'max_values'], 'SELECT_COMPONENT_MAX_VALUES', 'More values than there are options');
}
