import { useLayoutEffect, useRef } from 'preact/hooks';

interface Option {
  readonly key: string;
  readonly label: string;
  readonly hint: string;
}

interface ListboxProps {
  readonly id: string;
  readonly name: string;
  readonly options: readonly Option[];
  /** The marked option; -1 when none is. */
  readonly active: number;
  readonly take: (index: number) => void;
}

export const optionId = (list: string, index: number): string => `${list}-${index}`;

/** What a text field offers. Focus stays in the field, which names the marked option by `aria-activedescendant`. */
export function Listbox({ id, name, options, active, take }: ListboxProps) {
  const list = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    <div ref={list} id={id} class="listbox" role="listbox" aria-label={name} tabIndex={-1}>
      {options.map((option, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the text field takes the keys.
        <div
          key={option.key}
          id={optionId(id, index)}
          class="option"
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => take(index)}
        >
          <span class="option-label">{option.label}</span>
          <span class="option-hint">{option.hint}</span>
        </div>
      ))}
    </div>
  );
}
