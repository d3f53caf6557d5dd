import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { MessageView } from '../../../api.ts';
import { edit } from '../../state/doing.ts';
import { store } from '../../state/state.ts';
import { toTyped } from '../../words/mentions.ts';
import { Act } from '../bits/busy.tsx';
import { growWithText } from '../composer/grow.ts';

/** One's own message, to be changed in its place. */
export function Editor({ message }: { readonly message: MessageView }) {
  const people = store.get().view?.people ?? [];
  const [text, setText] = useState(() => toTyped(message.text ?? '', people));
  const field = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    field.current?.focus();
    field.current?.setSelectionRange(text.length, text.length);
  }, []);
  useLayoutEffect(() => growWithText(field.current), [text]);
  const row = () => field.current?.closest<HTMLElement>('[data-message]');
  const save = async () => {
    const around = row();
    if (text.trim() !== '' && (await edit(message, text.trim()))) around?.focus();
  };
  const leave = () => {
    row()?.focus();
    store.set({ editing: null });
  };
  return (
    <div class="editor">
      <textarea
        ref={field}
        aria-label="Edit message"
        rows={1}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === 'Escape') leave();
          if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
            event.preventDefault();
            void save();
          }
        }}
      />
      <div class="editor-buttons">
        <button type="button" class="button" onClick={leave}>
          Cancel
        </button>
        <Act class="button primary" act={save} disabled={text.trim() === ''}>
          Save
        </Act>
      </div>
    </div>
  );
}
