/** The same data with what no store holds taken out of its words: NUL goes, half of a surrogate pair becomes `\uFFFD`. */
export function storable<T>(value: T): T {
  if (typeof value === 'string') return (SUSPECT.test(value) ? mended(value) : value) as T;
  if (Array.isArray(value)) return value.map(storable) as T;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, storable(part)])) as T;
}

/** Most words hold none of what might have to go. */
const SUSPECT = /[\0\uD800-\uDFFF]/;

const mended = (words: string): string => words.replaceAll('\0', '').replace(/\p{Surrogate}/gu, '\uFFFD');
