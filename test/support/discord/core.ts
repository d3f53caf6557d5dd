/** What everything in the fake works on. */
import type { Gateway } from './gateway.ts';
import type { Ledger } from './ledger.ts';
import type { State } from './state.ts';

export interface Core {
  readonly state: State;
  readonly gateway: Gateway;
  readonly ledger: Ledger;
}
