/** People as the page shows them. */
import type { PersonView } from '../../api.ts';

/** The account that stands for Baton in mentions. */
export const BATON = 'baton';

/** `Ana Silva` → `AS`; one word gives its first letter. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const first = [...(words[0] ?? '?')][0] ?? '?';
  const last = words.length > 1 ? ([...(words.at(-1) ?? '')][0] ?? '') : '';
  return (first + last).toUpperCase();
}

/** One of eight colours by a person's place among all, so that neighbours differ. */
export const hue = (people: readonly PersonView[], account: string): number =>
  Math.max(
    0,
    people.findIndex((person) => person.account === account),
  ) % 8;

/** Roles worth a badge: being a member is the usual thing. */
export function badges(person: PersonView): string[] {
  const kind = person.kind === 'agent' ? ['agent'] : [];
  return person.role === 'member' ? kind : [...kind, person.role];
}

/** People by their first team, in the order in which teams appear; those of none come last. */
export function byTeam(people: readonly PersonView[]): { team: string; people: PersonView[] }[] {
  const teams = new Map<string, PersonView[]>();
  for (const person of people) {
    const team = person.teams[0] ?? '';
    teams.set(team, [...(teams.get(team) ?? []), person]);
  }
  return [...teams]
    .map(([team, members]) => ({ team, people: members }))
    .sort((a, b) => Number(a.team === '') - Number(b.team === ''));
}

export const personOf = (people: readonly PersonView[], account: string): PersonView | undefined =>
  people.find((person) => person.account === account);

export const personByHandle = (people: readonly PersonView[], handle: string): PersonView | undefined =>
  people.find((person) => person.handle.toLowerCase() === handle.toLowerCase());
