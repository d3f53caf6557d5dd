/** A word that stands nowhere else, and that nobody takes for a date or a name: the `nth`. */
export function wordFor(nth: number): string {
  const letters = 'bcdfghjklmnpqrstvwx';
  let word = '';
  for (let left = nth; left > 0; left = Math.floor(left / letters.length))
    word = letters.charAt(left % letters.length) + word;
  return `Zz${word}zz`;
}
