import { latest } from '../../coordination/approvals/approval.ts';
import { seeApproval } from '../../coordination/approvals/record.ts';
import { requestMessage } from '../../coordination/approvals/request-message.ts';
import { approvalView } from '../../coordination/approvals/view.ts';
import { verb } from '../verb.ts';
import { approvalOption } from './options.ts';

export const approvalShowVerb = verb({
  name: 'approval show',
  description: 'Show what is asked and who has answered',
  examples: ['approval show A-7'],
  options: { approval: approvalOption() },
  async run(ctx, { approval: key }) {
    const { approval, item } = await seeApproval(ctx, key);
    const view = await approvalView(ctx.tx, approval, item, { now: ctx.now, zone: ctx.myTime.zone });
    return { message: requestMessage(view, latest(approval).number, ctx.me.id) };
  },
});
