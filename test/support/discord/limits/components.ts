/** What a message's components may be: https://discord.com/developers/docs/components/reference */
import { type APIMessageTopLevelComponent, ButtonStyle, ComponentType } from 'discord-api-types/v10';
import type { FormErrors } from '../problems.ts';

const MOST_ROWS = 5;
const MOST_IN_ROW = 5;
const MOST_IN_ALL = 40;
const MOST_TEXT = 4000;

type Path = readonly (string | number)[];

/** A component of any kind, as it comes in. */
export interface Loose {
  readonly type: ComponentType;
  readonly id?: number;
  readonly custom_id?: string;
  readonly components?: readonly Loose[];
  readonly component?: Loose;
  readonly accessory?: Loose;
  readonly accent_color?: number | null;
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
  /** Of a gallery. */
  readonly items?: readonly { readonly media: { readonly url: string }; readonly description?: string }[];
  readonly file?: { readonly url: string };
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

const { ActionRow, Button, Section, TextDisplay, Thumbnail, MediaGallery, File, Separator, Container } =
  ComponentType;
const AT_TOP: readonly ComponentType[] = [
  ActionRow,
  Section,
  TextDisplay,
  MediaGallery,
  File,
  Separator,
  Container,
];
const IN_CONTAINER: readonly ComponentType[] = AT_TOP.filter((type) => type !== Container);

/** Everything in it, outer before inner. */
export function* walk(components: readonly Loose[], path: Path = []): Generator<readonly [Loose, Path]> {
  for (const [i, component] of components.entries()) {
    const at = [...path, i];
    yield [component, at];
    if (component.components) yield* walk(component.components, [...at, 'components']);
    for (const inner of ['component', 'accessory'] as const) {
      const one = component[inner];
      if (one) yield [one, [...at, inner]];
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
  if (v2) checkTypes(errors, ['components'], components, AT_TOP);
  else {
    errors.count(['components'], components, MOST_ROWS);
    checkTypes(errors, ['components'], components, [ActionRow]);
  }
  const customIds = new Set<string>();
  const ids = new Set<number>();
  let text = 0;
  let count = 0;
  for (const [component, path] of walk(components, ['components'])) {
    count += 1;
    text += component.content?.length ?? 0;
    checkOne(errors, path, component);
    const { custom_id: customId, id } = component;
    if (customId !== undefined && customIds.has(customId))
      errors.add(
        [...path, 'custom_id'],
        'COMPONENT_CUSTOM_ID_DUPLICATED',
        'Component custom id cannot be duplicated',
      );
    if (id !== undefined && ids.has(id))
      errors.add([...path, 'id'], 'COMPONENT_ID_DUPLICATED', 'Component id cannot be duplicated');
    if (customId !== undefined) customIds.add(customId);
    if (id) ids.add(id);
  }
  if (v2 && count > MOST_IN_ALL)
    errors.add(
      ['components'],
      'COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED',
      `At most ${MOST_IN_ALL} components in all`,
    );
  if (v2 && text > MOST_TEXT)
    errors.add(
      ['components'],
      'COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED',
      `At most ${MOST_TEXT} characters in all`,
    );
}

function checkTypes(
  errors: FormErrors,
  path: Path,
  components: readonly Loose[],
  fits: readonly ComponentType[],
): void {
  for (const [i, { type }] of components.entries())
    if (!fits.includes(type))
      errors.add(
        [...path, i, 'type'],
        'UNION_TYPE_CHOICES',
        `Value of field "type" must be one of (${fits.join(', ')}).`,
      );
}

function checkOne(errors: FormErrors, path: Path, component: Loose): void {
  const { type, components = [] } = component;
  if (SELECTS.includes(type)) checkSelect(errors, path, component);
  switch (type) {
    case ActionRow:
      checkRow(errors, path, component);
      break;
    case Button:
      checkButton(errors, path, component);
      break;
    case TextDisplay:
      errors.length([...path, 'content'], component.content, MOST_TEXT, 1);
      break;
    case Section:
      errors.count([...path, 'components'], components, 3, 1);
      checkTypes(errors, [...path, 'components'], components, [TextDisplay]);
      if (component.accessory?.type !== Button && component.accessory?.type !== Thumbnail)
        errors.add([...path, 'accessory'], 'BASE_TYPE_REQUIRED', 'This field is required');
      break;
    case Container: {
      errors.count([...path, 'components'], components, MOST_IN_ALL, 1);
      checkTypes(errors, [...path, 'components'], components, IN_CONTAINER);
      const colour = component.accent_color ?? 0;
      if (!(Number.isInteger(colour) && colour >= 0 && colour <= 0xffffff))
        errors.add(
          [...path, 'accent_color'],
          'NUMBER_TYPE_MAX',
          'int value should be less than or equal to 16777215.',
        );
    }
  }
}

function checkRow(errors: FormErrors, path: Path, { components = [] }: Loose): void {
  errors.count([...path, 'components'], components, MOST_IN_ROW, 1);
  checkTypes(errors, [...path, 'components'], components, [Button, ...SELECTS]);
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
    errors.add(path, 'BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED', 'A button needs a label or an emoji');
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

/** All the words of text displays. */
export const textsOf = (components: readonly Loose[]): string[] =>
  [...walk(components)].flatMap(([{ type, content }]) => (type === TextDisplay && content ? [content] : []));

/** As the API writes components back: each has a number of its own. */
export function numbered(components: readonly Loose[]): Loose[] {
  const taken = new Set([...walk(components)].map(([{ id }]) => id));
  let last = 0;
  const next = (): number => {
    do last += 1;
    while (taken.has(last));
    return last;
  };
  const one = (component: Loose): Loose => ({
    ...component,
    id: component.id || next(),
    ...(component.accessory ? { accessory: one(component.accessory) } : {}),
    ...(component.components ? { components: component.components.map(one) } : {}),
  });
  return components.map(one);
}
