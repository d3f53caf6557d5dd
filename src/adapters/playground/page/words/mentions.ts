/** Mentions as people type them (`@ana`) and as they are sent (`<@account>`). */
import type { PersonView } from '../../api.ts';
import { BATON, personByHandle, personOf } from './people.ts';

const TYPED = /(`[^`\n]*`)|(?<![\w@.<])@([A-Za-z0-9][\w.-]{0,60})/gu;
const SENT = /<@([^<>\s|]{1,100})(?:\|[^<>]{0,100})?>/gu;

/** `@handle` of people who exist, and `@Baton`, become mentions; in code they stay as typed. */
export function toSent(typed: string, people: readonly PersonView[]): string {
  return typed.replace(TYPED, (whole, code: string | undefined, name: string | undefined) => {
    if (code !== undefined || name === undefined) return whole;
    const handle = name.replace(/[.-]+$/, '');
    const account =
      handle.toLowerCase() === BATON ? BATON : (personByHandle(people, handle)?.account ?? null);
    return account === null ? whole : `<@${account}>${name.slice(handle.length)}`;
  });
}

/** Back to what a person would type, for editing. */
export function toTyped(sent: string, people: readonly PersonView[]): string {
  return sent.replace(SENT, (whole, account: string) => {
    if (account === BATON) return '@Baton';
    const person = personOf(people, account);
    return person ? `@${person.handle}` : whole;
  });
}
