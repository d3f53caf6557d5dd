/** What the verbs on approvals share: their key, who is asked, and one sentence about one. */
import { type Approval, latest } from '../../coordination/approvals/approval.ts';
import { threeWorkingDays } from '../../coordination/approvals/request.ts';
import { refuse } from '../../coordination/errors.ts';
import { type ApprovalKey, formatApprovalKey, parseApprovalKey } from '../../coordination/ids.ts';
import type { Button, FormField, Reply } from '../../coordination/message.ts';
import type { Person } from '../../coordination/people/person.ts';
import type { Team } from '../../coordination/teams/team.ts';
import { clip } from '../../coordination/work-items/add.ts';
import type { Due } from '../../coordination/work-items/item.ts';
import type { CommandContext } from '../context.ts';
import { findPerson } from '../lookup.ts';
import { carried, type Option, optional, textOption } from '../option.ts';

export const approvalOption = (): Option<ApprovalKey> => ({
  kind: 'text',
  description: 'the approval',
  example: 'A-7',
  required: true,
  rest: false,
  lines: 'one',
  max: 12,
  accepts: (word) => /^(?:a-?)?\d+$/i.test(word),
  read: (words) => parseApprovalKey(words) ?? refuse({ code: 'unknown_approval', words }),
});

/** The revision that a button answers. */
export const revisionOption = optional(
  carried(textOption('the number of the revision', { example: '1', max: 9 })),
);

const MOST_APPROVERS = 30;

/** People and teams: the two share one set of names. */
export const approversOption: Option<readonly (Person | Team)[]> = {
  kind: 'people',
  description: 'who is asked: people and teams',
  example: '@ana @bo',
  required: true,
  rest: false,
  accepts: (word) => /^@\S+$/.test(word) || /^<@[^>\s]+>$/.test(word),
  async read(words, ctx, name) {
    const said = [...new Set(words.match(/<@[^>\s]+>|@[^\s,]+/g) ?? [])];
    if (said.length === 0) refuse({ code: 'no_approvers' }, name);
    if (said.length > MOST_APPROVERS)
      refuse(
        { code: 'bad_option', option: name, words, expected: `at most ${MOST_APPROVERS}, such as @ana @bo` },
        name,
      );
    const found: (Person | Team)[] = [];
    for (const one of said) found.push(await personOrTeam(ctx, one));
    return [...new Map(found.map((one) => [one.id, one])).values()];
  },
};

const personOrTeam = async (ctx: CommandContext, words: string): Promise<Person | Team> =>
  (await ctx.tx.teams.byHandle(words.replace(/^@/, '').toLowerCase())) ?? findPerson(ctx, words);

/** Three working days, where no deadline was said. */
export const deadlineOr = ({ now, myTime }: CommandContext, said: Due | undefined): Due =>
  said ?? threeWorkingDays(now, myTime);

export const seenIn = (words: string | undefined): number | undefined =>
  words === undefined ? undefined : Number(words);

export const approvalButton = (approval: Approval, label: string, verb: string): Button => ({
  label,
  action: { verb: `approval ${verb}`, options: { approval: formatApprovalKey(approval.key) } },
});

export function aboutApproval(approval: Approval, words: string, ...buttons: readonly Button[]): Reply {
  const key = formatApprovalKey(approval.key);
  return {
    message: {
      summary: `${key} ${words}`,
      tone: 'good',
      blocks: [
        { block: 'text', text: [{ bold: key }, ` ${clip(latest(approval).text, 100)} — ${words}`] },
        ...(buttons.length > 0 ? [{ block: 'buttons', buttons } as const] : []),
      ],
    },
  };
}

/** Asks which approval, where that is not known. */
export const approvalField = (key: ApprovalKey | undefined): readonly FormField[] =>
  key === undefined
    ? [
        {
          field: 'text',
          name: 'approval',
          label: 'Approval',
          hint: 'Its key, such as A-7',
          lines: 'one',
          max: 12,
          required: true,
        },
      ]
    : [];

export const keyed = (key: ApprovalKey | undefined): Record<string, string> =>
  key === undefined ? {} : { approval: formatApprovalKey(key) };
