/** What a process holds of many teams, and of many commands. Resident memory, as the operating system counts it. */
import type { Bench, Comparison, Row } from '../harness.ts';
import type { Load } from '../slack/load.ts';
import { installAll } from '../slack/many-teams.ts';
import { type Side, startSides } from '../slack/sides.ts';

const MANY = 10_000;
const FEW = 50;

export const slackTeams: Row = {
  name: 'slack teams',
  async run(bench) {
    const [many, few] = bench.quick ? [500, 50] : [MANY, FEW];
    const ofMany = await withTeams(bench, many, many);
    const ofFew = await withTeams(bench, few, many);
    const work = `Slack: resident memory with ${many.toLocaleString('en')} teams, each of which gave a command`;
    const against = `with ${few} teams, as many commands`;
    return [
      line(work, against, ofMany.baton, ofFew.baton, 2),
      line('Bolt alone, the same', against, ofMany.bolt, ofFew.bolt, null),
    ];
  },
};

export const slackCommands: Row = {
  name: 'slack commands',
  run: async (bench) => [await growth(bench)],
};

const line = (
  work: string,
  against: string,
  ours: number,
  theirs: number,
  atMost: number | null,
): Comparison => ({
  work,
  against,
  measured: { ours, theirs, unit: 'MB' },
  bound: atMost === null ? null : { atMost },
});

const COMMAND: Omit<Load, 'url' | 'count'> = {
  send: 'command',
  text: 'add Renew the certificate of the shop …',
  atOnce: 8,
  until: 'answered',
};

/** Megabytes, of Baton and of Bolt, after `commands` of `teams` by turns. */
async function withTeams(
  bench: Bench,
  teams: number,
  commands: number,
): Promise<{ readonly baton: number; readonly bolt: number }> {
  const sides = await startSides(bench, teams);
  const database = await bench.database();
  const baton = await sides.batonIn(await installAll(database, sides.slack.ready));
  const bolt = await sides.other('bolt', { place: null, help: null });
  const held = async (side: Side): Promise<number> => {
    await side.run({ ...COMMAND, count: commands });
    return side.resident();
  };
  const resident = { baton: await held(baton), bolt: await held(bolt) };
  await sides.stop();
  await database.drop();
  return resident;
}

/** The same process after ten times as many commands. */
async function growth(bench: Bench): Promise<Comparison> {
  const [more, some] = bench.quick ? [1_000, 100] : [100_000, 10_000];
  const sides = await startSides(bench);
  const baton = await sides.baton({ paced: true });
  await baton.run({ ...COMMAND, count: some });
  const before = await baton.resident();
  for (let sent = some; sent < more; sent += some) await baton.run({ ...COMMAND, count: some });
  const after = await baton.resident();
  await sides.stop();
  const counted = (n: number): string => `after ${n.toLocaleString('en')}`;
  return line(`Slack: resident memory ${counted(more)} commands`, counted(some), after, before, 1.1);
}
