/** Discord keeps the contract of every chat. */
import { everyContract } from '../../contracts/every.ts';
import { MORNING, startBaton } from '../../support/baton.ts';
import { discordWorld } from '../../support/discord/world.ts';

everyContract('Discord', () =>
  discordWorld({
    from: MORNING,
    token: 'a-token-of-the-fake-discord',
    memberRole: (role) => `settings workspace members: ${role}`,
    start: (environment, clock) => startBaton({ environment, clock }),
  }),
);
