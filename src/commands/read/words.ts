/** The words of a capture -> who, when and how urgent; what is left is the title. */
import { type Due, PRIORITIES, type Priority } from '../../coordination/work-items/item.ts';
import { type Range, type SpeakerContext, searchDate } from './dates.ts';
import { joinKept } from './title.ts';
import { UNTOUCHED } from './untouched.ts';

/** A person as they were mentioned: by handle, in lower case, or by the platform's account. */
export type Mention = { readonly handle: string } | { readonly account: string };

export interface Words {
  /** One line; empty when nothing is left. Other mentions than the owner's stay in it. */
  readonly title: string;
  /** In order; the first is meant as the owner. */
  readonly people: readonly Mention[];
  readonly priority: Priority | null;
  /** `phrase` is what was read, as it was written: "by Friday 5pm". */
  readonly due: { readonly due: Due; readonly phrase: string } | null;
  /** A phrase that names a due date gone by, which stays in the title: refused in a command, let be in a message. */
  readonly past: string | null;
}

/**
 * Reads `ship the terms by Friday 5pm @lena !high`. A mention is `@` and a handle at the start of a word, or a platform's
 * `<@U1>`; of several priorities the first counts. Code and links are never read or changed.
 */
export function readWords(text: string, context: SpeakerContext): Words {
  const marks = findMarks(text);
  const { found: date, past } = searchDate(text, context);
  const mentions = marks.filter((mark) => 'mention' in mark);
  const priorities = marks.filter((mark) => 'priority' in mark);
  const cuts = [...priorities, ...(date ? [date.phrase] : [])];
  const [owner] = mentions;
  const ownerCut = owner ? cutOfOwner(text, owner, cuts) : null;
  return {
    title: joinKept(text, ownerCut ? [...cuts, ownerCut] : cuts),
    people: mentions.map((mark) => mark.mention),
    priority: priorities[0]?.priority ?? null,
    due: date && { due: date.due, phrase: text.slice(date.phrase.start, date.phrase.end) },
    past: past && text.slice(past.start, past.end),
  };
}

/** Words with mentions by account, `<@U1>`, turned into `@lena` for the accounts that are known, and channels into `#general`. */
export const nameMentions = (words: string, handles: ReadonlyMap<string, string>): string =>
  words
    .replace(new RegExp(ACCOUNT, 'gu'), (token, account: string) => {
      const handle = handles.get(account);
      return handle === undefined ? token : `@${handle}`;
    })
    .replace(/<#[^\s<>|]{1,64}\|([^<>\n]{1,100})>/gu, '#$1');

/** The accounts mentioned in words, as often as they are. */
export const accountsIn = (words: string): string[] =>
  [...words.matchAll(new RegExp(ACCOUNT, 'gu'))].map((match) => match.groups?.account ?? '');

type Mark = Range & ({ readonly mention: Mention } | { readonly priority: Priority });

/** `<@U1>`, `<@U1|lena>`, `<@!1>`; a role's `<@&1>` is nobody. */
const ACCOUNT = '<@!?(?<account>[^\\s<>|&!]{1,64})(?:\\|[^<>\\n]{0,100})?>';
/** Not `@types/node`, nor `@lena's`, which speaks of her things. */
const HANDLE =
  "(?<=^|[\\s(])@(?<handle>[\\p{L}\\p{N}](?:[\\p{L}\\p{N}_.-]{0,62}[\\p{L}\\p{N}_])?)(?![\\p{L}\\p{N}_@/]|['’]\\p{L})";
const PRIORITY = `(?<=^|[\\s(])!(?<priority>${PRIORITIES.join('|')})(?![\\p{L}\\p{N}_-])`;
const MARK = new RegExp(`${ACCOUNT}|${UNTOUCHED}|${HANDLE}|${PRIORITY}`, 'giu');
const NOT_PEOPLE = ['here', 'channel', 'everyone'];

function findMarks(text: string): Mark[] {
  return [...text.matchAll(MARK)].flatMap((match): Mark[] => {
    const range = { start: match.index, end: match.index + match[0].length };
    const { account, handle, priority } = match.groups ?? {};
    if (account) return [{ ...range, mention: { account } }];
    if (priority) return [{ ...range, priority: priority.toLowerCase() as Priority }];
    if (!handle || NOT_PEOPLE.includes(handle.toLowerCase())) return [];
    return [{ ...range, mention: { handle: handle.toLowerCase() } }];
  });
}

const ASSIGNS = /(?<=^|\s|[,;(])(?:assign(?:ed)?(?:\s(?:it|this))?\sto|owner:?)\s$/i;
const LEADS = /(?<=^|\s|[,;(])(?:for|to|by|with|cc:?|and|from|of|via)\s$/i;
const LEADS_ON = /^\s{0,3}(?:,|&|and\s)\s{0,3}(?=@|<@)/i;

/**
 * What of the owner's mention leaves the title: with "for" or "assigned to" before it; null when it is part of a
 * sentence that goes on, as in "talk to @lena about pricing".
 */
function cutOfOwner(text: string, owner: Range, cuts: readonly Range[]): Range | null {
  const before = text.slice(Math.max(0, owner.start - 24), owner.start);
  const assigns = ASSIGNS.exec(before) ?? (goesOn(text, owner.end, cuts) ? null : LEADS.exec(before));
  if (!assigns && LEADS.test(before)) return null;
  const on = LEADS_ON.exec(text.slice(owner.end, owner.end + 12));
  return { start: owner.start - (assigns?.[0].length ?? 0), end: owner.end + (on?.[0].length ?? 0) };
}

/** Whether words that stay follow at once, past those that are cut. */
function goesOn(text: string, from: number, cuts: readonly Range[]): boolean {
  const endOf = new Map(cuts.map((range) => [range.start, range.end]));
  let at = from;
  for (let next: number | undefined = from; next !== undefined; next = endOf.get(at)) {
    at = next;
    while (/\s/.test(text[at] ?? '')) at++;
  }
  return /[^\s.,;:!?)]/.test(text[at] ?? '');
}
