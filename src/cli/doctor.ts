/** `baton doctor`: looks at everything that Baton needs, and says of each thing whether it is well, or what to do. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkRowSecurity } from '../adapters/postgres/connect.ts';
import type { Config } from '../config.ts';
import { type Database, openDatabase } from '../database.ts';
import * as checks from './checks.ts';
import { closeOnSignal, hasDatabase } from './database.ts';
import type { Terminal } from './terminal.ts';
import { trialMessage } from './trial-message.ts';
import { type Arguments, EXIT } from './verb.ts';

export async function doctor(_: Arguments, terminal: Terminal): Promise<number> {
  const report = new Report(terminal);
  const config = await report.check('configuration', checks.configuration, () => 'it can be read');
  if (config) await checkAll(config, report, terminal);
  await terminal.out(report.wrong === 0 ? 'All is well.' : `Wrong: ${report.wrong}.`);
  return report.wrong === 0 ? EXIT.fine : EXIT.fault;
}

/** One line for each check, and how many failed. */
class Report {
  wrong = 0;
  readonly #terminal: Terminal;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  /** What the check throws says what to do. Null when it failed. */
  async check<T>(
    what: string,
    look: () => T | Promise<T>,
    says = (found: T) => String(found),
  ): Promise<T | null> {
    try {
      const found = await look();
      await this.#terminal.out(`ok     ${what}: ${says(found)}`);
      return found;
    } catch (error) {
      this.wrong += 1;
      await this.#terminal.out(`wrong  ${what}: ${error instanceof Error ? error.message : String(error)}`);
      return null;
    }
  }
}

async function checkAll(config: Config, report: Report, terminal: Terminal): Promise<void> {
  await report.check('playground', () => checks.page(config));
  await report.check('port', () => checks.port(config));
  if (config.databaseUrl === null) await report.check('data folder', () => checks.dataFolder(config));
  const isTrial = !hasDatabase(config);
  const folder = isTrial ? await mkdtemp(join(tmpdir(), 'baton-doctor-')) : config.dataDir;
  if (isTrial) terminal.err('There is no database yet: one is tried in a temporary folder…');
  const opened = await report.check(
    'database',
    async () => checks.database(await openDatabase({ ...config, dataDir: folder }, () => {}), isTrial),
    ({ says }) => says,
  );
  const close = async (): Promise<void> => {
    await opened?.database.close();
    if (isTrial) await rm(folder, { recursive: true, force: true });
  };
  const settled = closeOnSignal(close);
  try {
    if (opened) await checkDatabase(opened.database, report);
  } finally {
    settled();
    await close();
  }
}

async function checkDatabase({ client }: Database, report: Report): Promise<void> {
  await report.check('clock', () => checks.clocks(client));
  const tables = await report.check(
    'tables',
    () => checks.tables(client),
    ({ says }) => says,
  );
  if (!tables?.current) return;
  await report.check('row security', async () => {
    await checkRowSecurity(client);
    return 'no workspace sees another’s rows';
  });
  await report.check('a message', async () => {
    await trialMessage(client);
    return 'became an item and a card, and was undone; it was sent to nobody';
  });
}
