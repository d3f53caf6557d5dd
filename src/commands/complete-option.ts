/** What one option of a command could be, for platforms that complete options one at a time. */
import { formatItemKey, type WorkspaceId } from '../coordination/ids.ts';
import type { AccountRef } from '../coordination/places.ts';
import type { Store, Transaction } from '../coordination/ports.ts';
import { stageWords } from '../coordination/work-items/words.ts';
import { findVerb } from './registry.ts';
import { storable } from './storable.ts';

export interface Offer {
  /** The option's words. */
  readonly value: string;
  readonly label: string;
}

/** Best first. Nothing for who is not known, or for an option that is not completed. */
export async function completeOption(
  store: Store,
  workspace: WorkspaceId,
  account: AccountRef,
  asked: { readonly verb: string; readonly option: string; readonly typed: string },
  limit: number,
): Promise<Offer[]> {
  const option = findVerb(asked.verb)?.options[asked.option];
  if (!option || option.carried) return [];
  const typed = storable(asked.typed).trimStart();
  return store.transact(workspace, async (tx) => {
    const me = await tx.people.byAccount(account);
    if (!me?.active) return [];
    switch (option.kind) {
      case 'item': {
        const viewer = { person: me.id, guest: me.role === 'guest' };
        const items = await tx.items.startingWith(typed, viewer, limit);
        return items.map((item) => {
          const key = formatItemKey(item.key);
          return { value: key, label: `${key} · ${item.title} · ${stageWords(item)}` };
        });
      }
      case 'person':
        return people(tx, typed, '', limit);
      case 'people': {
        const [, before = '', last = ''] = /^([\s\S]*[\s,])?(\S*)$/.exec(typed) ?? [];
        return people(tx, last, before, limit);
      }
      case 'team': {
        const teams = await tx.teams.all();
        return teams
          .filter((team) => team.handle.startsWith(handleIn(typed)))
          .slice(0, limit)
          .map((team) => ({ value: `@${team.handle}`, label: `@${team.handle} · ${team.name}` }));
      }
      default: {
        const words = typed.toLowerCase();
        return (option.choices ?? []).filter(({ value }) => value.startsWith(words)).slice(0, limit);
      }
    }
  });
}

const handleIn = (typed: string): string => typed.replace(/^@/, '').toLowerCase();

/** `before` are people who were named already: they stay. */
async function people(tx: Transaction, typed: string, before: string, limit: number): Promise<Offer[]> {
  const found = await tx.people.startingWith(handleIn(typed), limit);
  return found
    .filter((person) => person.active)
    .map(({ handle, name, kind }) => ({
      value: `${before}@${handle}`,
      label: `${before}@${handle} · ${name}${kind === 'agent' ? ', agent' : ''}`,
    }));
}
