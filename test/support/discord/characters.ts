/** Slack's names of the emoji that the suite speaks of, as Discord's characters. */
const CHARACTERS: Readonly<Record<string, string>> = {
  pushpin: '📌',
  raising_hand: '🙋',
  eyes: '👀',
  white_check_mark: '✅',
  x: '❌',
  zzz: '💤',
  star: '⭐',
  tada: '🎉',
  thumbsup: '👍',
  '+1': '👍',
};

export function characterOf(name: string): string {
  const character = CHARACTERS[name];
  if (!character) throw new Error(`the fake has no emoji ${name}`);
  return character;
}
