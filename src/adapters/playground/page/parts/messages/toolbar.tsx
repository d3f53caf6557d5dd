import type { MessageView } from '../../../api.ts';
import { remove, track } from '../../state/doing.ts';
import { go } from '../../state/going.ts';
import { store, useApp } from '../../state/state.ts';
import { useBusy } from '../bits/busy.tsx';
import { Icon, type IconName } from '../bits/icon.tsx';
import { ReactMenu } from './reactions.tsx';

/** What one can do with a message; shown while it is pointed at or has the focus. Shortcuts press these buttons. */
export function Toolbar({ message }: { readonly message: MessageView }) {
  const mine = useApp((state) => state.view?.me.account) === message.author;
  return (
    <div class="toolbar">
      <ReactMenu message={message} buttonClass="icon-button" act="react" />
      {message.author !== null && (
        <Tool act="track" name="Track with Baton" icon="pin" press={() => track(message)} />
      )}
      {message.thread === null && (
        <Tool
          act="reply"
          name="Reply in thread"
          icon="reply"
          press={async () => go({ thread: message.id })}
        />
      )}
      {mine && (
        <>
          <Tool act="edit" name="Edit" icon="edit" press={async () => store.set({ editing: message.id })} />
          <Tool act="delete" name="Delete" icon="trash" press={async () => askToDelete(message)} />
        </>
      )}
    </div>
  );
}

function askToDelete(message: MessageView): void {
  const question = {
    title: 'Delete message?',
    text: 'It is gone for everyone. What Baton made of it stays.',
    yes: 'Delete',
    danger: true,
    act: () => remove(message),
  };
  store.set({ dialog: { kind: 'confirm', question } });
}

interface ToolProps {
  readonly act: string;
  readonly name: string;
  readonly icon: IconName;
  readonly press: () => Promise<unknown>;
}

function Tool({ act, name, icon, press }: ToolProps) {
  const [busy, run] = useBusy();
  return (
    <button
      type="button"
      class="icon-button"
      data-act={act}
      aria-label={name}
      title={name}
      aria-busy={busy}
      onClick={() => run(press)}
    >
      <Icon name={icon} />
    </button>
  );
}
