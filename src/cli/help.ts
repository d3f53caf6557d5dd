/** What the program says of itself. */
import { readFileSync } from 'node:fs';
import { PACKAGE_JSON } from '../files.ts';
import type { Verb } from './verb.ts';
import { verbs } from './verbs.ts';

export function help(): string {
  const table = [...verbs].map(([name, { summary }]) => [name, summary] as const);
  return [
    'Usage: baton VERB [options]',
    '',
    ...columns(table),
    '',
    'baton help VERB shows how a verb is used. Baton reads its configuration from the environment and from .env:',
    '.env.example lists it.',
    '',
    'Exit codes: 0 fine; 1 a fault, or something was found wrong; 2 wrong arguments, configuration or surroundings.',
  ].join('\n');
}

/** How one verb is typed: `baton schedule "weekdays 09:30" [--zone ZONE] …`. */
export function usage(name: string, { words, options }: Verb): string {
  const optional = Object.entries(options).map(
    ([option, { value }]) => `[--${[option, value].filter(Boolean).join(' ')}]`,
  );
  return ['baton', name, words, ...optional].filter(Boolean).join(' ');
}

export function helpOf(name: string, verb: Verb): string {
  const table = Object.entries(verb.options).map(
    ([option, { value, says }]) => [`--${[option, value].filter(Boolean).join(' ')}`, says] as const,
  );
  return [
    `Usage: ${usage(name, verb)}`,
    '',
    verb.summary,
    ...(table.length > 0 ? ['', ...columns(table)] : []),
  ].join('\n');
}

/** The version in package.json. */
export function version(): string {
  const text = readFileSync(PACKAGE_JSON, 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

function columns(table: readonly (readonly [string, string])[]): string[] {
  const widest = Math.max(...table.map(([left]) => left.length));
  return table.map(([left, right]) => `  ${left.padEnd(widest)}  ${right}`);
}
