/** `baton erase`: takes a person out of a workspace for good. */
import { erasePerson } from '../adapters/postgres/erase.ts';
import { clock, ids, sha256 } from '../adapters/system/system.ts';
import { withDatabase, workspaceMeant } from './database.ts';
import type { Terminal } from './terminal.ts';
import { type Arguments, EXIT, UsageError } from './verb.ts';

export async function erase({ values }: Arguments, terminal: Terminal): Promise<number> {
  const handle = String(values.person ?? '')
    .replace(/^@/, '')
    .toLowerCase();
  if (handle === '') throw new UsageError('Say whom to erase: baton erase --person @handle');
  return withDatabase(terminal, async (client) => {
    const workspace = await workspaceMeant(client, values.workspace);
    if (!values.yes && !(await confirmed(handle, workspace.name, terminal))) return EXIT.wrong;
    const progress = terminal.progress('Erasing their words from items');
    const deps = { client, workspace: workspace.id, now: clock.now(), ids, sha256 };
    const items = await erasePerson(deps, handle, progress.at);
    progress.end();
    if (items === null) throw new UsageError(`Nobody in “${workspace.name}” has the handle @${handle}.`);
    terminal.out(
      `@${handle} is erased from “${workspace.name}”: name, accounts, messages, and the words of ${items} items.`,
    );
    terminal.err(
      'What others wrote about them in words of their own, other than their full name or handle, was not looked for.',
    );
    return EXIT.fine;
  });
}

/** Asked where someone can answer; where nobody can, it must have been said with --yes. */
async function confirmed(handle: string, workspace: string, terminal: Terminal): Promise<boolean> {
  const answer = await terminal.ask(
    `Erase @${handle} from “${workspace}”? This cannot be taken back. Type the handle to go on: `,
  );
  if (answer === null)
    throw new UsageError('Erasing cannot be taken back: add --yes to do it without being asked.');
  if (answer.trim().replace(/^@/, '').toLowerCase() === handle) return true;
  terminal.err('Nothing was erased.');
  return false;
}
