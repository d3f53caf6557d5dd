import { chatContract } from '../../contracts/chat.ts';
import { startBaton } from '../../support/baton.ts';
import { playgroundWorld } from '../../support/playground-world.ts';

chatContract('playground', async () => playgroundWorld(await startBaton()));
