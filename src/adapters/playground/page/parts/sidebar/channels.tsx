import { useMemo } from 'preact/hooks';
import type { ChannelView, View } from '../../../api.ts';
import { unreadCounts } from '../../model/unread.ts';
import { address } from '../../state/going.ts';
import { store, useApp } from '../../state/state.ts';
import { Avatar } from '../bits/avatar.tsx';
import { ChannelIcon } from '../channel-pane.tsx';

/** Where one can go. The links are addresses, so that back and forward work. */
export function Channels({ view }: { readonly view: View }) {
  const read = useApp((state) => state.read);
  const open = useApp((state) => state.channel);
  const unread = useMemo(() => unreadCounts(view.messages, read, view.me.account), [view, read]);
  const links = (kinds: readonly ChannelView['kind'][]) =>
    view.channels
      .filter(({ kind }) => kinds.includes(kind))
      .map((channel) => (
        <li key={channel.channel}>
          <ChannelLink
            channel={channel}
            open={channel.channel === open}
            unread={channel.channel === open ? 0 : (unread.get(channel.channel) ?? 0)}
          />
        </li>
      ));
  return (
    <nav class="channels" aria-label="Channels">
      <h2 id="channels-title">Channels</h2>
      <ul aria-labelledby="channels-title">{links(['public', 'private'])}</ul>
      <h2 id="direct-title">Direct messages</h2>
      <ul aria-labelledby="direct-title">{links(['direct'])}</ul>
    </nav>
  );
}

interface ChannelLinkProps {
  readonly channel: ChannelView;
  readonly open: boolean;
  readonly unread: number;
}

function ChannelLink({ channel, open, unread }: ChannelLinkProps) {
  const direct = channel.kind === 'direct';
  return (
    <a
      href={address({ channel: channel.channel })}
      class={unread > 0 ? 'channel-link unread' : 'channel-link'}
      aria-current={open ? 'page' : undefined}
      onClick={() => store.set({ drawer: false })}
    >
      {direct ? <Avatar account={null} name="Baton" size="tiny" /> : <ChannelIcon channel={channel} />}
      <bdi class="channel-name">{direct ? 'Baton' : channel.name}</bdi>
      {channel.kind === 'private' && <span class="unseen"> (private)</span>}
      {unread > 0 && (
        <span class="count">
          {unread}
          <span class="unseen"> unread</span>
        </span>
      )}
    </a>
  );
}
