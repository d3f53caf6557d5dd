import type { Form, Message } from '../../coordination/message.ts';
import type { Channel } from '../../coordination/ports.ts';
import { createStandup } from '../../coordination/standups/manage.ts';
import { nextRound } from '../../coordination/standups/plan.ts';
import { type Standup, USUAL_QUESTIONS, WINDOW } from '../../coordination/standups/standup.ts';
import { participantsOf } from '../../coordination/standups/world.ts';
import type { Team } from '../../coordination/teams/team.ts';
import type { CommandContext } from '../context.ts';
import { channelOption, choiceOption, emptiable, optional, textOption, zoneOption } from '../option.ts';
import { verb } from '../verb.ts';
import { looksOption, questionsOption, ruleIn, setupFields, whoOption, windowOption } from './setting-up.ts';

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
    who: optional(whoOption),
    window: optional(windowOption),
    clock: optional(choiceOption('by whose clock', ['channel', 'each'])),
    zone: optional(zoneOption('its time zone')),
    questions: optional(emptiable(questionsOption)),
    looks: looksOption,
    holidays: optional(choiceOption('on holidays', ['skip', 'ask'])),
    quiet: optional(choiceOption('a day without news', ['line', 'nothing'])),
  },
  async run(ctx, input) {
    const { channel, when, zone, clock, holidays, quiet } = input;
    const home = await homeOf(ctx, channel);
    const standup = await createStandup(ctx, {
      channel: await ctx.look(channel),
      words: when,
      rule: ruleIn(when),
      zone: zone ?? home?.zone ?? ctx.myTime.zone,
      clock: clock ?? 'channel',
      participants: input.who ?? (home ? { who: 'team', team: home.id } : { who: 'channel' }),
      questions: input.questions === undefined ? USUAL_QUESTIONS : (input.questions ?? []),
      window: input.window ?? WINDOW.usual,
      skipsHolidays: holidays !== 'ask',
      quietDays: quiet ?? 'line',
      looks: input.looks ?? 'all',
    });
    return { message: await created(ctx, standup, channel.name) };
  },
  form: async (ctx, { channel, when }): Promise<Form> => ({
    title: 'New standup',
    submit: 'Create',
    action: { verb: 'standup create', options: {} },
    fields: setupFields({
      ...(channel ? { channel: channel.name } : here(ctx)),
      words: when ?? 'weekdays 09:30',
      who: '',
      questions: USUAL_QUESTIONS,
      window: WINDOW.usual,
      clock: 'channel',
      zone: (await homeOf(ctx, channel ?? ctx.channel))?.zone ?? ctx.myTime.zone,
      looks: 'all',
      skipsHolidays: true,
      quietDays: 'line',
    }),
  }),
});

/** The team that is at home in a channel. */
const homeOf = async ({ tx }: CommandContext, { id }: Channel): Promise<Team | undefined> =>
  (await tx.teams.all()).find(({ homeChannel }) => homeChannel === id);

const here = ({ channel }: CommandContext): { readonly channel?: string } =>
  channel.kind === 'direct' ? {} : { channel: channel.name };

async function created(ctx: CommandContext, standup: Standup, channel: string): Promise<Message> {
  const { size } = await participantsOf(ctx.tx, standup);
  const next = nextRound(standup, null, ctx.now, []);
  const asked = size === 1 ? '1 person is' : `${size} people are`;
  const button = (label: string, name: string) => ({
    label,
    action: { verb: name, options: { standup: standup.name } },
  });
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
          button('Run now', 'standup run'),
          button('Preview', 'standup preview'),
          button('Change', 'standup edit'),
        ],
      },
    ],
  };
}
