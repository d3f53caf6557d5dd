import { say, targetOf } from '../../coordination/standups/answer.ts';
import { verb } from '../verb.ts';
import { answered } from './answered.ts';
import { findStandup, roundOption, standupOption } from './standup-option.ts';

export const standupNothingVerb = verb({
  name: 'standup nothing',
  description: 'Say that you have nothing to add to a standup',
  examples: ['standup nothing', 'standup nothing general'],
  hidden: true,
  options: { standup: standupOption, date: roundOption },
  async run(ctx, { standup: name, date }) {
    const target = await targetOf(ctx, await findStandup(ctx, name), date ?? null);
    await say(ctx, target, 'nothing', []);
    return answered(target, 'nothing');
  },
});
