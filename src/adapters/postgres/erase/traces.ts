/** What tells of a person in rows and words, and how it is found and taken out. */
import { type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import type { PersonId } from '../../../coordination/ids.ts';

/** What is known of a person, to be looked for in every table. */
export interface Traces {
  readonly person: PersonId;
  readonly name: string;
  readonly handle: string;
  readonly accounts: readonly string[];
  /** Channels that are theirs and Baton's alone, as their platform names them. */
  readonly directs: readonly string[];
}

/** A name of one word may be any word, so alone it tells nothing of who is meant. */
const isTelling = (name: string): boolean => /\s/.test(name);
const escaped = (text: string): string => text.replace(/[!-/:-@[-^`{-~]/g, '\\$&');
/** `@lena`, and not the start of `@lena-b` or `@lena.b`; read alike by PostgreSQL and JavaScript. */
export const mention = ({ handle }: Traces): string => `@${escaped(handle)}(?![a-z0-9_-]|[.][a-z0-9])`;

export function unnamedBy(traces: Traces): (words: string) => string {
  const handle = new RegExp(mention(traces), 'gi');
  return (words) => {
    const nameless = isTelling(traces.name) ? words.replaceAll(traces.name, 'someone') : words;
    return nameless.replace(handle, 'someone');
  };
}

/** Whether text or JSON names them: by full name, as `@handle`, or with a handle or an account as a JSON string. */
export function namedIn(column: SQLWrapper, traces: Traces): SQL {
  const { name, handle, accounts, directs } = traces;
  const text = sql`${column}::text`;
  const strings = [handle, ...accounts, ...directs].map(
    (one) => sql`position(${JSON.stringify(one)} in ${text}) > 0`,
  );
  const byName = isTelling(name) ? sql`position(${name} in ${text}) > 0` : sql`false`;
  return sql`(${byName} or ${text} ~* ${mention(traces)} or ${sql.join(strings, sql` or `)})`;
}

/** Keys of events are parts with colons between; a part may be an account or a channel of theirs. */
export const keyNames = (column: SQLWrapper, { accounts, directs }: Traces): SQL =>
  accounts.length + directs.length === 0
    ? sql`false`
    : sql`string_to_array(${column}, ':') && array[${sql.join(
        [...accounts, ...directs].map((one) => sql`${one}`),
        sql`, `,
      )}]::text[]`;
