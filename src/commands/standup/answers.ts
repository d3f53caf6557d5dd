import { localDate } from '../../coordination/calendar.ts';
import { allAnswers } from '../../coordination/standups/message.ts';
import { viewOfRound } from '../../coordination/standups/render.ts';
import { verb } from '../verb.ts';
import { findStandup, roundOption, standupOption } from './standup-option.ts';

export const standupAnswersVerb = verb({
  name: 'standup answers',
  description: 'All that people said to a round',
  examples: ['standup answers', 'standup answers general'],
  hidden: true,
  options: { standup: standupOption, date: roundOption },
  async run(ctx, { standup: name, date }) {
    const standup = await findStandup(ctx, name);
    const round = {
      date: date ?? localDate(ctx.now, standup.zone),
      asks: [],
      report: null,
      lateBy: 0,
      state: 'open' as const,
    };
    return { message: allAnswers(await viewOfRound(ctx.tx, standup, round, ctx.now)) };
  },
});
