import { say } from '../../coordination/message.ts';
import { deleteStandup } from '../../coordination/standups/manage.ts';
import { verb } from '../verb.ts';
import { findStandup, standupOption } from './standup-option.ts';

export const standupDeleteVerb = verb({
  name: 'standup delete',
  description: 'End it for good, with its answers',
  examples: ['standup delete', 'standup delete general'],
  options: { standup: standupOption },
  async run(ctx, { standup: name }) {
    const standup = await findStandup(ctx, name);
    await deleteStandup(ctx, standup);
    return {
      message: say(`${standup.name} is deleted, with what was answered to it. What was posted stays.`),
    };
  },
});
