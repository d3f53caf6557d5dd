/**
 * When people are nudged of what, as data: for each rule a ladder of steps. A step is a line of words, such as
 * `8h receiver, giver`, which is what people read and write; this is what it means. Policies are versioned, and a clock
 * keeps the version it started under.
 */
import { refuse } from '../errors.ts';

export const RULES = ['handoff', 'acceptance', 'due', 'stalled', 'unowned', 'approval'] as const;
export type Rule = (typeof RULES)[number];

/** A handoff that names a deadline to accept is chased by that, any other by the hours since it was offered. */
export const isOfHandoff = (rule: Rule): rule is 'handoff' | 'acceptance' =>
  rule === 'handoff' || rule === 'acceptance';

/**
 * When a step is due. `hours` and `days` of work after the clock started, or `before` its deadline; `morning`, the start of a working day counted
 * from that of the due date; `allowance`, as many working days as the item's stage allows; `every morning` from then on.
 */
export type When =
  | { readonly hours: number }
  | { readonly days: number }
  | { readonly morning: number }
  | { readonly before: number; readonly unit: 'hours' | 'days' }
  | { readonly at: 'allowance' | 'every morning' };

/** Who is told, by what they are to the item; `@handle` is one person. */
export type Target =
  | 'owner'
  | 'receiver'
  | 'giver'
  | 'requester'
  | 'approver'
  | 'lead'
  | 'team channel'
  | 'admin'
  | `@${string}`;

export interface Step {
  readonly when: When;
  /** Each is told; of alternatives (`lead else team channel`) the first that there is. */
  readonly tell: readonly (readonly Target[])[];
  /** Of urgent items it may come in quiet hours. */
  readonly anyHour: boolean;
}

export interface Policy {
  readonly rule: Rule;
  readonly version: number;
  /** As they were written. */
  readonly lines: readonly string[];
  readonly steps: readonly Step[];
}

const NAMED: readonly Target[] = [
  'owner',
  'receiver',
  'giver',
  'requester',
  'approver',
  'lead',
  'team channel',
  'admin',
];
const EXPECTED = 'a step such as 4h receiver, morning 2 owner, lead or 1d lead else team channel';
const SHAPE =
  /^(?:(?<before>\d{1,3})(?<unit>[hd]) before|(?<hours>\d{1,4})h|(?<days>\d{1,3})d|morning (?<morning>-?\d{1,3})|(?<at>allowance|every morning)) (?<tell>.+?)(?<any>,? at any hour)?$/;

/** Reads one line of a ladder; refuses with the line. */
export function readStep(line: string): Step {
  const words = line.trim().toLowerCase().replace(/\s+/g, ' ');
  const parts = words.length > 300 ? null : SHAPE.exec(words);
  if (!parts?.groups) return refuse({ code: 'bad_step', line, why: `expected ${EXPECTED}` });
  const { before, unit, hours, days, morning, at, tell = '', any } = parts.groups;
  return {
    when:
      before !== undefined
        ? { before: Number(before), unit: unit === 'h' ? 'hours' : 'days' }
        : hours !== undefined
          ? { hours: Number(hours) }
          : days !== undefined
            ? { days: Number(days) }
            : morning !== undefined
              ? { morning: Number(morning) }
              : { at: at as 'allowance' | 'every morning' },
    tell: tell.split(/, | and /).map((one) => one.split(' else ').map((word) => readTarget(word, line))),
    anyHour: any !== undefined,
  };
}

function readTarget(word: string, line: string): Target {
  const target = word.trim();
  if (NAMED.includes(target as Target)) return target as Target;
  if (/^@[a-z0-9._-]{1,60}$/.test(target)) return target as Target;
  return refuse({
    code: 'bad_step',
    line,
    why: `${target || 'nobody'} is not one of ${NAMED.join(', ')} or @name`,
  });
}

export const policyOf = (rule: Rule, version: number, lines: readonly string[]): Policy => ({
  rule,
  version,
  lines,
  steps: lines.map(readStep),
});

/** The defaults of product.md: what holds where a workspace has set nothing of its own. */
export const DEFAULT_LADDERS: Readonly<Record<Rule, readonly string[]>> = {
  handoff: ['4h receiver', '8h receiver, giver', '16h lead', '24h team channel'],
  acceptance: ['4h before receiver', '0h receiver, giver', '8h lead', '16h team channel'],
  due: [
    'morning -1 owner',
    'morning 0 owner',
    'morning 1 owner',
    'morning 2 owner, lead',
    'every morning owner',
  ],
  stalled: ['allowance owner'],
  unowned: ['1d lead else team channel'],
  approval: ['1d before approver', '2h before approver'],
};

export const DEFAULT_POLICIES: readonly Policy[] = RULES.map((rule) =>
  policyOf(rule, 1, DEFAULT_LADDERS[rule]),
);

/** How a step is named wherever it acted: `handoff v1: 8h receiver, giver`. The last line of a ladder may repeat. */
export const stepName = (policy: Policy, step: number): string =>
  `${policy.rule} v${policy.version}: ${policy.lines[Math.min(step, policy.lines.length - 1)] ?? ''}`;
