/** Sends whose answer is lost, refused for a while or never comes: once where Slack lets us look, and never before it may be. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Northwind, northwind } from '../../support/slack/northwind.ts';

let there: Northwind;
beforeAll(async () => {
  there = await northwind();
});
afterAll(() => there.close());
afterEach(() => there.slack.do.clearFaults());

const idOf = (channel: string): string => there.team.channelByName.get(channel) ?? '';

/** What was posted to everyone since, that holds these words. */
const posted = (since: number, words: string) =>
  there
    .since(since)
    .filter(
      ({ effect, text, blocks }) => effect === 'posted' && `${text}${JSON.stringify(blocks)}`.includes(words),
    );

/** The card of an item in the outbox. */
async function row(title: string) {
  const [found] = await there.sql<{ state: string; attempts: number; unanswered: number; error: string }[]>`
    select o.state, o.attempts, o.unanswered, o.error from outbox o join work_items i on i.id = o.record_id
    where o.kind = 'card' and i.title = ${title}`;
  return found;
}

describe('an answer that is lost', () => {
  test.each([
    ['to a message in a channel', 'general', 'Polish the bell'],
    ['to a message in a private channel', 'leads', 'Polish the lamp'],
  ])('%s leaves one message', async (_where, channel, title) => {
    const since = there.slack.ledger.last;
    there.slack.do.fault({
      method: 'chat.postMessage',
      channel: idOf(channel),
      times: 1,
      does: { loseAnswer: true },
    });
    await there.added('ana', channel, title);
    expect((await row(title))?.state).toBe('unknown');
    await there.later(1);
    expect(posted(since, title)).toHaveLength(1);
    expect(await row(title)).toMatchObject({ state: 'sent', attempts: 0 });
  });

  test('to a message in a thread with hundreds of replies leaves one message', async () => {
    const root = await there.as('bo').say('design', 'A long talk about paper');
    for (let n = 1; n <= 250; n += 1) await there.as('bo').say('design', `Reply ${n}`, root);
    const since = there.slack.ledger.last;
    there.slack.do.fault({
      method: 'chat.postMessage',
      channel: idOf('design'),
      times: 1,
      does: { loseAnswer: true },
    });
    await there.as('ana').react(root, 'pushpin');
    await there.settle();
    await there.later(1);
    expect(posted(since, 'A long talk about paper')).toHaveLength(1);
  });

  test('to a direct message leaves one', async () => {
    const since = there.slack.ledger.last;
    const lena = there.team.userByName.get('lena') ?? '';
    there.slack.do.fault({ method: 'chat.postMessage', channel: lena, times: 1, does: { loseAnswer: true } });
    await there.added('ana', 'general', 'Iron the flags @lena');
    await there.later(1);
    const direct = there.team.directs.get(lena);
    expect(posted(since, 'Iron the flags').filter(({ channel }) => channel === direct)).toHaveLength(1);
  });

  test('where the look is rate-limited is looked for again when it may be, at no cost', async () => {
    const since = there.slack.ledger.last;
    there.slack.do.fault({ method: 'chat.postMessage', times: 1, does: { loseAnswer: true } });
    there.slack.do.fault({ method: 'conversations.history', times: 1, does: { retryAfter: 5 } });
    await there.added('ana', 'platform', 'Fold the tents');
    await there.later(1);
    expect(posted(since, 'Fold the tents')).toHaveLength(1);
    expect(await row('Fold the tents')).toMatchObject({ state: 'sent', attempts: 0 });
  });

  test('where history may not be read leaves one, and says that it is unknown', async () => {
    const since = there.slack.ledger.last;
    there.slack.do.fault({ method: 'chat.postMessage', times: 1, does: { loseAnswer: true } });
    there.slack.do.fault({ method: 'conversations.history', does: { error: 'missing_scope' } });
    await there.added('ana', 'platform', 'Count the oars');
    await there.later(1);
    expect(posted(since, 'Count the oars')).toHaveLength(1);
    expect(await row('Count the oars')).toMatchObject({ state: 'unknown', unanswered: 1 });
    there.slack.do.clearFaults();
    await there.later(10);
    expect(await row('Count the oars')).toMatchObject({ state: 'sent' });
    expect(posted(since, 'Count the oars')).toHaveLength(1);
  });

  test('to a card that changes is edited again, to the same words', async () => {
    const key = await there.added('ana', 'general', 'Beat the rugs @ana');
    there.slack.do.fault({ method: 'chat.update', times: 1, does: { loseAnswer: true } });
    await there.as('ana').command('general', `start ${key}`);
    await there.later(1);
    expect((await there.card('ana', 'general', 'Beat the rugs')).text).toContain('In progress');
    expect(await row('Beat the rugs')).toMatchObject({ state: 'sent' });
  });
});

