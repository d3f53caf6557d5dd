/**
 * The state that a browser takes to Slack and brings back. It is sealed, so any process that has the key can check it,
 * and nothing is written until it comes back: then it is marked as used, once for all processes. That it comes back in
 * the same browser is checked by Slack's installer, which keeps it in a cookie as well.
 */
import type { InstallURLOptions, StateStore } from '@slack/bolt';
import { z } from 'zod';
import type { Instant } from '../../../coordination/calendar.ts';

interface Sealed {
  readonly keyId: string;
  readonly ciphertext: string;
}

export interface StateParts {
  readonly sealing: {
    seal(text: string, of: readonly string[]): Sealed;
    open(sealed: Sealed, of: readonly string[]): string;
  };
  /** True the first time, in whichever process. */
  readonly use: (state: string, expiresAt: Instant, now: Instant) => Promise<boolean>;
  readonly now: () => Instant;
  readonly uuid: () => string;
}

export const STATE_SECONDS = 10 * 60;
const OF = ['slack', 'install state'];

/** Slack's installer tells a wrong state from other faults by this code. */
export const WRONG_STATE = 'slack_oauth_invalid_state';

class WrongState extends Error {
  readonly code = WRONG_STATE;
}

const inside = z.object({ id: z.string(), expiresAt: z.number() });

/** `options` are the same for every installation, so they need not travel. */
export const createStates = (parts: StateParts, options: InstallURLOptions): StateStore => ({
  generateStateParam: async () => {
    const expiresAt = parts.now() + STATE_SECONDS * 1_000;
    const { keyId, ciphertext } = parts.sealing.seal(JSON.stringify({ id: parts.uuid(), expiresAt }), OF);
    // As an address and a cookie can hold it.
    return `${keyId}.${Buffer.from(ciphertext, 'base64').toString('base64url')}`;
  },
  verifyStateParam: async (_, state) => {
    const { id, expiresAt } = opened(parts, state);
    const now = parts.now();
    if (now >= expiresAt) throw new WrongState('the state is too old');
    if (!(await parts.use(id, expiresAt, now))) throw new WrongState('the state was used before');
    return options;
  },
});

function opened({ sealing }: StateParts, state: string): z.infer<typeof inside> {
  const [keyId = '', text = ''] = state.split('.');
  try {
    const ciphertext = Buffer.from(text, 'base64url').toString('base64');
    return inside.parse(JSON.parse(sealing.open({ keyId, ciphertext }, OF)));
  } catch {
    throw new WrongState('the state is none of ours');
  }
}
