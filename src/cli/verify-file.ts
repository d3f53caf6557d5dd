/** `baton verify-history FILE`: whether an exported approval is what was written, without a database. */
import { readFile } from 'node:fs/promises';
import { sha256 } from '../adapters/system/system.ts';
import {
  type ExportedApproval,
  erasedIn,
  exportedSchema,
  flawOf,
} from '../coordination/approvals/exported.ts';
import { exportedPage, recordIn } from '../coordination/approvals/exported-page.ts';
import { isoOf } from './export-approval.ts';
import type { Terminal } from './terminal.ts';
import { EXIT, UsageError } from './verb.ts';

export async function verifyFile(path: string, terminal: Terminal): Promise<number> {
  const text = await readFile(path, 'utf8').catch(({ code }: NodeJS.ErrnoException) => {
    throw new UsageError(
      `${path} cannot be read (${code}): name a file that “baton export --approval” wrote.`,
    );
  });
  const inside = recordIn(text);
  const record = recordOf(inside ?? text, path);
  const flaw =
    flawOf(record, sha256) ??
    (inside !== null && exportedPage(record, isoOf) !== text
      ? 'the page differs from the record inside it'
      : null);
  if (flaw) {
    terminal.out(`${record.key}: ${flaw}.`);
    return EXIT.fault;
  }
  const erased = erasedIn(record);
  terminal.out(
    `${record.key} holds: ${record.history.length} entries, ${erased} of them erased; ${record.approval.state}.`,
  );
  terminal.out(`Its last hash, to compare with the workspace’s: ${record.head.hash}`);
  return EXIT.fine;
}

function recordOf(text: string, path: string): ExportedApproval {
  try {
    return exportedSchema.parse(JSON.parse(text));
  } catch {
    throw new UsageError(
      `${path} is no exported approval: name a file that “baton export --approval” wrote.`,
    );
  }
}
