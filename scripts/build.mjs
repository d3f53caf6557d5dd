/**
 * The whole build: TypeScript to dist/, and the playground's page into four files beside its server. Both at once;
 * tsc keeps what it knows in dist/, so that a second build takes a moment.
 */
import { spawn } from 'node:child_process';
import { chmod, copyFile, mkdir, readdir, rm, rmdir, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const src = join(root, 'src');
const dist = join(root, 'dist');
const page = 'adapters/playground/page';
const exists = (path) =>
  stat(path).then(
    () => true,
    () => false,
  );

/** Resolves with tsc's exit code; what it has to say goes to this process's output. */
function compile() {
  const tsc = createRequire(import.meta.url).resolve('typescript/package.json');
  const args = ['-p', 'tsconfig.build.json', '--incremental', '--tsBuildInfoFile', 'dist/.tsbuildinfo'];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(dirname(tsc), 'bin/tsc'), ...args], {
      cwd: root,
      stdio: 'inherit',
    });
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

async function bundlePage() {
  const from = join(src, page);
  const to = join(dist, page);
  await mkdir(to, { recursive: true });
  await Promise.all([
    esbuild.build({
      entryPoints: { app: join(from, 'main.tsx') },
      outdir: to,
      bundle: true,
      minify: true,
      format: 'esm',
      target: 'es2023',
      jsx: 'automatic',
      jsxImportSource: 'preact',
      tsconfigRaw: {},
      logLevel: 'warning',
    }),
    esbuild.build({
      entryPoints: [join(from, 'app.css')],
      outdir: to,
      bundle: true,
      minify: true,
      logLevel: 'warning',
    }),
    copyFile(join(from, 'index.html'), join(to, 'index.html')),
    copyFile(join(from, 'icon.svg'), join(to, 'icon.svg')),
  ]);
}

/** Takes away what was built from a file that is no more. */
async function prune(folder = '') {
  if (folder === page) return;
  for (const entry of await readdir(join(dist, folder), { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      await prune(path);
      await rmdir(join(dist, path)).catch(() => undefined); // It holds something: it stays.
    } else if (
      /\.js(\.map)?$/.test(entry.name) &&
      !(await exists(join(src, path.replace(/\.js(\.map)?$/, '.ts'))))
    ) {
      await rm(join(dist, path));
    }
  }
}

const [code] = await Promise.all([compile(), bundlePage()]);
await prune();
const cli = join(dist, 'cli.js');
if (await exists(cli)) await chmod(cli, 0o755);
process.exitCode = code;
