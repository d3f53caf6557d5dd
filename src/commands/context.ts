import type { ApprovalContext } from '../coordination/approvals/record.ts';
import type { ActContext } from '../coordination/context.ts';
import type { ItemKey } from '../coordination/ids.ts';
import type { Person } from '../coordination/people/person.ts';
import type { Installation, MessageRef } from '../coordination/places.ts';
import type { Channel, Links } from '../coordination/ports.ts';
import type { CapturedMessage } from './intent.ts';

/** What a verb is given: who acts and when, and where it was said. */
export interface CommandContext extends ActContext, Pick<ApprovalContext, 'readReactions'> {
  readonly installation: Installation;
  readonly channel: Channel;
  /** What reaches past this workspace. */
  readonly links: Links;
  /** A key for a new item: gaps are allowed, so it may be taken and not used. */
  readonly nextItemKey: () => Promise<ItemKey>;
  /** The words of a message, read once from its platform when the event did not carry them. */
  readonly read: (ref: MessageRef) => Promise<CapturedMessage>;
  /** Whose account it is, here; null for nobody that the platform knows. */
  readonly personOf: (account: string) => Promise<Person | null>;
  /** Which channel has this id, here; null for none that Baton can see. */
  readonly channelOf: (id: string) => Promise<Channel | null>;
  /** A channel as its platform shows it now, with who is in it and whether Baton may write there, where that is told. */
  readonly look: (channel: Channel) => Promise<Channel>;
}
