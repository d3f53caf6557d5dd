/** Splits words that name people: `@lena, @bo and <@U1>` into its mentions; bare handles count. */
export function readMentions(words: string): string[] {
  return words.split(/[\s,]+/).filter((word) => word !== '' && word.toLowerCase() !== 'and');
}
