import { useState } from 'preact/hooks';
import type { MessageView } from '../../../api.ts';
import type { Thread } from '../../model/timeline.ts';
import { dismiss } from '../../state/doing.ts';
import { go } from '../../state/going.ts';
import { type PrivateAnswer, useApp } from '../../state/state.ts';
import { toTyped } from '../../words/mentions.ts';
import { personOf } from '../../words/people.ts';
import { clockTime, shortInstant, wholeInstant } from '../../words/time.ts';
import { Avatar } from '../bits/avatar.tsx';
import { Icon } from '../bits/icon.tsx';
import { memo } from '../bits/memo.ts';
import { Card } from './card.tsx';
import { Editor } from './editor.tsx';
import { Pressed } from './press.tsx';
import { Reactions } from './reactions.tsx';
import { Toolbar } from './toolbar.tsx';
import { Words } from './words.tsx';

interface RowProps {
  readonly message: MessageView;
  /** Shows who speaks; else it belongs to the message above. */
  readonly leads: boolean;
  /** What stands in its thread, when there is one to open. */
  readonly thread: Thread | null;
  /** Whether Tab leads here. */
  readonly current: boolean;
}

const isUnsent = (message: MessageView): boolean => 'sending' in message;
const askedFor = (message: MessageView): string | null =>
  'asked' in message ? (message as PrivateAnswer).asked : null;

/** One message. Its toolbar exists only while it is near, so that a long channel stays light. */
export const Message = memo(({ message, leads, thread, current }: RowProps) => {
  const [pointed, setPointed] = useState(false);
  const [focused, setFocused] = useState(false);
  const me = useApp((state) => state.view?.me);
  const people = useApp((state) => state.view?.people);
  const editing = useApp((state) => state.editing === message.id);
  if (!me || !people) return null;
  const author = authorName(message, people);
  const time = clockTime(message.postedAt, me.zone);
  const canAct = !message.private && !isUnsent(message);
  const classes = [
    'message',
    leads ? 'leads' : '',
    message.private ? 'private' : '',
    isUnsent(message) ? 'unsent' : '',
  ];
  return (
    <article
      class={classes.join(' ')}
      tabIndex={current ? 0 : -1}
      data-message={message.id}
      aria-label={`${author}, ${time}: ${spoken(message, people)}`}
      onPointerEnter={() => setPointed(true)}
      onPointerLeave={() => setPointed(false)}
      onFocusIn={() => setFocused(true)}
      onFocusOut={(event) => setFocused(event.currentTarget.contains(event.relatedTarget as Node | null))}
    >
      <div class="gutter">
        {leads ? <Avatar account={message.author} name={author} /> : <span class="side-time">{time}</span>}
      </div>
      <div class="body">
        {leads && (
          <div class="byline">
            <bdi class="author">{author}</bdi>
            <AuthorBadge message={message} />
            <time
              dateTime={new Date(message.postedAt).toISOString()}
              title={wholeInstant(message.postedAt, true, me.zone)}
            >
              {time}
            </time>
            {message.private && <PrivateLine message={message} />}
          </div>
        )}
        <Pressed.Provider value={message}>
          {editing ? <Editor message={message} /> : <Content message={message} />}
        </Pressed.Provider>
        <Reactions message={message} />
        {thread && <ThreadLine message={message} thread={thread} />}
      </div>
      {(pointed || focused) && canAct && !editing && <Toolbar message={message} />}
    </article>
  );
});

type People = Parameters<typeof personOf>[0];

const authorName = (message: MessageView, people: People): string =>
  message.author === null ? 'Baton' : (personOf(people, message.author)?.name ?? 'Someone');

/** The beginning is enough to know a message by; the rest is read from its words. */
const spoken = (message: MessageView, people: People): string =>
  (message.message?.summary ?? toTyped(message.text ?? '', people)).slice(0, 300);

function AuthorBadge({ message }: { readonly message: MessageView }) {
  const agent = useApp(
    (state) =>
      message.author !== null && personOf(state.view?.people ?? [], message.author)?.kind === 'agent',
  );
  if (message.author === null) return <span class="badge">app</span>;
  return agent ? <span class="badge">agent</span> : null;
}

function Content({ message }: { readonly message: MessageView }) {
  if (message.message) return <Card message={message.message} />;
  return (
    <div class="words" dir="auto">
      <Words text={message.text ?? ''} />
      {message.edited && <span class="edited"> (edited)</span>}
    </div>
  );
}

function PrivateLine({ message }: { readonly message: MessageView }) {
  const asked = askedFor(message);
  return (
    <>
      <span class="private-note">
        <Icon name="eye" />
        Only visible to you
        {asked && (
          <>
            {' · '}
            <code dir="auto">{asked}</code>
          </>
        )}
      </span>
      <button type="button" class="link-button" data-act="dismiss" onClick={() => dismiss(message)}>
        Dismiss
      </button>
    </>
  );
}

function ThreadLine({ message, thread }: { readonly message: MessageView; readonly thread: Thread }) {
  const view = useApp((state) => state.view);
  if (!view) return null;
  const replies = thread.count === 1 ? '1 reply' : `${thread.count} replies`;
  return (
    <button type="button" class="thread-line" onClick={() => go({ thread: message.id })}>
      <span class="faces">
        {thread.authors.slice(0, 4).map((account) => (
          <Avatar
            key={account}
            account={account}
            name={personOf(view.people, account ?? '')?.name ?? ''}
            size="tiny"
          />
        ))}
      </span>
      <span class="thread-count">{replies}</span>
      <span class="thread-last">last reply {shortInstant(thread.lastAt, true, view.now, view.me.zone)}</span>
    </button>
  );
}
