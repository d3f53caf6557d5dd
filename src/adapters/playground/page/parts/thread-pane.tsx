import { useMemo } from 'preact/hooks';
import type { ChannelView, View } from '../../api.ts';
import { channelTitle } from '../model/place.ts';
import { inThread } from '../model/timeline.ts';
import { go } from '../state/going.ts';
import { Icon } from './bits/icon.tsx';
import { Composer } from './composer/composer.tsx';
import { Log } from './messages/log.tsx';
import { useMessages } from './messages/use-messages.ts';

interface ThreadPaneProps {
  readonly view: View;
  readonly channel: ChannelView;
  readonly root: string;
}

/** A message and the replies to it, beside the channel; on a phone in its place. */
export function ThreadPane({ view, channel, root }: ThreadPaneProps) {
  const all = useMessages(view);
  const messages = useMemo(() => inThread(all, channel.channel, root), [all, channel.channel, root]);
  const gone = messages[0]?.id !== root;
  const leave = () => {
    go({ thread: null });
    document.querySelector<HTMLElement>(`[data-pane=channel] [data-message="${CSS.escape(root)}"]`)?.focus();
  };
  const key = `${view.me.account} ${channel.channel} ${root}`;
  return (
    <section class="pane thread-pane" data-pane="thread" aria-label="Thread">
      <header class="pane-head">
        <div class="pane-title">
          <h2>Thread</h2>
          <p class="topic">{channelTitle(channel)}</p>
        </div>
        <button type="button" class="icon-button" aria-label="Close thread" onClick={leave}>
          <Icon name="close" />
        </button>
      </header>
      <Log
        key={key}
        name="Messages in the thread"
        view={view}
        messages={messages}
        newFrom={null}
        roots={false}
      >
        {gone && <p class="beginning">The message that this thread began with was deleted.</p>}
      </Log>
      <Composer
        key={`${key} composer`}
        name="Reply in thread"
        account={view.me.account}
        spot={{ channel: channel.channel, thread: root }}
        leave={leave}
      />
    </section>
  );
}
