/** People become known: those of a server when Baton comes to it, and each as they are seen to act. */
import { type APIGuildMember, Routes } from 'discord.js';
import type { WorkspaceId } from '../../coordination/ids.ts';
import { meetChannel, meetPerson } from '../../coordination/people/meet.ts';
import type { Ids, Store, Transaction } from '../../coordination/ports.ts';
import { isMissing } from './faults.ts';
import { channelProfile, type MemberFacts, profileOf, type ServerFacts, unseenBy } from './profile.ts';
import type { Api } from './rest.ts';
import { HOLD_MESSAGES, type Servers } from './servers.ts';
import type { Settings } from './settings.ts';

export interface MemberParts {
  readonly api: Api;
  readonly store: Store;
  readonly ids: Ids;
  readonly servers: Servers;
  readonly settings: Settings;
  /** Baton's own account: it is nobody's colleague. */
  readonly bot: string;
}

const PAGE = 1_000;
const TOGETHER = 50;
const MOST_NOTED = 20_000;
/** User names are made of these; a search finds who is called so, or is here. */
const FIRST_LETTERS = [...'abcdefghijklmnopqrstuvwxyz0123456789_.'];

export class Members {
  readonly #parts: MemberParts;
  /** What each was last noted as, so that who acts again is not written again. */
  readonly #noted = new Map<string, { readonly server: ServerFacts; readonly shown: string }>();

  constructor(parts: MemberParts) {
    this.#parts = parts;
  }

  /** Notes who acts, as the server shows them now: their role holds from here on. */
  async note(workspace: WorkspaceId, server: ServerFacts, member: MemberFacts): Promise<void> {
    const memberRole = await this.#parts.settings.memberRole(workspace, server);
    const name = `${server.id} ${member.user.id}`;
    const { user, nick, roles } = member;
    const shown = [workspace, memberRole, nick, user.username, user.global_name, user.bot, ...roles].join(
      '\n',
    );
    const noted = this.#noted.get(name);
    // The facts are another object once anything about the server has changed.
    if (noted?.server === server && noted.shown === shown) return;
    await this.#parts.store.transact(workspace, (tx) => this.#meet(tx, server, member, memberRole));
    if (this.#noted.size >= MOST_NOTED) this.#noted.clear();
    this.#noted.set(name, { server, shown });
  }

  /** Whoever is back is noted again when they act, though nothing else about them has changed. */
  forget(scope: string, account: string): void {
    this.#noted.delete(`${scope} ${account}`);
  }

  async #meet(tx: Transaction, server: ServerFacts, member: MemberFacts, memberRole: string | null) {
    const here = { platform: 'discord', scope: server.id } as const;
    const account = { ...here, account: member.user.id };
    const known = await tx.people.byAccount(account);
    const person = await meetPerson(tx, this.#parts.ids, account, profileOf(server, member, memberRole));
    if (!known) return;
    for (const channel of unseenBy(server, member)) {
      const found = await tx.channels.byRef({ ...here, channel });
      if (found) await tx.channels.removeMember(found.id, person.id);
    }
  }

  /** Notes the channels that Baton is told of, and everyone whom Discord will tell of. */
  async sync(workspace: WorkspaceId, server: ServerFacts): Promise<void> {
    const { store, ids } = this.#parts;
    const here = { platform: 'discord', scope: server.id } as const;
    const rooms = server.channels.filter(({ type }) => HOLD_MESSAGES.includes(type));
    await store.transact(workspace, async (tx) => {
      for (const room of rooms) await meetChannel(tx, ids, here, channelProfile(server, room));
    });
    const memberRole = await this.#parts.settings.memberRole(workspace, server);
    for await (const page of this.#listed(server.id)) {
      for (let at = 0; at < page.length; at += TOGETHER) {
        await this.#parts.store.transact(workspace, async (tx) => {
          for (const member of page.slice(at, at + TOGETHER)) {
            if (member.user.id !== this.#parts.bot) await this.#meet(tx, server, member, memberRole);
          }
        });
      }
    }
  }

  /** The whole list is for who has the privileged intent; without it, people are found by how they are called. */
  async *#listed(scope: string): AsyncGenerator<readonly APIGuildMember[]> {
    const { api } = this.#parts;
    try {
      for (let after = '0'; ; ) {
        const page = await api.get<APIGuildMember[]>(Routes.guildMembers(scope), { limit: `${PAGE}`, after });
        yield page;
        const last = page.at(-1);
        if (!last || page.length < PAGE) return;
        after = last.user.id;
      }
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
    for (const query of FIRST_LETTERS) yield await this.search(scope, query, PAGE);
  }

  search(scope: string, query: string, limit: number): Promise<readonly APIGuildMember[]> {
    return this.#parts.api.get(Routes.guildMembersSearch(scope), { query, limit: `${limit}` });
  }
}
