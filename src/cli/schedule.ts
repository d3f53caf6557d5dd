/** `baton schedule`: when a recurrence rule occurs next. */
import { instantAt, isLocalDate, isZone } from '../coordination/calendar.ts';
import { Refusal } from '../coordination/errors.ts';
import { occurrences, parseRule, type Rule } from '../coordination/schedule.ts';
import type { Terminal } from './terminal.ts';
import { type Arguments, EXIT, UsageError } from './verb.ts';

const MOST = 10_000;

/** Prints the next occurrences as ISO instants in UTC, one a line. */
export async function schedule({ positionals, values }: Arguments, terminal: Terminal): Promise<number> {
  const zone = String(values.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone);
  if (!isZone(zone))
    throw new UsageError(`--zone ${zone} is no time zone: name one as Europe/London or UTC.`);
  const rule = readRule(positionals.join(' '));
  const from = readFrom(values.from, zone);
  const found = occurrences(rule, zone, from, readCount(values.count));
  if (found.length > 0) terminal.out(found.map(({ at }) => isoSeconds(at)).join('\n'));
  return EXIT.fine;
}

function readRule(words: string): Rule {
  try {
    return parseRule(words);
  } catch (error) {
    if (!(error instanceof Refusal) || error.problem.code !== 'bad_option') throw error;
    throw new UsageError(`“${words}” is no schedule: write ${error.problem.expected}.`);
  }
}

function readFrom(words: string | boolean | undefined, zone: string): number {
  if (words === undefined) return Date.now();
  const text = String(words);
  if (isLocalDate(text)) return instantAt(text, 0, zone);
  throw new UsageError(`--from ${text} is no date: write it as 2026-10-20.`);
}

function readCount(words: string | boolean | undefined): number {
  const count = Number(words ?? 10);
  if (Number.isInteger(count) && count >= 1 && count <= MOST) return count;
  throw new UsageError(`--count ${words} must be a whole number from 1 to ${MOST}.`);
}

const isoSeconds = (at: number): string => new Date(at).toISOString().replace('.000Z', 'Z');
