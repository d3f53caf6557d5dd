import { extend } from '../../coordination/approvals/again.ts';
import { formatApprovalKey } from '../../coordination/ids.ts';
import { dateOption } from '../option.ts';
import { verb } from '../verb.ts';
import { aboutApproval, approvalField, approvalOption, keyed } from './options.ts';

export const approvalExtendVerb = verb({
  name: 'approval extend',
  description: 'Give more time; answers still count',
  examples: ['approval extend A-7 monday 5pm'],
  options: { approval: approvalOption(), by: dateOption('until when') },
  async run(ctx, { approval: key, by }) {
    return aboutApproval(await extend(ctx, key, by), 'has more time.');
  },
  form: async (_, { approval: key }) => ({
    title: key === undefined ? 'Extend an approval' : `Extend ${formatApprovalKey(key)}`,
    submit: 'Extend',
    action: { verb: 'approval extend', options: keyed(key) },
    fields: [
      ...approvalField(key),
      { field: 'date', name: 'by', label: 'By', hint: 'Such as monday 5pm', required: true },
    ],
  }),
});
