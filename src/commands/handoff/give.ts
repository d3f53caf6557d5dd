import { give } from '../../coordination/handoffs/offer.ts';
import { formatItemKey } from '../../coordination/ids.ts';
import type { Form } from '../../coordination/message.ts';
import { STANDING_WORDS } from '../../coordination/people/away.ts';
import type { Person } from '../../coordination/people/person.ts';
import type { Team } from '../../coordination/teams/team.ts';
import type { WorkItem } from '../../coordination/work-items/item.ts';
import { see } from '../../coordination/work-items/record.ts';
import type { CommandContext } from '../context.ts';
import { findPerson } from '../lookup.ts';
import { dateOption, itemOption, type Option, optional, personOption, textOption } from '../option.ts';
import { aboutItem, itemButton } from '../replies.ts';
import { verb } from '../verb.ts';
import { itemField } from './item-field.ts';

const LONG = 2000;
const MOST_STEPS = 20;

/** A person, or a team: the two share one set of names. */
const receiver: Option<Person | Team> = {
  ...personOption('who is asked to take it over: a person or a team'),
  read: async (words, ctx) =>
    (await ctx.tx.teams.byHandle(words.trim().replace(/^@/, '').toLowerCase())) ?? findPerson(ctx, words),
};

export const handoffGiveVerb = verb({
  name: 'handoff give',
  aliases: ['handoff', 'give'],
  description: 'Hand an item of yours to a person or a team; it stays yours until they accept',
  examples: [
    'handoff W-12 @lena the draft is in the folder',
    'handoff give W-12 @design by: friday 5pm checklist: tell Acme; move the folder',
  ],
  options: {
    item: itemOption(),
    to: receiver,
    context: optional(
      textOption('what they need to know', {
        example: 'the draft is in the folder',
        lines: 'many',
        max: LONG,
      }),
    ),
    checklist: optional(
      textOption('what is to be done, one a line', {
        example: 'tell Acme; move the folder',
        lines: 'many',
        max: LONG,
      }),
    ),
    by: optional(dateOption('until when they should answer')),
  },
  showsOnCard: true,
  async run(ctx, { item: key, to, context, checklist, by }) {
    const item = await give(ctx, key, {
      to,
      context: context ?? null,
      checklist: stepsIn(checklist),
      acceptBy: by ?? null,
    });
    const whose = item.owner === ctx.me.id ? 'it stays yours' : 'its owner keeps it';
    return aboutItem(
      item,
      `is offered to ${to.name}.${await insteadOf(ctx, item, to.name)} Until it is accepted, ${whose}.`,
      itemButton(item, 'Take back', 'handoff withdraw'),
    );
  },
  async form(ctx, { item: key, to }): Promise<Form> {
    const item = key === undefined ? null : await see(ctx, key);
    return {
      title: item ? `Hand off ${formatItemKey(item.key)}` : 'Hand off an item',
      submit: 'Hand off',
      action: { verb: 'handoff give', options: item ? { item: formatItemKey(item.key) } : {} },
      fields: [
        ...itemField(item),
        {
          field: 'person',
          name: 'to',
          label: 'To',
          hint: 'A person or a team, such as @lena',
          required: true,
          ...(to ? { value: `@${to.handle}` } : {}),
        },
        {
          field: 'text',
          name: 'context',
          label: 'Context',
          hint: 'What they need to know to go on',
          lines: 'many',
          max: LONG,
        },
        {
          field: 'text',
          name: 'checklist',
          label: 'Checklist',
          hint: 'What is to be done, one a line',
          lines: 'many',
          max: LONG,
        },
        { field: 'date', name: 'by', label: 'Answer by', hint: 'Such as friday 5pm; may be left out' },
      ],
    };
  },
});

/** Who was asked in the place of someone who is away, and why they. */
async function insteadOf(ctx: CommandContext, { handoff }: WorkItem, name: string): Promise<string> {
  if (!handoff?.standIn) return '';
  const [asked] = await ctx.tx.people.byIds(handoff.asked);
  return ` ${name} is away, so ${asked?.name ?? 'someone'} was asked: ${STANDING_WORDS[handoff.standIn]}.`;
}

/** One step a line, or with semicolons between; marks of a list are taken off. */
const stepsIn = (words = ''): string[] =>
  words
    .split(/[\n;]/)
    .map((line) => line.replace(/^\s*(?:[-*•☐]|\[[ x]?\]|\d+[.)])\s*/i, '').trim())
    .filter(Boolean)
    .slice(0, MOST_STEPS);
