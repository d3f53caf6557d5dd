/** A form that a person fills in and sends: what Slack's client checks, what it sends, and what the answer does to it. */
import type { Core } from './core.ts';
import { initialOf, inputsOf, optionOf } from './elements.ts';
import { changeModal, type Interaction, openModal, refuse } from './interactions.ts';
import type { Block, StateValue, View, ViewDraft } from './shapes.ts';

interface FormResponse {
  readonly response_action?: 'errors' | 'update' | 'push' | 'clear';
  readonly errors?: Readonly<Record<string, string>>;
  readonly view?: ViewDraft;
}

/** What the app answered to a form: https://docs.slack.dev/surfaces/modals#response_actions */
export function submitted(core: Core, interaction: Interaction, view: View, body: unknown): void {
  const { response_action: action, errors = {}, view: draft } = (body ?? {}) as FormResponse;
  const { user, team } = interaction;
  if (action === 'errors') {
    const fields = new Set(inputsOf(view).map((block) => block.block_id));
    const details = Object.keys(errors).filter((id) => !fields.has(id));
    if (details.length > 0) refuse(core, 'ack', { error: 'errors_of_no_field', details });
    interaction.errors = errors;
    return;
  }
  try {
    if (action === 'update' && draft) interaction.view = changeModal(core, team, user, view, draft, 'ack').id;
    else if (action === 'push' && draft) openModal(core, interaction, draft, 'push', 'ack');
    else closeModals(core, user, action === 'clear' ? null : view.id);
  } catch (error) {
    refuse(core, 'ack', { error: 'invalid_view', details: [String(error)] });
  }
}

/** One, or all of them. */
function closeModals(core: Core, user: string, id: string | null): void {
  const stack = core.modals.get(user) ?? [];
  core.modals.set(user, id === null ? [] : stack.filter((view) => view.id !== id));
}

/** Slack's client sends no form whose fields are empty or too long. */
export function complaintsOf(view: View, values: Readonly<Record<string, string>>): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const block of inputsOf(view)) {
    const id = block.block_id as string;
    const value = values[id] ?? initialOf(block);
    const max = block.element?.max_length ?? Number.POSITIVE_INFINITY;
    if (value === '' && !block.optional) errors[id] = 'Please complete this required field.';
    else if (value.length > max) errors[id] = `Must be ${max} characters or fewer.`;
  }
  return errors;
}

/** What is sent of a field: its block's id, and what stands in its element. */
export function stateOf(
  block: Block,
  values: Readonly<Record<string, string>>,
): [string, Record<string, StateValue>] {
  const { block_id = '', element } = block;
  const { type = '', action_id = '' } = element ?? {};
  const value = values[block_id] ?? initialOf(block);
  const state: StateValue = type.endsWith('_select')
    ? { type, selected_option: (element && optionOf(element, value)) ?? null }
    : { type, value: value === '' ? null : value };
  return [block_id, { [action_id]: state }];
}
