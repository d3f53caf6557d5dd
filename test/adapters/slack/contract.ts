import { everyContract } from '../../contracts/every.ts';
import { MORNING, startBaton } from '../../support/baton.ts';
import { slackWorld } from '../../support/slack/world.ts';

/** Each transport has a file of its own, so that they are tried side by side. */
export const slackContract = (transport: 'socket' | 'http'): void =>
  everyContract(`Slack (${transport})`, () =>
    slackWorld({
      transport,
      from: MORNING,
      start: (environment, clock) => startBaton({ environment, clock }),
    }),
  );
