/** From an intent to what a verb is given: who acts, where, and when. */
import type { Instant } from '../coordination/calendar.ts';
import { refuse } from '../coordination/errors.ts';
import type { ChannelId } from '../coordination/ids.ts';
import { met } from '../coordination/people/meet.ts';
import type { Person } from '../coordination/people/person.ts';
import { workingTimeOf } from '../coordination/people/working-time.ts';
import type { Channel, Transaction } from '../coordination/ports.ts';
import type { Asking } from './asking.ts';
import type { CommandContext } from './context.ts';
import type { Core } from './core.ts';
import type { Act, Place } from './intent.ts';

/** Null when the intent was handled before. What does not depend on one another is asked for at once: one round trip. */
export async function makeContext(
  core: Core,
  tx: Transaction,
  intent: Act,
  asking: Asking,
): Promise<CommandContext | null> {
  const { place, actor, key } = intent;
  const { platform, scope } = place;
  const [fresh, { clockOffset, ...workspace }, me, known] = await Promise.all([
    tx.once(key),
    tx.workspace(),
    tx.people.byAccount({ platform, scope, account: actor }),
    tx.channels.byRef({ platform, scope, channel: place.channel }),
  ]);
  if (!fresh) return null;
  const here = { platform, scope, channel: place.channel };
  asking.about([
    ...(me ? [] : [{ of: 'person', ref: { platform, scope, account: actor } } as const]),
    ...(known || place.channelKind === 'direct' ? [] : [{ of: 'channel', ref: here } as const]),
  ]);
  if (!me?.active) refuse({ code: 'not_installed' });
  const [teams, channel] = await Promise.all([
    tx.teams.of(me.id),
    known ? stillIn(tx, known, me) : newChannel(core, tx, place, me),
  ]);
  const now: Instant = core.clock.now() + clockOffset;
  return {
    tx,
    workspace,
    me,
    now,
    myTeams: teams,
    myTime: workingTimeOf(me, teams, workspace),
    ids: core.ids,
    sha256: core.sha256,
    installation: { platform, scope },
    channel,
    links: core.store.links,
    nextItemKey: () => core.store.nextItemKey(tx.workspaceId),
    read: async (ref) => asking.message(ref),
    readReactions: async (ref, version) => asking.reactions(ref, version),
    personOf: async (account) => {
      const ref = { platform, scope, account };
      const found = await tx.people.byAccount(ref);
      if (!found) asking.about([{ of: 'person', ref }]);
      return found;
    },
    channelOf: async (id) => {
      const ref = { platform, scope, channel: id };
      const found = await tx.channels.byRef(ref);
      if (!found) asking.about([{ of: 'channel', ref }]);
      return found;
    },
    look: async ({ ref, ...known }) => {
      asking.about([{ of: 'inside', ref }]);
      return (await tx.channels.byRef(ref)) ?? { ref, ...known };
    },
  };
}

/** Whoever acts in a private channel is in it, whatever was missed. */
async function stillIn(tx: Transaction, channel: Channel, me: Person): Promise<Channel> {
  if (channel.kind === 'private') await tx.channels.addMember(channel.id, me.id);
  return channel;
}

/** A channel of which its platform tells nothing, a direct one mostly, is noted when something is first said in it. */
async function newChannel(core: Core, tx: Transaction, place: Place, me: Person): Promise<Channel> {
  const { platform, scope, channel, channelKind: kind, channelName: name } = place;
  const ref = { platform, scope, channel };
  const known = await met(tx, () => tx.channels.byRef(ref));
  if (known) return stillIn(tx, known, me);
  const noted: Channel = { id: core.ids.uuid() as ChannelId, ref, kind, name, off: null };
  await tx.channels.save(noted);
  await tx.channels.setMembers(noted.id, [me.id]);
  return noted;
}
