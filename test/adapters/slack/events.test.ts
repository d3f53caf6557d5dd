/** Events that come five times and in any order, and the socket that carries them breaking in every way. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Shown } from '../../contracts/world.ts';
import { type Northwind, northwind } from '../../support/slack/northwind.ts';

describe('five times, and in any order', () => {
  let there: Northwind;
  beforeAll(async () => {
    there = await northwind();
  });
  afterAll(() => there.close());

  test.each([1, 2])('seed %i', { timeout: 60_000 }, async (seed) => {
    const { slack } = there;
    const five = async (): Promise<void> => {
      slack.do.release({ copies: 5, shuffled: true, seed });
      await there.settle();
    };
    const title = (n: number): string => `Story ${seed}.${n}.`;

    slack.do.hold();
    const said: Shown[] = [];
    for (let n = 0; n < 8; n += 1) {
      const mention = n % 2 === 0 ? '@Baton ' : '';
      said.push(await there.as('mira').say('general', `${mention}${title(n)}`));
      if (mention === '')
        for (const handle of ['ana', 'lena', 'bo']) await there.as(handle).react(said[n] as Shown, 'pushpin');
    }
    slack.do.release({ copies: 1, shuffled: true, seed });
    await there.settle();

    slack.do.hold();
    for (const [n, message] of said.entries()) {
      const card = await there.card('mira', 'general', title(n)).catch(() => null);
      if (n < 3) await there.as('mira').rewrite(message, `${title(n)} Changed`);
      if (n >= 6) await there.as('mira').remove(message);
      for (const handle of ['bo', 'kai']) if (card) await there.as(handle).react(card, 'raising_hand');
      const [once, again] = n % 2 === 0 ? (['react', 'unreact'] as const) : (['unreact', 'react'] as const);
      if (n < 6) await there.as('ana')[once](message, 'pushpin');
      if (n < 6) await there.as('ana')[again](message, 'pushpin');
    }
    await five();

    const items = await there.sql<{ title: string; note: string | null; claims: number; captures: number }[]>`
      select title, source_note as note,
        (select count(*)::int from history h where h.record_id = i.id and act = 'claimed') as claims,
        (select count(*)::int from history h where h.record_id = i.id and act = 'captured') as captures
      from work_items i where title like ${`Story ${seed}.%`} order by title`;
    expect(items.map(({ title: words }) => words)).toEqual(said.map((_, n) => title(n)));
    for (const [n, item] of items.entries()) {
      const note = n < 3 ? 'edited' : n >= 6 ? 'deleted' : null;
      expect(item).toMatchObject({ note, captures: 1, claims: 1 });
    }
    const left = await there.sql`select from inbox where state <> 'done'`;
    expect(left).toHaveLength(0);
  });
});

describe('a socket', () => {
  let there: Northwind;
  beforeAll(async () => {
    there = await northwind({ transport: 'socket', retryAfterMs: [10, 200, 400, 800, 1_600] });
  });
  afterAll(() => there.close());

  const connected = () => expect.poll(() => there.slack.socket.connections, { timeout: 15_000 }).toBe(1);
  const once = async (title: string): Promise<void> => {
    await there.settle();
    const items = await there.sql`select from work_items where title = ${title}`;
    expect(items).toHaveLength(1);
    await there.card('mira', 'general', title);
  };

  test('that is gone for a while brings what happened meanwhile, once it is back', async () => {
    const plain = await there.as('bo').say('general', 'During the gap: the second');
    there.slack.socket.refuse(true);
    there.slack.socket.drop();
    await there.as('mira').say('general', '@Baton During the gap: the first');
    await there.as('ana').react(plain, 'pushpin');
    await expect(there.as('ana').command('general', 'add During the gap: the third')).rejects.toThrow(
      'Slack shows an error',
    );
    there.slack.socket.refuse(false);
    await connected();
    await once('During the gap: the first');
    await once('During the gap: the second');
    const third = await there.sql`select from work_items where title = 'During the gap: the third'`;
    expect(third).toHaveLength(0);
  });

  test('that breaks with an acknowledgement on the way: the event comes again, with one effect', async () => {
    there.slack.socket.dropAtNextAck();
    await there.as('mira').say('general', '@Baton Acknowledged in vain');
    await connected();
    await once('Acknowledged in vain');
  });

  test.each(['warning', 'refresh_requested'] as const)(
    'that Slack asks to replace (%s) is',
    async (reason) => {
      there.slack.socket.disconnect(reason);
      await there.as('mira').say('general', `@Baton Told to go: ${reason}`);
      await once(`Told to go: ${reason}`);
      await connected();
    },
  );

  test.each([
    ['Slack errs', { status: 500 }],
    ['Slack asks to wait', { retryAfter: 1 }],
    ['Slack breaks the connection', { refuse: true } as const],
    ['Slack refuses the token for a moment', { error: 'invalid_auth' }],
  ])('for whose successor %s comes back all the same', async (name, does) => {
    there.slack.do.fault({ method: 'apps.connections.open', times: 2, does });
    there.slack.socket.drop();
    await there.as('mira').say('general', `@Baton Back again: ${name}`);
    await connected();
    await once(`Back again: ${name}`);
  });

  test('that is back takes commands', async () => {
    await connected();
    expect((await there.as('ana').command('general', 'add Ring the bell')).text).toContain('Ring the bell');
  });
});
