/** `baton export`: everything that is kept of a workspace, one JSON object a line. */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import type { Client } from '../adapters/postgres/client.ts';
import { countRows, exportRows } from '../adapters/postgres/export.ts';
import type { NamedWorkspace } from '../adapters/postgres/workspaces.ts';
import { withDatabase, workspaceMeant } from './database.ts';
import { exportOneApproval } from './export-approval.ts';
import { exportWeeks } from './export-weeks.ts';
import type { Terminal } from './terminal.ts';
import { type Arguments, EXIT, UsageError } from './verb.ts';

/** The first line names the format and the workspace; each other one is a row with the name of its table. */
export async function exportWorkspace({ values }: Arguments, terminal: Terminal): Promise<number> {
  if (values.weeks !== undefined) return exportWeeks({ values, positionals: [] }, terminal);
  if (values.approval !== undefined) return exportOneApproval({ values, positionals: [] }, terminal);
  const out = values.out === undefined ? null : String(values.out);
  return withDatabase(terminal, async (client) => {
    const workspace = await workspaceMeant(client, values.workspace);
    const rows =
      out === null
        ? await toTerminal(client, workspace, terminal)
        : await toFile(client, workspace, out, terminal);
    terminal.err(
      `${rows} rows of “${workspace.name}” ${out === null ? 'written' : `are in ${out}`}. Tokens are left out.`,
    );
    return EXIT.fine;
  });
}

/** The file is whole or not there: it gets its name when the last row is written. Only its owner may read it. */
async function toFile(
  client: Client,
  workspace: NamedWorkspace,
  path: string,
  terminal: Terminal,
): Promise<number> {
  const part = `${path}.part`;
  const file = createWriteStream(part, { mode: 0o600 });
  try {
    await once(file, 'open');
    const rows = await write(client, workspace, terminal, async (lines) => {
      if (!file.write(`${lines}\n`)) await once(file, 'drain');
    });
    file.end();
    await once(file, 'finish');
    await rename(part, path);
    return rows;
  } catch (error) {
    file.destroy();
    await rm(part, { force: true });
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (syscall === undefined) throw error;
    throw new UsageError(`--out ${path} cannot be written (${code}): name a file that can.`);
  }
}

const toTerminal = (client: Client, workspace: NamedWorkspace, terminal: Terminal): Promise<number> =>
  write(client, workspace, terminal, (lines) => terminal.out(lines));

async function write(
  client: Client,
  workspace: NamedWorkspace,
  terminal: Terminal,
  writeLines: (lines: string) => Promise<void>,
): Promise<number> {
  const total = await countRows(client, workspace.id);
  const progress = terminal.progress('Exporting rows');
  await writeLines(JSON.stringify({ baton: 'export', version: 1, workspace }));
  let rows = 0;
  for await (const batch of exportRows(client, workspace.id)) {
    await writeLines(batch.map((row) => JSON.stringify(row)).join('\n'));
    rows += batch.length;
    progress.at(rows, Math.max(rows, total));
  }
  progress.end();
  return rows;
}
