/**
 * The one error type. The domain says what was wrong as a code with typed details; src/commands/words.ts turns it into
 * a sentence. Anything else that is thrown is a fault of ours.
 */
import type { ApprovalKey, ItemKey } from './ids.ts';

export type Problem =
  | { readonly code: 'unknown_verb'; readonly words: string; readonly near: string | null }
  | { readonly code: 'unknown_item'; readonly words: string }
  | { readonly code: 'unknown_person'; readonly words: string }
  | { readonly code: 'ambiguous_person'; readonly words: string; readonly handles: readonly string[] }
  | { readonly code: 'unknown_team'; readonly words: string }
  | { readonly code: 'unknown_channel'; readonly words: string }
  | { readonly code: 'unknown_zone'; readonly words: string }
  | { readonly code: 'unknown_region'; readonly words: string }
  | { readonly code: 'not_installed' }
  | {
      readonly code: 'missing_option';
      readonly verb: string;
      readonly option: string;
      readonly example: string;
    }
  | {
      readonly code: 'bad_option';
      readonly option: string;
      readonly words: string;
      readonly expected: string;
    }
  | { readonly code: 'unreadable_date'; readonly words: string }
  | { readonly code: 'past_date'; readonly words: string }
  | { readonly code: 'empty_title' }
  | { readonly code: 'too_long'; readonly field: string; readonly length: number; readonly most: number }
  | { readonly code: 'not_allowed'; readonly act: string; readonly who: string; readonly item?: ItemKey }
  | { readonly code: 'wrong_stage'; readonly act: string; readonly item: ItemKey; readonly stage: string }
  | { readonly code: 'already_owned'; readonly item: ItemKey; readonly owner: string }
  | { readonly code: 'no_owner'; readonly item: ItemKey; readonly act: string }
  | { readonly code: 'agent_needs_reviewer'; readonly agent: string }
  | { readonly code: 'own_review'; readonly item: ItemKey }
  | { readonly code: 'own_handoff'; readonly item: ItemKey }
  | {
      readonly code: 'no_handoff';
      readonly item: ItemKey;
      readonly act: string;
      /** What became of the latest; null where there never was one. */
      readonly was: string | null;
    }
  | { readonly code: 'own_delegate' }
  | { readonly code: 'snoozed_too_long'; readonly item: ItemKey; readonly most: string }
  | { readonly code: 'bad_ladder'; readonly flaw: string }
  | { readonly code: 'bad_step'; readonly line: string; readonly why: string }
  | { readonly code: 'unknown_approval'; readonly words: string }
  | { readonly code: 'own_approval'; readonly approval: ApprovalKey }
  | { readonly code: 'not_approver'; readonly approval: ApprovalKey }
  | { readonly code: 'not_your_turn'; readonly approval: ApprovalKey }
  | { readonly code: 'approval_over'; readonly approval: ApprovalKey; readonly was: string }
  | { readonly code: 'approval_changed'; readonly approval: ApprovalKey }
  | { readonly code: 'no_vote'; readonly approval: ApprovalKey }
  | {
      readonly code: 'gate_needs_reviewers';
      readonly item: ItemKey;
      readonly need: number;
      /** How many are named who may approve. */
      readonly named: number;
    }
  | { readonly code: 'nobody_above'; readonly approval: ApprovalKey }
  | { readonly code: 'no_approvers' }
  | { readonly code: 'need_too_many'; readonly need: number; readonly asked: number }
  | { readonly code: 'cannot_approve'; readonly name: string; readonly why: string }
  | { readonly code: 'past_deadline' }
  | { readonly code: 'no_question'; readonly item: ItemKey }
  | { readonly code: 'nobody_to_ask'; readonly team: string }
  | { readonly code: 'blocks_itself'; readonly item: ItemKey }
  | { readonly code: 'blocking_loop'; readonly item: ItemKey; readonly by: ItemKey }
  | { readonly code: 'not_blocked'; readonly item: ItemKey }
  | { readonly code: 'no_home_channel'; readonly team: string; readonly handle: string }
  | { readonly code: 'same_itself'; readonly item: ItemKey }
  | { readonly code: 'not_same'; readonly item: ItemKey }
  | {
      readonly code: 'still_waited_for';
      readonly item: ItemKey;
      /** What waits for it. */
      readonly by: ItemKey;
      readonly of: ItemKey;
    }
  | { readonly code: 'blocker_ended'; readonly item: ItemKey; readonly by: ItemKey }
  | { readonly code: 'changed_meanwhile'; readonly item: ItemKey }
  | { readonly code: 'stale_action' }
  | { readonly code: 'nothing_to_change'; readonly item: ItemKey }
  | { readonly code: 'name_taken'; readonly words: string }
  | { readonly code: 'bad_link'; readonly words: string }
  | { readonly code: 'bad_code' }
  | { readonly code: 'undecided' }
  | { readonly code: 'has_items' }
  | { readonly code: 'already_linked'; readonly what: string }
  | { readonly code: 'not_linked'; readonly what: string }
  | { readonly code: 'unknown_standup'; readonly words: string | null; readonly names: readonly string[] }
  | { readonly code: 'channel_closed'; readonly channel: string; readonly archived: boolean }
  | { readonly code: 'never_comes'; readonly words: string }
  | { readonly code: 'too_many_questions'; readonly count: number; readonly most: number }
  | { readonly code: 'no_participants'; readonly channel: string }
  | { readonly code: 'no_round'; readonly standup: string }
  | {
      readonly code: 'round_closed';
      readonly standup: string;
      /** They answered in time, and want to change it. */
      readonly edit: boolean;
    };

export type ProblemCode = Problem['code'];

export class Refusal extends Error {
  readonly problem: Problem;
  /** The form field at fault, for a form that stays open. */
  readonly field: string | undefined;

  constructor(problem: Problem, field?: string) {
    super(problem.code);
    this.name = 'Refusal';
    this.problem = problem;
    this.field = field;
  }
}

/** Ends an act with a problem. */
export function refuse(problem: Problem, field?: string): never {
  throw new Refusal(problem, field);
}
