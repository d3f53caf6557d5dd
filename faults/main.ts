/** The fault matrix: `npm run faults -- [--short] [--seed N] [--row NAME]…`. See docs/faults.md. */
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { type RigServer, startRigServer } from './rig/database.ts';
import { Rig } from './rig/rig.ts';
import { type Row, seconds, Violation } from './row.ts';
import { answersLost } from './rows/answers-lost.ts';
import { bodies } from './rows/bodies.ts';
import { clock } from './rows/clock.ts';
import { backendsKilled, halfOpen, restarted } from './rows/database.ts';
import { discordAnswers } from './rows/discord-answers.ts';
import { discordGateway } from './rows/discord-gateway.ts';
import { discordKill } from './rows/discord-kill.ts';
import { fiveTimes } from './rows/five-times.ts';
import { kill } from './rows/kill.ts';
import { poison } from './rows/poison.ts';
import { race } from './rows/race.ts';
import { sigterm } from './rows/sigterm.ts';
import { slackAnswers } from './rows/slack-answers.ts';
import { slackApprovals } from './rows/slack-approvals.ts';
import { slackGap } from './rows/slack-gap.ts';
import { slackKill } from './rows/slack-kill.ts';
import { slackNudges } from './rows/slack-nudges.ts';
import { slackSigterm } from './rows/slack-sigterm.ts';
import { slackStandups } from './rows/slack-standups.ts';
import { slackWeekly } from './rows/slack-weekly.ts';
import { starts } from './rows/starts.ts';
import { stopped } from './rows/stopped.ts';

/** Those that mostly wait come first, so that the others run beside them. */
const ROWS: readonly Row[] = [
  ...[
    slackKill,
    slackAnswers,
    slackGap,
    kill,
    halfOpen,
    restarted,
    stopped,
    sigterm,
    slackSigterm,
    backendsKilled,
    discordKill,
    discordGateway,
    discordAnswers,
    slackNudges,
    slackStandups,
    slackWeekly,
    slackApprovals,
  ],
  ...[answersLost, fiveTimes, race, starts, clock, poison, bodies],
];

/** Rows played at once. */
const LANES = 3;
/** However a row goes wrong, it ends. */
const LONGEST_MS = { short: 90_000, long: 900_000 };

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    short: { type: 'boolean', default: false },
    row: { type: 'string', multiple: true, default: [] },
    lanes: { type: 'string', default: String(LANES) },
  },
});

/** Those at play. */
const rigs = new Set<Rig>();
let interrupted = false;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function playRow(row: Row, seed: number, server: RigServer): Promise<boolean> {
  const rig = new Rig({ row: row.name, seed, short: values.short, server });
  rigs.add(rig);
  const began = performance.now();
  const longestMs = values.short ? LONGEST_MS.short : LONGEST_MS.long;
  let late: NodeJS.Timeout | undefined;
  try {
    const measured = await Promise.race([
      row.run(rig),
      new Promise<never>((_, reject) => {
        late = setTimeout(() => reject(new Violation(['it did not come to an end'])), longestMs);
      }),
    ]);
    say(`ok      ${named(row)} ${seconds(performance.now() - began).padStart(8)}  ${measured}`);
    return true;
  } catch (error) {
    if (interrupted) return false;
    say(`FAILED  ${named(row)} ${seconds(performance.now() - began).padStart(8)}`);
    const found = error instanceof Violation ? error.found : [String((error as Error).stack)];
    const ended = rig.replicas.flatMap((replica) => replica.unasked);
    for (const words of new Set([...ended, ...found.slice(0, 20)])) say(`          ${words}`);
    for (const line of rig.replicas
      .flatMap((r) => r.lines)
      .filter(isTrouble)
      .slice(-20))
      say(`          | ${line}`);
    say(
      `          again: npm run faults -- --row ${row.name} --seed ${seed}${values.short ? ' --short' : ''}`,
    );
    return false;
  } finally {
    clearTimeout(late);
    await rig.end();
    rigs.delete(rig);
  }
}

const named = ({ name, fault }: Row): string => `${name.padEnd(18)} ${fault.padEnd(84)}`;

const isTrouble = (line: string): boolean => !/"level":"(info|debug)"/.test(line);

const seed = values.seed === undefined ? randomInt(2 ** 31) : Number(values.seed);
const unknown = values.row.filter((name) => !ROWS.some((row) => row.name === name));
if (!Number.isInteger(seed) || unknown.length > 0) {
  process.stderr.write(`Rows: ${ROWS.map(({ name }) => name).join(', ')}. A seed is a whole number.\n`);
  process.exit(2);
}
const rows = ROWS.filter(({ name }) => values.row.length === 0 || values.row.includes(name));
say(`faults: seed ${seed}${values.short ? ', short' : ''}`);
const server = await startRigServer();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, async () => {
    interrupted = true;
    // What is in the middle of something hears of its end in its own way.
    process.on('uncaughtException', () => {});
    await Promise.all([...rigs].map((rig) => rig.end()));
    await server.stop();
    process.exit(1);
  });
}
const left = [...rows];
const results: boolean[] = [];
const lane = async (): Promise<void> => {
  for (let row = left.shift(); row; row = left.shift()) results.push(await playRow(row, seed, server));
};
await Promise.all(Array.from({ length: Number(values.lanes) }, lane));
await server.stop();
const failed = results.filter((ok) => !ok).length;
say(`faults: ${results.length - failed} of ${results.length} rows hold; seed ${seed}`);
process.exit(failed === 0 ? 0 : 1);
