import { say } from '../../coordination/message.ts';
import { pauseStandup } from '../../coordination/standups/manage.ts';
import { verb } from '../verb.ts';
import { findStandup, standupOption } from './standup-option.ts';

export const standupPauseVerb = verb({
  name: 'standup pause',
  description: 'Ask nobody until it is resumed',
  examples: ['standup pause', 'standup pause general'],
  options: { standup: standupOption },
  async run(ctx, { standup: name }) {
    const standup = await findStandup(ctx, name);
    const changed = await pauseStandup(ctx, standup, true);
    const words = changed ? `${standup.name} is paused` : `${standup.name} is paused already`;
    return { message: say(`${words}. To go on: /baton standup resume ${standup.name}`) };
  },
});
