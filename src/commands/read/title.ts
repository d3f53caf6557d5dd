/** What stays of a text when ranges of it are taken out, joined so that no one sees the seams. */

interface Range {
  readonly start: number;
  readonly end: number;
}

const JOINERS = ',;:-–—';
const CLOSERS = '.,;:!?)';

/** One line: spaces collapse, but not in code; no comma, dash, empty bracket or "by" is left dangling where something was. */
export function joinKept(text: string, cuts: readonly Range[]): string {
  const pieces = keptPieces(text, cuts);
  const kept: string[] = [];
  for (const [i, piece] of pieces.entries()) {
    const right = kept.length === 0 && i > 0 ? trimStart(piece, `${JOINERS}.!?)`) : piece;
    if (right === '') continue;
    const left = kept.pop();
    if (left === undefined) kept.push(right);
    else kept.push(...seam(left, right));
  }
  const last = kept.pop() ?? '';
  const cutAtEnd = pieces.length > 1 && pieces.at(-1) === '';
  return [...kept, cutAtEnd ? trimTail(last) : last].join('').trim();
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

const oneLine = (text: string): string =>
  text.replace(/(`[^`\n]+`)|\s+/g, (_, code?: string) => code ?? ' ').trim();

/** Two pieces around a cut, the second with the space that it needs before it. */
function seam(left: string, right: string): [string, string] {
  if (left.endsWith('(') && right.startsWith(')')) {
    const rest = right.slice(1).trimStart();
    return seam(left.slice(0, -1).trimEnd(), rest);
  }
  if (right === '') return [trimTail(left), ''];
  return CLOSERS.includes(right[0] ?? '')
    ? [trimTail(left), right]
    : [left, left.endsWith('(') ? right : ` ${right}`];
}

/** The end of a piece without joiners and words that lead to what is no longer there. */
function trimTail(text: string): string {
  const trimmed = trimEnd(text, `${JOINERS}(`);
  const word = /(?:^|\s)(?:by|due|before|and)$/i.exec(trimmed.slice(-8));
  return word ? trimTail(trimmed.slice(0, trimmed.length - word[0].length)) : trimmed;
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
