import { isPending } from '../../coordination/approvals/approval.ts';
import { answer } from '../../coordination/approvals/vote.ts';
import { formatApprovalKey } from '../../coordination/ids.ts';
import { optional, textOption } from '../option.ts';
import { verb } from '../verb.ts';
import { aboutApproval, approvalField, approvalOption, keyed, revisionOption, seenIn } from './options.ts';

const MAX_REASON = 500;

export const approvalRejectVerb = verb({
  name: 'approval reject',
  aliases: ['reject'],
  description: 'Reject what you were asked',
  examples: ['approval reject A-7 the price is missing'],
  options: {
    approval: approvalOption(),
    reason: optional(textOption('why', { example: 'the price is missing', lines: 'many', max: MAX_REASON })),
    number: revisionOption,
  },
  showsOnCard: true,
  async run(ctx, { approval: key, reason, number }) {
    const said = { answer: 'reject', reason: reason ?? null, seen: seenIn(number) } as const;
    const approval = await answer(ctx, key, said);
    return aboutApproval(approval, isPending(approval) ? 'your rejection counts.' : `is ${approval.state}.`);
  },
  wantsForm: ({ reason }) => reason === undefined,
  form: async (_, { approval: key, number }) => ({
    title: key === undefined ? 'Reject' : `Reject ${formatApprovalKey(key)}`,
    submit: 'Reject',
    action: { verb: 'approval reject', options: { ...keyed(key), ...(number ? { number } : {}) } },
    fields: [
      ...approvalField(key),
      {
        field: 'text',
        name: 'reason',
        label: 'Why not?',
        hint: 'Stands on the record, for all who see the request',
        lines: 'many',
        max: MAX_REASON,
        required: true,
      },
    ],
  }),
});
