/** People and channels that several meet at once, for the first time. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Northwind, northwind } from '../../support/slack/northwind.ts';

let there: Northwind;
beforeAll(async () => {
  there = await northwind();
});
afterAll(() => there.close());

test('one account is one person, however many of its acts come at once', async () => {
  for (let n = 1; n <= 5; n += 1) {
    const user = `new${n}`;
    there.slack.do.addUser({ name: user });
    for (const channel of ['general', 'design', 'platform'])
      there.team.channels
        .get(there.team.channelByName.get(channel) ?? '')
        ?.members.add(there.team.userByName.get(user) ?? '');
    await Promise.all(
      ['general', 'design', 'platform'].map((channel) =>
        there.as(user).command(channel, `add By ${user} in ${channel}`),
      ),
    );
  }
  await there.settle();
  const people = await there.sql<
    { handle: string }[]
  >`select handle from people where handle like 'new%' order by 1`;
  expect(people.map(({ handle }) => handle)).toEqual(['new1', 'new2', 'new3', 'new4', 'new5']);
  const requesters = await there.sql`
    select distinct requester_id from work_items where title like 'By new%'`;
  expect(requesters).toHaveLength(5);
});

test('one channel is one channel, and everyone in it is answered', async () => {
  for (let n = 1; n <= 5; n += 1) {
    const name = `room-${n}`;
    there.slack.do.addChannel({ name, members: ['ana', 'lena', 'bo', 'baton'] });
    const answers = await Promise.all(
      ['ana', 'lena', 'bo'].map((user) => there.as(user).command(name, `add Of ${user} in ${name}`)),
    );
    for (const { text } of answers) expect(text).not.toContain('Something went wrong');
  }
  await there.settle();
  const rooms = await there.sql`select from channels where name like 'room-%'`;
  expect(rooms).toHaveLength(5);
});
