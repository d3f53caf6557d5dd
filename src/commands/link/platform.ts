import { refuse } from '../../coordination/errors.ts';
import type { CommandContext } from '../context.ts';

/** The playground is a workspace of its own, and stays so. */
export function expectPlatform({ installation }: CommandContext): void {
  if (installation.platform === 'playground')
    refuse({ code: 'not_allowed', act: 'join platforms', who: 'Slack teams and Discord servers' });
}
