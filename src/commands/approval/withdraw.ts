import { withdrawRequest } from '../../coordination/approvals/again.ts';
import { seeApproval, takeApproval } from '../../coordination/approvals/record.ts';
import { takeBackVote } from '../../coordination/approvals/vote.ts';
import { verb } from '../verb.ts';
import { aboutApproval, approvalButton, approvalOption } from './options.ts';

export const approvalWithdrawVerb = verb({
  name: 'approval withdraw',
  description: 'Take back your answer, or your request',
  examples: ['approval withdraw A-7'],
  options: { approval: approvalOption() },
  showsOnCard: true,
  async run(ctx, { approval: key }) {
    const { approval } = await seeApproval(ctx, key);
    if (approval.votes.some((v) => v.person === ctx.me.id)) {
      const after = await takeBackVote(ctx, await takeApproval(ctx, key));
      return aboutApproval(after, 'your answer is taken back.');
    }
    const after = await withdrawRequest(ctx, key);
    return aboutApproval(after, 'is taken back.', approvalButton(after, 'Ask again', 'again'));
  },
});
