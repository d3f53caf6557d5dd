/**
 * What people and operators do in Slack. Each act takes one value of plain data, so that a test's own process calls it
 * and another process sends it to `POST /control`. People and channels go by id or by name; the first team is meant
 * where none is named.
 */
import { type Core, emit } from './core.ts';
import type { Fault, Pace } from './faults.ts';
import { edit, post, react, remove } from './messages.ts';
import { endToken, uninstall } from './methods/auth.ts';
import type { User } from './shapes.ts';
import type { Channel, NewChannel, NewTeam, NewUser, Team } from './state.ts';
import { addChannel, addGroup, addTeam, addUser, directOf } from './state.ts';
import { asMessage, richTextOf } from './typed.ts';

export interface Who {
  readonly team?: string;
  readonly user: string;
}
export interface Where extends Who {
  readonly channel: string;
}
export interface OnMessage extends Where {
  readonly ts: string;
}

export function createActs(core: Core) {
  const on = (at: Where) => placeOf(core, at);
  const reacting = (present: boolean) => (at: OnMessage & { readonly emoji: string }) => {
    const { team, channel } = on(at);
    react(core, team, channel, { ts: at.ts, user: namedUser(team, at.user), name: at.emoji, present });
  };
  return {
    addTeam: (told: NewTeam = {}) => describeTeam(addTeam(core.state, told)),
    addUser: ({ team, ...told }: NewUser & { readonly team?: string }) => addUser(teamOf(core, team), told),
    addChannel({ team: of, ...told }: NewChannel & { readonly team?: string }) {
      const team = teamOf(core, of);
      const { id, name } = addChannel(team, {
        ...told,
        members: told.members.map((m) => namedUser(team, m)),
      });
      return { id, name };
    },
    addGroup: ({ team, ...told }: Parameters<typeof addGroup>[1] & { readonly team?: string }) =>
      addGroup(teamOf(core, team), told),

    /** Says something, as it is typed: `@lena`, `#general`, addresses and `&` become what Slack makes of them. */
    say(at: Where & { readonly text: string; readonly thread?: string | undefined }) {
      const { team, channel } = on(at);
      const thread = at.thread === undefined ? {} : { thread_ts: at.thread };
      const words = asMessage(team, at.text);
      const { ts } = post(core, team, channel, { author: namedUser(team, at.user), text: words, ...thread });
      return { channel: channel.id, ts };
    },
    rewrite(at: OnMessage & { readonly text: string }) {
      const { team, channel } = on(at);
      const text = asMessage(team, at.text);
      edit(core, team, channel, at.ts, namedUser(team, at.user), { text, blocks: [richTextOf(text)] });
    },
    remove(at: OnMessage) {
      const { team, channel } = on(at);
      remove(core, team, channel, at.ts);
    },
    react: reacting(true),
    unreact: reacting(false),
    openHome(who: Who) {
      const team = teamOf(core, who.team);
      const user = namedUser(team, who.user);
      const view = team.homes.get(user);
      const event = { type: 'app_home_opened', user, channel: directOf(team, user).id, tab: 'home' };
      emit(core, team, { ...event, ...(view ? { view } : {}) });
    },

    changeUser({ team: of, user, change }: Who & { readonly change: Partial<User> }) {
      const team = teamOf(core, of);
      const old = team.users.get(namedUser(team, user)) as User;
      const changed: User = { ...old, ...change, updated: Math.floor(core.now() / 1000) };
      team.users.set(old.id, changed);
      emit(core, team, { type: 'user_change', user: changed, cache_ts: changed.updated });
    },
    joinTeam({ team: of, ...told }: NewUser & { readonly team?: string }) {
      const team = teamOf(core, of);
      const user = addUser(team, told);
      emit(core, team, { type: 'team_join', user });
      return user;
    },
    join(at: Where) {
      const { team, channel } = on(at);
      const user = namedUser(team, at.user);
      channel.members.add(user);
      emit(core, team, { type: 'member_joined_channel', ...membership(team, channel, user) }, channel);
    },
    leave(at: Where) {
      const { team, channel } = on(at);
      const user = namedUser(team, at.user);
      channel.members.delete(user);
      if (user !== team.botUser)
        return emit(core, team, { type: 'member_left_channel', ...membership(team, channel, user) }, channel);
      const type = channel.kind === 'public' ? 'channel_left' : 'group_left';
      emit(core, team, { type, channel: channel.id, actor_id: user });
    },
    archive: (at: Where) => archive(core, at, true),
    unarchive: (at: Where) => archive(core, at, false),
    rename(at: Where & { readonly name: string }) {
      const { team, channel } = on(at);
      team.channelByName.delete(channel.name);
      team.channelByName.set(at.name, channel.id);
      channel.name = at.name;
      const { id, name, created } = channel;
      const kind = channel.kind === 'public' ? 'channel' : 'group';
      const told = {
        id,
        name,
        name_normalized: name,
        created,
        is_channel: kind === 'channel',
        is_mpim: false,
      };
      emit(core, team, { type: `${kind}_rename`, channel: told }, channel);
    },
    /** The person switches the Messages tab with the app off, or on again. */
    closeDirect({ team: of, user, closed }: Who & { readonly closed: boolean }) {
      const team = teamOf(core, of);
      if (closed) team.closedDirects.add(namedUser(team, user));
      else team.closedDirects.delete(namedUser(team, user));
    },

    uninstall: ({ team }: { readonly team?: string } = {}) => uninstall(core, teamOf(core, team)),
    revoke({ team: of }: { readonly team?: string } = {}) {
      const team = teamOf(core, of);
      endToken(core, team, team.botToken, 'revoked');
      emit(core, team, { type: 'tokens_revoked', tokens: { oauth: [], bot: [team.botUser] } });
    },
    /** A person of the team agrees to install the app: the code that the redirect brings. */
    agree({ team: of }: { readonly team?: string } = {}) {
      const code = `code-${++core.state.counter}`;
      core.state.codes.set(code, teamOf(core, of).id);
      return { code };
    },

    fault: (fault: Fault) => core.faults.add(fault),
    pace: (pace: Pace | null) => core.faults.setPace(pace),
    clearFaults: () => core.faults.clear(),
    hold: () => core.delivery.hold(),
    release: (order?: Parameters<Core['delivery']['release']>[0]) => core.delivery.release(order),
    /** Forgets messages, effects and answers, so that a long run stays small. */
    forget() {
      core.ledger.clear();
      for (const team of core.state.teams.values()) {
        for (const channel of team.channels.values()) {
          channel.messages.clear();
          channel.order.length = 0;
        }
      }
    },
  };
}

