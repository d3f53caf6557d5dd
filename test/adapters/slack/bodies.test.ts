/** Requests that Slack never sends, over the real Baton: refused or ignored, nothing written, and the process goes on. */
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signatureOf } from '../../support/slack/http-events.ts';
import { type Northwind, northwind } from '../../support/slack/northwind.ts';

let there: Northwind;
beforeAll(async () => {
  there = await northwind();
});
afterAll(() => there.close());

const FORM = 'application/x-www-form-urlencoded';
const DEEP = 10_000;
const nested = `${'['.repeat(DEEP)}${']'.repeat(DEEP)}`;
const now = (): number => Math.floor(Date.now() / 1000);

/** A request whose answer may be a closed connection, where all of it was not read. */
async function statusOf(raw: Parameters<Northwind['slack']['http']['send']>[0]): Promise<number> {
  return there.slack.http.send(raw).then(
    ({ status }) => status,
    () => 413,
  );
}

async function writesNothing(send: () => Promise<unknown>): Promise<void> {
  const before = await there.digest();
  await send();
  expect(await there.digest()).toBe(before);
  expect((await fetch(`${there.url}/healthz`)).status).toBe(200);
}

const command = (text: string, trigger: string): string =>
  new URLSearchParams({
    command: '/baton',
    text,
    trigger_id: trigger,
    team_id: there.team.id,
    user_id: there.team.userByName.get('ana') ?? '',
    channel_id: there.team.channelByName.get('general') ?? '',
    channel_name: 'general',
  }).toString();

const event = (inner: object): string =>
  JSON.stringify({
    type: 'event_callback',
    team_id: there.team.id,
    event_id: `Ev${Math.random()}`,
    event_time: now(),
    event: inner,
  });

describe('a signed body is refused that is', () => {
  test.each([
    ['nothing', '', 400],
    ['null', 'null', 400],
    ['a list', '[]', 400],
    ['a number', '7', 400],
    ['words', '"words"', 400],
    ['half of an object', '{"type":', 400],
    ['lists within lists', nested, 400],
    ['5 MB', JSON.stringify({ type: 'event_callback', words: 'x'.repeat(5_000_000) }), 413],
  ])('%s', async (_name, body, status) => {
    await writesNothing(async () => expect(await statusOf({ body })).toBe(status));
  });

  test.each([
    ['null', 'payload=null', 400],
    ['a list', 'payload=%5B%5D', 400],
    ['empty', 'payload=', 400],
    ['5 MB', `payload=${'x'.repeat(5_000_000)}`, 413],
  ])('a form whose payload is %s', async (_name, body, status) => {
    await writesNothing(async () => expect(await statusOf({ body, contentType: FORM })).toBe(status));
  });

  test('5 MB that do not say how much they are', async () => {
    await writesNothing(async () => {
      const stream = new ReadableStream({
        start(controller) {
          for (let i = 0; i < 80; i += 1) controller.enqueue(new Uint8Array(65_536));
          controller.close();
        },
      });
      const answer = await fetch(`${there.url}/slack/events`, {
        method: 'POST',
        headers: { 'x-slack-request-timestamp': String(now()), 'x-slack-signature': 'v0=1' },
        body: stream,
        duplex: 'half',
      } as RequestInit).then(
        ({ status }) => status,
        () => 413,
      );
      expect(answer).toBe(413);
    });
  });
});

describe('a signed body is ignored that', () => {
  test.each([
    ['is an empty object', '{}'],
    ['is of no known type', '{"type":"tokens_stolen"}'],
    [
      'is of another team',
      '{"type":"event_callback","team_id":"T0NOBODY","event_id":"Ev1","event_time":1,"event":{"type":"message"}}',
    ],
    ['tells of no event', '{"type":"event_callback","team_id":7,"event":null}'],
    ['holds a prototype', '{"__proto__":{"type":"event_callback"},"constructor":null}'],
    [
      'holds 10,000 objects within one another',
      `{"type":"event_callback","event":${'{"a":'.repeat(DEEP)}1${'}'.repeat(DEEP)}}`,
    ],
  ])('%s', async (_name, body) => {
    await writesNothing(async () => expect(await statusOf({ body })).toBe(200));
  });

  test('is an event whose blocks are nested 10,000 deep', async () => {
    const said = { type: 'message', channel: 'C1', user: 'U1', ts: '1.2', text: 'deep', blocks: 'BLOCKS' };
    const body = event(said).replace('"BLOCKS"', `${'[{"elements":'.repeat(DEEP)}1${'}]'.repeat(DEEP)}`);
    await writesNothing(async () => expect(await statusOf({ body })).toBeLessThan(501));
  });
});

