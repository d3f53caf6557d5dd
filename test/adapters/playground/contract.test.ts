import { chatContract } from '../../contracts/chat.ts';
import { standupContract } from '../../contracts/standups.ts';
import { startBaton } from '../../support/baton.ts';
import { playgroundWorld } from '../../support/playground-world.ts';

const open = async () => playgroundWorld(await startBaton());

chatContract('playground', open);
standupContract('playground', open);
