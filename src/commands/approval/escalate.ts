import { escalate } from '../../coordination/approvals/escalate.ts';
import { verb } from '../verb.ts';
import { aboutApproval, approvalOption } from './options.ts';

export const approvalEscalateVerb = verb({
  name: 'approval escalate',
  description: 'Ask the leads of who has not answered',
  examples: ['approval escalate A-7'],
  options: { approval: approvalOption() },
  async run(ctx, { approval: key }) {
    const approval = await escalate(ctx, key);
    return aboutApproval(approval, 'is asked of the leads of those who have not answered, too.');
  },
});
