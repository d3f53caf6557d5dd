/**
 * The candidate that differs from `words` by the fewest keystrokes, if by no more than two (one, for short words); two
 * letters that changed places are one.
 */
export function nearest(words: string, candidates: readonly string[]): string | null {
  const limit = words.length > 5 ? 2 : 1;
  let best: { readonly name: string; readonly distance: number } | null = null;
  for (const name of candidates) {
    if (Math.abs(name.length - words.length) > limit) continue;
    const distance = editDistance(words.toLowerCase(), name);
    if (distance <= limit && (best === null || distance < best.distance)) best = { name, distance };
  }
  return best?.name ?? null;
}

/** Damerau's distance (of optimal string alignment), row by row. */
function editDistance(a: string, b: string): number {
  let above: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  const at = (numbers: readonly number[], i: number): number => numbers[i] ?? Number.POSITIVE_INFINITY;
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = at(row, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? at(above, j - 2) + 1 : replaced;
      next.push(Math.min(at(row, j) + 1, at(next, j - 1) + 1, replaced, swapped));
    }
    [above, row] = [row, next];
  }
  return at(row, b.length);
}
