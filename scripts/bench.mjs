/**
 * Runs the bench as the program is shipped: bundled. `tsx` names every function anew each time it is made, which costs
 * what is measured here a good part of its speed, and what it is measured against nothing.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const built = join(root, 'bench/.built');

await rm(built, { recursive: true, force: true });
await esbuild.build({
  absWorkingDir: root,
  entryPoints: ['bench/main.ts', 'bench/slack/sides/*.ts', 'bench/discord/sides/*.ts'],
  outbase: 'bench',
  outdir: built,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  packages: 'external',
  sourcemap: true,
  logLevel: 'warning',
});
await import(pathToFileURL(join(built, 'main.js')).href);
