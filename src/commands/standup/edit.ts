import type { Form, Message } from '../../coordination/message.ts';
import { editStandup, expectKeeper, type StandupChange } from '../../coordination/standups/manage.ts';
import { nextRound } from '../../coordination/standups/plan.ts';
import type { Standup } from '../../coordination/standups/standup.ts';
import { participantsOf } from '../../coordination/standups/world.ts';
import type { CommandContext } from '../context.ts';
import {
  carried,
  channelOption,
  choiceOption,
  emptiable,
  type InputOf,
  optional,
  textOption,
  zoneOption,
} from '../option.ts';
import { verb } from '../verb.ts';
import {
  looksOption,
  questionsOption,
  ruleIn,
  setupFields,
  whoOption,
  windowOption,
  writeWho,
} from './setting-up.ts';
import { findStandup, nameIn, standupOption } from './standup-option.ts';

const LONGEST_NAME = 60;

const OPTIONS = {
  standup: standupOption,
  when: optional(textOption('days and time', { example: 'weekdays 10:00', max: 200 })),
  who: optional(emptiable(whoOption)),
  window: optional(windowOption),
  name: optional(
    carried({
      ...textOption('its new name', { example: 'eng', word: true, max: LONGEST_NAME }),
      read: (words: string) => nameIn(words).slice(0, LONGEST_NAME),
    }),
  ),
  channel: optional(carried(channelOption('where the digest comes'))),
  clock: optional(carried(choiceOption('by whose clock', ['channel', 'each']))),
  zone: optional(carried(zoneOption('its time zone'))),
  questions: optional(carried(emptiable(questionsOption))),
  looks: looksOption,
  holidays: optional(carried(choiceOption('on holidays', ['skip', 'ask']))),
  quiet: optional(carried(choiceOption('a day without news', ['line', 'nothing']))),
};

type Input = InputOf<typeof OPTIONS>;

export const standupEditVerb = verb({
  name: 'standup edit',
  description: 'Change it, in a form',
  examples: ['standup edit general', 'standup edit general weekdays 10:00'],
  options: OPTIONS,
  wantsForm: ({ standup: _, ...changes }) => Object.values(changes).every((value) => value === undefined),
  async run(ctx, input) {
    const standup = await findStandup(ctx, input.standup);
    const changed = await editStandup(ctx, standup, await changesIn(ctx, input));
    return { message: await told(ctx, changed) };
  },
  async form(ctx, { standup: name }): Promise<Form> {
    const standup = await findStandup(ctx, name);
    expectKeeper(ctx, standup, 'change it');
    const channel = await ctx.tx.channels.byId(standup.channel);
    return {
      title: `Standup ${standup.name}`,
      submit: 'Save',
      action: { verb: 'standup edit', options: { standup: standup.name } },
      fields: [
        ...setupFields({
          ...standup,
          channel: channel?.name ?? '',
          who: await writeWho(ctx, standup.participants),
        }),
        {
          field: 'text',
          name: 'name',
          label: 'Its name',
          hint: 'As it is typed',
          lines: 'one',
          max: LONGEST_NAME,
          required: true,
          value: standup.name,
        },
      ],
    };
  },
});

/** What was said is changed; a field that was emptied goes back to what is usual. */
async function changesIn(ctx: CommandContext, input: Input): Promise<StandupChange> {
  const { when, who, window, name, channel, clock, zone, questions, looks, holidays, quiet } = input;
  return {
    ...(when === undefined ? {} : { words: when, rule: ruleIn(when) }),
    ...(who === undefined ? {} : { participants: who ?? { who: 'channel' } }),
    ...(window === undefined ? {} : { window }),
    ...(name === undefined ? {} : { name }),
    ...(channel === undefined ? {} : { channel: await ctx.look(channel) }),
    ...(clock === undefined ? {} : { clock }),
    ...(zone === undefined ? {} : { zone }),
    ...(questions === undefined ? {} : { questions: questions ?? [] }),
    ...(looks === undefined ? {} : { looks }),
    ...(holidays === undefined ? {} : { skipsHolidays: holidays === 'skip' }),
    ...(quiet === undefined ? {} : { quietDays: quiet }),
  };
}

async function told({ tx, now }: CommandContext, standup: Standup): Promise<Message> {
  const [people, channel, [last]] = await Promise.all([
    participantsOf(tx, standup),
    tx.channels.byId(standup.channel),
    tx.standups.rounds(standup.id, 1),
  ]);
  const next = nextRound(standup, last?.date ?? null, now, []);
  const asked = people.size === 1 ? '1 person is' : `${people.size} people are`;
  return {
    summary: `Standup ${standup.name} is changed`,
    tone: 'good',
    blocks: [
      {
        block: 'text',
        text: [
          'Standup ',
          { bold: standup.name },
          ` is changed: ${standup.words}, ${asked} asked, and the digest comes to #${channel?.name ?? '?'}. `,
          ...(next
            ? ['Next: ', { instant: next.at, zone: standup.zone, timed: true } as const, '.']
            : ['It is paused.']),
        ],
      },
    ],
  };
}
