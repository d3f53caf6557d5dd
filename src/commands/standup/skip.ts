import { say, targetOf } from '../../coordination/standups/answer.ts';
import { verb } from '../verb.ts';
import { answered } from './answered.ts';
import { findStandup, roundOption, standupOption } from './standup-option.ts';

export const standupSkipVerb = verb({
  name: 'standup skip',
  description: 'Miss one round',
  examples: ['standup skip', 'standup skip general'],
  options: { standup: standupOption, date: roundOption },
  async run(ctx, { standup: name, date }) {
    const target = await targetOf(ctx, await findStandup(ctx, name), date ?? null);
    await say(ctx, target, 'skip', []);
    return answered(target, 'skip');
  },
});
