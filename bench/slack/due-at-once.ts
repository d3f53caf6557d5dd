/** Much that is due at one instant, until Slack has taken it; against a loop that only posts as many. */
import { PACING } from '../../src/coordination/delivery/pacing.ts';
import { type Bench, type Comparison, compare, type Database, type Figure } from '../harness.ts';
import { startChild } from './children.ts';
import type { Posted, SlackReady } from './load.ts';
import { installAll } from './many-teams.ts';
import type { PostsTold } from './sides/posts.ts';
import { type Sides, startSides } from './sides.ts';

export interface DueAtOnce {
  readonly teams: number;
  /** What is posted to, in each team. */
  readonly to: PostsTold['to'];
  readonly each: number;
  /** `10,000 nudges due at once, of …, until they are taken`. */
  readonly work: (count: string) => string;
  /** Of the loop's rate, at its pace. */
  readonly atLeast: number;
  fill(database: Database, slack: SlackReady): Promise<void>;
  /** As if for the first time; returns the instant, in ms since the epoch, at which all is due. */
  makeDue(database: Database): Promise<number>;
}

/** At the platform's pace, and as quick as can be. */
export async function dueAtOnce(bench: Bench, what: DueAtOnce): Promise<(Comparison | Figure)[]> {
  return [...(await measured(bench, what, PACING.slack.installation)), ...(await measured(bench, what, 0))];
}

/** `pace` is kept by both, in milliseconds between two messages of a team. */
async function measured(bench: Bench, what: DueAtOnce, pace: number): Promise<(Comparison | Figure)[]> {
  const { teams, to, each } = what;
  const sides = await startSides(bench, teams, { [to]: each });
  const { ready } = sides.slack;
  const database = await bench.database();
  const told = await installAll(database, ready);
  await what.fill(database, ready);
  await sides.batonIn({ ...told, paced: pace > 0 });
  const loop = await startChild('posts', { apiUrl: ready.apiUrl, pace, to } satisfies PostsTold);
  const count = teams * each;
  const lateness: number[] = [];
  const ours = async (): Promise<number> => {
    const due = await what.makeDue(database);
    const { lastAfter, lateness95 } = await posted(sides, count, due);
    lateness.push(lateness95);
    return (count / lastAfter) * 1_000;
  };
  const theirs = async (): Promise<number> => {
    const all = posted(sides, count, Date.now());
    await loop.ask(ready.teams);
    return (count / (await all).lastAfter) * 1_000;
  };
  const rate = await compare(bench, '/s', ours, theirs, bench.quick ? 1 : 3);
  await loop.stop();
  await sides.stop();
  await database.drop();
  const paced = pace > 0 ? `a message of a team each ${pace} ms` : 'as quick as can be';
  const late = lateness.slice(1).toSorted((a, b) => a - b);
  const middle = late[Math.floor(late.length / 2)] ?? Number.NaN;
  return [
    {
      work: `Slack: ${what.work(count.toLocaleString('en'))}, ${paced}`,
      against: 'a bare loop posting as many at that pace',
      measured: rate,
      bound: pace > 0 ? { atLeast: what.atLeast } : null,
    },
    { work: 'late by, 95 of 100 of these', figure: `${(middle / 1_000).toFixed(1)} s` },
  ];
}

const posted = ({ slack }: Sides, count: number, since: number): Promise<Posted> =>
  slack.ask<Posted>({ posts: count, since });
