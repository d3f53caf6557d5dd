import { useMemo } from 'preact/hooks';
import type { ChannelView, View } from '../../api.ts';
import { channelTitle } from '../model/place.ts';
import { standing } from '../model/timeline.ts';
import { store, useApp } from '../state/state.ts';
import { Avatar } from './bits/avatar.tsx';
import { Icon } from './bits/icon.tsx';
import { Composer } from './composer/composer.tsx';
import { Log } from './messages/log.tsx';
import { useMessages } from './messages/use-messages.ts';
import { Welcome } from './welcome.tsx';

/** The open channel: its name, its messages, and where to write. */
export function ChannelPane({ view, channel }: { readonly view: View; readonly channel: ChannelView }) {
  const newFrom = useApp((state) => state.newFrom);
  const all = useMessages(view);
  const messages = useMemo(() => standing(all, channel.channel, null), [all, channel.channel]);
  const title = channelTitle(channel);
  const name = `Message ${title}`;
  const place = `${view.me.account} ${channel.channel}`;
  return (
    <section class="pane channel-pane" data-pane="channel" aria-label={title}>
      <header class="pane-head">
        <button
          type="button"
          class="icon-button only-narrow"
          aria-label="Open the sidebar"
          data-drawer="open"
          onClick={() => store.set({ drawer: true })}
        >
          <Icon name="menu" />
        </button>
        <ChannelHeading channel={channel} />
        <button
          type="button"
          class="icon-button head-search"
          aria-label="Go to…"
          title="Go to… (Ctrl K)"
          onClick={() => store.set({ dialog: { kind: 'switcher' } })}
        >
          <Icon name="search" />
        </button>
      </header>
      <Welcome />
      <Log key={place} name={`Messages in ${title}`} view={view} messages={messages} newFrom={newFrom} roots>
        <Beginning channel={channel} empty={messages.length === 0} />
      </Log>
      <Composer
        key={`${place} composer`}
        name={name}
        account={view.me.account}
        spot={{ channel: channel.channel, thread: null }}
      />
    </section>
  );
}

function ChannelHeading({ channel }: { readonly channel: ChannelView }) {
  const direct = channel.kind === 'direct';
  return (
    <div class="pane-title">
      <h2>
        {direct ? <Avatar account={null} name="Baton" size="tiny" /> : <ChannelIcon channel={channel} />}
        <bdi>{direct ? 'Baton' : channel.name}</bdi>
        {channel.kind === 'private' && <span class="unseen"> (private)</span>}
      </h2>
      {channel.topic && (
        <p class="topic" title={channel.topic}>
          {channel.topic}
        </p>
      )}
    </div>
  );
}

export function ChannelIcon({ channel }: { readonly channel: ChannelView }) {
  return <Icon name={channel.kind === 'private' ? 'lock' : 'hash'} />;
}

const BEGINNINGS: Readonly<Record<ChannelView['kind'], string>> = {
  public: 'An open channel. What Baton tracks from here, the whole workspace may see.',
  private: 'Only its members see this channel. What Baton tracks from here stays among them.',
  direct: 'Here Baton tells you what waits on you. You can write to it as well.',
};

function Beginning({ channel, empty }: { readonly channel: ChannelView; readonly empty: boolean }) {
  return (
    <div class="beginning">
      <p>
        {empty ? 'Nothing has been said here yet. ' : ''}
        {BEGINNINGS[channel.kind]}
      </p>
    </div>
  );
}
