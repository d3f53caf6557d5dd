/** What a person types, as Slack's client sends it: names become mentions, addresses links, and `& < >` are escaped. */
import type { Block, Element } from './shapes.ts';
import type { Team } from './state.ts';

export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

export const unescaped = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

const ADDRESS = /\bhttps?:\/\/[^\s<>|()[\]]+/g;
const NAME = /@([a-z0-9][a-z0-9._-]*[a-z0-9]|[a-z0-9])/gi;
const CHANNEL = /(?<![\w&])#([a-z0-9][a-z0-9_-]*)/g;
const EVERYONE = new Set(['here', 'channel', 'everyone']);

/** In a message: `<@U123>`, `<#C123|general>`, `<!here>`. */
export function asMessage(team: Team, words: string): string {
  return marked(team, words, (id) => `<@${id}>`, true);
}

/** In a slash command whose manifest says `should_escape`: `<@U123|lena>`, `<#C123|general>`. */
export function asCommand(team: Team, words: string): string {
  return marked(team, words, (id, name) => `<@${id}|${name}>`, false);
}

function marked(
  team: Team,
  words: string,
  person: (id: string, name: string) => string,
  everyone: boolean,
): string {
  return escaped(words)
    .replace(NAME, (said, name: string) => {
      if (everyone && EVERYONE.has(name)) return `<!${name}>`;
      const id = team.userByName.get(name.toLowerCase());
      return id === undefined ? said : person(id, name.toLowerCase());
    })
    .replace(CHANNEL, (said, name: string) => {
      const id = team.channelByName.get(name);
      return id === undefined ? said : `<#${id}|${name}>`;
    })
    .replace(ADDRESS, (address) => `<${address}>`);
}

/** The rich text that Slack adds to what a person wrote. */
export function richTextOf(text: string): Block {
  const elements = text.split(/(<[^>]+>)/).flatMap((part): Element[] => {
    if (part === '') return [];
    const [, kind, inner = ''] = /^<([@#!]?)([^|>]+)(?:\|[^>]*)?>$/.exec(part) ?? [];
    if (kind === undefined) return [{ type: 'text', text: unescaped(part) }];
    if (kind === '@') return [{ type: 'user', user_id: inner }];
    if (kind === '#') return [{ type: 'channel', channel_id: inner }];
    return [kind === '!' ? { type: 'broadcast', range: inner } : { type: 'link', url: inner }];
  });
  return { type: 'rich_text', block_id: 'typed', elements: [{ type: 'rich_text_section', elements }] };
}
