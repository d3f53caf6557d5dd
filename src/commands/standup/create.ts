import { refuse } from '../../coordination/errors.ts';
import type { Form, Message } from '../../coordination/message.ts';
import { parseRule } from '../../coordination/schedule.ts';
import { createStandup } from '../../coordination/standups/manage.ts';
import { nextRound } from '../../coordination/standups/plan.ts';
import {
  type Participants,
  type Standup,
  USUAL_QUESTIONS,
  WINDOW,
} from '../../coordination/standups/standup.ts';
import { participantsOf } from '../../coordination/standups/world.ts';
import type { CommandContext } from '../context.ts';
import {
  channelOption,
  choiceOption,
  emptiable,
  type Option,
  optional,
  peopleOption,
  textOption,
  zoneOption,
} from '../option.ts';
import { verb } from '../verb.ts';

const LONGEST_QUESTION = 100;

/** A team, people, or everyone in the channel. */
const who: Option<Participants> = {
  ...peopleOption('a team, people or channel'),
  async read(words, ctx, name) {
    const said = words.trim().toLowerCase();
    if (said === 'channel' || said === 'everyone') return { who: 'channel' };
    const team = /^@?\S+$/.test(said) ? await ctx.tx.teams.byHandle(said.replace(/^@/, '')) : null;
    if (team) return { who: 'team', team: team.id };
    const people = await peopleOption('').read(words, ctx, name);
    return { who: 'people', people: people.map(({ id }) => id) };
  },
};

const questions: Option<readonly string[]> = {
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

const window: Option<number> = {
  ...textOption('minutes for answers', { example: '60', word: true, max: 10 }),
  read: (words, _ctx, name) =>
    /^\d{1,4}$/.test(words.trim())
      ? Number(words)
      : refuse({ code: 'bad_option', option: name, words, expected: 'minutes, such as 60' }, name),
};

export const standupCreateVerb = verb({
  name: 'standup create',
  description: 'Have people asked, and their answers posted',
  examples: [
    'standup create #general weekdays 09:30',
    'standup create #design mon,wed,fri 10:00 who: @design',
  ],
  named: true,
  options: {
    channel: channelOption('where the digest comes'),
    when: textOption('days and time', { example: 'weekdays 09:30', max: 200 }),
    who: optional(who),
    window: optional(window),
    clock: optional(choiceOption('by whose clock', ['channel', 'each'])),
    zone: optional(zoneOption('its time zone')),
    questions: optional(emptiable(questions)),
    holidays: optional(choiceOption('on holidays', ['skip', 'ask'])),
    quiet: optional(choiceOption('a day without news', ['line', 'nothing'])),
  },
  async run(ctx, input) {
    const { channel, when, zone, clock, holidays, quiet } = input;
    const home = (await ctx.tx.teams.all()).find(({ homeChannel }) => homeChannel === channel.id);
    const standup = await createStandup(ctx, {
      channel,
      words: when,
      rule: ruleIn(when),
      zone: zone ?? home?.zone ?? ctx.myTime.zone,
      clock: clock ?? 'channel',
      participants: input.who ?? (home ? { who: 'team', team: home.id } : { who: 'channel' }),
      questions: input.questions === undefined ? USUAL_QUESTIONS : (input.questions ?? []),
      window: input.window ?? WINDOW.usual,
      skipsHolidays: holidays !== 'ask',
      quietDays: quiet ?? 'line',
    });
    return { message: await created(ctx, standup, channel.name) };
  },
  form: async (ctx, { channel, when }): Promise<Form> => ({
    title: 'New standup',
    submit: 'Create',
    action: { verb: 'standup create', options: {} },
    fields: [
      {
        field: 'text',
        name: 'channel',
        label: 'Channel',
        hint: 'Where the digest is posted, such as #general',
        lines: 'one',
        max: 100,
        required: true,
        ...channelValue(ctx, channel?.name),
      },
      {
        field: 'text',
        name: 'when',
        label: 'Days and time',
        hint: 'Such as weekdays 09:30 or mon,wed,fri 14:15',
        lines: 'one',
        max: 200,
        required: true,
        value: when ?? 'weekdays 09:30',
      },
      { field: 'people', name: 'who', label: 'Who takes part', hint: 'A team or people; else the channel’s' },
      {
        field: 'text',
        name: 'questions',
        label: 'Questions',
        hint: 'One a line, ten at most; empty for one free field',
        lines: 'many',
        max: 1_500,
        value: USUAL_QUESTIONS.join('\n'),
      },
      {
        field: 'text',
        name: 'window',
        label: 'Minutes for answers',
        lines: 'one',
        max: 4,
        value: String(WINDOW.usual),
      },
      {
        field: 'choice',
        name: 'clock',
        label: 'By whose clock',
        value: 'channel',
        choices: [
          { value: 'channel', label: 'All at the same moment' },
          { value: 'each', label: 'Each by their own clock' },
        ],
      },
      { field: 'text', name: 'zone', label: 'Time zone', lines: 'one', max: 60, value: ctx.myTime.zone },
      {
        field: 'choice',
        name: 'holidays',
        label: 'On public holidays',
        value: 'skip',
        choices: [
          { value: 'skip', label: 'Nobody is asked' },
          { value: 'ask', label: 'Ask all the same' },
        ],
      },
      {
        field: 'choice',
        name: 'quiet',
        label: 'A day without news',
        value: 'line',
        choices: [
          { value: 'line', label: 'Says so in one line' },
          { value: 'nothing', label: 'Says nothing' },
        ],
      },
    ],
  }),
});

function channelValue(ctx: CommandContext, named: string | undefined): { readonly value?: string } {
  if (named !== undefined) return { value: `#${named}` };
  return ctx.channel.kind === 'direct' ? {} : { value: `#${ctx.channel.name}` };
}

/** Beside its field, where it is wrong. */
function ruleIn(words: string): Standup['rule'] {
  try {
    return parseRule(words);
  } catch {
    const expected =
      'days and a time, such as weekdays 09:30, mon,wed,fri 14:15 or every 2 weeks friday 16:00';
    return refuse({ code: 'bad_option', option: 'when', words, expected }, 'when');
  }
}

async function created(ctx: CommandContext, standup: Standup, channel: string): Promise<Message> {
  const { size } = await participantsOf(ctx.tx, standup);
  const next = nextRound(standup, null, ctx.now, []);
  const asked = size === 1 ? '1 person is' : `${size} people are`;
  return {
    summary: `Standup ${standup.name} is made`,
    tone: 'good',
    blocks: [
      {
        block: 'text',
        text: [
          'Standup ',
          { bold: standup.name },
          ` is made: ${asked} asked, and the digest comes to #${channel}. First: `,
          ...(next ? [{ instant: next.at, zone: standup.zone, timed: true } as const] : ['never']),
          '.',
        ],
      },
      {
        block: 'buttons',
        buttons: [
          { label: 'Run now', action: { verb: 'standup run', options: { standup: standup.name } } },
          { label: 'Preview', action: { verb: 'standup preview', options: { standup: standup.name } } },
        ],
      },
    ],
  };
}
