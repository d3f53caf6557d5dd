import { formatDay } from '../../coordination/calendar.ts';
import { type Message, type Reply, say } from '../../coordination/message.ts';
import type { Target } from '../../coordination/standups/answer.ts';
import type { Answer } from '../../coordination/standups/standup.ts';

const SAID: Readonly<Record<Answer['said'], string>> = {
  answer: 'Your answer is noted',
  nothing: 'Noted: nothing to add',
  skip: 'Noted: not today',
};

/** What became of it, and where it is read; `more` is what follows from it. */
export function answered(
  { standup, date, late, round }: Target,
  said: Answer['said'],
  more: Message['blocks'] = [],
): Reply {
  const where = late
    ? ', late, and the digest is brought up to date'
    : round
      ? ''
      : `, early, for ${formatDay(date)}`;
  const message = say(`${SAID[said]} for ${standup.name}${where}.`, 'good');
  return { message: { ...message, blocks: [...message.blocks, ...more] } };
}