function archive(core: Core, at: Where, archived: boolean): void {
  const { team, channel } = placeOf(core, at);
  channel.archived = archived;
  const kind = channel.kind === 'public' ? 'channel' : 'group';
  const type = `${kind}_${archived ? 'archive' : 'unarchive'}`;
  emit(core, team, { type, channel: channel.id, user: namedUser(team, at.user) }, channel);
}

const membership = (team: Team, { id, kind }: Channel, user: string) => ({
  user,
  channel: id,
  channel_type: kind === 'public' ? 'C' : 'G',
  team: team.id,
});

/** `@baton` is the person's own conversation with the app. */
export function placeOf(core: Core, { team: of, user, channel }: Where): { team: Team; channel: Channel } {
  const team = teamOf(core, of);
  const direct = channel === '@baton';
  return { team, channel: direct ? directOf(team, namedUser(team, user)) : namedChannel(team, channel) };
}

/** @throws Error where the test names nobody */
export function teamOf(core: Core, id?: string): Team {
  const team = id === undefined ? core.state.teams.values().next().value : core.state.teams.get(id);
  if (!team) throw new Error(`there is no team ${id ?? 'yet'}`);
  return team;
}

export function namedUser(team: Team, named: string): string {
  const id = team.users.has(named) ? named : team.userByName.get(named.toLowerCase());
  if (id === undefined) throw new Error(`nobody in ${team.name} is called ${named}`);
  return id;
}

export function namedChannel(team: Team, named: string): Channel {
  const channel = team.channels.get(named) ?? team.channels.get(team.channelByName.get(named) ?? '');
  if (!channel) throw new Error(`there is no channel ${named} in ${team.name}`);
  return channel;
}

export function describeTeam({ id, name, domain, botUser, botId, botToken }: Team) {
  return { id, name, domain, botUser, botId, botToken };
}
