/**
 * Fails when drizzle/ is behind src/adapters/postgres/schema.ts: generates, in a copy, the migration that would be
 * wanting.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const copy = mkdtempSync(join(tmpdir(), 'baton-migrations-'));

try {
  cpSync(join(root, 'drizzle'), copy, { recursive: true });
  const before = new Set(readdirSync(copy));
  const kit = join(root, 'node_modules', 'drizzle-kit', 'bin.cjs');
  const schema = 'src/adapters/postgres/schema.ts';
  const args = ['generate', '--dialect=postgresql', `--schema=${schema}`, `--out=${relative(root, copy)}`];
  const output = execFileSync(process.execPath, [kit, ...args], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const wanting = readdirSync(copy).filter((name) => !before.has(name));
  if (wanting.length > 0) {
    const statements = wanting.map((name) => readFileSync(join(copy, name), 'utf8')).join('\n');
    fail(
      `The schema has changed without a migration. Run \`npx drizzle-kit generate --name <what changed>\`, for:\n\n${statements}`,
    );
  } else if (!output.includes('No schema changes')) {
    fail(`drizzle-kit did not say whether the schema has changed:\n\n${output}`);
  }
} catch (error) {
  fail(
    `drizzle-kit could not compare the schema with the migrations:\n\n${error.stdout ?? ''}${error.stderr ?? error}`,
  );
} finally {
  rmSync(copy, { recursive: true, force: true });
}

function fail(words) {
  process.stderr.write(`${words}\n`);
  process.exitCode = 1;
}
