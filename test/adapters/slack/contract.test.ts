/** Slack keeps the chat contract, however it reaches Baton. */
import { chatContract } from '../../contracts/chat.ts';
import { standupContract } from '../../contracts/standups.ts';
import { MORNING, startBaton } from '../../support/baton.ts';
import { slackWorld } from '../../support/slack/world.ts';

for (const transport of ['socket', 'http'] as const) {
  const open = () =>
    slackWorld({
      transport,
      from: MORNING,
      start: (environment, clock) => startBaton({ environment, clock }),
    });
  chatContract(`Slack (${transport})`, open);
  standupContract(`Slack (${transport})`, open);
}
