/** Several teams that installed Baton themselves: none sees another, tokens are kept as ciphertext, and a team may come back. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BatonUnderTest, startBaton } from '../../support/baton.ts';
import { castInto } from '../../support/slack/cast.ts';
import type { Interaction } from '../../support/slack/interactions.ts';
import { createFakeSlack, type FakeSlack } from '../../support/slack/server.ts';
import type { Message } from '../../support/slack/shapes.ts';

const ORIGIN = 'https://baton.example.org';
let slack: FakeSlack;
let baton: BatonUnderTest;
const lines: string[] = [];
const teams: string[] = [];

beforeAll(async () => {
  slack = await createFakeSlack();
  const { clientId, clientSecret, signingSecret } = slack.state.app;
  castInto(slack);
  teams.push([...slack.state.teams.keys()][0] ?? '');
  teams.push(slack.do.addTeam({ name: 'Southwind' }).id);
  const [, south] = teams;
  for (const name of ['ana', 'zoe']) slack.do.addUser({ team: south ?? '', name, is_admin: name === 'ana' });
  slack.do.addChannel({ team: south ?? '', name: 'general', members: ['ana', 'zoe', 'baton'] });
  baton = await startBaton({
    clock: { now: () => Date.now() },
    write: (line) => void lines.push(line),
    environment: {
      SLACK_API_URL: slack.apiUrl,
      SLACK_SIGNING_SECRET: signingSecret,
      SLACK_CLIENT_ID: clientId,
      SLACK_CLIENT_SECRET: clientSecret,
      PUBLIC_URL: ORIGIN,
      BATON_SECRET_KEY: randomBytes(32).toString('hex'),
    },
  });
  slack.setRequestUrl(`${baton.url}/slack/events`);
  for (const team of teams) await install(team);
});
afterAll(async () => {
  await baton.close();
  await slack.close();
});

/** As a browser does it: to Slack, where someone agrees, and back. */
async function install(team: string): Promise<void> {
  const begun = await fetch(`${baton.url}/slack/install`, { redirect: 'manual' });
  const cookie = begun.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const asked = await fetch(`${begun.headers.get('location')}&team=${team}`, { redirect: 'manual' });
  const back = new URL(asked.headers.get('location') ?? '');
  expect(back.origin).toBe(ORIGIN);
  const answer = await fetch(`${baton.url}${back.pathname}${back.search}`, { headers: { cookie } });
  expect(answer.status).toBe(200);
  await settled();
}

async function settled(): Promise<void> {
  for (let before = -1; before !== slack.activity(); ) {
    before = slack.activity();
    await slack.idle();
    await baton.settle();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** What is said to someone of the `nth` team who types a command. */
async function typed(nth: number, user: string, text: string): Promise<string> {
  const told = await slack.do.command({ team: teams[nth] ?? '', user, channel: 'general', text });
  await settled();
  return words(told);
}
const northern = () =>
  baton.database.client
    .sql`select title, stage, owner_id, version from work_items where title like 'Northern%'`;
const words = ({ shown }: Interaction): string => JSON.stringify(shown);

describe('two teams', () => {
  test('see, list and name nothing of one another', async () => {
    expect(await typed(0, 'ana', 'add Northern secret @lena')).toContain('W-1');
    expect(await typed(1, 'ana', 'add Southern secret @zoe')).toContain('W-1');
    expect(await typed(1, 'ana', 'list all')).not.toContain('Northern');
    expect(await typed(0, 'ana', 'list all')).not.toContain('Southern');
    expect(await typed(1, 'zoe', 'show W-1')).toContain('Southern secret');
    expect(await typed(1, 'zoe', 'add Something @lena')).toContain('nobody called');
    expect(await typed(1, 'zoe', 'claim W-2')).toContain('no item');
  });

  test('are written to with their own token alone', () => {
    for (const [nth, [own, other]] of [
      ['Northern', 'Southern'],
      ['Southern', 'Northern'],
    ].entries()) {
      const said = JSON.stringify(slack.ledger.effects.filter(({ team }) => team === teams[nth]));
      expect(said).toContain(own);
      expect(said).not.toContain(other);
    }
  });

  test('cannot press one another’s buttons', async () => {
    const card = slack.ledger.effects.find(
      ({ effect, text }) => effect === 'posted' && text?.includes('W-1 Northern secret'),
    );
    const button = card?.blocks
      ?.flatMap(({ elements = [] }) => elements)
      .find(({ action_id }) => action_id?.startsWith('press:'));
    expect(button?.value).toContain('W-1');
    const { ts } = slack.do.say({ team: teams[1] ?? '', user: 'zoe', channel: 'general', text: 'Mine now' });
    // The card of the other team as if it stood here: of a message no more than its blocks is looked at.
    const seen = { type: 'message', ts, text: '', blocks: card?.blocks } as unknown as Message;
    const on = { team: teams[1] ?? '', user: 'zoe', channel: 'general', ts, seen };
    const before = await northern();
    expect((await slack.do.press({ ...on, actionId: button?.action_id ?? '' })).outcome?.acked).toBe(true);
    await settled();
    expect(await northern()).toEqual(before);
  });

  test('have tokens that stand in the database as ciphertext, and not in the log', async () => {
    const { sql } = baton.database.client;
    const tables = await sql<{ name: string }[]>`
      select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`;
    const dump: string[] = [];
    for (const { name } of tables)
      for (const row of await sql.unsafe(`select t::text as text from ${name} t`)) dump.push(row.text);
    expect(dump.join('\n')).toContain('Northern secret');
    for (const secret of [
      ...slack.state.tokens.keys(),
      slack.state.app.clientSecret,
      slack.state.app.signingSecret,
    ]) {
      expect(dump.join('\n')).not.toContain(secret);
      expect(lines.join('\n')).not.toContain(secret);
    }
    expect(await sql`select from secrets`).not.toHaveLength(0);
  });
});

describe('a team that removes Baton', () => {
  test('is told so, its secrets go, its data stays, and the other goes on', async () => {
    slack.do.uninstall({ team: teams[0] ?? '' });
    await settled();
    expect(await typed(0, 'ana', 'list all')).toContain('not installed');
    expect(await typed(1, 'ana', 'list all')).toContain('Southern secret');
    const { sql } = baton.database.client;
    expect(await sql`select from secrets where scope = ${teams[0] ?? ''}`).toHaveLength(0);
    expect(await sql`select from work_items where title = 'Northern secret'`).toHaveLength(1);
  });

  test('finds all of it when it installs Baton again, at once and with the new token', async () => {
    await install(teams[0] ?? '');
    expect(await typed(0, 'ana', 'list all')).toContain('Northern secret');
    const since = slack.ledger.last;
    await typed(0, 'ana', 'add Northern again');
    const posted = slack.ledger
      .since(since)
      .filter(({ effect, team }) => effect === 'posted' && team === teams[0]);
    expect(JSON.stringify(posted)).toContain('Northern again');
  });

  test('and installs it anew before the event of its removal comes keeps it', async () => {
    slack.do.hold();
    slack.do.uninstall({ team: teams[0] ?? '' });
    await install(teams[0] ?? '');
    slack.do.release({ copies: 2 });
    await settled();
    expect(await typed(0, 'ana', 'list all')).toContain('Northern again');
  });
});
