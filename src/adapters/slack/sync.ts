/** Who is in a team, read through once when Baton comes to it: from then on Slack tells of changes. */
import type { WebClient } from '@slack/web-api';
import { isZone, type Zone } from '../../coordination/calendar.ts';
import type { WorkspaceId } from '../../coordination/ids.ts';
import { meetPerson } from '../../coordination/people/meet.ts';
import type { Chat, Ids, Store } from '../../coordination/ports.ts';
import { trusting, type UserObject, userObject, userProfile } from './profile.ts';
import type { SlackBot } from './tokens.ts';

export interface SyncDeps {
  readonly client: WebClient;
  readonly chat: Chat;
  readonly store: Store;
  readonly ids: Ids;
}

/** A page a transaction: `users.list` is answered twenty times a minute. */
const PAGE = 200;

/** Notes the people of a team who are there. Begun again, it changes nothing that has not changed. */
export async function syncPeople(
  { client, chat, store, ids }: SyncDeps,
  workspace: WorkspaceId,
  team: string,
  bot: SlackBot,
): Promise<void> {
  for (let cursor = ''; ; ) {
    const page = await client.users.list({ token: bot.token, limit: PAGE, ...(cursor ? { cursor } : {}) });
    const members = membersOf(page.members).filter(({ deleted }) => deleted !== true);
    const profiles = await Promise.all(members.map((user) => whole(chat, team, user, bot)));
    await store.transact(workspace, async (tx) => {
      for (const { account, profile } of profiles) if (profile) await meetPerson(tx, ids, account, profile);
    });
    cursor = page.response_metadata?.next_cursor ?? '';
    if (!cursor) return;
  }
}

/** Which channels a guest is in is asked of each. */
async function whole(chat: Chat, team: string, user: UserObject, bot: SlackBot) {
  const account = { platform: 'slack', scope: team, account: user.id } as const;
  const told = userProfile(user, team);
  const profile = told && trusting(told, user.id, bot);
  return { account, profile: profile?.role === 'guest' ? await chat.person(account) : profile };
}

const membersOf = (members: readonly unknown[] = []): UserObject[] =>
  members.flatMap((one) => userObject.safeParse(one).data ?? []);

/** The zone that most people of a team are in; UTC where Slack tells none. Asked of the first page of them. */
export async function commonZone(client: WebClient, token: string): Promise<Zone> {
  const { members } = await client.users.list({ token, limit: PAGE });
  const counts = new Map<Zone, number>();
  for (const user of membersOf(members)) {
    const zone = user.is_bot || user.deleted ? null : user.tz;
    if (zone && isZone(zone)) counts.set(zone, (counts.get(zone) ?? 0) + 1);
  }
  const [most] = [...counts].toSorted(([, a], [, b]) => b - a);
  return most?.[0] ?? 'UTC';
}
