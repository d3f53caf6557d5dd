/** From words to the people, teams and channels they name; what is not found is refused by name. */
import { refuse } from '../coordination/errors.ts';
import type { Person } from '../coordination/people/person.ts';
import type { Channel } from '../coordination/ports.ts';
import type { Team } from '../coordination/teams/team.ts';
import type { CommandContext } from './context.ts';
import { accountsIn, nameMentions } from './read/words.ts';

/** A platform writes a mention as `<@id>`; people type `@handle`, or the handle alone where a person is asked for. */
const accountIn = (words: string): string | null => /^<@!?([^>|\s]+)(?:\|[^>]*)?>$/.exec(words)?.[1] ?? null;

const handleIn = (words: string): string => words.replace(/^@/, '').toLowerCase();

/** Refuses an unknown person. `me` and `@me` are who asks. */
export async function findPerson(ctx: CommandContext, said: string): Promise<Person> {
  const words = said.trim();
  const account = accountIn(words);
  if (account) {
    const found = await ctx.personOf(account);
    return found ?? refuse({ code: 'unknown_person', words: 'that account' });
  }
  const handle = handleIn(words);
  if (handle === 'me') return ctx.me;
  const [exact] = await ctx.tx.people.byHandles([handle]);
  if (exact) return exact;
  const near = handle ? await ctx.tx.people.startingWith(handle, 4) : [];
  if (near.length > 1) refuse({ code: 'ambiguous_person', words, handles: near.map((p) => p.handle) });
  return near[0] ?? refuse({ code: 'unknown_person', words });
}

/** Each is looked up; who mentions more means a crowd. */
const MOST_NAMED = 30;

/** Words with a platform's mentions of people that are known written as `@handle`: they are shown on every platform. */
export async function nameAccounts(ctx: CommandContext, words: string): Promise<string> {
  const accounts = [...new Set(accountsIn(words))].slice(0, MOST_NAMED);
  const handles = new Map<string, string>();
  for (const account of accounts) {
    const person = await ctx.personOf(account);
    if (person) handles.set(account, person.handle);
  }
  return nameMentions(words, handles);
}

export async function findTeam(ctx: CommandContext, said: string): Promise<Team> {
  const found = await ctx.tx.teams.byHandle(handleIn(said.trim()));
  return found ?? refuse({ code: 'unknown_team', words: said });
}

export async function findChannel(ctx: CommandContext, said: string): Promise<Channel> {
  const words = said.trim();
  const here = words === 'here' || words === '#here';
  if (here && ctx.channel.kind !== 'direct') return ctx.channel;
  const id = /^<#([^>|\s]+)(?:\|[^>]*)?>$/.exec(words)?.[1];
  const found = id
    ? await ctx.channelOf(id)
    : await ctx.tx.channels.byName(words.replace(/^#/, '').toLowerCase());
  const known = found && (found.kind === 'public' || (await ctx.tx.channels.isMember(found.id, ctx.me.id)));
  return known ? found : refuse({ code: 'unknown_channel', words });
}
