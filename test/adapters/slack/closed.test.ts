/** Channels and people that take no message: what was to be said there is said where it can be, once. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Northwind, northwind } from '../../support/slack/northwind.ts';

let there: Northwind;
beforeAll(async () => {
  there = await northwind();
});
afterAll(() => there.close());

const offReason = async (channel: string): Promise<string | null | undefined> => {
  const id = there.team.channelByName.get(channel) ?? '';
  const [row] = await there.sql<{ off_reason: string | null }[]>`
    select off_reason from channels where channel = ${id}`;
  return row?.off_reason;
};

/** What Baton wrote to someone directly that holds these words. */
const direct = async (handle: string, words: string): Promise<string[]> => {
  await there.settle();
  const all = await there.as(handle).directMessages();
  return all.map(({ text }) => text).filter((text) => text.includes(words));
};

describe('a channel that Baton is not in', () => {
  beforeAll(() => {
    there.slack.do.addChannel({ name: 'garden', members: ['ana', 'kai', 'bo'] });
  });

  test('has its cards sent to whom they concern, with how to have them there', async () => {
    await there.added('ana', 'garden', 'Prune the roses @kai');
    expect(await direct('kai', 'Prune the roses')).not.toEqual([]);
    const [hint] = await direct('kai', '/invite @Baton');
    expect(hint).toContain('#garden');
    expect(await offReason('garden')).toBe('not_in_channel');
  });

  test('is spoken of once, and not tried again', async () => {
    const tried = there.slack.ledger.answers['chat.postMessage']?.not_in_channel;
    await there.added('ana', 'garden', 'Rake the leaves @kai');
    await there.added('ana', 'garden', 'Feed the hedgehog @kai');
    expect(await direct('kai', 'Feed the hedgehog')).not.toEqual([]);
    expect(await direct('kai', '/invite @Baton')).toHaveLength(1);
    expect(there.slack.ledger.answers['chat.postMessage']?.not_in_channel).toBe(tried);
  });

  test('works again when Baton is invited, and no more when it is removed', async () => {
    there.slack.do.join({ user: 'baton', channel: 'garden' });
    await there.settle();
    expect(await offReason('garden')).toBeNull();
    await there.added('ana', 'garden', 'Sow the lawn');
    await there.card('bo', 'garden', 'Sow the lawn');
    there.slack.do.leave({ user: 'baton', channel: 'garden' });
    await there.settle();
    expect(await offReason('garden')).toBe('not_in_channel');
    await there.added('bo', 'garden', 'Stack the logs @bo');
    expect(await direct('bo', 'Stack the logs')).not.toEqual([]);
  });
});

describe('an archived channel', () => {
  beforeAll(() => {
    there.slack.do.addChannel({ name: 'attic', members: ['ana', 'kai', 'baton'] });
  });

  test('has its cards sent to whom they concern, and works again afterwards', async () => {
    const key = await there.added('ana', 'attic', 'Sort the boxes @kai');
    await there.card('ana', 'attic', 'Sort the boxes');
    there.slack.do.archive({ user: 'ana', channel: 'attic' });
    await there.settle();
    expect(await offReason('attic')).toBe('is_archived');
    await there.as('kai').command('general', `start ${key}`);
    expect((await direct('kai', 'Sort the boxes')).join()).toContain('In progress');
    expect(await direct('kai', '#attic is archived')).toHaveLength(1);
    there.slack.do.unarchive({ user: 'ana', channel: 'attic' });
    await there.settle();
    expect(await offReason('attic')).toBeNull();
    await there.added('ana', 'attic', 'Air the attic');
    await there.card('ana', 'attic', 'Air the attic');
  });

  test('of which no event came is found out by its first refusal', async () => {
    const channel = there.team.channels.get(there.team.channelByName.get('attic') ?? '');
    if (channel) channel.archived = true;
    await there.added('kai', 'attic', 'Mend the ladder @kai');
    expect(await direct('kai', 'Mend the ladder')).not.toEqual([]);
    expect(await offReason('attic')).toBe('is_archived');
  });
});

test('whoever’s direct messages are closed is called in the item’s channel, once', async () => {
  there.slack.do.closeDirect({ user: 'lena', closed: true });
  const since = there.slack.ledger.last;
  const key = await there.added('ana', 'design', 'Draw the map @ana');
  await there.as('ana').command('design', `handoff ${key} @lena`);
  await there.pass(3_600_000);
  const called = there
    .since(since)
    .filter(({ effect, blocks }) => effect === 'posted' && JSON.stringify(blocks).includes('"user"'));
  expect(called.map(({ channel }) => channel)).toEqual([there.team.channelByName.get('design')]);
  expect(JSON.stringify(called[0]?.blocks)).toContain(there.team.userByName.get('lena'));
  there.slack.do.closeDirect({ user: 'lena', closed: false });
});

describe('a token that Slack no longer takes', () => {
  const posts = (): number =>
    Object.values(there.slack.ledger.answers['chat.postMessage'] ?? {}).reduce((a, b) => a + b, 0);

  test('is not tried again, and a line says so', async () => {
    const token = there.slack.state.tokens.get(there.team.botToken);
    if (token) token.state = 'revoked';
    await there.added('ana', 'general', 'Wind the clock');
    await there.settle();
    const tried = posts();
    await there.added('ana', 'general', 'Dust the shelves');
    await there.settle();
    expect(posts()).toBe(tried);
    expect(
      there.lines.filter((l) => l.includes('"level":"error"') && l.includes('token_revoked')),
    ).toHaveLength(1);
  });

  test('ends the installation when Slack tells of it; the data stays', async () => {
    const [before] = await there.sql`select count(*)::int from work_items`;
    there.slack.do.revoke();
    await there.settle();
    const since = there.slack.ledger.last;
    const answer = await there.as('ana').command('general', 'list all');
    expect(answer.text).toContain('Baton is not installed in this workspace');
    there.slack.do.say({ user: 'ana', channel: 'general', text: '@Baton Is anybody there' });
    await there.pass(3_600_000);
    expect(there.since(since).filter(({ via }) => via !== 'ack')).toEqual([]);
    const [after] = await there.sql`select count(*)::int from work_items`;
    expect(after).toEqual(before);
    const waiting = await there.sql`select from outbox where state in ('pending', 'unknown', 'sending')`;
    expect(waiting).toHaveLength(0);
  });
});
