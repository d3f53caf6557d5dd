/** `W-1 from @ana @bo need 2 by friday: ship the new terms` -> its parts, still as words. */
export interface AskWords {
  readonly item?: string;
  readonly from?: string;
  readonly rule?: string;
  readonly by?: string;
  readonly text?: string;
  readonly delegates?: string;
}

const KEYWORDS = /\b(?:from|by|need|rule)\b|\bin sequence\b|\bno delegates\b/gi;

/** What stands before the first colon with a space behind it says how it is asked; what stands behind, what. */
export function readAsk(words: string): AskWords {
  const said = words.replace(/\b(from|by|need|rule):(?=\s)/gi, '$1').trim();
  const colon = said.search(/:(?=\s|$)/);
  const head = (colon < 0 ? said : said.slice(0, colon)).replace(/\s+text$/i, '');
  const text = colon < 0 ? '' : said.slice(colon + 1).trim();
  const item = /^(w-?\d+)\b/i.exec(head)?.[1];
  const parts = new Map<string, string>();
  const found = [...head.matchAll(KEYWORDS)];
  for (const [i, match] of found.entries()) {
    const behind = head.slice(match.index + match[0].length, found[i + 1]?.index).trim();
    parts.set(match[0].toLowerCase(), behind);
  }
  const by = parts.get('by');
  const from = parts.get('from') ?? (head.match(/<@[^>\s]+>|@\S+/g) ?? []).join(' ');
  const sequence = parts.has('in sequence') ? 'in sequence' : undefined;
  const rule = sequence ?? parts.get('rule') ?? parts.get('need') ?? /\b(any|all)\b/i.exec(from)?.[1];
  return {
    ...(item ? { item } : {}),
    ...(from ? { from } : {}),
    ...(rule ? { rule } : {}),
    ...(by ? { by } : {}),
    ...(parts.has('no delegates') ? { delegates: 'no' } : {}),
    ...(text ? { text } : {}),
  };
}
