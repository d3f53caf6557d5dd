import { useEffect, useRef } from 'preact/hooks';
import type { View } from '../../../api.ts';
import { reset } from '../../state/doing.ts';
import { THEMES } from '../../state/memory.ts';
import { store, useApp } from '../../state/state.ts';
import { Mark } from '../bits/avatar.tsx';
import { Icon } from '../bits/icon.tsx';
import { Menu } from '../bits/menu.tsx';
import { Channels } from './channels.tsx';
import { Clock } from './clock.tsx';
import { PersonPicker } from './person-picker.tsx';

/** Who one is, where one can go, what time it is; on a phone a drawer. */
export function Sidebar({ view }: { readonly view: View }) {
  const drawer = useApp((state) => state.drawer);
  useDrawerFocus(drawer);
  return (
    <aside class={drawer ? 'sidebar open' : 'sidebar'} aria-label="Sidebar">
      <div class="workspace">
        <span class="avatar of-baton" aria-hidden="true">
          <Mark />
        </span>
        <p class="workspace-name">Baton playground</p>
        <button
          type="button"
          class="icon-button only-narrow"
          aria-label="Close the sidebar"
          data-drawer="close"
          onClick={() => store.set({ drawer: false })}
        >
          <Icon name="close" />
        </button>
      </div>
      <PersonPicker view={view} />
      <Channels view={view} />
      <Clock view={view} />
      <section class="sidebar-foot" aria-label="Playground">
        <button
          type="button"
          class="quiet-button"
          onClick={() => store.set({ dialog: { kind: 'shortcuts' } })}
        >
          <Icon name="keys" /> Help
        </button>
        <ThemeMenu />
        <button type="button" class="quiet-button" onClick={askToReset}>
          <Icon name="again" /> Reset
        </button>
      </section>
    </aside>
  );
}

/** Focus goes into the drawer and comes out of it. */
function useDrawerFocus(drawer: boolean): void {
  const before = useRef(drawer);
  useEffect(() => {
    if (drawer === before.current) return;
    before.current = drawer;
    document.querySelector<HTMLElement>(`[data-drawer=${drawer ? 'close' : 'open'}]`)?.focus();
  }, [drawer]);
}

function ThemeMenu() {
  const theme = useApp((state) => state.theme);
  const items = THEMES.map((key) => ({
    key,
    label: { auto: 'As the system', light: 'Light', dark: 'Dark' }[key],
    checked: key === theme,
    choose: () => store.set({ theme: key }),
  }));
  return (
    <Menu
      name="Theme"
      button={
        <>
          <Icon name="sun" /> Theme
        </>
      }
      buttonClass="quiet-button"
      sections={[{ items }]}
    />
  );
}

function askToReset(): void {
  const question = {
    title: 'Reset the playground?',
    text: 'All messages and work items of this workspace go, and the clock is set back. The people stay.',
    yes: 'Reset',
    danger: true,
    act: reset,
  };
  store.set({ dialog: { kind: 'confirm', question } });
}
