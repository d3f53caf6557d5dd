import { ask } from '../../coordination/approvals/ask.ts';
import { ruleWords } from '../../coordination/approvals/rule.ts';
import { refuse } from '../../coordination/errors.ts';
import { formatItemKey } from '../../coordination/ids.ts';
import type { Form } from '../../coordination/message.ts';
import type { CommandContext } from '../context.ts';
import { choiceOption, dateOption, itemOption, type Option, optional, textOption } from '../option.ts';
import { verb } from '../verb.ts';
import { aboutApproval, approvalButton, approversOption, deadlineOr } from './options.ts';
import { type AskWords, readAsk } from './read-ask.ts';
import { readRule } from './read-rule.ts';

const LONG = 2000;
const wordy = (description: string, example: string, max = LONG): Option<string | undefined> =>
  optional(textOption(description, { example, lines: 'many', max }));

const by = dateOption('until when');
const item = itemOption();

/** Options are words until all is known: what was typed and what a form sends are read alike. */
export const approvalAskVerb = verb({
  name: 'approval ask',
  aliases: ['approval'],
  description: 'Ask people or teams to approve something',
  examples: ['approval ask W-12 from @ana @bo need 2 by friday: ship the new terms'],
  options: {
    words: wordy(
      'such as W-1 from @ana by friday: ship it',
      'W-12 from @ana @bo need 2 by friday: ship the new terms',
    ),
    item: optional({ ...item, read: (words) => words }),
    from: wordy('people and teams', '@ana @bo'),
    rule: wordy('any, all, 2 or in sequence', 'all', 20),
    by: optional({ ...by, read: (words) => words }),
    text: wordy('what is asked', 'ship the new terms'),
    delegates: optional(choiceOption('for who is away', ['yes', 'no'])),
  },
  free: true,
  async run(ctx, { words, ...named }) {
    const said = { ...readAsk(words ?? ''), ...given(named) };
    const { item: itemWords, from, text } = said;
    const example = 'approval ask W-12 from @ana @bo need 2 by friday: ship the new terms';
    for (const [option, value] of Object.entries({ item: itemWords, from, text }))
      if (!value) refuse({ code: 'missing_option', verb: 'approval ask', option, example }, option);
    const approvers = await approversOption.read(from ?? '', ctx, 'from');
    const approval = await ask(ctx, await item.read(itemWords ?? '', ctx, 'item'), {
      from: approvers,
      rule: readRule(said.rule ?? 'all', approvers.length),
      text: text ?? '',
      deadline: deadlineOr(ctx, said.by ? await by.read(said.by, ctx, 'by') : undefined),
      delegates: said.delegates !== 'no',
      channel: ctx.channel,
    });
    const rule = ruleWords(approval.rule, approval.seats.length);
    return aboutApproval(
      approval,
      `is asked, and needs ${rule}. Who has answered is shown where it is asked.`,
      approvalButton(approval, 'Show', 'show'),
      approvalButton(approval, 'Take back', 'withdraw'),
    );
  },
  wantsForm({ words, ...named }) {
    const { item: i, from, text } = { ...readAsk(words ?? ''), ...given(named) };
    return !i || !from || !text;
  },
  form: async (ctx, { words, ...named }) => askForm(ctx, { ...readAsk(words ?? ''), ...given(named) }),
});

const given = (parts: { readonly [K in keyof AskWords]?: AskWords[K] | undefined }): AskWords =>
  Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined));

async function askForm(_: CommandContext, said: AskWords): Promise<Form> {
  const { item: key } = said;
  const value = (words: string | undefined) => (words ? { value: words } : {});
  return {
    title: key ? `Ask approval for ${key.toUpperCase()}` : 'Ask for approval',
    submit: 'Ask',
    action: {
      verb: 'approval ask',
      options: key ? { item: formatItemKey(Number(/\d+/.exec(key)?.[0])) } : {},
    },
    fields: [
      ...(key
        ? []
        : [{ field: 'text', name: 'item', label: 'Item', lines: 'one', max: 12, required: true } as const]),
      {
        field: 'text',
        name: 'text',
        label: 'What is asked',
        hint: 'Word for word: changed words void the votes',
        lines: 'many',
        max: LONG,
        required: true,
        ...value(said.text),
      },
      {
        field: 'people',
        name: 'from',
        label: 'From',
        hint: 'People and teams, such as @ana @bo',
        required: true,
        ...value(said.from),
      },
      {
        field: 'text',
        name: 'rule',
        label: 'How many must approve',
        hint: 'any, all, a number, or in sequence',
        lines: 'one',
        max: 20,
        value: said.rule ?? 'all',
      },
      {
        field: 'date',
        name: 'by',
        label: 'By',
        hint: 'Such as friday 5pm; else in 3 working days',
        ...value(said.by),
      },
    ],
  };
}
