/** Discord keeps the chat contract. */
import { chatContract } from '../../contracts/chat.ts';
import { standupContract } from '../../contracts/standups.ts';
import { MORNING, startBaton } from '../../support/baton.ts';
import { discordWorld } from '../../support/discord/world.ts';

const open = () =>
  discordWorld({
    from: MORNING,
    token: 'a-token-of-the-fake-discord',
    memberRole: (role) => `settings workspace members: ${role}`,
    start: (environment, clock) => startBaton({ environment, clock }),
  });

chatContract('Discord', open);
standupContract('Discord', open);
