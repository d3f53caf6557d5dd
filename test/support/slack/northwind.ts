/** Northwind in our Slack with a whole Baton in it, for tests of what goes wrong: its database and its log at hand. */
import type { Sql } from '../../../src/adapters/postgres/client.ts';
import type { Shown } from '../../contracts/world.ts';
import { type BatonUnderTest, MORNING, startBaton } from '../baton.ts';
import { digestOf } from '../digest.ts';
import { teamOf } from './acts.ts';
import type { Effect } from './ledger.ts';
import type { FakeSlackOptions } from './server.ts';
import type { Team } from './state.ts';
import { type SlackWorld, slackWorld } from './world.ts';

export interface Northwind extends SlackWorld {
  readonly team: Team;
  readonly sql: Sql;
  readonly url: string;
  /** What Baton logged. */
  readonly lines: readonly string[];
  /** The same as long as nothing was written. */
  digest(): Promise<string>;
  /** Adds an item; tells its key. */
  added(as: string, channel: string, words: string): Promise<string>;
  /** The card of an item, as someone sees it. */
  card(as: string, channel: string, title: string): Promise<Shown>;
  /** Moves time forward by some minutes, in steps, so that what is tried again is. */
  later(minutes: number): Promise<void>;
  /** What Baton said since an effect of the ledger. */
  since(seq: number): readonly Effect[];
}

export interface NorthwindOptions extends FakeSlackOptions {
  readonly transport?: 'socket' | 'http';
  readonly environment?: Readonly<Record<string, string>>;
}

export async function northwind({
  transport = 'http',
  environment = {},
  ...slackOptions
}: NorthwindOptions = {}): Promise<Northwind> {
  const lines: string[] = [];
  let baton: BatonUnderTest | null = null;
  const world = await slackWorld({
    ...slackOptions,
    transport,
    from: MORNING,
    start: async (own, clock) => {
      const write = (line: string): void => void lines.push(line);
      baton = await startBaton({ environment: { ...own, ...environment }, clock, write });
      return baton;
    },
  });
  const { database, url } = baton as unknown as BatonUnderTest;
  const { sql } = database.client;
  const team = teamOf(world.slack.core);
  const cardsOf = async (as: string, channel: string): Promise<readonly Shown[]> =>
    (await world.as(as).sees(channel)).filter(({ author, onlyForMe }) => author === null && !onlyForMe);
  return {
    ...world,
    team,
    sql,
    url,
    lines,
    async digest() {
      await world.settle();
      return digestOf(sql);
    },
    async added(as, channel, words) {
      const answer = await world.as(as).command(channel, `add ${words}`);
      await world.settle();
      const key = /W-\d+/.exec(answer.text)?.[0];
      if (key !== undefined) return key;
      // On a busy computer it may have been taken down, and done by now.
      if (!answer.text.includes('I have it')) throw new Error(`nothing was added: ${answer.text}`);
      const [last] = await sql<{ key: number }[]>`select key from work_items order by key desc limit 1`;
      return `W-${last?.key}`;
    },
    async card(as, channel, title) {
      await world.settle();
      const found = (await cardsOf(as, channel)).filter(({ text }) => text.includes(title));
      if (found.length !== 1) throw new Error(`${found.length} cards of “${title}” in ${channel}`);
      return found[0] as Shown;
    },
    async later(minutes) {
      for (let step = 0; step < 6; step += 1) await world.pass(minutes * 10_000);
    },
    since: (seq) => world.slack.ledger.since(seq),
    async close() {
      await world.close();
      const { appToken, signingSecret } = world.slack.state.app;
      const secrets = [...world.slack.state.tokens.keys(), appToken, signingSecret];
      const told = lines.find((line) => secrets.some((secret) => line.includes(secret)));
      if (told !== undefined) throw new Error(`a secret stands in the log: ${told}`);
    },
  };
}
