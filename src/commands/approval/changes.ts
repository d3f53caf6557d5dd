import { isPending } from '../../coordination/approvals/approval.ts';
import { answer } from '../../coordination/approvals/vote.ts';
import { formatApprovalKey } from '../../coordination/ids.ts';
import { optional, textOption } from '../option.ts';
import { verb } from '../verb.ts';
import { aboutApproval, approvalField, approvalOption, keyed, revisionOption, seenIn } from './options.ts';

const MAX_REASON = 500;

export const approvalChangesVerb = verb({
  name: 'approval changes',
  description: 'Ask for changes before you approve',
  examples: ['approval changes A-7 name the price'],
  options: {
    approval: approvalOption(),
    reason: optional(textOption('why', { example: 'name the price', lines: 'many', max: MAX_REASON })),
    number: revisionOption,
  },
  showsOnCard: true,
  async run(ctx, { approval: key, reason, number }) {
    const said = { answer: 'changes', reason: reason ?? null, seen: seenIn(number) } as const;
    const approval = await answer(ctx, key, said);
    return aboutApproval(
      approval,
      isPending(approval)
        ? 'is not approved by you until it changes. Who asked is told.'
        : `is ${approval.state}.`,
    );
  },
  wantsForm: ({ reason }) => reason === undefined,
  form: async (_, { approval: key, number }) => ({
    title: key === undefined ? 'Request changes' : `Request changes to ${formatApprovalKey(key)}`,
    submit: 'Request changes',
    action: { verb: 'approval changes', options: { ...keyed(key), ...(number ? { number } : {}) } },
    fields: [
      ...approvalField(key),
      {
        field: 'text',
        name: 'reason',
        label: 'What should change?',
        hint: 'Stands on the record, for all who see the request',
        lines: 'many',
        max: MAX_REASON,
        required: true,
      },
    ],
  }),
});
