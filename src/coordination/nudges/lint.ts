/** What is wrong with a ladder, line by line: a step that cannot be reached, one that nobody hears, a ladder without an end. */
import { Refusal } from '../errors.ts';
import { type Rule, readStep, type Step, type Target, type When } from './policy.ts';

export interface Flaw {
  /** From 1. */
  readonly line: number;
  readonly words: string;
  readonly why: string;
}

/** Whom a rule can name. */
const KNOWN: Readonly<Record<Rule, readonly Target[]>> = {
  handoff: ['receiver', 'giver', 'owner', 'requester', 'lead', 'team channel', 'admin'],
  acceptance: ['receiver', 'giver', 'owner', 'requester', 'lead', 'team channel', 'admin'],
  due: ['owner', 'requester', 'lead', 'team channel', 'admin'],
  stalled: ['owner', 'requester', 'lead', 'team channel', 'admin'],
  unowned: ['requester', 'lead', 'team channel', 'admin'],
  approval: ['approver', 'requester', 'owner', 'lead', 'team channel', 'admin'],
};

/** More steps than these are a mistake, or a way to be ignored. */
const MOST_STEPS = 20;

export function lintLadder(rule: Rule, lines: readonly string[]): readonly Flaw[] {
  const flaw = (line: number, why: string): Flaw => ({ line, words: lines[line - 1] ?? '', why });
  if (lines.length === 0) return [flaw(1, 'the ladder has no step, so nobody is ever told')];
  if (lines.length > MOST_STEPS) return [flaw(MOST_STEPS + 1, `a ladder has at most ${MOST_STEPS} steps`)];
  const flaws: Flaw[] = [];
  const steps: (Step | null)[] = lines.map((words, i) => {
    try {
      return readStep(words);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      flaws.push(flaw(i + 1, error.problem.code === 'bad_step' ? error.problem.why : 'cannot be read'));
      return null;
    }
  });
  if (flaws.length > 0) return flaws;
  for (const [i, step] of steps.entries()) {
    if (!step) continue;
    const why = wrongIn(rule, step, steps[i - 1] ?? null, i === steps.length - 1);
    if (why) flaws.push(flaw(i + 1, why));
  }
  const repeats = steps.at(-1)?.when;
  if (repeats && isRepeating(repeats) && !leavesThem(steps))
    flaws.push(
      flaw(lines.length, 'it has no end: the same people are told for ever, and nobody else hears of it'),
    );
  return flaws;
}

function wrongIn(rule: Rule, step: Step, before: Step | null, isLast: boolean): string | null {
  const stranger = step.tell.flat().find((t) => !t.startsWith('@') && !KNOWN[rule].includes(t));
  if (stranger) return `there is no ${stranger} in the rule ${rule}`;
  const { when } = step;
  if (!fits(rule, when)) return `the rule ${rule} does not count by ${countedBy(when)}`;
  if (isRepeating(when))
    return !isLast
      ? 'the steps behind it are unreachable: it repeats for ever'
      : before && 'morning' in before.when
        ? null
        : 'it loops at once: a morning has to come before every morning';
  if (before && isRepeating(before.when)) return 'it is unreachable: the step before it repeats for ever';
  if (before && !isLater(when, before.when))
    return 'it is unreachable: it is not later than the step before it';
  return null;
}

const isRepeating = (when: When): boolean => 'at' in when && when.at === 'every morning';

/**
 * Mornings count from a due date; what is before it from a deadline, at which an approval lapses and a handoff waits on;
 * hours, days and a stage's allowance from when a clock started.
 */
function fits(rule: Rule, when: When): boolean {
  if ('before' in when) return rule === 'approval' || rule === 'acceptance';
  if (rule === 'approval') return false;
  if ('morning' in when || isRepeating(when)) return rule === 'due';
  return rule !== 'due' && (rule === 'stalled' || !('at' in when));
}

const countedBy = (when: When): string =>
  'before' in when
    ? `${when.unit} before`
    : 'hours' in when
      ? 'hours'
      : 'days' in when
        ? 'days'
        : 'morning' in when
          ? 'mornings'
          : when.at;

/** A working day has eight hours here: all that is compared is what comes first. */
const HOURS_A_DAY = 8;

function isLater(one: When, other: When): boolean {
  if ('morning' in one && 'morning' in other) return one.morning > other.morning;
  return hoursOf(one) > hoursOf(other);
}

function hoursOf(when: When): number {
  if ('before' in when) return -when.before * (when.unit === 'days' ? HOURS_A_DAY : 1);
  if ('hours' in when) return when.hours;
  return 'days' in when ? when.days * HOURS_A_DAY : HOURS_A_DAY;
}

/** Whether somebody hears of it before it repeats who does not hear of it each time. */
function leavesThem(steps: readonly (Step | null)[]): boolean {
  const repeated = new Set(steps.at(-1)?.tell.flat());
  return steps.slice(0, -1).some((step) => step?.tell.flat().some((target) => !repeated.has(target)));
}
