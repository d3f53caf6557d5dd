/** Codes that join two things: short enough to be read out, good for a quarter of an hour, once. */

/** No letter or digit that is taken for another. */
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const LENGTH = 10;
export const CODE_LIVES_MS = 15 * 60_000;

/** `random` is hexadecimal, two digits a letter at least. */
export function codeFrom(random: string): string {
  const letters = Array.from({ length: LENGTH }, (_, n) => {
    const byte = Number.parseInt(random.slice(2 * n, 2 * n + 2), 16);
    return LETTERS[byte % LETTERS.length] ?? '';
  }).join('');
  return `${letters.slice(0, LENGTH / 2)}-${letters.slice(LENGTH / 2)}`;
}

/** As it was given out, however it was typed; null for what is no code. */
export function readCode(words: string): string | null {
  const letters = words.toUpperCase().replace(/[^A-Z0-9]/g, '');
  if (letters.length !== LENGTH || [...letters].some((letter) => !LETTERS.includes(letter))) return null;
  return `${letters.slice(0, LENGTH / 2)}-${letters.slice(LENGTH / 2)}`;
}
