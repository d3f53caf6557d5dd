/** How many of those asked must approve, and what `done` needs of them. */

/** Grows when the same words of a rule come to mean something else. */
export const RULE_VERSION = 1;

/** How many of the seats must approve; in sequence, each seat is asked once the one before has approved. */
export type Rule =
  | { readonly rule: 'any' }
  | { readonly rule: 'all' }
  | { readonly rule: 'count'; readonly need: number }
  | { readonly rule: 'sequence' };

/** By which rule an item's reviewers approve what is done, before it is; `off`: it needs none. */
export type Gate = Rule | { readonly rule: 'off' };

/** The rule in words: `2 of 3`. */
export function ruleWords(rule: Rule, seats: number): string {
  if (rule.rule === 'any') return seats === 1 ? 'one approver' : `any one of ${seats}`;
  if (rule.rule === 'all') return seats === 1 ? 'one approver' : `all ${seats}`;
  return rule.rule === 'sequence' ? `all ${seats}, one after another` : `${rule.need} of ${seats}`;
}

/** As settings write it, and read it back. */
export const gateWords = (gate: Gate): string => {
  if (gate.rule === 'count') return String(gate.need);
  return gate.rule === 'sequence' ? 'in sequence' : gate.rule;
};
