/** Slack's markup of what people wrote -> their words, with mentions as `<@U1>` and channels as `<#C1|general>`. */

/** Each token is looked at once: neither bracket may stand within. */
const TOKEN = /<([^<>]*)>/g;
const ENTITY = /&(lt|gt|amp);/g;
const CHARACTERS: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&' };

/** `me` is Baton's own user, named in words. */
export function readText(text: string, me: string): string {
  const wantsUrls = /(?:^|\s)links:/i.exec(text)?.index ?? text.length;
  let words = '';
  let at = 0;
  for (const { 0: whole, 1: token = '', index } of text.matchAll(TOKEN)) {
    words += unescaped(text.slice(at, index)) + readToken(token, me, index > wantsUrls);
    at = index + whole.length;
  }
  return words + unescaped(text.slice(at));
}

/** Whether Baton is spoken to. */
export const mentions = (text: string, me: string): boolean => mention(me).test(text);

/** What is said to Baton: the words without the first mention of it. */
export const withoutMention = (text: string, me: string): string => text.replace(mention(me), ' ').trim();

const mention = (me: string): RegExp => new RegExp(`<@${me}(?:\\|[^<>]*)?>`);

function readToken(token: string, me: string, wantsUrl: boolean): string {
  const bar = token.indexOf('|');
  const target = bar < 0 ? token : token.slice(0, bar);
  const label = bar < 0 ? '' : unescaped(token.slice(bar + 1));
  switch (target.charAt(0)) {
    case '@':
      return target === `@${me}` ? '@Baton' : `<${target}>`;
    case '#':
      return label === '' ? `<${target}>` : `<${target}|${label}>`;
    case '!':
      return special(target, label);
    default:
      return link(unescaped(target), label, wantsUrl);
  }
}

/** `<!here>`, a group of people, a date: https://docs.slack.dev/messaging/formatting-message-text */
function special(target: string, label: string): string {
  if (target.startsWith('!subteam^')) return label === '' ? '@group' : label;
  if (label !== '' && target.startsWith('!date^')) return label;
  return `@${target.slice(1).split('^')[0]}`;
}

/** In words the label reads best; where addresses are asked for, and where it only shortens one, the address. */
function link(target: string, label: string, wantsUrl: boolean): string {
  const bare = target.replace(/^(?:mailto|tel):/, '');
  if (bare !== target) return label === '' ? bare : label;
  const shortens = target.replace(/\/$/, '').endsWith(label.replace(/\/$/, ''));
  return label === '' || wantsUrl || shortens ? target : label;
}

const unescaped = (text: string): string => text.replace(ENTITY, (_, name: string) => CHARACTERS[name] ?? '');
