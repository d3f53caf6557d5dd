/** Nudges in words: what, since when, why this reader, under which rule, and the acts that answer it. */
import { type Approval, latest, type Waits } from '../approvals/approval.ts';
import { oneLine } from '../approvals/words.ts';
import { formatDuration, type Instant } from '../calendar.ts';
import { openHandoff } from '../handoffs/handoff.ts';
import { inTheirPlace } from '../handoffs/words.ts';
import { formatApprovalKey, formatItemKey } from '../ids.ts';
import type { Block, Button, Message, Span, Text } from '../message.ts';
import { STANDING_WORDS } from '../people/away.ts';
import { actionOn, offerButtons } from '../work-items/buttons.ts';
import { isOverdue } from '../work-items/decide.ts';
import type { ItemView } from '../work-items/view.ts';
import { dueSpan, person } from '../work-items/words.ts';
import type { Nudge } from './nudge.ts';
import { isOfHandoff } from './policy.ts';

export interface NudgeView {
  readonly nudge: Nudge;
  readonly view: ItemView;
  /** Its approvals that are still to be answered. */
  readonly waits: readonly Waits[];
}

/** The rest are counted: a message has room for so many with their buttons. */
const SHOWN = 6;

/** `views` are those that are still true; null when none is. */
export function nudgeMessage(views: readonly NudgeView[]): Message | null {
  const [first] = views;
  if (!first) return null;
  const shown = views.slice(0, SHOWN);
  const more = views.length - shown.length;
  const key = formatItemKey(first.view.item.key);
  const head: Block[] =
    views.length === 1 ? [] : [{ block: 'heading', text: `${views.length} things wait for you` }];
  return {
    summary:
      views.length === 1
        ? `${key} ${first.view.item.title}: ${shortOf(first)}`
        : `${views.length} things wait for you, first ${key} ${first.view.item.title}`,
    tone: views.some(({ view }) => isOverdue(view.item, view.now)) ? 'warning' : 'plain',
    blocks: [
      ...head,
      ...shown.flatMap((one, i): Block[] => [
        ...(i > 0 ? [{ block: 'divider' } as const] : []),
        ...blocksOf(one),
      ]),
      ...(more > 0
        ? [
            {
              block: 'buttons',
              buttons: [{ label: `And ${more} more`, action: { verb: 'inbox', options: {} } }],
            } as const,
          ]
        : []),
    ],
  };
}

function blocksOf(one: NudgeView): Block[] {
  const { item } = one.view;
  const due: Text = item.due ? [' · due ', dueSpan(item.due)] : [];
  return [
    { block: 'text', text: [{ bold: formatItemKey(item.key) }, ` · ${item.title}`, ...due] },
    { block: 'text', text: what(one) },
    { block: 'note', text: why(one) },
    { block: 'buttons', buttons: buttons(one) },
  ];
}

const instant = (at: Instant, { zone }: ItemView): Span => ({ instant: at, zone, timed: true });

function shortOf({ nudge, view }: NudgeView): string {
  if (nudge.rule === 'due') return isOverdue(view.item, view.now) ? 'overdue' : 'due soon';
  if (nudge.rule === 'unowned') return view.item.owner ? 'its owner left' : 'nobody owns it';
  return {
    handoff: 'the handoff waits',
    acceptance: 'the handoff waits',
    stalled: 'how does it stand?',
    approval: 'an approval waits for an answer',
  }[nudge.rule];
}

/** What there is to be done, and since when. */
function what({ nudge, view, waits }: NudgeView): Text {
  const { item, now } = view;
  const owner: Span = item.owner ? person(view, item.owner) : 'nobody';
  switch (nudge.rule) {
    case 'handoff':
    case 'acceptance':
      return handoffWords(nudge, view);
    case 'due': {
      if (!item.due) return [];
      const mine = nudge.as === 'owner';
      if (!isOverdue(item, now))
        return [mine ? 'This is due ' : owner, mine ? '' : '’s item is due ', dueSpan(item.due), '.'];
      return [
        mine ? 'This was due ' : owner,
        mine ? '' : '’s item was due ',
        dueSpan(item.due),
        ', and is not done.',
      ];
    }
    case 'stalled':
      return ['Nothing has happened here since ', instant(item.updatedAt, view), '. How does it stand?'];
    case 'approval':
      return approvalWords(nudge, waits);
    case 'unowned':
      if (item.owner) return [owner, ' owns this and is not here any more. Who takes it over?'];
      return ['Nobody has owned this since ', instant(item.stageSince, view), '. Who takes it?'];
  }
}

/** The approval whose deadline a nudge counts from. */
const approvalIn = ({ since }: Nudge, waits: readonly Waits[]): Approval | undefined =>
  waits.find(({ approval }) => approval.deadline.at === since)?.approval;

