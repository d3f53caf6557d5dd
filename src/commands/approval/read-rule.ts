import { type Gate, gateWords, type Rule } from '../../coordination/approvals/rule.ts';
import { refuse } from '../../coordination/errors.ts';
import { type Option, optional, textOption } from '../option.ts';

/** `any`, `all`, `2`, `2 of 3`, `in sequence`; `asked` is how many are. */
export function readRule(words: string, asked: number | null): Rule {
  const said = words.trim().toLowerCase();
  if (said === 'any' || said === 'all') return { rule: said };
  if (/sequence|order|one after/.test(said)) return { rule: 'sequence' };
  const need = Number(/^(?:need\s+)?(\d{1,3})(?:\s+of\s+\d+)?$/.exec(said)?.[1]);
  const expected = 'any, all, in sequence, or a number such as 2';
  if (!Number.isInteger(need) || (asked === null && need < 1))
    refuse({ code: 'bad_option', option: 'rule', words: said, expected }, 'rule');
  if (asked !== null && need < 1) refuse({ code: 'need_too_many', need, asked }, 'rule');
  return { rule: 'count', need };
}

/** Of a form. `current` is null where nothing is set. */
export const gateField = (current: Gate | null, unset: string) =>
  ({
    field: 'text',
    name: 'gate',
    label: 'Approval before done',
    hint: `Of the reviewers: any, all, a number or off; ${unset}`,
    lines: 'one',
    max: 20,
    ...(current ? { value: gateWords(current) } : {}),
  }) as const;

const OFF = /^(?:off|no|none)$/i;

/** What `done` needs. */
export const gateOption: Option<Gate | undefined> = optional({
  ...textOption('approval of done: off, any, all or 2', { example: 'all', max: 20 }),
  read: (words) => (OFF.test(words.trim()) ? { rule: 'off' } : readRule(words, null)),
});
