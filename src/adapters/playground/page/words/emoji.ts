/** Reactions by the names that Slack gives them. */
export const REACTIONS: readonly { readonly name: string; readonly emoji: string; readonly means: string }[] =
  [
    { name: 'pushpin', emoji: '📌', means: 'track it' },
    { name: 'raising_hand', emoji: '🙋', means: 'claim' },
    { name: 'eyes', emoji: '👀', means: 'start' },
    { name: 'white_check_mark', emoji: '✅', means: 'done' },
    { name: 'x', emoji: '❌', means: 'no' },
    { name: 'zzz', emoji: '💤', means: 'later' },
    { name: 'thumbsup', emoji: '👍', means: 'thanks' },
    { name: 'tada', emoji: '🎉', means: 'hooray' },
  ];

/** The picture of a reaction; one that the page does not know is shown by name. */
export const emojiOf = (name: string): string =>
  REACTIONS.find((reaction) => reaction.name === name)?.emoji ?? `:${name}:`;

/** `white_check_mark` as words. */
export const emojiWords = (name: string): string => name.replaceAll('_', ' ');
