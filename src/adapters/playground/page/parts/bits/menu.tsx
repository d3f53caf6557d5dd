import type { ComponentChildren, TargetedKeyboardEvent } from 'preact';
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { placeBeside } from './float.ts';

interface MenuItem {
  readonly key: string;
  readonly label: ComponentChildren;
  /** The accessible name, where the label alone does not say it. */
  readonly name?: string;
  /** Given: the items are a choice of one. */
  readonly checked?: boolean;
  readonly choose: () => void;
}

interface MenuSection {
  readonly title?: string;
  readonly items: readonly MenuItem[];
}

interface MenuProps {
  /** What the menu is for. */
  readonly name: string;
  readonly buttonName?: string;
  readonly button: ComponentChildren;
  readonly buttonClass: string;
  readonly menuClass?: string;
  readonly align?: 'start' | 'end';
  readonly busy?: boolean;
  /** Found by shortcuts. */
  readonly act?: string;
  readonly sections: readonly MenuSection[];
}

/** A button that opens a menu (WAI-ARIA menu button): arrows move, Enter chooses, Escape closes and gives focus back. */
export function Menu(props: MenuProps) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  const close = (refocus: boolean) => {
    setOpen(false);
    if (refocus) button.current?.focus();
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        class={props.buttonClass}
        aria-label={props.buttonName}
        title={props.buttonName}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        aria-busy={props.busy ?? false}
        data-act={props.act}
        onClick={() => setOpen(!open)}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown' || open) return;
          event.preventDefault();
          event.stopPropagation();
          setOpen(true);
        }}
      >
        {props.button}
      </button>
      {open && <Panel {...props} id={id} anchor={button.current} close={close} />}
    </>
  );
}

interface PanelProps extends MenuProps {
  readonly id: string;
  readonly anchor: HTMLElement | null;
  readonly close: (refocus: boolean) => void;
}

function Panel({ id, name, menuClass = '', align = 'start', anchor, sections, close }: PanelProps) {
  const panel = useRef<HTMLDivElement>(null);
  const items = () => [...(panel.current?.querySelectorAll<HTMLElement>('[role^=menuitem]') ?? [])];

  useLayoutEffect(() => {
    if (!panel.current || !anchor) return;
    panel.current.showPopover();
    placeBeside(panel.current, anchor, align);
    (items().find((item) => item.ariaChecked === 'true') ?? items()[0])?.focus();
  }, []);

  useEffect(() => {
    const away = (event: Event) => {
      const target = event.target as Node;
      if (!panel.current?.contains(target) && !anchor?.contains(target)) close(false);
    };
    document.addEventListener('pointerdown', away);
    window.addEventListener('resize', away);
    return () => {
      document.removeEventListener('pointerdown', away);
      window.removeEventListener('resize', away);
    };
  }, []);

  const onKeyDown = (event: TargetedKeyboardEvent<HTMLDivElement>) => {
    event.stopPropagation();
    if (event.key === 'Tab') return close(false);
    if (event.key === 'Escape') {
      event.preventDefault();
      return close(true);
    }
    const next = nextItem(items(), event.key);
    if (!next) return;
    event.preventDefault();
    next.focus();
  };

  return (
    <div
      ref={panel}
      id={id}
      popover="manual"
      class={`floating menu ${menuClass}`}
      role="menu"
      aria-label={name}
      tabIndex={-1}
      onKeyDown={onKeyDown}
    >
      {sections.map((section) => (
        <Section key={section.title} {...section} close={close} />
      ))}
    </div>
  );
}

function Section({ title, items, close }: MenuSection & { readonly close: (refocus: boolean) => void }) {
  const rows = items.map((item) => (
    <button
      key={item.key}
      type="button"
      class="menu-item"
      {...roleOf(item)}
      aria-label={item.name}
      title={item.name}
      tabIndex={-1}
      onClick={() => {
        close(true);
        item.choose();
      }}
    >
      {item.label}
    </button>
  ));
  if (!title) return <>{rows}</>;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset has no place in a menu.
    <div role="group" aria-label={title}>
      <div class="menu-title" aria-hidden="true">
        {title}
      </div>
      {rows}
    </div>
  );
}

const roleOf = ({ checked }: MenuItem) =>
  checked === undefined
    ? ({ role: 'menuitem' } as const)
    : ({ role: 'menuitemradio', 'aria-checked': checked } as const);

/** The item that a key leads to: arrows go round, Home and End to the ends, a letter to the next that starts so. */
function nextItem(items: readonly HTMLElement[], key: string): HTMLElement | undefined {
  const now = items.indexOf(document.activeElement as HTMLElement);
  if (key === 'ArrowDown' || key === 'ArrowRight') return items[(now + 1) % items.length];
  if (key === 'ArrowUp' || key === 'ArrowLeft') return items.at(now <= 0 ? -1 : now - 1);
  if (key === 'Home') return items[0];
  if (key === 'End') return items.at(-1);
  if (key.length !== 1 || key === ' ') return undefined;
  const after = [...items.slice(now + 1), ...items.slice(0, now + 1)];
  return after.find((item) =>
    (item.ariaLabel ?? item.textContent ?? '').trim().toLowerCase().startsWith(key.toLowerCase()),
  );
}
