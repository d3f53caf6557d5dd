import { say } from '../../coordination/message.ts';
import { runNow } from '../../coordination/standups/manage.ts';
import { verb } from '../verb.ts';
import { findStandup, standupOption } from './standup-option.ts';

export const standupRunVerb = verb({
  name: 'standup run',
  description: 'Ask now; once more, to post the digest now',
  examples: ['standup run', 'standup run general'],
  options: { standup: standupOption },
  async run(ctx, { standup: name }) {
    const standup = await findStandup(ctx, name);
    const became = await runNow(ctx, standup);
    const words = {
      begun: `${standup.name} begins now: everyone is asked, and the digest comes in ${standup.window} min. To have it sooner, run it again.`,
      posted: `The digest of ${standup.name} is posted. Answers that come later are added to it.`,
      over: `Today’s round of ${standup.name} is over. What comes in late is added to its digest.`,
    }[became];
    return { message: say(words, became === 'over' ? 'plain' : 'good') };
  },
});
