/** Policies as a file holds them: JSON with the lines of each ladder, as people write them. */
import { z } from 'zod';
import { type Flaw, lintLadder } from './lint.ts';
import { type Policy, RULES, type Rule } from './policy.ts';

const MOST_LINES = 50;
const fileSchema = z.strictObject({
  policies: z
    .array(
      z.strictObject({
        rule: z.enum(RULES),
        /** Told by an export; what is imported gets the next one. */
        version: z.number().int().optional(),
        steps: z.array(z.string().max(300)).max(MOST_LINES),
      }),
    )
    .max(RULES.length),
});

export interface Ladder {
  readonly rule: Rule;
  readonly lines: readonly string[];
}

/** A flaw of a file: of a ladder's line, or of the file itself, whose rule is null. */
export interface FileFlaw extends Flaw {
  readonly rule: Rule | null;
}

export const writePolicies = (policies: readonly Policy[]): string =>
  `${JSON.stringify(
    { policies: policies.map(({ rule, version, lines }) => ({ rule, version, steps: lines })) },
    null,
    2,
  )}\n`;

export function readPolicies(text: string): {
  readonly ladders: readonly Ladder[];
  readonly flaws: readonly FileFlaw[];
} {
  const whole = (why: string): { ladders: []; flaws: FileFlaw[] } => ({
    ladders: [],
    flaws: [{ rule: null, line: 1, words: '', why }],
  });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return whole(`it is no JSON: ${(error as Error).message}`);
  }
  const parsed = fileSchema.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return whole(`at ${issue?.path.join('.') || 'its top'}: ${issue?.message ?? 'it cannot be read'}`);
  }
  const ladders = parsed.data.policies.map(({ rule, steps }) => ({ rule, lines: steps }));
  const twice = ladders.find(({ rule }, i) => ladders.findIndex((l) => l.rule === rule) !== i);
  if (twice) return whole(`the rule ${twice.rule} stands in it twice`);
  return {
    ladders,
    flaws: ladders.flatMap(({ rule, lines }) => lintLadder(rule, lines).map((flaw) => ({ rule, ...flaw }))),
  };
}

/** A flaw on one line: `handoff, line 2 (4h giver): it is unreachable…` */
export const flawWords = ({ rule, line, words, why }: FileFlaw): string =>
  rule === null ? why : `${rule}, line ${line}${words ? ` (${words})` : ''}: ${why}`;
