/** What was found, as a table in Markdown: the page docs/benchmarks.md holds one. */
import type { Bound, Comparison, Figure, Measured } from './harness.ts';

export function table(found: readonly (Comparison | Figure)[]): string {
  const lines = found.map((one) => ('figure' in one ? [one.work, one.figure, '', '', '', ''] : lineOf(one)));
  const all = [['work', 'ours', 'measured against', 'theirs', 'ratio', 'wanted'], ...lines];
  const widths = all[0]?.map((_, column) => Math.max(...all.map((line) => line[column]?.length ?? 0))) ?? [];
  const rows = all.map((line) => `| ${line.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`);
  rows.splice(1, 0, `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`);
  return rows.join('\n');
}

function lineOf({ work, against, measured, bound }: Comparison): string[] {
  const { ours, theirs, unit } = measured;
  const ratio = ours / theirs;
  return [work, amount(ours, unit), against, amount(theirs, unit), ratio.toFixed(2), wanted(ratio, bound)];
}

const amount = (value: number, unit: Measured['unit']): string =>
  unit === '/s' ? `${Math.round(value).toLocaleString('en')}/s` : `${value.toPrecision(3)} ${unit}`;

function wanted(ratio: number, bound: Bound): string {
  if (!bound) return '';
  const met = 'atLeast' in bound ? ratio >= bound.atLeast : ratio <= bound.atMost;
  const words = 'atLeast' in bound ? `at least ${bound.atLeast}` : `at most ${bound.atMost}`;
  return `${words}: ${met ? 'met' : 'not met'}`;
}
