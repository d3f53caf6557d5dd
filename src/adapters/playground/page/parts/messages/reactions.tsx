import type { MessageView } from '../../../api.ts';
import { react } from '../../state/doing.ts';
import { useApp } from '../../state/state.ts';
import { emojiOf, emojiWords, REACTIONS } from '../../words/emoji.ts';
import { BATON, personOf } from '../../words/people.ts';
import { useBusy } from '../bits/busy.tsx';
import { Icon } from '../bits/icon.tsx';
import { Menu } from '../bits/menu.tsx';

/** Who reacted how; a press adds one's own or takes it back. */
export function Reactions({ message }: { readonly message: MessageView }) {
  const shown = message.reactions.filter(({ accounts }) => accounts.length > 0);
  if (shown.length === 0) return null;
  return (
    <div class="reactions">
      {shown.map(({ emoji, accounts }) => (
        <Chip key={emoji} message={message} emoji={emoji} accounts={accounts} />
      ))}
      <ReactMenu message={message} buttonClass="chip add" />
    </div>
  );
}

interface ChipProps {
  readonly message: MessageView;
  readonly emoji: string;
  readonly accounts: readonly string[];
}

function Chip({ message, emoji, accounts }: ChipProps) {
  const people = useApp((state) => state.view?.people);
  const me = useApp((state) => state.view?.me.account);
  const [busy, run] = useBusy();
  const names = accounts.map((account) =>
    account === BATON ? 'Baton' : (personOf(people ?? [], account)?.name ?? account),
  );
  const name = `${emojiWords(emoji)}, ${accounts.length}: ${names.join(', ')}`;
  return (
    <button
      type="button"
      class="chip"
      aria-label={name}
      title={name}
      aria-pressed={me !== undefined && accounts.includes(me)}
      aria-busy={busy}
      onClick={() => run(() => react(message, emoji))}
    >
      <span class="emoji">{emojiOf(emoji)}</span> {accounts.length}
    </button>
  );
}

interface ReactMenuProps {
  readonly message: MessageView;
  readonly buttonClass: string;
  readonly act?: string;
}

/** The reactions that mean something here, and two that only please. */
export function ReactMenu({ message, buttonClass, act }: ReactMenuProps) {
  const [busy, run] = useBusy();
  const items = REACTIONS.map(({ name, emoji, means }) => ({
    key: name,
    name: `${emojiWords(name)}: ${means}`,
    label: <span class="emoji">{emoji}</span>,
    choose: () => void run(() => react(message, name)),
  }));
  return (
    <Menu
      name="Reactions"
      buttonName="React"
      button={<Icon name="smile" />}
      buttonClass={buttonClass}
      menuClass="emoji-menu"
      align="end"
      busy={busy}
      {...(act ? { act } : {})}
      sections={[{ items }]}
    />
  );
}
