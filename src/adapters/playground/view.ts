/** What one person sees of the playground. */

import type { WorkspaceId } from '../../coordination/ids.ts';
import type { Store } from '../../coordination/ports.ts';
import type { ChannelView, MessageView, PersonView, View } from './api.ts';
import { CAST, CHANNELS, directChannel, memberOf, SCOPE } from './cast.ts';
import type { PlaygroundStore, StoredReaction } from './store.ts';

const NEWEST = 200;

/** The people as they stand now: zones and names change by settings. */
export async function peopleOf(store: Store, workspace: WorkspaceId): Promise<PersonView[]> {
  return store.transact(workspace, async (tx) => {
    const [{ zone: fallback }, teams] = await Promise.all([tx.workspace(), tx.teams.all()]);
    const views: PersonView[] = [];
    for (const { handle: account } of CAST) {
      const person = await tx.people.byAccount({ platform: 'playground', scope: SCOPE, account });
      if (!person) continue;
      const mine = teams.filter((t) => t.members.includes(person.id));
      views.push({
        account,
        handle: person.handle,
        name: person.name,
        kind: person.kind,
        role: person.role,
        zone: person.zone ?? mine[0]?.zone ?? fallback,
        teams: mine.map((t) => t.name),
      });
    }
    return views;
  });
}

export async function viewOf(
  deps: { readonly store: Store; readonly playground: PlaygroundStore; readonly workspace: WorkspaceId },
  account: string,
  realNow: number,
): Promise<View | null> {
  const people = await peopleOf(deps.store, deps.workspace);
  const me = people.find((p) => p.account === account);
  if (!me) return null;
  const { messages, reactions } = await deps.playground.recent(NEWEST);
  const clockOffset = await deps.playground.clockOffset();
  return {
    me,
    people,
    channels: channelsOf(account),
    messages: messages
      .filter((m) => memberOf(m.channel, account) && (m.onlyFor === null || m.onlyFor === account))
      .map(
        (m): MessageView => ({
          channel: m.channel,
          id: m.id,
          thread: m.thread,
          author: m.author,
          private: m.onlyFor !== null,
          text: m.text,
          message: m.message,
          postedAt: m.postedAt,
          edited: m.author !== null && m.editedAt !== null,
          reactions: grouped(reactions.filter((r) => r.channel === m.channel && r.message === m.id)),
        }),
      ),
    now: realNow + clockOffset,
    clockOffset,
    nextDue: await deps.playground.nextDue(),
  };
}

function channelsOf(account: string): ChannelView[] {
  const shared = CHANNELS.filter((c) => c.members.includes(account));
  return [
    ...shared.map(({ key, name, kind, topic }) => ({ channel: key, name, kind, topic })),
    { channel: directChannel(account), name: 'Baton', kind: 'direct', topic: 'You and Baton' },
  ];
}

function grouped(reactions: readonly StoredReaction[]): MessageView['reactions'] {
  const emojis = [...new Set(reactions.map((r) => r.emoji))];
  return emojis.map((emoji) => ({
    emoji,
    accounts: reactions.filter((r) => r.emoji === emoji).map((r) => r.account),
  }));
}
