/** What a modal may ask: https://discord.com/developers/docs/interactions/receiving-and-responding#modal */
import { ComponentType } from 'discord-api-types/v10';
import { FormErrors } from '../problems.ts';
import { checkSelect, type Loose, SELECTS } from './components.ts';

export interface ModalBody {
  readonly custom_id: string;
  readonly title: string;
  readonly components: readonly Loose[];
}

/** One question of a modal. */
export interface ModalField {
  readonly label: string;
  readonly hint: string;
  readonly input: Loose;
  readonly labelled: boolean;
}

const MOST_VALUE = 4000;

/** A field stands in a row of its own, or in a label. */
export const fieldsOf = (modal: ModalBody): readonly ModalField[] =>
  modal.components.flatMap((part): ModalField[] => {
    if (part.type === ComponentType.Label && part.component)
      return [
        { label: part.label ?? '', hint: part.description ?? '', input: part.component, labelled: true },
      ];
    const input = part.components?.[0];
    return part.type === ComponentType.ActionRow && input
      ? [{ label: input.label ?? '', hint: input.placeholder ?? '', input, labelled: false }]
      : [];
  });

/** @throws Refusal 50035 */
export function checkModal(modal: ModalBody): void {
  const errors = new FormErrors();
  errors.length(['data', 'title'], modal.title, 45, 1);
  errors.length(['data', 'custom_id'], modal.custom_id, 100, 1);
  const parts = modal.components ?? [];
  errors.count(['data', 'components'], parts, 5, 1);
  const seen = new Set<string>();
  for (const [i, part] of parts.entries()) {
    const path = ['data', 'components', i];
    if (part.type === ComponentType.ActionRow) {
      errors.count([...path, 'components'], part.components, 1, 1);
      const input = part.components?.[0];
      if (input) {
        errors.length([...path, 'components', 0, 'label'], input.label, 45, 1);
        checkInput(errors, [...path, 'components', 0], input, seen);
        if (input.type !== ComponentType.TextInput)
          errors.add([...path, 'components', 0, 'type'], 'BASE_TYPE_CHOICES', 'Value must be one of (4,).');
      }
    } else if (part.type === ComponentType.Label && part.component) {
      errors.length([...path, 'label'], part.label, 45, 1);
      errors.length([...path, 'description'], part.description, 100);
      if (part.component.label !== undefined)
        errors.add(
          [...path, 'component', 'label'],
          'COMPONENT_LABEL_NOT_ALLOWED',
          'A text input in a label has no label',
        );
      checkInput(errors, [...path, 'component'], part.component, seen);
    } else if (part.type !== ComponentType.TextDisplay)
      errors.add([...path, 'type'], 'BASE_TYPE_CHOICES', 'Value must be one of (1, 10, 18).');
  }
  errors.end();
}

function checkInput(
  errors: FormErrors,
  path: readonly (string | number)[],
  input: Loose,
  seen: Set<string>,
): void {
  const id = input.custom_id ?? '';
  if (seen.has(id))
    errors.add(
      [...path, 'custom_id'],
      'COMPONENT_CUSTOM_ID_DUPLICATED',
      'Component custom id cannot be duplicated',
    );
  seen.add(id);
  if (SELECTS.includes(input.type)) {
    checkSelect(errors, path, input);
    return;
  }
  errors.length([...path, 'custom_id'], input.custom_id, 100, 1);
  errors.length([...path, 'placeholder'], input.placeholder, 100);
  errors.length([...path, 'value'], input.value, Math.min(MOST_VALUE, input.max_length ?? MOST_VALUE));
  if (input.style !== 1 && input.style !== 2)
    errors.add([...path, 'style'], 'BASE_TYPE_CHOICES', 'Value must be one of (1, 2).');
  const most = input.max_length ?? MOST_VALUE;
  if (most < 1 || most > MOST_VALUE || (input.min_length ?? 0) > most)
    errors.add(
      [...path, 'max_length'],
      'NUMBER_TYPE_MAX',
      `int value should be less than or equal to ${MOST_VALUE}.`,
    );
}
