/** `baton export --weeks`: how work flowed, as CSV or JSON. */
import { writeFile } from 'node:fs/promises';
import { createStore } from '../adapters/postgres/store.ts';
import * as system from '../adapters/system/system.ts';
import { nameOf, weeksOf } from '../coordination/flow/collect.ts';
import { weeksAsCsv, weeksAsJson } from '../coordination/flow/export.ts';
import { MOST_WEEKS } from '../coordination/flow/week.ts';
import { withDatabase, workspaceMeant } from './database.ts';
import type { Terminal } from './terminal.ts';
import { type Arguments, EXIT, UsageError } from './verb.ts';

/** Of a team, or of the whole workspace; whoever runs this sees all there is. */
export async function exportWeeks({ values }: Arguments, terminal: Terminal): Promise<number> {
  const weeks = Number(values.weeks);
  if (!Number.isInteger(weeks) || weeks < 1 || weeks > MOST_WEEKS)
    throw new UsageError(`--weeks ${values.weeks}: write how many, from 1 to ${MOST_WEEKS}.`);
  const handle = values.team === undefined ? null : String(values.team).replace(/^@/, '').toLowerCase();
  const out = values.out === undefined ? null : String(values.out);
  return withDatabase(terminal, async (client) => {
    const { id } = await workspaceMeant(client, values.workspace);
    const content = await createStore(client).transact(id, async (tx) => {
      const team = handle === null ? null : await tx.teams.byHandle(handle);
      if (handle !== null && !team)
        throw new UsageError(
          `--team @${handle}: there is no such team. Write its short name, such as @design.`,
        );
      const { clockOffset, ...workspace } = await tx.workspace();
      const now = system.clock.now() + clockOffset;
      const asked = { tx, workspace, team, viewer: 'all', now, weeks } as const;
      const counted = await weeksOf(asked);
      return out?.endsWith('.csv') ? weeksAsCsv(counted) : weeksAsJson(nameOf(asked), counted);
    });
    if (out === null) await terminal.out(content.trimEnd());
    else
      await writeFile(out, content, { mode: 0o600 }).catch(({ code }: NodeJS.ErrnoException) => {
        throw new UsageError(`--out ${out} cannot be written (${code}): name a file that can.`);
      });
    terminal.err(
      `${weeks === 1 ? 'A week' : `${weeks} weeks`} ${out === null ? 'written' : `are in ${out}`}.`,
    );
    return EXIT.fine;
  });
}
