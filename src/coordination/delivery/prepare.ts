/** A message as it leaves: rendered from the record as it stands now, and its person turned into an account. */
import type { Message } from '../message.ts';
import type { Address, Transaction } from '../ports.ts';
import type { Moment } from './moment.ts';
import type { Body, Destination } from './outbox.ts';
import { render } from './render.ts';

export type Prepared =
  | {
      readonly ready: true;
      readonly message: Message;
      readonly address: Address;
      /** Emoji that Baton reacts with first, once it is sent. */
      readonly seeds: readonly string[];
    }
  /** There is nothing left to say, or nobody who could hear it. */
  | { readonly ready: false; readonly because: 'moot' | 'nobody there' }
  /** Its channel was turned off, for this reason. */
  | { readonly ready: false; readonly because: 'closed'; readonly reason: string };

/** What needs no look at the record: words frozen when they were written, to a channel. Null for all else. */
export function asWritten(body: Body, destination: Destination): Prepared | null {
  return body.body === 'words' && destination.to === 'channel'
    ? { ready: true, message: body.message, address: destination, seeds: [] }
    : null;
}

export async function prepare(
  tx: Transaction,
  body: Body,
  destination: Destination,
  moment: Moment,
): Promise<Prepared> {
  const off = destination.to === 'channel' ? (await tx.channels.byRef(destination.channel))?.off : null;
  if (off) return { ready: false, because: 'closed', reason: off };
  const [address, message] = await Promise.all([
    addressOf(tx, destination),
    render(tx, body, destination, moment),
  ]);
  if (!address) return { ready: false, because: 'nobody there' };
  return message
    ? { ready: true, message, address, seeds: await seedsOf(tx, body) }
    : { ready: false, because: 'moot' };
}

/** A request is answered with one tap. */
async function seedsOf(tx: Transaction, body: Body): Promise<readonly string[]> {
  if (body.body !== 'approval' || body.as !== 'request') return [];
  const { done, decline } = (await tx.workspace()).settings.reactions;
  return [done, decline].filter((emoji) => emoji !== null);
}

/** A person is written to where they were last; whispered to on the platform of the channel. */
async function addressOf(tx: Transaction, destination: Destination): Promise<Address | null> {
  if (destination.to === 'channel') return destination;
  const accounts = await tx.people.accountsOf(destination.person);
  if (destination.to === 'person') {
    const [account] = accounts;
    return account ? { to: 'account', account } : null;
  }
  const { channel, thread } = destination;
  const account = accounts.find((a) => a.platform === channel.platform && a.scope === channel.scope);
  return account ? { to: 'whisper', channel, thread, account } : null;
}