describe('Slack that errs', () => {
  test.each([
    ['answers 502', { status: 502 }],
    ['breaks the connection', { refuse: true } as const],
    ['says internal_error', { error: 'internal_error' }],
  ])('%s is asked again, and the message is there once', async (name, does) => {
    const since = there.slack.ledger.last;
    there.slack.do.fault({ method: 'chat.postMessage', times: 1, does });
    await there.added('ana', 'general', `Errand: ${name}`);
    await there.later(1);
    expect(posted(since, `Errand: ${name}`)).toHaveLength(1);
  });

  test('for an hour loses no event and no message', async () => {
    const since = there.slack.ledger.last;
    const message = await there.as('bo').say('platform', 'Oil the hinges');
    there.slack.do.fault({ method: '*', does: { status: 503 } });
    await there.as('ana').react(message, 'pushpin');
    await there.added('ana', 'general', 'Sweep the chimney');
    await there.later(60);
    const [waiting] = await there.sql<{ state: string; attempts: number }[]>`
      select state, attempts from inbox where state <> 'done'`;
    expect(waiting).toEqual({ state: 'pending', attempts: 0 });
    there.slack.do.clearFaults();
    await there.later(10);
    for (const title of ['Oil the hinges', 'Sweep the chimney']) expect(posted(since, title)).toHaveLength(1);
    const dead =
      await there.sql`select from inbox where state = 'dead' union all select from outbox where state = 'dead'`;
    expect(dead).toHaveLength(0);
  });

  test('while a command asks who somebody is: it is taken down, and answered later', async () => {
    there.slack.do.addUser({ name: 'nia', real_name: 'Nia Brook' });
    there.slack.state.teams
      .get(there.team.id)
      ?.channels.get(idOf('general'))
      ?.members.add(there.slack.core.state.teams.get(there.team.id)?.userByName.get('nia') ?? '');
    there.slack.do.fault({ method: 'users.info', times: 1, does: { retryAfter: 3 } });
    await there.as('nia').command('general', 'add Meet the neighbours');
    const told = (await there.as('nia').sees('general')).filter(({ onlyForMe }) => onlyForMe);
    expect(told[0]?.text).toContain('I have it, and it takes a moment');
    await there.later(1);
    await there.card('nia', 'general', 'Meet the neighbours');
  });
});

describe('a rate limit', () => {
  test('is waited for, holds up no other channel and spends no attempt', async () => {
    const since = there.slack.ledger.last;
    there.slack.do.fault({
      method: 'chat.postMessage',
      channel: idOf('general'),
      times: 1,
      does: { retryAfter: 120 },
    });
    await there.added('ana', 'general', 'Slow: tie the knots');
    await there.added('ana', 'platform', 'Quick: cut the rope');
    expect(posted(since, 'Quick: cut the rope')).toHaveLength(1);
    await there.later(1);
    expect(posted(since, 'Slow: tie the knots')).toHaveLength(0);
    expect(await row('Slow: tie the knots')).toMatchObject({ state: 'pending', attempts: 0 });
    await there.later(2);
    expect(posted(since, 'Slow: tie the knots')).toHaveLength(1);
    expect(await row('Slow: tie the knots')).toMatchObject({ state: 'sent', attempts: 0 });
  });

  test('on 30 % of all calls costs no message and repeats none', async () => {
    const since = there.slack.ledger.last;
    there.slack.do.fault({ method: 'chat.postMessage', share: 0.3, does: { retryAfter: 2 } });
    there.slack.do.fault({ method: 'chat.update', share: 0.3, does: { retryAfter: 2 } });
    const channels = ['general', 'design', 'platform', 'leads'];
    for (let n = 1; n <= 24; n += 1)
      await there.as('ana').command(channels[n % 4] ?? 'general', `add Limited number ${n}! @ana`);
    for (let n = 0; n < 20; n += 1) await there.pass(3_000);
    const limited = there.slack.ledger.answers['chat.postMessage']?.ratelimited ?? 0;
    expect(limited).toBeGreaterThan(2);
    for (let n = 1; n <= 24; n += 1)
      expect(posted(since, `Limited number ${n}!`).filter(({ thread }) => !thread)).toHaveLength(1);
    const spent = await there.sql`select from outbox where attempts > 0`;
    expect(spent).toHaveLength(0);
  });
});
