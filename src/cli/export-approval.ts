/** `baton export --approval A-7`: one approval with all that proves it, as JSON or, to a file `.html`, as a page. */
import { writeFile } from 'node:fs/promises';
import { exportApproval } from '../adapters/postgres/export-approval.ts';
import { exportedPage } from '../coordination/approvals/exported-page.ts';
import { parseApprovalKey } from '../coordination/ids.ts';
import { withDatabase, workspaceMeant } from './database.ts';
import type { Terminal } from './terminal.ts';
import { type Arguments, EXIT, UsageError } from './verb.ts';

export const isoOf = (at: number): string => new Date(at).toISOString();

export async function exportOneApproval({ values }: Arguments, terminal: Terminal): Promise<number> {
  const key = parseApprovalKey(String(values.approval));
  if (key === null) throw new UsageError(`--approval ${values.approval} is no key: write it as A-7.`);
  return withDatabase(terminal, async (client) => {
    const workspace = await workspaceMeant(client, values.workspace);
    const record = await exportApproval(client, workspace, key);
    if (!record) throw new UsageError(`There is no approval ${values.approval} in “${workspace.name}”.`);
    const out = values.out === undefined ? null : String(values.out);
    const text = out?.endsWith('.html')
      ? exportedPage(record, isoOf)
      : `${JSON.stringify(record, null, 2)}\n`;
    if (out === null) {
      terminal.out(text.trimEnd());
      return EXIT.fine;
    }
    try {
      await writeFile(out, text, { mode: 0o600 });
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      throw new UsageError(`--out ${out} cannot be written (${code}): name a file that can.`);
    }
    terminal.err(`${record.key} is in ${out}. Check it with: baton verify-history ${out}`);
    return EXIT.fine;
  });
}
