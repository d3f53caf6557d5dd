import { say } from '../../coordination/message.ts';
import { joinStandup } from '../../coordination/standups/manage.ts';
import { verb } from '../verb.ts';
import { findStandup, standupOption } from './standup-option.ts';

export const standupJoinVerb = verb({
  name: 'standup join',
  description: 'Take part from the next round on',
  examples: ['standup join', 'standup join general'],
  options: { standup: standupOption },
  async run(ctx, { standup: name }) {
    const standup = await findStandup(ctx, name);
    await joinStandup(ctx, standup);
    return { message: say(`You take part in ${standup.name} from its next round on.`, 'good') };
  },
});
