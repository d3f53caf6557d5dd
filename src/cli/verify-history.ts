/** `baton verify-history`: whether every record's history is what was written, and a digest to compare with later. */
import { createHash } from 'node:crypto';
import { countRecords, verifyWorkspace } from '../adapters/postgres/verify-history.ts';
import { sha256 } from '../adapters/system/system.ts';
import { withDatabase, workspacesMeant } from './database.ts';
import type { Terminal } from './terminal.ts';
import { type Arguments, EXIT } from './verb.ts';
import { verifyFile } from './verify-file.ts';

export async function verifyHistory({ values, positionals }: Arguments, terminal: Terminal): Promise<number> {
  const [file] = positionals;
  if (file !== undefined) return verifyFile(file, terminal);
  return withDatabase(terminal, async (client) => {
    const heads = createHash('sha256');
    const sum = { records: 0, entries: 0, erased: 0, flaws: 0 };
    for (const { id, name } of await workspacesMeant(client, values.workspace)) {
      const total = await countRecords(client, id);
      const progress = terminal.progress(`Checking the histories of “${name}”`);
      let checked = 0;
      for await (const page of verifyWorkspace(client, id, sha256)) {
        for (const head of page.heads) heads.update(`${head}\n`);
        for (const { record, seq, what } of page.flaws)
          terminal.out(`${name} ${record}: entry ${seq} ${what}`);
        checked += page.records;
        sum.records += page.records;
        sum.entries += page.entries;
        sum.erased += page.erased;
        sum.flaws += page.flaws.length;
        if (checked > 0) progress.at(checked, Math.max(checked, total));
      }
      progress.end();
    }
    terminal.out(
      `${sum.records} records, ${sum.entries} entries, ${sum.erased} of them erased; ${sum.flaws === 0 ? 'all hold' : `${sum.flaws} do not hold`}.`,
    );
    terminal.out(`Digest of all heads: ${heads.digest('hex')}`);
    return sum.flaws === 0 ? EXIT.fine : EXIT.fault;
  });
}
