import { describe, expect, test } from 'vitest';
import { explain, refusalMessage } from '../../src/commands/words.ts';
import type { Problem, ProblemCode } from '../../src/coordination/errors.ts';
import { ITEM_ACTS, whoMay } from '../../src/coordination/work-items/rights.ts';

/** One of each code, and more where a sentence has more than one form. */
const PROBLEMS: { readonly [C in ProblemCode]: readonly Extract<Problem, { code: C }>[] } = {
  unknown_verb: [
    { code: 'unknown_verb', words: 'clam', near: 'claim' },
    { code: 'unknown_verb', words: 'dance', near: null },
  ],
  unknown_item: [{ code: 'unknown_item', words: 'W-99' }],
  unknown_person: [{ code: 'unknown_person', words: '@nobody' }],
  ambiguous_person: [{ code: 'ambiguous_person', words: '@l', handles: ['lena', 'lea'] }],
  unknown_team: [{ code: 'unknown_team', words: '@nowhere' }],
  unknown_channel: [{ code: 'unknown_channel', words: '#secret' }],
  unknown_zone: [{ code: 'unknown_zone', words: 'Mars/Olympus' }],
  unknown_region: [{ code: 'unknown_region', words: 'Mars' }],
  not_installed: [{ code: 'not_installed' }],
  missing_option: [{ code: 'missing_option', verb: 'done', option: 'item', example: 'done W-12' }],
  bad_option: [{ code: 'bad_option', option: 'show', words: 'purple', expected: 'one of mine, unowned' }],
  unreadable_date: [{ code: 'unreadable_date', words: 'when the moon is blue' }],
  past_date: [{ code: 'past_date', words: 'yesterday' }],
  empty_title: [{ code: 'empty_title' }],
  too_long: [{ code: 'too_long', field: 'title', length: 8000, most: 300 }],
  not_allowed: [
    { code: 'not_allowed', act: 'make teams', who: 'admins' },
    { code: 'not_allowed', act: 'own work', who: 'members; Gus is a guest' },
    ...ITEM_ACTS.map((act) => ({ code: 'not_allowed', act, who: whoMay(act), item: 12 }) as const),
  ],
  wrong_stage: ITEM_ACTS.map((act) => ({ code: 'wrong_stage', act, item: 12, stage: 'done' }) as const),
  already_owned: [{ code: 'already_owned', item: 12, owner: 'Lena Vogt' }],
  no_owner: [{ code: 'no_owner', item: 12, act: 'start' }],
  agent_needs_reviewer: [{ code: 'agent_needs_reviewer', agent: 'Scout' }],
  own_review: [{ code: 'own_review', item: 12 }],
  own_handoff: [{ code: 'own_handoff', item: 12 }],
  no_handoff: [
    { code: 'no_handoff', item: 12, act: 'accept', was: null },
    { code: 'no_handoff', item: 12, act: 'accept', was: 're-targeted' },
  ],
  unknown_standup: [
    { code: 'unknown_standup', words: 'enf', names: ['eng', 'design'] },
    { code: 'unknown_standup', words: null, names: ['eng', 'design'] },
    { code: 'unknown_standup', words: null, names: [] },
  ],
  channel_closed: [
    { code: 'channel_closed', channel: 'eng', archived: false },
    { code: 'channel_closed', channel: 'eng', archived: true },
  ],
  never_comes: [{ code: 'never_comes', words: 'weekdays 09:30 starting 2150-01-01' }],
  too_many_questions: [{ code: 'too_many_questions', count: 11, most: 10 }],
  no_participants: [{ code: 'no_participants', channel: 'eng' }],
  no_round: [{ code: 'no_round', standup: 'eng' }],
  round_closed: [
    { code: 'round_closed', standup: 'eng', edit: true },
    { code: 'round_closed', standup: 'eng', edit: false },
  ],
  snoozed_too_long: [{ code: 'snoozed_too_long', item: 12, most: '4 hours' }],
  bad_ladder: [{ code: 'bad_ladder', flaw: 'handoff, line 2 (4h giver): it is unreachable' }],
  bad_step: [{ code: 'bad_step', line: 'whenever', why: 'expected a step such as 4h receiver' }],
  own_delegate: [{ code: 'own_delegate' }],
  unknown_approval: [{ code: 'unknown_approval', words: 'A-99' }],
  own_approval: [{ code: 'own_approval', approval: 7 }],
  not_approver: [{ code: 'not_approver', approval: 7 }],
  not_your_turn: [{ code: 'not_your_turn', approval: 7 }],
  approval_over: [{ code: 'approval_over', approval: 7, was: 'approved' }],
  approval_changed: [{ code: 'approval_changed', approval: 7 }],
  no_vote: [{ code: 'no_vote', approval: 7 }],
  no_approvers: [{ code: 'no_approvers' }],
  gate_needs_reviewers: [
    { code: 'gate_needs_reviewers', item: 12, need: 1, named: 0 },
    { code: 'gate_needs_reviewers', item: 12, need: 3, named: 2 },
  ],
  nobody_above: [{ code: 'nobody_above', approval: 7 }],
  need_too_many: [{ code: 'need_too_many', need: 4, asked: 3 }],
  cannot_approve: [{ code: 'cannot_approve', name: 'Gus', why: 'guests do not vote' }],
  past_deadline: [{ code: 'past_deadline' }],
  no_question: [{ code: 'no_question', item: 12 }],
  nobody_to_ask: [{ code: 'nobody_to_ask', team: 'Design' }],
  blocks_itself: [{ code: 'blocks_itself', item: 12 }],
  blocking_loop: [{ code: 'blocking_loop', item: 12, by: 7 }],
  not_blocked: [{ code: 'not_blocked', item: 12 }],
  no_home_channel: [{ code: 'no_home_channel', team: 'Design', handle: 'design' }],
  same_itself: [{ code: 'same_itself', item: 12 }],
  not_same: [{ code: 'not_same', item: 12 }],
  still_waited_for: [{ code: 'still_waited_for', item: 12, by: 3, of: 8 }],
  blocker_ended: [{ code: 'blocker_ended', item: 12, by: 7 }],
  changed_meanwhile: [{ code: 'changed_meanwhile', item: 12 }],
  stale_action: [{ code: 'stale_action' }],
  nothing_to_change: [{ code: 'nothing_to_change', item: 12 }],
  name_taken: [{ code: 'name_taken', words: 'design' }],
  bad_link: [{ code: 'bad_link', words: 'javascript:alert(1)' }],
  bad_code: [{ code: 'bad_code' }],
  undecided: [{ code: 'undecided' }],
  has_items: [{ code: 'has_items' }],
  already_linked: [{ code: 'already_linked', what: 'These two are' }],
  not_linked: [{ code: 'not_linked', what: 'You have one account alone' }],
};

