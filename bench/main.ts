/** `npm run bench -- [--quick] [--row NAME]…`: how fast Baton is, as ratios within one run. See docs/benchmarks.md. */
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { startServer } from './database.ts';
import type { Comparison, Figure, Row } from './harness.ts';
import { add } from './rows/add.ts';
import { digest } from './rows/digest.ts';
import { discordAdd, discordHelp, discordMemory } from './rows/discord.ts';
import { drain } from './rows/drain.ts';
import { due } from './rows/due.ts';
import { duplicate } from './rows/duplicate.ts';
import { listMine } from './rows/list-mine.ts';
import { nudges } from './rows/nudges.ts';
import { slackAdd } from './rows/slack-add.ts';
import { slackHelp } from './rows/slack-help.ts';
import { slackCommands, slackTeams } from './rows/slack-memory.ts';
import { slackMention } from './rows/slack-mention.ts';
import { slackNudges } from './rows/slack-nudges.ts';
import { slackStandups } from './rows/slack-standups.ts';
import { start } from './rows/start.ts';
import { twins } from './rows/twins.ts';
import { weeks } from './rows/weeks.ts';
import { table } from './table.ts';

const ROWS: readonly Row[] = [
  add,
  duplicate,
  due,
  nudges,
  drain,
  listMine,
  digest,
  twins,
  weeks,
  start,
  slackHelp,
  slackAdd,
  slackMention,
  slackNudges,
  slackStandups,
  slackTeams,
  slackCommands,
  discordHelp,
  discordAdd,
  discordMemory,
];

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    row: { type: 'string', multiple: true, default: [] },
  },
});

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const server = await startServer();
try {
  const found: (Comparison | Figure)[] = [];
  for (const row of ROWS) {
    if (values.row.length > 0 && !values.row.includes(row.name)) continue;
    say(`Measuring ${row.name}…`);
    found.push(...(await row.run({ quick: values.quick, database: () => server.database() })));
  }
  say(`\nNode ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}\n\n${table(found)}`);
} finally {
  await server.stop();
}
