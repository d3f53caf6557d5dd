/** Discord keeps the chat contract. */
import { chatContract } from '../../contracts/chat.ts';
import { MORNING, startBaton } from '../../support/baton.ts';
import { discordWorld } from '../../support/discord/world.ts';

chatContract('Discord', () =>
  discordWorld({
    from: MORNING,
    token: 'a-token-of-the-fake-discord',
    memberRole: (role) => `settings workspace members: ${role}`,
    start: (environment, clock) => startBaton({ environment, clock }),
  }),
);
