/** `baton doctor`: looks at everything that Baton needs, and says of each thing whether it is well, or what to do. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkRowSecurity } from '../adapters/postgres/connect.ts';
import type { Config } from '../config.ts';
import { type Database, openDatabase } from '../database.ts';
import * as checks from './checks.ts';
import { closeOnSignal, hasDatabase } from './database.ts';
import { Report } from './report.ts';
import { checkKeptTokens, checkSlack } from './slack-checks.ts';
import type { Terminal } from './terminal.ts';
import { trialMessage } from './trial-message.ts';
import { type Arguments, EXIT, UsageError } from './verb.ts';

export async function doctor({ values }: Arguments, terminal: Terminal): Promise<number> {
  const channel = values.channel === undefined ? null : String(values.channel);
  const report = new Report(terminal);
  const config = await report.check('configuration', checks.configuration, () => 'it can be read');
  if (config) {
    if (channel !== null && !config.slack?.botToken) {
      throw new UsageError('--channel is for one Slack team: set SLACK_BOT_TOKEN, or leave it out.');
    }
    await checkAll(config, channel, report, terminal);
  }
  await terminal.out(report.wrong === 0 ? 'All is well.' : `Wrong: ${report.wrong}.`);
  return report.wrong === 0 ? EXIT.fine : EXIT.fault;
}

async function checkAll(
  config: Config,
  channel: string | null,
  report: Report,
  terminal: Terminal,
): Promise<void> {
  await report.check('playground', () => checks.page(config));
  await report.check('port', () => checks.port(config));
  if (config.slack) await checkSlack(config.slack, channel, () => checks.isBaton(config), report);
  if (config.discord) {
    const { checkDiscord } = await import('./discord-checks.ts');
    await checkDiscord(config.discord, report);
  }
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
    if (opened) await checkDatabase(opened.database, config, report);
  } finally {
    settled();
    await close();
  }
}

async function checkDatabase({ client }: Database, { slack }: Config, report: Report): Promise<void> {
  await report.check('clock', () => checks.clocks(client));
  const tables = await report.check(
    'tables',
    () => checks.tables(client),
    ({ says }) => says,
  );
  if (!tables?.current) return;
  const oauth = slack?.oauth;
  if (oauth) await report.check('Slack’s tokens', () => checkKeptTokens(client, oauth));
  await report.check('row security', async () => {
    await checkRowSecurity(client);
    return 'no workspace sees another’s rows';
  });
  await report.check('a message', async () => {
    await trialMessage(client);
    return 'became an item and a card, and was undone; it was sent to nobody';
  });
}