function approvalWords(nudge: Nudge, waits: readonly Waits[]): Text {
  const approval = approvalIn(nudge, waits);
  if (!approval) return [];
  const key = formatApprovalKey(approval.key);
  const whose = nudge.as === 'approver' ? 'your answer' : 'an answer';
  return [
    `${key} waits for ${whose}, by `,
    dueSpan(approval.deadline),
    `: “${oneLine(latest(approval).text)}”. After that it lapses.`,
  ];
}

function handoffWords(nudge: Nudge, view: ItemView): Text {
  const handoff = openHandoff(view.item.handoff);
  if (!handoff) return [];
  const waited = formatDuration(view.now - handoff.offeredAt);
  const giver = person(view, handoff.giver);
  const receiver: Span =
    'person' in handoff.receiver ? person(view, handoff.receiver.person) : (view.receivers?.name ?? 'a team');
  const instead = inTheirPlace(view, handoff);
  const { acceptBy } = handoff;
  const by: Text = acceptBy
    ? [acceptBy.at > view.now ? ', by ' : '; it was to come by ', dueSpan(acceptBy)]
    : [];
  if (nudge.as === 'receiver')
    return [
      giver,
      ` handed this over ${waited} ago and waits for an answer`,
      ...by,
      '. Until then it is theirs.',
    ];
  if (nudge.as === 'giver')
    return [
      receiver,
      ...instead,
      ` has not answered your handoff for ${waited}`,
      ...by,
      '. It is still yours.',
    ];
  return [
    giver,
    '’s handoff to ',
    receiver,
    ...instead,
    ` has waited for ${waited}`,
    ...by,
    '. Until it is accepted ',
    giver,
    ' owns it.',
  ];
}

const CAPACITY_WORDS: Readonly<Record<Nudge['as'], string>> = {
  owner: 'you own it',
  receiver: 'you were asked to take it over',
  giver: 'you hand it over',
  requester: 'you asked for it',
  approver: 'you are asked to approve it',
  reviewer: 'you answer for its owner’s work',
  lead: 'you lead the team',
  admin: 'nobody nearer could be told',
  named: 'the rule names you',
  team: 'this is the team’s channel',
};

/** Why it came to this reader, under which rule, and who put it off. */
function why({ nudge, view }: NudgeView): Text {
  const snoozes = view.item.snoozes.filter((s) => s.person !== nudge.person);
  const collapsed =
    nudge.collapsed > 0 ? ` It stands for ${nudge.collapsed + 1} steps that came due meanwhile.` : '';
  const reason: Text = nudge.meant
    ? [
        `You get this because you stand in for `,
        person(view, nudge.meant),
        `, who is away (${STANDING_WORDS[nudge.standing]}).`,
      ]
    : [nudge.as === 'team' ? 'It stands here' : 'You get this', ` because ${CAPACITY_WORDS[nudge.as]}.`];
  return [
    ...reason,
    ` Rule: ${nudge.step}.${collapsed}`,
    ...snoozes.flatMap(
      ({ person: who, times, until }): Text => [
        ' ',
        person(view, who),
        ` snoozed it ${times === 1 ? 'once' : `${times} times`}, until `,
        instant(until, view),
        '.',
      ],
    ),
  ];
}

function buttons({ nudge, view, waits }: NudgeView): readonly Button[] {
  const { item } = view;
  const button = (label: string, verb: string, style?: 'primary'): Button => ({
    label,
    action: actionOn(item, verb),
    ...(style ? { style } : {}),
  });
  const show = button('Show', 'show');
  const snooze = button('Snooze', 'snooze');
  const approval = nudge.rule === 'approval' && approvalIn(nudge, waits);
  if (approval) {
    const options = { approval: formatApprovalKey(approval.key) };
    return [{ label: 'Read and answer', style: 'primary', action: { verb: 'approval show', options } }, show];
  }
  if (nudge.rule === 'unowned' && item.owner)
    return [button('Give', 'edit', 'primary'), button('Done', 'done'), show];
  if (nudge.rule === 'unowned') return [button('Claim', 'claim', 'primary'), button('Give', 'edit'), show];
  if (isOfHandoff(nudge.rule)) {
    if (nudge.as === 'receiver') return [...offerButtons(item, item.handoff?.number ?? 0), snooze, show];
    if (nudge.as === 'team') return [show];
    return [button('Take back', 'handoff withdraw'), button('Hand to another', 'handoff give'), snooze, show];
  }
  if (nudge.as === 'team') return [show];
  return [
    button('Done', 'done', 'primary'),
    button('Move date', 'due'),
    button('Hand off', 'handoff give'),
    button('Block', 'block'),
    snooze,
  ];
}
