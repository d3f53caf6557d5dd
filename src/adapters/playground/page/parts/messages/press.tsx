import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { MessageView } from '../../../api.ts';
import { press } from '../../state/doing.ts';
import { store } from '../../state/state.ts';
import { Act } from '../bits/busy.tsx';
import type { Block } from './spans.tsx';

type ButtonOf = Extract<Block, { block: 'buttons' }>['buttons'][number];
type Action = ButtonOf['action'];

/** The message that the buttons inside belong to. */
export const Pressed = createContext<MessageView | null>(null);

/** Presses on the message around. */
export function usePress(): (action: Action, more?: Action['options']) => Promise<unknown> {
  const message = useContext(Pressed);
  return async (action, more = {}) =>
    message ? press(message, action.verb, { ...action.options, ...more }) : undefined;
}

export function PressButton({ button }: { readonly button: ButtonOf }) {
  const go = usePress();
  const { label, action, style, confirm } = button;
  const act = async () => {
    if (confirm === undefined) return go(action);
    const question = {
      title: `${label}?`,
      text: confirm,
      yes: label,
      danger: style === 'danger',
      act: () => go(action),
    };
    store.set({ dialog: { kind: 'confirm', question } });
  };
  return (
    <Act class={`button press ${style ?? ''}`} act={act}>
      {label}
    </Act>
  );
}
