import { previewStandup } from '../../coordination/standups/manage.ts';
import { verb } from '../verb.ts';
import { findStandup, standupOption } from './standup-option.ts';

export const standupPreviewVerb = verb({
  name: 'standup preview',
  description: 'The digest as it is now, to you alone',
  examples: ['standup preview', 'standup preview general'],
  options: { standup: standupOption },
  async run(ctx, { standup: name }) {
    return { message: await previewStandup(ctx, await findStandup(ctx, name)) };
  },
});
