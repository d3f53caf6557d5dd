import type { TargetedKeyboardEvent } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { peopleStarting } from '../../model/completion.ts';
import { lastHandle } from '../../model/forms.ts';
import { store } from '../../state/state.ts';
import { Listbox, optionId } from '../bits/listbox.tsx';
import type { Control } from './form-field.tsx';

/** People by handle, with completion (WAI-ARIA combobox): arrows choose, Tab or Enter takes, Escape closes the list. */
export function PeopleField({ control, several }: { readonly control: Control; readonly several: boolean }) {
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const { from, typed } = several ? lastHandle(control.value) : lastHandle(control.value.replaceAll(' ', ''));
  const people = open ? peopleStarting(store.get().view?.people ?? [], typed).slice(0, 6) : [];
  const shown = people.length > 0;
  const list = `${control.id}-list`;

  const take = (index: number) => {
    const person = people[index];
    if (!person) return;
    const start = several ? control.value.slice(0, from) : '';
    const gap = start.endsWith(',') ? ' ' : '';
    control.change(`${start}${gap}@${person.handle}`);
    setOpen(false);
    input.current?.focus();
  };
  const onKeyDown = (event: TargetedKeyboardEvent<HTMLInputElement>) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) {
      if (shown) setActive((active + step + people.length) % people.length);
      else setOpen(true);
    } else if (!shown) return;
    else if (event.key === 'Escape') setOpen(false);
    else if (event.key === 'Enter' || (event.key === 'Tab' && typed !== '')) take(active);
    else return;
    event.preventDefault();
  };
  return (
    <div class="combobox">
      <input
        ref={input}
        id={control.id}
        type="text"
        role="combobox"
        autocomplete="off"
        value={control.value}
        placeholder={several ? '@handle, @handle' : '@handle'}
        aria-autocomplete="list"
        aria-expanded={shown}
        aria-controls={list}
        aria-activedescendant={shown ? optionId(list, active) : undefined}
        aria-describedby={control.describedBy}
        aria-invalid={control.invalid}
        aria-required={control.required}
        data-first={control.first ? '' : undefined}
        onInput={(event) => {
          control.change(event.currentTarget.value);
          setActive(0);
          setOpen(true);
        }}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
      />
      {shown && (
        <Listbox
          id={list}
          name="People"
          options={people.map(({ account, name, handle }) => ({
            key: account,
            label: name,
            hint: `@${handle}`,
          }))}
          active={active}
          take={take}
        />
      )}
    </div>
  );
}
