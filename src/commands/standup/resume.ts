import { say } from '../../coordination/message.ts';
import { pauseStandup } from '../../coordination/standups/manage.ts';
import { verb } from '../verb.ts';
import { findStandup, standupOption } from './standup-option.ts';

export const standupResumeVerb = verb({
  name: 'standup resume',
  description: 'Go on with a standup that was paused',
  examples: ['standup resume', 'standup resume general'],
  options: { standup: standupOption },
  async run(ctx, { standup: name }) {
    const standup = await findStandup(ctx, name);
    const changed = await pauseStandup(ctx, standup, false);
    const words = changed ? `${standup.name} goes on with its next round.` : `${standup.name} is not paused.`;
    return { message: say(words, changed ? 'good' : 'plain') };
  },
});
