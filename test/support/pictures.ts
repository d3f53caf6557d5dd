/** What Baton says on a platform, written as pages to look at: a real Baton, on a database of its own, works for a fake. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLog } from '../../src/adapters/log/log.ts';
import { parseConfig } from '../../src/config.ts';
import { start } from '../../src/main.ts';
import { NO_PACING } from './baton.ts';
import { launch } from './browser.ts';

export type Theme = 'light' | 'dark';
/** Pages by name, each as HTML in either theme. */
export type Pages = ReadonlyMap<string, (theme: Theme) => string>;

type Starting = (
  environment: Readonly<Record<string, string>>,
  clock: { now(): number },
) => Promise<{ readonly url: string; settle(): Promise<void>; close(): Promise<void> }>;

interface Pictured<World> {
  /** Of the platform, in lower case. */
  readonly platform: string;
  readonly viewport: { readonly width: number; readonly height: number };
  /** `starting` starts Baton in the world that is opened. */
  open(starting: Starting): Promise<World>;
  tour(world: World): Promise<Pages>;
}

/** Writes the pages of a tour to the folder that is named first on the command line, with pictures where Chromium is there. */
export async function pictures<World extends { close(): Promise<void> }>(of: Pictured<World>): Promise<void> {
  const folder = process.argv[2] ?? join(tmpdir(), `${of.platform}-pictures`);
  const dataDir = await mkdtemp(join(tmpdir(), 'baton-pictures-'));
  await mkdir(folder, { recursive: true });
  const logging = createLog({ level: 'silent', format: 'json', write: () => {} });
  const world = await of.open(async (environment, clock) => {
    const config = parseConfig({ PORT: '0', BATON_DATA_DIR: dataDir, ...environment }, '.');
    const baton = await start(config, logging, { clock, pacing: NO_PACING });
    return { url: baton.url, settle: () => baton.settle(), close: () => baton.stop() };
  });
  try {
    const paths = await write(await of.tour(world), folder);
    const pictured = await photograph(paths, of.viewport);
    process.stdout.write(`${paths.length} pages in ${folder}${pictured ? ', each with its picture' : ''}\n`);
  } finally {
    await world.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function write(pages: Pages, folder: string): Promise<string[]> {
  const paths: string[] = [];
  for (const [name, page] of pages) {
    for (const theme of ['light', 'dark'] satisfies Theme[]) {
      const path = join(folder, `${name}-${theme}.html`);
      await writeFile(path, page(theme));
      paths.push(path);
    }
  }
  return paths;
}

/** Pictures beside the pages; none, where there is no Chromium. */
async function photograph(
  paths: readonly string[],
  viewport: { readonly width: number; readonly height: number },
): Promise<boolean> {
  const browser = await launch().catch(() => null);
  if (!browser) return false;
  const page = await browser.newPage({ viewport });
  for (const path of paths) {
    await page.goto(`file://${path}`);
    await page.screenshot({ path: path.replace('.html', '.png'), fullPage: true });
  }
  await browser.close();
  return true;
}
