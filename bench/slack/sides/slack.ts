/** Slack: the tests' own, which also sends the load and sees what comes of it. */
import { randomUUID } from 'node:crypto';
import { stringify } from 'node:querystring';
import { namedUser, teamOf } from '../../../test/support/slack/acts.ts';
import { signatureOf } from '../../../test/support/slack/http-events.ts';
import type { Effect } from '../../../test/support/slack/ledger.ts';
import { createFakeSlack } from '../../../test/support/slack/server.ts';
import { serve, told } from '../children.ts';
import { Connection } from '../connection.ts';
import type { Load, Loaded, Posted, Posts, SlackReady, SlackTeam } from '../load.ts';

const {
  teams: count = 1,
  people: each = 0,
  channels: rooms,
} = told<{ teams?: number; people?: number; channels?: number }>();
/** People work in many channels at once; within one, what is said and done there goes in order. */
const CHANNELS = 64;
/** It tells of nothing by itself: each side is sent the same. */
const slack = await createFakeSlack({ events: [] });
const teams = Array.from({ length: count }, (_, n) => newTeam(n));
const { signingSecret, clientId, clientSecret } = slack.state.app;

function newTeam(n: number): SlackTeam {
  const { id, botToken, botUser, botId } = slack.do.addTeam({ name: `Team ${n}`, domain: `team-${n}` });
  slack.do.addUser({ team: id, name: 'ana', real_name: 'Ana Castro', tz: 'Europe/London', is_admin: true });
  const people = Array.from(
    { length: each },
    (_, i) => slack.do.addUser({ team: id, name: `person-${i}` }).id,
  );
  const named = Array.from({ length: rooms ?? (count === 1 ? CHANNELS : 1) }, (_, i) => `channel-${i}`);
  const channels = named.map((name) => slack.do.addChannel({ team: id, name, members: ['ana', 'baton'] }).id);
  return {
    ...{ id, botToken, botUser, botId, channels, people },
    user: namedUser(teamOf(slack.core, id), 'ana'),
  };
}

/** Whoever waits for words with a word of its own in them. */
const waiting = { posted: new Map<string, () => void>(), whispered: new Map<string, () => void>() };

const add = slack.ledger.add;
slack.ledger.add = (effect) => {
  add(effect);
  seen(effect);
};

function seen({ effect, text = '' }: Pick<Effect, 'effect' | 'text'>): void {
  if (effect === 'posted') counting?.();
  const word = OWN_WORD.exec(text)?.[0];
  if (word === undefined) return;
  const those = effect === 'posted' ? waiting.posted : effect === 'ephemeral' ? waiting.whispered : null;
  those?.get(word)?.();
  those?.delete(word);
}

/** Letters alone, which nobody reads as a date or a key. */
const OWN_WORD = /\bq[a-p]+q\b/;
let words = 0;
const ownWord = (): string => {
  words += 1;
  return `q${words.toString(16).replace(/./g, (digit) => 'abcdefghijklmnop'[Number.parseInt(digit, 16)] ?? '')}q`;
};

/** Told of each message that is posted, while somebody counts them. */
let counting: (() => void) | null = null;

async function counted({ posts, since }: Posts): Promise<Posted> {
  const after: number[] = [];
  await new Promise<void>((resolve) => {
    counting = () => {
      if (after.push(Date.now() - since) === posts) resolve();
    };
  });
  counting = null;
  slack.do.forget();
  const sorted = after.toSorted((a, b) => a - b);
  return {
    lastAfter: sorted.at(-1) ?? Number.NaN,
    lateness95: sorted[Math.ceil(posts * 0.95) - 1] ?? Number.NaN,
  };
}

async function run(load: Load): Promise<Loaded> {
  const { hostname, port, pathname } = new URL(load.url);
  const took: number[] = [];
  let begun = 0;
  let answer = '';
  const one = async (connection: Connection, nth: number): Promise<void> => {
    const word = ownWord();
    const team = teams[begun % teams.length] as SlackTeam;
    const channel = team.channels[nth % team.channels.length] ?? '';
    const { type, body } = bodyOf(load, { ...team, channel }, word);
    const shown = load.until === 'answered' ? null : shownWith(load.until, word);
    const start = performance.now();
    const answered = await connection.post(pathname, headersOf(type, body), body);
    took.push(performance.now() - start);
    if (answered.status !== 200) throw new Error(`answered ${answered.status}: ${answered.body}`);
    answer = answered.body;
    await shown;
  };
  const worker = async (_: unknown, nth: number): Promise<void> => {
    const connection = new Connection(hostname, Number(port));
    while (begun++ < load.count) await one(connection, nth);
    connection.end();
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: load.atOnce }, worker));
  const perSecond = (load.count / (performance.now() - start)) * 1_000;
  slack.do.forget();
  const sorted = took.toSorted((a, b) => a - b);
  return { perSecond, acknowledged99: sorted[Math.ceil(sorted.length * 0.99) - 1] ?? Number.NaN, answer };
}

const shownWith = (until: 'posted' | 'whispered', word: string): Promise<void> =>
  new Promise((resolve) => waiting[until].set(word, resolve));

function headersOf(type: string, body: string): Record<string, string> {
  const timestamp = Math.floor(Date.now() / 1_000);
  return {
    'content-type': type,
    'x-slack-request-timestamp': String(timestamp),
    'x-slack-signature': signatureOf(signingSecret, timestamp, body),
  };
}

/** A team, and where in it something is said. */
type Place = SlackTeam & { readonly channel: string };

function bodyOf(load: Load, team: Place, word: string): { type: string; body: string } {
  const text = load.text.replace('…', word);
  return load.send === 'command'
    ? { type: 'application/x-www-form-urlencoded', body: stringify(commandOf(team, text)) }
    : { type: 'application/json', body: JSON.stringify(mentionOf(team, text)) };
}

const commandOf = ({ id, channel, user }: Place, text: string) => ({
  token: slack.state.app.verificationToken,
  team_id: id,
  team_domain: 'northwind',
  channel_id: channel,
  channel_name: 'general',
  user_id: user,
  user_name: 'ana',
  command: '/baton',
  text,
  api_app_id: slack.state.app.id,
  is_enterprise_install: 'false',
  response_url: `${slack.url}/response/none`,
  trigger_id: `1.1.${randomUUID()}`,
});

function mentionOf({ id, channel, user, botUser }: Place, text: string) {
  const ts = `${Math.floor(Date.now() / 1_000)}.${String(words % 1_000_000).padStart(6, '0')}`;
  const said = `<@${botUser}> ${text}`;
  return {
    token: slack.state.app.verificationToken,
    team_id: id,
    api_app_id: slack.state.app.id,
    event: { type: 'app_mention', user, text: said, ts, channel, team: id, event_ts: ts },
    type: 'event_callback',
    event_id: `Ev${randomUUID()}`,
    event_time: Math.floor(Date.now() / 1_000),
    authorizations: [
      { enterprise_id: null, team_id: id, user_id: botUser, is_bot: true, is_enterprise_install: false },
    ],
    is_ext_shared_channel: false,
  };
}

const ready: SlackReady = { apiUrl: slack.apiUrl, signingSecret, clientId, clientSecret, teams };
serve(ready, (asked: Load | Posts) => ('posts' in asked ? counted(asked) : run(asked)));
