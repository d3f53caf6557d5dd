import { say } from '../../coordination/message.ts';
import { comeBack } from '../../coordination/people/set-away.ts';
import { verb } from '../verb.ts';

export const awayEndVerb = verb({
  name: 'away end',
  aliases: ['back'],
  description: 'Say that you are back',
  examples: ['back'],
  options: {},
  async run(ctx) {
    const was = await comeBack(ctx);
    return {
      message: was
        ? say('Welcome back. What needs you comes to you again: /baton inbox', 'good')
        : say('You were not away, so nothing was changed.'),
    };
  },
});
