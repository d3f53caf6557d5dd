import { useId } from 'preact/hooks';
import type { Form } from '../../../api.ts';
import { DATE_HINT, length } from '../../model/forms.ts';
import { PeopleField } from './people-field.tsx';

type Field = Form['fields'][number];

interface FormFieldProps {
  readonly field: Field;
  readonly first: boolean;
  readonly value: string;
  /** What is wrong with it; empty when nothing is known to be. */
  readonly fault: string;
  readonly change: (value: string) => void;
}

export interface Control {
  readonly id: string;
  readonly value: string;
  readonly describedBy: string;
  readonly invalid: boolean;
  readonly required: boolean;
  readonly first: boolean;
  readonly change: (value: string) => void;
}

/** A field with its label, its hint and what is wrong with it. */
export function FormField({ field, first, value, fault, change }: FormFieldProps) {
  const id = useId();
  const hint = field.hint ?? (field.field === 'date' ? DATE_HINT : '');
  const describedBy = `${id}-hint ${id}-fault`;
  const required = field.required ?? false;
  const control = { id, value, describedBy, invalid: fault !== '', required, first, change };
  return (
    <div class="form-field">
      <label for={id}>
        {field.label}
        {!required && <span class="optional"> (optional)</span>}
      </label>
      <Input field={field} control={control} />
      <div class="under-field">
        <p id={`${id}-hint`} class="hint">
          {hint}
        </p>
        {field.field === 'text' && <Counter used={length(value)} max={field.max} />}
      </div>
      <p id={`${id}-fault`} class="fault">
        {fault}
      </p>
    </div>
  );
}

function Input({ field, control }: { readonly field: Field; readonly control: Control }) {
  if (field.field === 'person' || field.field === 'people') {
    return <PeopleField control={control} several={field.field === 'people'} />;
  }
  const same = {
    id: control.id,
    value: control.value,
    'aria-describedby': control.describedBy,
    'aria-invalid': control.invalid,
    'aria-required': control.required,
    'data-first': control.first ? '' : undefined,
    onInput: (event: { currentTarget: { value: string } }) => control.change(event.currentTarget.value),
  };
  if (field.field === 'choice') {
    return (
      <select {...same}>
        {!control.required && <option value="">None</option>}
        {field.choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
    );
  }
  if (field.field === 'text' && field.lines === 'many') return <textarea rows={3} dir="auto" {...same} />;
  return <input type="text" autocomplete="off" dir="auto" {...same} />;
}

/** How much of a text field is used, once that begins to matter. */
function Counter({ used, max }: { readonly used: number; readonly max: number }) {
  if (used < max / 2) return null;
  return (
    <span class={used > max ? 'counter over' : 'counter'}>
      {used} / {max}
    </span>
  );
}
