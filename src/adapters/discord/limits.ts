/**
 * What Discord takes, in one table. Lengths in UTF-16 units, as its API counts them at most.
 * Sources: https://discord.com/developers/docs/resources/message, …/components/reference,
 * …/interactions/application-commands and …/interactions/receiving-and-responding.
 */
export const LIMITS = {
  content: 2_000,
  embedDescription: 4_096,
  /** Of a message made of components: all its texts together, and all its components, nested ones too. */
  texts: 4_000,
  components: 40,
  rows: 5,
  inRow: 5,
  buttonLabel: 80,
  customId: 100,
  placeholder: 150,
  /** Of a picture, in words. */
  alternative: 1_024,
  choices: 25,
  choiceLabel: 100,
  choiceValue: 100,
  nonce: 25,
  modalTitle: 45,
  modalFields: 5,
  fieldLabel: 45,
  fieldHint: 100,
  fieldValue: 4_000,
  optionDescription: 100,
  optionValue: 6_000,
  completions: 25,
  completionName: 100,
  /** Discord allows 25 children and 8,000 characters; what is left is room to grow. */
  commandChildren: 24,
  commandCharacters: 6_000,
} as const;

/** What we allow ourselves of one part, so that no part crowds out the others. */
export const SHARES = { heading: 300, quote: 1_000, fieldValue: 600, line: 600 } as const;

/** Cut to a length, with a mark that it was. Never in the middle of a surrogate pair. */
export function clipTo(words: string, most: number): string {
  if (words.length <= most) return words;
  return `${words.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
