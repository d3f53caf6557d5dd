import { type Instant, localDate, startOfDay } from '../../coordination/calendar.ts';
import type { Text } from '../../coordination/message.ts';
import type { Person } from '../../coordination/people/person.ts';
import { routes } from '../../coordination/people/route.ts';
import { goAway } from '../../coordination/people/set-away.ts';
import type { Due } from '../../coordination/work-items/item.ts';
import type { CommandContext } from '../context.ts';
import { findPerson } from '../lookup.ts';
import { dateOption, type Option, optional, personOption } from '../option.ts';
import { verb } from '../verb.ts';

const date = dateOption('until when you are away');

interface Until {
  readonly at: Due;
  readonly delegate: Person | null;
}

/** `until monday delegate @bo`, as it is typed in one line. */
const until: Option<Until> = {
  ...date,
  example: 'monday',
  async read(words, ctx, name) {
    const { when = '', delegate } =
      /^(?:until\s+)?(?<when>.*?)(?:\s+delegate:?\s+(?<delegate>\S.*))?$/is.exec(words.trim())?.groups ?? {};
    return {
      at: await date.read(when, ctx, name),
      delegate: delegate ? await findPerson(ctx, delegate) : null,
    };
  },
};

export const awaySetVerb = verb({
  name: 'away set',
  aliases: ['away'],
  description: 'Say that you are away: who stands in gets what would come to you',
  examples: ['away until monday delegate @bo', 'away set in 2 weeks'],
  options: { until, delegate: optional(personOption('who stands in for you')) },
  async run(ctx, { until: said, delegate: named }) {
    const to = backAt(said.at);
    await goAway(ctx, to, named ?? said.delegate);
    const { to: other } = (await routes(ctx, [ctx.me])).get(ctx.me.id) ?? { to: ctx.me };
    const who: Text =
      other.id === ctx.me.id
        ? ['Nobody stands in for you, so it waits until you are back.']
        : ['What needs an answer meanwhile goes to ', { person: other.id, name: other.name }, '.'];
    const back = { instant: to, zone: said.at.zone, timed: said.at.timed } as const;
    return {
      message: {
        summary: 'You are away now',
        tone: 'good',
        blocks: [
          { block: 'text', text: ['You are away until ', back, '. ', ...who] },
          { block: 'note', text: ['When you are back sooner: ', { code: '/baton back' }] },
        ],
      },
    };
  },
  async form(ctx) {
    const away = (await ctx.tx.people.absences([ctx.me.id])).get(ctx.me.id);
    const [delegate] = away?.delegate ? await ctx.tx.people.byIds([away.delegate]) : [];
    return {
      title: 'Away',
      submit: 'Save',
      action: { verb: 'away set', options: {} },
      fields: [
        {
          field: 'date',
          name: 'until',
          label: 'Until',
          hint: 'The day you are back, such as monday or in 2 weeks',
          required: true,
          ...(away?.to ? { value: localDate(away.to, zoneOf(ctx)) } : {}),
        },
        {
          field: 'person',
          name: 'delegate',
          label: 'Who stands in',
          hint: 'May be left out: then your lead is asked',
          ...(delegate ? { value: `@${delegate.handle}` } : {}),
        },
      ],
    };
  },
});

const zoneOf = (ctx: CommandContext) => ctx.myTime.zone;

/** A day alone is the day on which someone is back: they are away until it begins. */
const backAt = ({ at, zone, timed }: Due): Instant => (timed ? at : startOfDay(at, zone));
