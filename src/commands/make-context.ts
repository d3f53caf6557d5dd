/** From an intent to what a verb is given: who acts, where, and when. */
import type { Instant } from '../coordination/calendar.ts';
import { refuse } from '../coordination/errors.ts';
import type { ChannelId } from '../coordination/ids.ts';
import type { Person } from '../coordination/people/person.ts';
import { workingTimeOf } from '../coordination/people/working-time.ts';
import type { MessageRef } from '../coordination/places.ts';
import type { Channel, Transaction } from '../coordination/ports.ts';
import type { CommandContext } from './context.ts';
import type { Core } from './core.ts';
import type { CapturedMessage, Intent, Place } from './intent.ts';

/** Thrown out of the transaction: a message is read from its platform before, never within. */
export class NeedsMessage extends Error {
  readonly ref: MessageRef;
  constructor(ref: MessageRef) {
    super('a message must be read first');
    this.ref = ref;
  }
}

/** Null when the intent was handled before. What does not depend on one another is asked for at once: one round trip. */
export async function makeContext(
  core: Core,
  tx: Transaction,
  intent: Intent,
  message: CapturedMessage | null,
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
  if (!me?.active) refuse({ code: 'not_installed' });
  const [teams, channel] = await Promise.all([tx.teams.of(me.id), known ?? newChannel(core, tx, place, me)]);
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
    nextItemKey: () => core.store.nextItemKey(tx.workspaceId),
    read: async (ref) => {
      if (message?.ref.message === ref.message) return message;
      throw new NeedsMessage(ref);
    },
  };
}

/** A channel is noted when something is first said in it; its members are kept by its platform's adapter. */
async function newChannel(core: Core, tx: Transaction, place: Place, me: Person): Promise<Channel> {
  const { platform, scope, channel, channelKind: kind, channelName: name } = place;
  const noted: Channel = { id: core.ids.uuid() as ChannelId, ref: { platform, scope, channel }, kind, name };
  await tx.channels.save(noted);
  await tx.channels.setMembers(noted.id, [me.id]);
  return noted;
}
