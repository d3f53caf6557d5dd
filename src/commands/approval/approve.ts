import { isPending } from '../../coordination/approvals/approval.ts';
import { answer } from '../../coordination/approvals/vote.ts';
import { optional, textOption } from '../option.ts';
import { verb } from '../verb.ts';
import { aboutApproval, approvalButton, approvalOption, revisionOption, seenIn } from './options.ts';

export const approvalApproveVerb = verb({
  name: 'approval approve',
  aliases: ['approve'],
  description: 'Approve what you were asked',
  examples: ['approval approve A-7'],
  options: {
    approval: approvalOption(),
    reason: optional(textOption('a remark', { example: 'with the new price', lines: 'many', max: 500 })),
    number: revisionOption,
  },
  showsOnCard: true,
  async run(ctx, { approval: key, reason, number }) {
    const approval = await answer(ctx, key, {
      answer: 'approve',
      reason: reason ?? null,
      seen: seenIn(number),
    });
    const words = isPending(approval) ? 'your approval counts.' : `is ${approval.state}.`;
    const back = isPending(approval) ? [approvalButton(approval, 'Take back', 'withdraw')] : [];
    return aboutApproval(approval, words, ...back);
  },
});
