/** Answers to interactions: https://discord.com/developers/docs/interactions/receiving-and-responding#endpoints */
import type { Callback, Interaction } from '../interaction.ts';
import type { MessageBody } from '../limits/message.ts';
import { messagePayload } from '../payloads.ts';
import { refusal } from '../problems.ts';
import { objectOf } from './body.ts';
import type { Call, Route } from './router.ts';

const WEBHOOK = '/webhooks/:application/:token';

export const INTERACTIONS: readonly Route[] = [
  {
    on: 'POST /interactions/:interaction/:token/callback',
    free: true,
    run: ({ world, params: [id = '', token = ''], body, files, query }) => {
      const answered = world.interactions.answer(id, token, objectOf<Callback>(body), files);
      return query.get('with_response') === 'true' ? answered : undefined;
    },
  },
  {
    on: `POST ${WEBHOOK}`,
    free: true,
    run: (call) => {
      const { world, body, files } = call;
      return messagePayload(
        world.interactions.followUp(at(call), objectOf<MessageBody>(body), files),
        world.state,
        true,
      );
    },
  },
  {
    on: `GET ${WEBHOOK}/messages/:message`,
    free: true,
    run: (call) =>
      messagePayload(
        call.world.interactions.messageOf(at(call), call.params[2] ?? ''),
        call.world.state,
        true,
      ),
  },
  {
    on: `PATCH ${WEBHOOK}/messages/:message`,
    free: true,
    run: (call) => {
      const { world, params, body, files } = call;
      const edited = world.interactions.edit(at(call), params[2] ?? '', objectOf<MessageBody>(body), files);
      return messagePayload(edited, world.state, true);
    },
  },
  {
    on: `DELETE ${WEBHOOK}/messages/:message`,
    free: true,
    run: (call) => call.world.interactions.delete(at(call), call.params[2] ?? ''),
  },
];

/** @throws Refusal */
function at({ world, params: [application, token = ''] }: Call): Interaction {
  if (application !== world.state.application.id) throw refusal(10015);
  return world.interactions.byToken(token);
}
