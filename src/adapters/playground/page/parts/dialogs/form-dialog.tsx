import { useEffect, useRef, useState } from 'preact/hooks';
import type { Form } from '../../../api.ts';
import { faults, startValues, type Values } from '../../model/forms.ts';
import { submit } from '../../state/doing.ts';
import type { Spot } from '../../state/state.ts';
import { useBusy } from '../bits/busy.tsx';
import { closeDialog, Dialog } from '../bits/dialog.tsx';
import { FormField } from './form-field.tsx';

/** A form of Baton's. It stays open, with what is wrong beside the fields, until it is taken or closed. */
export function FormDialog({ form, spot }: { readonly form: Form; readonly spot: Spot }) {
  const [values, setValues] = useState(() => startValues(form));
  const [wrong, setWrong] = useState<Values>({});
  const [busy, run] = useBusy();
  const body = useRef<HTMLFormElement>(null);
  useEffect(() => {
    const first = body.current?.querySelector<HTMLElement>('[aria-invalid=true]');
    first?.focus();
    first?.closest('.form-field')?.scrollIntoView({ block: 'nearest' });
  }, [wrong]);
  const send = async () => {
    const found = faults(form, values);
    if (Object.keys(found).length > 0) return setWrong(found);
    const refused = await submit(form, spot, values);
    if (refused !== null) setWrong(refused);
  };
  const others = Object.entries(wrong).filter(([name]) => !form.fields.some((field) => field.name === name));
  return (
    <Dialog title={form.title} asks>
      <form
        ref={body}
        class="form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void run(send);
        }}
      >
        <div class="form-fields">
          {others.map(([name, fault]) => (
            <p key={name} class="fault" role="alert">
              {fault}
            </p>
          ))}
          {form.fields.map((field, index) => (
            <FormField
              key={field.name}
              field={field}
              first={index === 0}
              value={values[field.name] ?? ''}
              fault={wrong[field.name] ?? ''}
              change={(value) => setValues((old) => ({ ...old, [field.name]: value }))}
            />
          ))}
        </div>
        <div class="dialog-foot">
          <button type="button" class="button" onClick={closeDialog}>
            Cancel
          </button>
          <button type="submit" class="button primary" aria-busy={busy} aria-disabled={busy}>
            {form.submit}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
