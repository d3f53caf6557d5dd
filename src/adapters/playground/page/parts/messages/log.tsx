import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { MessageView, View } from '../../../api.ts';
import { type Entry, type Placed, type Thread, threadKey, threads, timeline } from '../../model/timeline.ts';
import { useApp } from '../../state/state.ts';
import { dayHeading } from '../../words/time.ts';
import { Icon } from '../bits/icon.tsx';
import { Message } from './message.tsx';
import { messageKey } from './walk.ts';

interface LogProps {
  readonly name: string;
  readonly view: View;
  readonly messages: readonly Placed[];
  readonly newFrom: string | null;
  /** Whether the messages are roots, whose threads can be opened. */
  readonly roots: boolean;
  /** What stands above the first message. */
  readonly children?: ComponentChildren;
}

/** How near the end one must be to be kept there when something is added. */
const NEAR = 80;

/** Messages, oldest first, read out as they come. Tab leads to one of them; arrow keys to the others. */
export function Log({ name, view, messages, newFrom, roots, children }: LogProps) {
  const letters = useApp((state) => state.letters);
  const [current, setCurrent] = useState<string | null>(null);
  const entries = useMemo(() => timeline(messages, view.me.zone, newFrom), [messages, view.me.zone, newFrom]);
  const replies = useMemo(() => threads(view.messages), [view.messages]);
  const { scroller, away, toEnd } = useKeptAtEnd(messages);
  const tabStop = messages.some(({ id }) => id === current) ? current : (messages.at(-1)?.id ?? null);
  const row = (entry: Entry) => {
    if (entry.kind === 'day')
      return <Day key={entry.key} words={dayHeading(entry.at, view.now, view.me.zone)} />;
    if (entry.kind === 'new') return <Day key={entry.key} words="New" fresh />;
    const { message, leads } = entry;
    const thread: Thread | null = (roots && replies.get(threadKey(message.channel, message.id))) || null;
    return (
      <Message
        key={entry.key}
        message={message}
        leads={leads}
        thread={thread}
        current={message.id === tabStop}
      />
    );
  };
  return (
    <div class="log-frame">
      <div
        ref={scroller}
        class="log"
        role="log"
        aria-label={name}
        aria-live="polite"
        data-log=""
        onFocusIn={(event) => {
          const at = (event.target as HTMLElement).closest<HTMLElement>('[data-message]');
          if (at?.dataset.message) setCurrent(at.dataset.message);
        }}
        onKeyDown={(event) => {
          const target = event.target as HTMLElement;
          const at = target.closest<HTMLElement>('[data-message]');
          if (!at || event.ctrlKey || event.metaKey || event.altKey) return;
          if (messageKey(at, event.key, letters)) event.preventDefault();
        }}
      >
        {children}
        {entries.map(row)}
      </div>
      {away && (
        <button type="button" class="to-end" onClick={toEnd}>
          <Icon name="arrowDown" /> Newest messages
        </button>
      )}
    </div>
  );
}

function Day({ words, fresh = false }: { readonly words: string; readonly fresh?: boolean }) {
  return (
    <div class={fresh ? 'day fresh' : 'day'}>
      <span>{words}</span>
    </div>
  );
}

/** Keeps the end in sight while one reads there; one who has scrolled up stays where they are. */
function useKeptAtEnd(messages: readonly MessageView[]) {
  const scroller = useRef<HTMLDivElement>(null);
  const kept = useRef(true);
  const [away, setAway] = useState(false);
  const look = () => {
    const box = scroller.current;
    if (!box) return;
    kept.current = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR;
    setAway(!kept.current);
  };
  const toEnd = () => {
    if (scroller.current) scroller.current.scrollTop = scroller.current.scrollHeight;
  };
  const saying = messages.some((message) => 'sending' in message);
  const settle = () => {
    if (kept.current || saying) toEnd();
    look();
  };
  useLayoutEffect(settle, [messages, saying]);
  useEffect(() => {
    const box = scroller.current;
    if (!box) return;
    const resized = new ResizeObserver(() => {
      if (kept.current) toEnd();
      look();
    });
    resized.observe(box);
    box.addEventListener('scroll', look, { passive: true });
    return () => {
      resized.disconnect();
      box.removeEventListener('scroll', look);
    };
  }, []);
  return { scroller, away, toEnd };
}
