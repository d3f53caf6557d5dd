/** Problems in words: what happened, why, what to do next, in a sentence or two, with a correct example. */
import type { Problem, ProblemCode } from '../coordination/errors.ts';
import { type ApprovalKey, formatApprovalKey, formatItemKey, type ItemKey } from '../coordination/ids.ts';
import type { Button, Message } from '../coordination/message.ts';
import { clip } from '../coordination/work-items/add.ts';

type Explain<C extends ProblemCode> = (problem: Extract<Problem, { code: C }>) => string;

/** What people typed, shown back: short, on one line. */
const said = (words: string): string => `“${clip(words.replace(/\s+/g, ' ').trim(), 60)}”`;

/** Acts whose names are no verb that takes an item. */
const DOING: ReadonlyMap<string, string> = new Map([
  ['done', 'finish'],
  ['finish the review of', 'review'],
  ['date', 'reschedule'],
]);
const doing = (act: string): string => DOING.get(act) ?? act;

const seeItem = (item: ItemKey): string => `/baton show ${formatItemKey(item)}`;

const seeApproval = (key: ApprovalKey): string => `/baton approval show ${formatApprovalKey(key)}`;

const WORDS: { readonly [C in ProblemCode]: Explain<C> } = {
  unknown_verb: ({ words, near }) =>
    `${said(words)} is nothing I can do. ${near ? `Did you mean /baton ${near}?` : 'For all that I can: /baton help'}`,
  unknown_item: ({ words }) =>
    `There is no item ${said(words)} that you can see. Your items: /baton list mine`,
  unknown_person: ({ words }) =>
    `I know nobody called ${said(words)}. Write a person’s short name, such as @lena.`,
  ambiguous_person: ({ words, handles }) =>
    `${said(words)} could be ${handles.map((h) => `@${h}`).join(' or ')}. Write one of them.`,
  unknown_team: ({ words }) => `There is no team ${said(words)}. The teams: /baton team list`,
  unknown_channel: ({ words }) =>
    `There is no channel ${said(words)} that you are in. Write it as #general, or say here.`,
  unknown_zone: ({ words }) =>
    `${said(words)} is no time zone. Write it as Europe/London or America/New_York.`,
  unknown_region: ({ words }) =>
    `I know no public holidays of ${said(words)}. Write a country or a part of one, such as DE, GB-ENG or US-NY.`,
  not_installed: () => 'Baton does not know you here yet. An admin of the workspace can add you.',
  missing_option: ({ verb, option, example }) =>
    `For ${verb} I need the ${option}. For example: /baton ${example}`,
  bad_option: ({ words, expected }) => `I cannot use ${said(words)} here. I expected ${expected}.`,
  unreadable_date: ({ words }) =>
    `I cannot read ${said(words)} as a date. Write friday 5pm, in 2 working days, end of month or 2026-12-24.`,
  past_date: ({ words }) =>
    `${said(words)} is in the past. Write a date to come, such as tomorrow or friday 5pm.`,
  empty_title: () => 'An item needs a title. For example: /baton add Send the offer @lena by friday',
  too_long: ({ field, length, most }) =>
    `The ${field} has ${length} characters; ${most} fit. Shorten it, and put the rest into the message.`,
  not_allowed: ({ act, who, item }) =>
    item === undefined
      ? `To ${act} is for ${who}. Ask one of them.`
      : `${formatItemKey(item)} is not yours to ${doing(act)}: that is for ${who}. Who they are: ${seeItem(item)}`,
  wrong_stage: ({ act, item, stage }) =>
    `${formatItemKey(item)} is ${stage}, so there is nothing to ${doing(act)}. Its state: ${seeItem(item)}`,
  already_owned: ({ item, owner }) =>
    `${formatItemKey(item)} is ${owner}’s already. Ask them, or see it: ${seeItem(item)}`,
  no_owner: ({ item }) =>
    `Nobody owns ${formatItemKey(item)} yet. Claim it first: /baton claim ${formatItemKey(item)}`,
  agent_needs_reviewer: ({ agent }) =>
    `${agent} is an agent, so a person must review its work. Name one: /baton edit W-12 reviewers: @lena`,
  own_review: ({ item }) =>
    `You own ${formatItemKey(item)}, so someone else has to finish its review. Its reviewers: ${seeItem(item)}`,
  own_handoff: ({ item }) =>
    `${formatItemKey(item)} is yours already, so there is nobody to accept it. Name someone else: /baton handoff ${formatItemKey(item)} @lena`,
  no_handoff: ({ item, act, was }) =>
    was === null
      ? `${formatItemKey(item)} was not handed to anyone, so there is nothing to ${act}. Its state: ${seeItem(item)}`
      : `The handoff of ${formatItemKey(item)} is over: it was ${was}. Its state: ${seeItem(item)}`,
  snoozed_too_long: ({ item, most }) =>
    `${formatItemKey(item)} can be put off by ${most} at most. For longer, move its date: /baton due ${formatItemKey(item)} friday`,
  bad_ladder: ({ flaw }) =>
    `That ladder cannot be used: ${flaw}. Write that line anew, or default for the built-in ladder.`,
  bad_step: ({ line, why }) => `${said(line)} is no step of a ladder: ${why}.`,
  own_delegate: () =>
    'While you are away you cannot stand in for yourself. Name someone else: /baton away until monday delegate @bo',
  unknown_approval: ({ words }) =>
    `There is no approval ${said(words)} that you can see. Write its key, such as A-7.`,
  own_approval: ({ approval }) =>
    `You asked for ${formatApprovalKey(approval)}, so your own answer does not count. Who is asked: ${seeApproval(approval)}`,
  not_approver: ({ approval }) =>
    `You are not asked for ${formatApprovalKey(approval)}, so your answer does not count. Who is: ${seeApproval(approval)}`,
  not_your_turn: ({ approval }) =>
    `${formatApprovalKey(approval)} is asked one after another, and it is not your turn yet. You are asked when it is: ${seeApproval(approval)}`,
  approval_over: ({ approval, was }) =>
    `${formatApprovalKey(approval)} is ${was} already, so nothing was changed. What was decided: ${seeApproval(approval)}`,
  approval_changed: ({ approval }) =>
    `The words of ${formatApprovalKey(approval)} changed since, so this answer does not count. Answer the new ones: ${seeApproval(approval)}`,
  no_vote: ({ approval }) =>
    `You gave no answer to ${formatApprovalKey(approval)} that could be taken back. Its state: ${seeApproval(approval)}`,
  no_approvers: () =>
    'Nobody is named who could approve. For example: /baton approval ask W-1 from @ana @bo by friday: ship the new terms',
  gate_needs_reviewers: ({ item, need, named }) =>
    `${formatItemKey(item)} needs the approval of ${need === 1 ? 'a reviewer' : `${need} reviewers`} before it is done, and ${named === 0 ? 'none' : `only ${named}`} is named who can give it. Name them: /baton edit ${formatItemKey(item)} reviewers: @lena`,
  nobody_above: ({ approval }) =>
    `Everyone who could be asked beside those who have not answered ${formatApprovalKey(approval)} is asked already, or asks. Give it more time instead: /baton approval extend ${formatApprovalKey(approval)} friday`,
  need_too_many: ({ need, asked }) =>
    `You asked ${asked}, so ${need} of them cannot answer. Write fewer, or name more people.`,
  cannot_approve: ({ name, why }) =>
    `${name} cannot approve this: ${why}. Write someone else, such as @lena.`,
  past_deadline: () =>
    'That deadline has passed already. Write one to come, such as friday 5pm or in 2 working days.',
  no_question: ({ item }) =>
    `Nobody asked anything about ${formatItemKey(item)} that is not answered yet. Its state: ${seeItem(item)}`,
  nobody_to_ask: ({ team }) =>
    `Nobody else in ${team} can take work. Name a person, or add people: /baton team list`,
  blocks_itself: ({ item }) =>
    `${formatItemKey(item)} cannot wait for itself. Name another item: /baton block ${formatItemKey(item)} W-7`,
  blocking_loop: ({ item, by }) =>
    `${formatItemKey(by)} already waits for ${formatItemKey(item)}, so neither could ever start. Unblock ${formatItemKey(by)} first.`,
  not_blocked: ({ item }) =>
    `${formatItemKey(item)} does not wait for that. What it waits for: ${seeItem(item)} view: why`,
  no_home_channel: ({ team, handle }) =>
    `${team} has no home channel in which it could be told of its week. Set one: /baton settings team @${handle} channel: #general`,
  same_itself: ({ item }) =>
    `${formatItemKey(item)} is the same as itself already. Name the item that stays: /baton same ${formatItemKey(item)} W-7`,
  not_same: ({ item }) =>
    `${formatItemKey(item)} was not said to be the same as another, so there is nothing to take back. Its state: ${seeItem(item)}`,
  still_waited_for: ({ item, by, of }) =>
    `${formatItemKey(by)} waits for ${formatItemKey(item)}, and would be told to go on. First: /baton block ${formatItemKey(by)} ${formatItemKey(of)}, then /baton unblock ${formatItemKey(by)} ${formatItemKey(item)}`,
  blocker_ended: ({ item, by }) =>
    `${formatItemKey(by)} has ended, so ${formatItemKey(item)} has nothing to wait for. Another reason: /baton block ${formatItemKey(item)} waiting for legal`,
  changed_meanwhile: ({ item }) =>
    `Someone changed ${formatItemKey(item)} while you wrote, and nothing of theirs was overwritten. Open the form again: /baton edit ${formatItemKey(item)}`,
  stale_action: () =>
    'That button is from an older version of this message. Use /baton show with the item’s key for the current one.',
  nothing_to_change: ({ item }) =>
    `${formatItemKey(item)} already says that, so nothing was changed. What it says: ${seeItem(item)}`,
  name_taken: ({ words }) => `${said(words)} is taken already. Choose another.`,
  bad_code: () =>
    'That code is wrong, used, or older than 15 minutes. Ask for a new one where the first came from: /baton link code, or /baton link me',
  undecided: () =>
    'An approval that this account is part of is not decided yet, and its votes are one person’s each. Join the accounts once it is: /baton inbox',
  has_items: () =>
    'Items exist here already, and those of two workspaces are not mixed. Join the other way round, if there are none yet: /baton link code here, and /baton link join there.',
  already_linked: ({ what }) => `${what} joined already. What is joined: /baton link show`,
  not_linked: ({ what }) => `${what}, so there is nothing to undo. What is joined: /baton link show`,
  unknown_standup: ({ words, names }) => {
    const which =
      words === null ? 'I need to know which standup you mean.' : `There is no standup ${said(words)}.`;
    return names.length > 0
      ? `${which} Write its name, such as ${names.slice(0, 10).join(' or ')}.`
      : `${which} Make one: /baton standup create #general weekdays 09:30`;
  },
  channel_closed: ({ channel, archived }) =>
    archived
      ? `Nothing can be posted in #${channel}: it is archived. Name another channel, such as #general.`
      : `I cannot post in #${channel}: I am not in it. Write /invite @Baton there, or let me see it and write in it, and try again.`,
  never_comes: ({ words }) =>
    `${said(words)} does not come within a year. Write days and a time that do, such as weekdays 09:30.`,
  too_many_questions: ({ count, most }) =>
    `A standup takes ${most} questions, and these are ${count}. Shorten them to what is worth asking each day.`,
  no_participants: ({ channel }) =>
    `I know nobody who would take part: #${channel} has no members that I know of. Name a team or people, such as who: @design.`,
  no_round: ({ standup }) =>
    `There is no round of ${standup} to answer within a day. When the next is: /baton standup list`,
  round_closed: ({ standup, edit }) =>
    edit
      ? `The time for answers to ${standup} is over, so yours stands as it is. For what is new, the next round: /baton standup answer ${standup}`
      : `That round of ${standup} was over a day ago. What is new goes into the next: /baton standup answer ${standup}`,
  bad_link: ({ words }) =>
    `${said(words)} is no web address. Write it whole, such as https://example.com/brief.`,
};

export function explain(problem: Problem): string {
  const words = WORDS[problem.code] as (p: Problem) => string;
  return words(problem);
}

/** The one act that answers a problem, where there is one. */
function remedy(problem: Problem): Button | null {
  if (problem.code === 'no_owner')
    return {
      label: 'Claim',
      style: 'primary',
      action: { verb: 'claim', options: { item: formatItemKey(problem.item) } },
    };
  if (problem.code === 'gate_needs_reviewers')
    return {
      label: 'Name reviewers',
      style: 'primary',
      action: { verb: 'edit', options: { item: formatItemKey(problem.item) } },
    };
  if (problem.code === 'changed_meanwhile')
    return {
      label: 'Open the form again',
      action: { verb: 'edit', options: { item: formatItemKey(problem.item) } },
    };
  if (problem.code === 'unknown_verb' && problem.near)
    return { label: 'Help', action: { verb: 'help', options: {} } };
  return null;
}

export function refusalMessage(problem: Problem): Message {
  const words = explain(problem);
  const button = remedy(problem);
  return {
    summary: words,
    tone: 'warning',
    blocks: [
      { block: 'text', text: [words] },
      ...(button ? [{ block: 'buttons', buttons: [button] } as const] : []),
    ],
  };
}
