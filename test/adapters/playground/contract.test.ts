/** The playground keeps the contract of every chat. */
import { everyContract } from '../../contracts/every.ts';
import { startBaton } from '../../support/baton.ts';
import { playgroundWorld } from '../../support/playground-world.ts';

everyContract('playground', async () => playgroundWorld(await startBaton()));
