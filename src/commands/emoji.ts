/** Skin tones and the variant selector do not change what an emoji means; neither do Slack's colons. */
export const plainEmoji = (name: string): string =>
  name
    .replace(/^:|:$/g, '')
    .replace(/::skin-tone-\d$/, '')
    .replace(/[\u{1F3FB}-\u{1F3FF}\uFE0F]/gu, '')
    .toLowerCase();
