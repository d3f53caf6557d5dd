/** What Slack tells of its people is followed, and their Home tab shows what waits on them. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Northwind, northwind } from '../../support/slack/northwind.ts';
import { readerOf, visibleView } from '../../support/slack/shown.ts';

let there: Northwind;
beforeAll(async () => {
  there = await northwind();
});
afterAll(() => there.close());

const idOf = (handle: string): string => there.team.userByName.get(handle) ?? '';
const changed = async (user: string, change: object): Promise<void> => {
  there.slack.do.changeUser({ user, change });
  await there.settle();
};

describe('a change of a person', () => {
  test('of name shows on the next card', async () => {
    const old = there.team.users.get(idOf('kai'));
    await changed('kai', { real_name: 'Kai Moana', profile: { ...old?.profile, real_name: 'Kai Moana' } });
    await there.added('ana', 'general', 'Name the boat @kai');
    expect((await there.card('ana', 'general', 'Name the boat')).text).toContain('@Kai Moana');
  });

  test('of zone holds for the next date', async () => {
    await changed('kai', { tz: 'Asia/Tokyo' });
    const key = await there.added('kai', 'general', 'Paint the boat 2026-12-24 17:00 @kai');
    const [row] = await there.sql<{ zone: string }[]>`
      select due_zone as zone from work_items where key = ${Number(key.slice(2))}`;
    expect(row?.zone).toBe('Asia/Tokyo');
  });

  test('to a guest takes what a guest may not, and back gives it again', async () => {
    await changed('bo', { is_restricted: true });
    expect((await there.as('bo').command('general', 'add Guests add nothing')).text).toContain('members');
    await changed('bo', { is_restricted: false });
    await there.added('bo', 'general', 'Members add much');
  });

  test('to one who left refuses what they do, and says so of them', async () => {
    await changed('mira', { deleted: true });
    const answer = await there.as('mira').command('general', 'add Not any more');
    expect(answer.text).toContain('does not know you');
    const items = await there.sql`select from work_items where title = 'Not any more'`;
    expect(items).toHaveLength(0);
    await changed('mira', { deleted: false });
    await there.added('mira', 'general', 'Back on board');
  });

  test('that is new to the team is known at once', async () => {
    there.slack.do.joinTeam({ name: 'ines', real_name: 'Ines Rocha', tz: 'Europe/Lisbon' });
    await there.settle();
    await there.added('ana', 'general', 'Welcome her @ines');
    expect((await there.card('ana', 'general', 'Welcome her')).text).toContain('@Ines Rocha');
  });
});

describe('the Home tab', () => {
  const homeOf = async (user: string): Promise<string> => {
    const before = there.team.homes.get(idOf(user))?.hash;
    there.slack.do.openHome({ user });
    // It is shown after the event was acknowledged.
    await expect.poll(() => there.team.homes.get(idOf(user))?.hash, { timeout: 10_000 }).not.toBe(before);
    const view = there.team.homes.get(idOf(user));
    if (!view) throw new Error(`${user} sees no Home tab`);
    return visibleView(view, readerOf(there.team, idOf(user), Date.now())).text;
  };
  /** Presses what stands there under a label. */
  const press = async (user: string, label: string) => {
    const view = there.team.homes.get(idOf(user));
    const blocks = view?.blocks ?? [];
    const element = blocks
      .flatMap((b) => b.elements ?? [])
      .find((e) => JSON.stringify(e.text ?? '').includes(label));
    if (!element) throw new Error(`there is no ${label} on the Home tab of ${user}`);
    const outcome = await there.slack.core.delivery.interaction('interactive', {
      type: 'block_actions',
      team: { id: there.team.id },
      user: { id: idOf(user), team_id: there.team.id },
      container: { type: 'view', view_id: view?.id },
      view,
      trigger_id: 'none',
      actions: [{ ...element, type: 'button', block_id: 'b', action_ts: `${Date.now() / 1000}` }],
    });
    await there.settle();
    return outcome;
  };

  test('shows what is open for its reader, and no one else’s', async () => {
    await there.added('ana', 'general', 'Home: mend the sail @lena');
    await there.added('ana', 'leads', 'Home: buy the island @ana');
    expect(await homeOf('lena')).toContain('Home: mend the sail');
    expect(await homeOf('lena')).not.toContain('Home: buy the island');
    expect(await homeOf('ana')).toContain('Home: buy the island');
  });

  test('takes presses, and shows what came of them', async () => {
    await homeOf('lena');
    expect((await press('lena', 'New item')).acked).toBe(true);
    const key = await there.added('ana', 'general', 'Home: coil the ropes @lena');
    await there.as('lena').command('general', `done ${key}`);
    expect(await homeOf('lena')).not.toContain('Home: coil the ropes');
  });

  test('that cannot be shown costs nothing else', async () => {
    there.slack.do.fault({ method: 'views.publish', does: { error: 'internal_error' } });
    there.slack.do.openHome({ user: 'kai' });
    await there.settle();
    there.slack.do.clearFaults();
    await there.added('kai', 'general', 'Home or not');
  });
});
