import { say } from '../../coordination/message.ts';
import { leaveStandup } from '../../coordination/standups/manage.ts';
import { verb } from '../verb.ts';
import { findStandup, standupOption } from './standup-option.ts';

export const standupLeaveVerb = verb({
  name: 'standup leave',
  description: 'Take part no longer',
  examples: ['standup leave', 'standup leave general'],
  options: { standup: standupOption },
  async run(ctx, { standup: name }) {
    const standup = await findStandup(ctx, name);
    await leaveStandup(ctx, standup);
    return {
      message: say(
        `You are not asked for ${standup.name} any more. Back in: /baton standup join ${standup.name}`,
      ),
    };
  },
});
