import { chatContract } from './chat.ts';
import { handoffContract } from './handoffs.ts';
import { patient } from './patient.ts';
import { standupContract } from './standups.ts';
import type { ChatWorld } from './world.ts';

/** Every suite that a platform keeps, each in a world of its own. */
export function everyContract(platform: string, open: () => Promise<ChatWorld>): void {
  const opened = async (): Promise<ChatWorld> => patient(await open());
  chatContract(platform, opened);
  handoffContract(platform, opened);
  standupContract(platform, opened);
}
