/** Slack and what is measured against it, each a process of its own, over HTTP. */
import type { Bench, Database } from '../harness.ts';
import { type Place, placeOf } from '../three-rows.ts';
import { populate } from '../workspace.ts';
import { type Child, type SideName, startChild } from './children.ts';
import type { Load, Loaded, SlackReady } from './load.ts';
import type { SideReady, SideTold } from './side-told.ts';
import type { BatonTold } from './sides/baton.ts';

export interface Side {
  /** Has Slack send it a load. */
  run(load: Omit<Load, 'url'>): Promise<Loaded>;
  resident(): Promise<number>;
  stop(): Promise<void>;
}

export interface Sides {
  readonly slack: Child<SlackReady>;
  /** Baton for one team, on an empty database of its own. */
  baton(how: Pick<BatonTold, 'paced'>): Promise<Side>;
  /** Baton in an environment of the caller's. */
  batonIn(told: BatonTold): Promise<Side>;
  other(name: Exclude<SideName, 'slack' | 'baton'>, told: Omit<SideTold, 'slack'>): Promise<Side>;
  /** A database for the three rows, with the people and channels they name. */
  place(): Promise<Place>;
  stop(): Promise<void>;
}

/** `people` is how many there are in each team beside the one who speaks. */
/** `people` besides Ana, and `channels`, of each team. */
export async function startSides(
  bench: Bench,
  teams = 1,
  each: { readonly people?: number; readonly channels?: number } = {},
): Promise<Sides> {
  const slack = await startChild<SlackReady>('slack', { teams, ...each });
  const started: Side[] = [];
  const databases: Database[] = [];
  const database = async (): Promise<Database> => {
    const made = await bench.database();
    databases.push(made);
    return made;
  };
  const start = async (name: SideName, told: object): Promise<Side> => {
    const child = await startChild<SideReady>(name, told);
    const { url } = child.ready;
    const side: Side = {
      run: (load) => slack.ask<Loaded>({ ...load, url }),
      resident: child.resident,
      stop: child.stop,
    };
    started.push(side);
    return side;
  };
  return {
    slack,
    async baton({ paced }) {
      const {
        apiUrl,
        signingSecret,
        teams: [team],
      } = slack.ready;
      const environment = {
        DATABASE_URL: (await database()).url,
        SLACK_API_URL: apiUrl,
        SLACK_SIGNING_SECRET: signingSecret,
        SLACK_BOT_TOKEN: team?.botToken ?? '',
      };
      return start('baton', { environment, paced } satisfies BatonTold);
    },
    batonIn: (told) => start('baton', told),
    other: (name, told) => start(name, { ...told, slack: slack.ready } satisfies SideTold),
    async place() {
      const made = await database();
      return placeOf(made.url, await populate(made));
    },
    async stop() {
      for (const side of started) await side.stop();
      for (const one of databases) await one.drop();
      await slack.stop();
    },
  };
}
