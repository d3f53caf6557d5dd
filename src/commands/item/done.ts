import { categoryOfItem } from '../../coordination/work-items/decide.ts';
import { finish } from '../../coordination/work-items/end.ts';
import { itemOption } from '../option.ts';
import { aboutItem } from '../replies.ts';
import { verb } from '../verb.ts';

export const doneVerb = verb({
  name: 'done',
  aliases: ['finish'],
  description: 'Finish an item of yours, or its review; with reviewers named it goes to review first',
  examples: ['done W-12'],
  options: { item: itemOption() },
  showsOnCard: true,
  async run(ctx, { item: key }) {
    const item = await finish(ctx, key);
    return aboutItem(item, categoryOfItem(item) === 'review' ? 'waits for its reviewers now.' : 'is done.');
  },
});
