/** Splits words that name people: `@lena, @bo and <@U1>` into its mentions; bare handles count. */
export function readMentions(words: string): string[] {
  const mentions = words.match(/<@[^<>\n]{1,200}>|[^\s,]+/g) ?? [];
  return mentions.filter((word) => word.toLowerCase() !== 'and');
}
