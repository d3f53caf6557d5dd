import { askAgain } from '../../coordination/approvals/again.ts';
import { latest } from '../../coordination/approvals/approval.ts';
import { seeApproval } from '../../coordination/approvals/record.ts';
import { formatApprovalKey } from '../../coordination/ids.ts';
import { dateOption, optional, textOption } from '../option.ts';
import { verb } from '../verb.ts';
import { aboutApproval, approvalField, approvalOption, deadlineOr, keyed } from './options.ts';

const LONG = 2000;

export const approvalAgainVerb = verb({
  name: 'approval again',
  description: 'Ask anew, with other words; answers are void',
  examples: ['approval again A-7 text: ship the new terms in June'],
  options: {
    approval: approvalOption(),
    text: optional(textOption('what is asked', { example: 'ship them in June', lines: 'many', max: LONG })),
    by: optional(dateOption('until when')),
  },
  named: true,
  async run(ctx, { approval: key, text, by }) {
    const { approval } = await seeApproval(ctx, key);
    const passed = approval.deadline.at <= ctx.now;
    const deadline = by ?? (passed ? deadlineOr(ctx, undefined) : null);
    const after = await askAgain(ctx, key, { text, deadline });
    return aboutApproval(
      after,
      `is asked anew, as revision ${latest(after).number}. Earlier answers are void.`,
    );
  },
  wantsForm: ({ text, by }) => text === undefined && by === undefined,
  async form(ctx, { approval: key }) {
    const seen = key === undefined ? null : await seeApproval(ctx, key);
    return {
      title: key === undefined ? 'Ask again' : `Ask ${formatApprovalKey(key)} again`,
      submit: 'Ask again',
      action: { verb: 'approval again', options: keyed(key) },
      fields: [
        ...approvalField(key),
        {
          field: 'text',
          name: 'text',
          label: 'What is asked',
          lines: 'many',
          max: LONG,
          required: true,
          ...(seen ? { value: latest(seen.approval).text } : {}),
        },
        { field: 'date', name: 'by', label: 'By', hint: 'Such as friday 5pm; empty: as before' },
      ],
    };
  },
});
