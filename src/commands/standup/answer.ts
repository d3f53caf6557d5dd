import type { Form } from '../../coordination/message.ts';
import {
  LONGEST_ANSWER,
  prefill,
  say as sayTo,
  type Target,
  targetOf,
} from '../../coordination/standups/answer.ts';
import { blockerMessage, takeBlockers } from '../../coordination/standups/blockers.ts';
import { questionsOf } from '../../coordination/standups/standup.ts';
import type { CommandContext } from '../context.ts';
import { carried, type Option, optional, textOption } from '../option.ts';
import { verb } from '../verb.ts';
import { answered } from './answered.ts';
import { findStandup, roundOption, standupOption } from './standup-option.ts';

const FIELDS = ['qa', 'qb', 'qc', 'qd', 'qe', 'qf', 'qg', 'qh', 'qi', 'qj'] as const;
type Field = (typeof FIELDS)[number];

const field: Option<string | undefined> = optional(
  carried(textOption('an answer', { example: 'W-12 the offer', lines: 'many', max: LONGEST_ANSWER })),
);

const ANSWERS = Object.fromEntries(FIELDS.map((name) => [name, field])) as Record<Field, typeof field>;

export const standupAnswerVerb = verb({
  name: 'standup answer',
  description: 'Answer, in a form filled with what you did',
  examples: ['standup answer', 'standup answer general'],
  options: {
    standup: standupOption,
    date: roundOption,
    ...ANSWERS,
  },
  wantsForm: (input) => FIELDS.every((name) => input[name] === undefined),
  async run(ctx, input) {
    const target = await find(ctx, input.standup, input.date);
    const words = questionsOf(target.standup).flatMap((question, i) => {
      const answer = input[FIELDS[i] as Field]?.trim();
      return answer ? [{ question, answer }] : [];
    });
    const said = words.length > 0 ? 'answer' : 'nothing';
    await sayTo(ctx, target, said, words);
    const blockers = await takeBlockers(ctx, words);
    return answered(target, said, await blockerMessage(ctx, target.standup, blockers));
  },
  async form(ctx, { standup, date }): Promise<Form> {
    const target = await find(ctx, standup, date);
    const values = await prefill(ctx, target);
    return {
      title: `Standup ${target.standup.name}`,
      submit: 'Answer',
      action: { verb: 'standup answer', options: { standup: target.standup.name, date: target.date } },
      fields: questionsOf(target.standup).map((question, i) => ({
        field: 'text',
        name: FIELDS[i] as Field,
        label: question,
        lines: 'many',
        max: LONGEST_ANSWER,
        ...(values[i] ? { value: values[i].slice(0, LONGEST_ANSWER) } : {}),
      })),
    };
  },
});

const find = async (
  ctx: CommandContext,
  name: string | undefined,
  date: string | undefined,
): Promise<Target> => targetOf(ctx, await findStandup(ctx, name), date ?? null);
