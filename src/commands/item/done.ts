import { isPending } from '../../coordination/approvals/approval.ts';
import { ruleWords } from '../../coordination/approvals/rule.ts';
import { formatApprovalKey } from '../../coordination/ids.ts';
import { categoryOfItem } from '../../coordination/work-items/decide.ts';
import { finish } from '../../coordination/work-items/end.ts';
import { approvalButton } from '../approval/options.ts';
import { itemOption } from '../option.ts';
import { aboutItem } from '../replies.ts';
import { verb } from '../verb.ts';

export const doneVerb = verb({
  name: 'done',
  aliases: ['finish'],
  description: 'Finish an item of yours, or its review; with reviewers named it goes to review first',
  examples: ['done W-12'],
  options: { item: itemOption() },
  showsOnCard: true,
  async run(ctx, { item: key }) {
    const item = await finish(ctx, key);
    if (categoryOfItem(item) !== 'review') return aboutItem(item, 'is done.');
    const asked = (await ctx.tx.approvals.ofItem(item.id)).find((a) => a.gate && isPending(a));
    if (!asked) return aboutItem(item, 'waits for its reviewers now.');
    const rule = ruleWords(asked.rule, asked.seats.length);
    const words = `waits for the approval of its reviewers, ${formatApprovalKey(asked.key)}: ${rule}.`;
    return aboutItem(item, words, approvalButton(asked, 'Show', 'show'));
  },
});
