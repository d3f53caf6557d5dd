import { refuse } from '../../coordination/errors.ts';
import type { Message } from '../../coordination/message.ts';
import { lintLadder } from '../../coordination/nudges/lint.ts';
import { DEFAULT_LADDERS, type Policy, RULES } from '../../coordination/nudges/policy.ts';
import { flawWords } from '../../coordination/nudges/policy-file.ts';
import { asAdmin } from '../admin.ts';
import { choiceOption, optional, textOption } from '../option.ts';
import { verb } from '../verb.ts';

const MAX_LADDER = 2000;

export const settingsPolicyVerb = verb({
  name: 'settings policy',
  aliases: ['settings policies'],
  description: 'Who is nudged of what and when: the ladders of this workspace, and a form to change one',
  examples: [
    'settings policy',
    'settings policy rule: handoff',
    'settings policy rule: unowned ladder: 4h lead; 1d team channel',
  ],
  options: {
    rule: optional(choiceOption('which ladder', RULES)),
    ladder: optional(
      textOption('its steps, one a line; default brings the built-in one back', {
        example: '4h receiver; 8h giver',
        lines: 'many',
        max: MAX_LADDER,
      }),
    ),
  },
  named: true,
  async run(ctx, { rule, ladder }) {
    const policies = await ctx.tx.nudges.policies();
    if (!rule || ladder === undefined) return { message: overview(policies) };
    asAdmin(ctx, 'change policies');
    const lines = isDefault(ladder) ? DEFAULT_LADDERS[rule] : linesIn(ladder);
    const [flaw] = lintLadder(rule, lines);
    if (flaw) refuse({ code: 'bad_ladder', flaw: flawWords({ rule, ...flaw }) }, 'ladder');
    const current = policies.find((p) => p.rule === rule);
    if (current && current.lines.join('\n') === lines.join('\n')) return { message: overview(policies) };
    const saved = await ctx.tx.nudges.savePolicy(rule, lines, ctx.me.id, ctx.now);
    return {
      message: {
        summary: `The policy ${rule} is version ${saved.version} now`,
        tone: 'good',
        blocks: [
          {
            block: 'text',
            text: [
              { bold: `${rule} v${saved.version}` },
              ' holds for what starts from now on. What is under way goes on as it began.',
            ],
          },
          ...ladderOf(saved),
        ],
      },
    };
  },
  wantsForm: ({ rule, ladder }) => rule !== undefined && ladder === undefined,
  async form(ctx, { rule = 'handoff' }) {
    asAdmin(ctx, 'change policies');
    const policy = (await ctx.tx.nudges.policies()).find((p) => p.rule === rule);
    return {
      title: `The policy ${rule}`,
      submit: 'Save',
      action: { verb: 'settings policy', options: { rule } },
      fields: [
        {
          field: 'text',
          name: 'ladder',
          label: 'Steps, one a line',
          hint: 'Such as 4h receiver; default brings the built-in ladder back',
          lines: 'many',
          max: MAX_LADDER,
          required: true,
          value: policy?.lines.join('\n') ?? '',
        },
      ],
    };
  },
});

const isDefault = (words: string): boolean => /^default$/i.test(words.trim());

const linesIn = (words: string): string[] =>
  words
    .split(/[\n;]/)
    .map((line) => line.trim())
    .filter(Boolean);

const ladderOf = ({ lines }: Policy) => [
  { block: 'list', items: lines.map((line) => ({ text: [line] })) } as const,
];

function overview(policies: readonly Policy[]): Message {
  return {
    summary: 'Who is nudged of what, and when',
    blocks: [
      { block: 'heading', text: 'Who is nudged of what, and when' },
      ...policies.flatMap((policy) => [
        { block: 'text', text: [{ bold: `${policy.rule} v${policy.version}` }] } as const,
        ...ladderOf(policy),
      ]),
      {
        block: 'buttons',
        buttons: policies.map(({ rule }) => ({
          label: `Change ${rule}`,
          action: { verb: 'settings policy', options: { rule } },
        })),
      },
    ],
  };
}
