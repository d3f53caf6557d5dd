import { start } from '../../coordination/work-items/start.ts';
import { itemOption } from '../option.ts';
import { aboutItem } from '../replies.ts';
import { verb } from '../verb.ts';

export const startVerb = verb({
  name: 'start',
  description: 'Say that you have begun an item of yours',
  examples: ['start W-12'],
  options: { item: itemOption() },
  showsOnCard: true,
  async run(ctx, { item: key }) {
    return aboutItem(await start(ctx, key), 'is in progress.');
  },
});
