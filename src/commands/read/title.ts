/** What stays of a text when ranges of it are taken out, joined so that no one sees the seams. */

interface Range {
  readonly start: number;
  readonly end: number;
}

const JOINERS = ',;:-–—';
const CLOSERS = '.,;:!?)]';
const OPENERS = '([“‘';
const PAIRS = ['()', '[]', '""', "''", '“”', '‘’'];

/** One line: spaces collapse, but not in code; no comma, dash, empty bracket or "by" is left dangling where something was. */
export function joinKept(text: string, cuts: readonly Range[]): string {
  const pieces = keptPieces(text, cuts);
  let [title = '', ...others] = pieces;
  for (const piece of others) title = seam(title, piece);
  const cutAtEnd = pieces.length > 1 && pieces.at(-1)?.trim() === '';
  return (cutAtEnd ? trimTail(title) : title).trim();
}

function keptPieces(text: string, cuts: readonly Range[]): string[] {
  const pieces: string[] = [];
  let from = 0;
  for (const { start, end } of cuts.toSorted((a, b) => a.start - b.start)) {
    if (end <= from) continue;
    pieces.push(oneLine(text.slice(from, Math.max(from, start))));
    from = end;
  }
  return [...pieces, oneLine(text.slice(from))];
}

const oneLine = (text: string): string => text.replace(/(`[^`\n]+`)|\s+/g, (_, code?: string) => code ?? ' ');

/** What stood on either side of a cut, as one. */
function seam(before: string, after: string): string {
  const [left, right] = [before.trimEnd(), after.trimStart()];
  const [last, first] = [left.at(-1) ?? '', right[0] ?? ''];
  if (left === '') return trimStart(right, `${JOINERS}.!?)]`);
  if (right === '') return `${left} `;
  if (last === before.at(-1) && first === after[0] && PAIRS.includes(last + first))
    return seam(left.slice(0, -1), right.slice(1));
  if (CLOSERS.includes(first)) return trimTail(left) + right;
  const rest = JOINERS.includes(last) ? trimStart(right, JOINERS) : right;
  return left + (first === after[0] || OPENERS.includes(last) ? '' : ' ') + rest;
}

/** The end of a piece without joiners and words that lead to what is no longer there. */
function trimTail(text: string): string {
  const trimmed = trimEnd(text, `${JOINERS}(`);
  const word = /(?:^|\s)(?:by|due|before|and)$/i.exec(trimmed.slice(-8));
  return word ? trimTail(trimmed.slice(0, -word[0].length)) : trimmed;
}

function trimStart(text: string, marks: string): string {
  let from = 0;
  while (from < text.length && ` ${marks}`.includes(text[from] ?? '')) from++;
  return text.slice(from);
}

function trimEnd(text: string, marks: string): string {
  let to = text.length;
  while (to > 0 && ` ${marks}`.includes(text[to - 1] ?? '')) to--;
  return text.slice(0, to);
}