const cases = Object.values(PROBLEMS).flatMap((problems: readonly Problem[]) =>
  problems.map((problem) => ({ says: explain(problem), problem })),
);

/** A command at the end has no full stop, which would be typed with it. */
const ENDS = /(?:[.!?]|\/baton [^.!?]+)$/;
const NEXT_STEP = /\/baton |such as|I expected|Write |Ask |Shorten|Choose|An admin|Unblock/;

describe('a problem in words', () => {
  test.each(cases)('$says', ({ says, problem }) => {
    expect(says).toMatch(/^[“A-Z]/);
    expect(says).toMatch(ENDS);
    expect(says).toMatch(NEXT_STEP);
    expect(says).not.toMatch(/undefined|null|NaN|\[object| {2}/);
    const message = refusalMessage(problem);
    expect(message.summary).toBe(says);
    expect(message.tone).toBe('warning');
  });

  test.each(ITEM_ACTS)('to %s reads as English', (act) => {
    const said = [
      explain({ code: 'not_allowed', act, who: 'its owner', item: 12 }),
      explain({ code: 'wrong_stage', act, item: 12, stage: 'done' }),
    ].join(' ');
    expect(said).not.toMatch(/to (done|date)\b/);
  });

  test('quotes long and broken lines short, on one line, in whole characters', () => {
    const says = explain({ code: 'unknown_person', words: `@a\n\n${'😀'.repeat(4000)}` });
    expect(says.length).toBeLessThan(150);
    expect(says).not.toContain('\n');
    expect(says).not.toMatch(/\p{Surrogate}/u);
  });
});

describe('the one act that answers a problem', () => {
  const button = (problem: Problem) => {
    const block = refusalMessage(problem).blocks.find((b) => b.block === 'buttons');
    return block?.buttons[0]?.action;
  };

  test('is offered where there is one', () => {
    expect(button({ code: 'no_owner', item: 12, act: 'start' })).toEqual({
      verb: 'claim',
      options: { item: 'W-12' },
    });
    expect(button({ code: 'changed_meanwhile', item: 12 })?.verb).toBe('edit');
    expect(button({ code: 'unknown_verb', words: 'clam', near: 'claim' })?.verb).toBe('help');
  });

  test('is not, where there is none', () => {
    expect(button({ code: 'unknown_item', words: 'W-9' })).toBeUndefined();
  });
});
