import { chatContract } from './chat.ts';
import { handoffContract } from './handoffs.ts';
import { standupContract } from './standups.ts';
import type { ChatWorld } from './world.ts';

/** Every suite that a platform keeps, each in a world of its own. */
export function everyContract(platform: string, open: () => Promise<ChatWorld>): void {
  chatContract(platform, open);
  handoffContract(platform, open);
  standupContract(platform, open);
}
