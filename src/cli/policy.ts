/** `baton policy import|export|lint`: the ladders of a workspace as a file of JSON. */
import { readFile } from 'node:fs/promises';
import type { Client } from '../adapters/postgres/client.ts';
import { createStore } from '../adapters/postgres/store.ts';
import { clock } from '../adapters/system/system.ts';
import { flawWords, readPolicies, writePolicies } from '../coordination/nudges/policy-file.ts';
import { withDatabase, workspaceMeant } from './database.ts';
import type { Terminal } from './terminal.ts';
import { type Arguments, EXIT, UsageError } from './verb.ts';

const HOW = 'write baton policy lint FILE, baton policy import FILE or baton policy export.';

export async function policy({ positionals, values }: Arguments, terminal: Terminal): Promise<number> {
  const [act, path, more] = positionals;
  if (more !== undefined) throw new UsageError(`“${more}” is one word too many: ${HOW}`);
  if (act === 'export' && path === undefined)
    return withDatabase(terminal, (client) => exportPolicies(client, values.workspace, terminal));
  if ((act === 'lint' || act === 'import') && path !== undefined) {
    const { ladders, flaws } = readPolicies(await contentOf(path));
    for (const flaw of flaws) terminal.err(`${path}: ${flawWords(flaw)}.`);
    if (flaws.length > 0) return EXIT.fault;
    if (act === 'lint') {
      terminal.out(`${path}: nothing is wrong with its ${ladders.length} policies.`);
      return EXIT.fine;
    }
    return withDatabase(terminal, (client) => importPolicies(client, values.workspace, ladders, terminal));
  }
  throw new UsageError(act === undefined ? `What about policies? ${HOW}` : `I cannot read that: ${HOW}`);
}

async function contentOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new UsageError(
      `${path} cannot be read (${(error as NodeJS.ErrnoException).code}): name a file that can.`,
    );
  }
}

type Meant = Arguments['values'][string];

async function exportPolicies(client: Client, meant: Meant, terminal: Terminal): Promise<number> {
  const workspace = await workspaceMeant(client, meant);
  const policies = await createStore(client).transact(workspace.id, (tx) => tx.nudges.policies());
  terminal.out(writePolicies(policies).trimEnd());
  return EXIT.fine;
}

/** What is the same already gets no new version. */
async function importPolicies(
  client: Client,
  meant: Meant,
  ladders: ReturnType<typeof readPolicies>['ladders'],
  terminal: Terminal,
): Promise<number> {
  const workspace = await workspaceMeant(client, meant);
  const lines = await createStore(client).transact(workspace.id, async (tx) => {
    const current = await tx.nudges.policies();
    const said: string[] = [];
    for (const ladder of ladders) {
      const before = current.find((p) => p.rule === ladder.rule);
      const same = before?.lines.join('\n') === ladder.lines.join('\n');
      const now = same ? before : await tx.nudges.savePolicy(ladder.rule, ladder.lines, null, clock.now());
      said.push(`${ladder.rule} v${now?.version}${same ? ', as before' : ''}`);
    }
    return said;
  });
  terminal.out(lines.join('\n'));
  return EXIT.fine;
}