test('words that no store holds are taken without them', async () => {
  const text = 'add Order \u0000the \ud83d cakes';
  const sent = await there.slack.http.send({ body: command(text, 'odd.1'), contentType: FORM });
  expect(sent.status).toBe(200);
  const mention = `<@${there.team.botUser}> Bake \u0000the \ude00 bread`;
  const { status } = await there.slack.http.send({
    body: event({
      ...{ type: 'app_mention', channel: there.team.channelByName.get('general'), ts: '1790000000.000100' },
      ...{ user: there.team.userByName.get('ana'), text: mention },
    }),
  });
  expect(status).toBe(200);
  await there.settle();
  const titles = await there.sql<{ title: string }[]>`select title from work_items order by key`;
  expect(titles.map(({ title }) => title)).toEqual(['Order the \ufffd cakes', 'Bake the \ufffd bread']);
});

describe('401 for', () => {
  const body = (): string => command('add Nothing of this', `forged.${Math.random()}`);
  const refused = async (raw: Omit<Parameters<typeof statusOf>[0], 'body'>, text = body()): Promise<void> =>
    writesNothing(async () => expect(await statusOf({ body: text, contentType: FORM, ...raw })).toBe(401));

  test('a wrong secret', () => refused({ secret: 'another-signing-secret' }));
  test('a changed byte', async () => {
    const text = body();
    const timestamp = now();
    const signature = signatureOf(there.slack.state.app.signingSecret, timestamp, text);
    await refused(
      { timestamp, headers: { 'x-slack-signature': signature } },
      text.replace('Nothing', 'Mothing'),
    );
  });
  test('a signature of another version', async () => {
    await refused({ headers: { 'x-slack-signature': 'v1=00' } });
    await refused({ headers: { 'x-slack-signature': '' } });
  });
  test('a request of 301 seconds ago', () => refused({ timestamp: now() - 301 }));
  test('a request of 301 seconds ahead', () => refused({ timestamp: now() + 302 }));
  test('a time that is none', async () => {
    for (const stamp of ['', 'now', 'Infinity', '1e99'])
      await refused({ headers: { 'x-slack-request-timestamp': stamp } });
  });
  test.each(['x-slack-signature', 'x-slack-request-timestamp'])('no header %s', async (missing) => {
    await writesNothing(async () => {
      const headers = new Headers({
        'content-type': FORM,
        'x-slack-request-timestamp': String(now()),
        'x-slack-signature': 'v0=00',
      });
      headers.delete(missing);
      const answer = await fetch(`${there.url}/slack/events`, { method: 'POST', headers, body: body() });
      expect(answer.status).toBe(401);
    });
  });
});

test('a request of 299 seconds ago is taken', async () => {
  const body = command('help', 'late.1');
  expect(await statusOf({ body, contentType: FORM, timestamp: now() - 299 })).toBe(200);
});

test('an exact replay has no second effect, and neither has an event that is sent again', async () => {
  const timestamp = now();
  const raw = { body: command('add Water the ferns', 'replayed.1'), contentType: FORM, timestamp };
  const answers = [];
  for (let i = 0; i < 3; i += 1) answers.push(await there.slack.http.send(raw));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  const mention = {
    ...{ type: 'app_mention', channel: there.team.channelByName.get('general'), ts: '1790000001.000100' },
    ...{ user: there.team.userByName.get('ana'), text: `<@${there.team.botUser}> Water the palms` },
  };
  const said = event(mention);
  await Promise.all(Array.from({ length: 4 }, () => there.slack.http.send({ body: said, timestamp })));
  await there.settle();
  const [{ count } = { count: 0 }] = await there.sql<{ count: number }[]>`
    select count(*)::int from work_items where title like 'Water the %'`;
  expect(count).toBe(2);
});

test('whoever breaks off within a body ends nothing but their connection', async () => {
  const { hostname, port } = new URL(there.url);
  await writesNothing(async () => {
    for (let i = 0; i < 5; i += 1) {
      await new Promise<void>((resolve) => {
        const socket = connect(Number(port), hostname, () => {
          socket.write(
            [
              ...['POST /slack/events HTTP/1.1', 'host: baton', 'content-type: application/json'],
              ...[`x-slack-request-timestamp: ${now()}`, 'x-slack-signature: v0=00', 'content-length: 5000'],
              ...['', '{"type":'],
            ].join('\r\n'),
            () => setTimeout(() => socket.resetAndDestroy(), 20),
          );
        });
        socket.on('error', () => {});
        socket.on('close', () => resolve());
      });
    }
  });
});

test('other methods and other addresses are refused', async () => {
  for (const method of ['GET', 'PUT', 'DELETE'])
    expect((await fetch(`${there.url}/slack/events`, { method })).status).toBe(405);
  expect((await fetch(`${there.url}/slack/event`, { method: 'POST' })).status).toBe(404);
});
