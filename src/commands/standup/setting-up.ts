/** What a standup is told when it is made or changed: the options, and the form that asks for them. */
import { refuse } from '../../coordination/errors.ts';
import type { FormField } from '../../coordination/message.ts';
import { parseRule } from '../../coordination/schedule.ts';
import {
  LOOKS,
  type Looks,
  type Participants,
  type Standup,
  USUAL_QUESTIONS,
} from '../../coordination/standups/standup.ts';
import type { CommandContext } from '../context.ts';
import { carried, choiceOption, type Option, optional, peopleOption, textOption } from '../option.ts';

const LONGEST_QUESTION = 100;
const EVERYONE = /^(channel|everyone)$/i;

/** A team, people, or everyone in the channel. */
export const whoOption: Option<Participants> = {
  ...peopleOption('a team, people or channel'),
  async read(words, ctx, name) {
    const said = words.trim().toLowerCase();
    if (EVERYONE.test(said)) return { who: 'channel' };
    const team = /^@?\S+$/.test(said) ? await ctx.tx.teams.byHandle(said.replace(/^@/, '')) : null;
    if (team) return { who: 'team', team: team.id };
    const people = await peopleOption('').read(words, ctx, name);
    return { who: 'people', people: people.map(({ id }) => id) };
  },
};

export const questionsOption: Option<readonly string[]> = {
  ...textOption('one a line', {
    example: 'What did you learn?; What is in the way?',
    lines: 'many',
    max: 1_500,
  }),
  read: (words) =>
    /^usual$/i.test(words.trim())
      ? USUAL_QUESTIONS
      : words
          .split(/[\n;]/)
          .map((line) => line.trim().slice(0, LONGEST_QUESTION))
          .filter(Boolean),
};

export const windowOption: Option<number> = {
  ...textOption('minutes for answers', { example: '60', word: true, max: 10 }),
  accepts: (word) => /^\d{1,4}$/.test(word),
  read: (words, _ctx, name) =>
    /^\d{1,4}$/.test(words.trim())
      ? Number(words)
      : refuse({ code: 'bad_option', option: name, words, expected: 'minutes, such as 60' }, name),
};

export const looksOption: Option<Looks | undefined> = optional(
  carried(choiceOption('what the digest tells', LOOKS)),
);

/** Beside its field, where it is wrong. */
export function ruleIn(words: string): Standup['rule'] {
  try {
    return parseRule(words);
  } catch {
    const expected =
      'days and a time, such as weekdays 09:30, mon,wed,fri 14:15 or every 2 weeks friday 16:00';
    return refuse({ code: 'bad_option', option: 'when', words, expected }, 'when');
  }
}

/** Who takes part, as it could be typed. */
export async function writeWho({ tx }: CommandContext, participants: Participants): Promise<string> {
  if (participants.who === 'channel') return 'channel';
  if (participants.who === 'team') {
    const [team] = await tx.teams.byIds([participants.team]);
    return team ? `@${team.handle}` : '';
  }
  const people = await tx.people.byIds([...participants.people]);
  const handles = new Map(people.map(({ id, handle }) => [id, `@${handle}`]));
  return participants.people.flatMap((id) => handles.get(id) ?? []).join(' ');
}

/** What stands in the form. */
export interface Setup
  extends Pick<Standup, 'words' | 'questions' | 'window' | 'clock' | 'zone' | 'quietDays' | 'looks'> {
  readonly channel: string;
  readonly who: string;
  readonly skipsHolidays: boolean;
}

export const setupFields = (setup: Partial<Setup> & Omit<Setup, 'channel'>): readonly FormField[] => [
  {
    field: 'text',
    name: 'channel',
    label: 'Channel',
    hint: 'Where the digest is posted, such as #general',
    lines: 'one',
    max: 100,
    required: true,
    ...(setup.channel ? { value: `#${setup.channel}` } : {}),
  },
  {
    field: 'text',
    name: 'when',
    label: 'Days and time',
    hint: 'Such as weekdays 09:30 or mon,wed,fri 14:15',
    lines: 'one',
    max: 200,
    required: true,
    value: setup.words,
  },
  {
    field: 'people',
    name: 'who',
    label: 'Who takes part',
    hint: 'A team or people, or the word channel for everyone in it',
    ...(setup.who ? { value: setup.who } : {}),
  },
  {
    field: 'text',
    name: 'questions',
    label: 'Questions',
    hint: 'One a line, ten at most; empty for one free field',
    lines: 'many',
    max: 1_500,
    value: setup.questions.join('\n'),
  },
  {
    field: 'text',
    name: 'window',
    label: 'Minutes for answers',
    lines: 'one',
    max: 4,
    value: String(setup.window),
  },
  choiceField('clock', 'By whose clock', setup.clock, {
    channel: 'All at the same moment',
    each: 'Each by their own clock',
  }),
  {
    field: 'text',
    name: 'zone',
    label: 'Time zone of the channel',
    hint: 'Such as Europe/London',
    lines: 'one',
    max: 60,
    value: setup.zone,
  },
  choiceField('looks', 'The digest tells', setup.looks, {
    all: 'What needs someone, work and answers',
    needs: 'What needs someone, and answers',
    answers: 'Answers alone',
  }),
  choiceField('quiet', 'A day without news', setup.quietDays, {
    line: 'Says so in one line',
    nothing: 'Says nothing',
  }),
  choiceField('holidays', 'On public holidays', setup.skipsHolidays ? 'skip' : 'ask', {
    skip: 'Nobody is asked',
    ask: 'Ask all the same',
  }),
];

/** `labels` says what each value means, in the order in which they are offered. */
const choiceField = (
  name: string,
  label: string,
  value: string,
  labels: Readonly<Record<string, string>>,
): FormField => ({
  field: 'choice',
  name,
  label,
  value,
  choices: Object.entries(labels).map(([value, label]) => ({ value, label })),
});
