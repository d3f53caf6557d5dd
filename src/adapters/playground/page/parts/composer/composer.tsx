import type { TargetedKeyboardEvent } from 'preact';
import { useEffect, useId } from 'preact/hooks';
import { commandOf } from '../../model/completion.ts';
import { command, post } from '../../state/doing.ts';
import type { Spot } from '../../state/state.ts';
import { Icon, type IconName } from '../bits/icon.tsx';
import { Listbox, optionId } from '../bits/listbox.tsx';
import { enterLog } from '../messages/walk.ts';
import { Advice, adviceOn } from './advice.tsx';
import { nextActive, useSuggestions } from './suggestions.ts';
import { useWriting } from './use-writing.ts';

interface ComposerProps {
  /** The field's name: `Message #general`. */
  readonly name: string;
  readonly account: string;
  readonly spot: Spot;
  /** Leaves the thread. */
  readonly leave?: () => void;
}

/** Where one writes: words for everyone, or a command for Baton. */
export function Composer({ name, account, spot, leave }: ComposerProps) {
  const { channel, thread } = spot;
  const inThread = thread !== null;
  const writing = useWriting(`${account} ${channel} ${thread ?? ''}`);
  const { text, field } = writing;
  const [shown, mark] = useSuggestions(writing.caret, channel, !inThread);
  const list = useId();
  const open = shown.options.length > 0;
  useEffect(() => {
    if (inThread) field.current?.focus();
  }, []);

  const take = (index: number) => {
    const option = shown.options[index];
    if (option) writing.write(option.text, option.caret);
  };
  const send = async () => {
    const said = text.trim();
    if (said === '' || adviceOn(said, inThread)) return;
    writing.clear();
    const sent = await (commandOf(said) === null || inThread ? post(spot, said) : command(channel, said));
    if (!sent) writing.restore(said);
  };
  /** What a key means to the open list; true when it was for the list. */
  const forSuggestions = (key: string): boolean => {
    const { active, stale } = shown;
    if (key === 'ArrowDown' || key === 'ArrowUp') mark(nextActive(shown, key));
    else if (key === 'Escape') mark(null);
    else if (key === 'Tab') stale || take(Math.max(active, 0));
    else if (key === 'Enter' && active >= 0 && !stale) take(active);
    else return false;
    return true;
  };
  const onKeyDown = (event: TargetedKeyboardEvent<HTMLTextAreaElement>) => {
    if (event.isComposing || event.altKey) return;
    const sends = event.key === 'Enter' && !event.shiftKey;
    if (open && !event.shiftKey && forSuggestions(event.key)) event.preventDefault();
    else if (sends) {
      event.preventDefault();
      void send();
    } else if (event.key === 'ArrowUp' && text === '') {
      if (enterLog(event.currentTarget.closest('[data-pane]'))) event.preventDefault();
    } else if (event.key === 'Escape') leave?.();
  };

  return (
    <div class="composer">
      {open && (
        <div class="suggestions">
          <Listbox id={list} name="Suggestions" options={shown.options} active={shown.active} take={take} />
          <p class="suggestions-keys" aria-hidden="true">
            <kbd>↑</kbd> <kbd>↓</kbd> choose · <kbd>Tab</kbd> take · <kbd>Esc</kbd> close
          </p>
        </div>
      )}
      <Advice text={text} inThread={inThread} turnInto={(words) => writing.write(words, words.length)} />
      <div class="composer-box">
        <textarea
          ref={field}
          data-composer=""
          rows={1}
          dir="auto"
          value={text}
          aria-label={name}
          placeholder={inThread ? name : `${name}, or /baton`}
          aria-autocomplete="list"
          aria-haspopup="listbox"
          aria-controls={open ? list : undefined}
          aria-activedescendant={open && shown.active >= 0 ? optionId(list, shown.active) : undefined}
          onInput={(event) => writing.typed(event.currentTarget)}
          onBlur={writing.rest}
          onKeyDown={onKeyDown}
        />
        <div class="composer-tools">
          {!inThread && (
            <Tool
              name="Run a command"
              icon="slash"
              use={() => writing.insert('/baton ')}
              disabled={text !== ''}
            />
          )}
          <Tool name="Mention someone" icon="at" use={() => writing.insert('@')} disabled={false} />
          <span class="composer-keys" aria-hidden="true">
            <kbd>Enter</kbd> sends · <kbd>Shift Enter</kbd> new line
          </span>
          <button type="button" class="send" aria-label="Send" disabled={text.trim() === ''} onClick={send}>
            <Icon name="send" />
          </button>
        </div>
      </div>
      <p class="unseen" role="status">
        {open ? `${shown.options.length} suggestions; arrow keys choose, Tab takes.` : ''}
      </p>
    </div>
  );
}

interface ToolProps {
  readonly name: string;
  readonly icon: IconName;
  readonly use: () => void;
  readonly disabled: boolean;
}

function Tool({ name, icon, use, disabled }: ToolProps) {
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={name}
      title={name}
      disabled={disabled}
      onClick={use}
    >
      <Icon name={icon} />
    </button>
  );
}
