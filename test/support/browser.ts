/** A real Chromium, and the playground in it. */
import axe from 'axe-core';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';

/** What a headless Chromium needs in a container, and what keeps it from asking the outside for anything. */
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const launch = (): Promise<Browser> =>
  chromium.launch({ executablePath: executable(), args: ARGUMENTS });

/** `CHROMIUM` may be a path or a name; Debian's stands in /usr/bin. */
function executable(): string {
  const name = process.env.CHROMIUM ?? 'chromium';
  return name.includes('/') ? name : `/usr/bin/${name}`;
}

export interface Look {
  readonly scheme: 'light' | 'dark';
  readonly width: number;
  readonly height: number;
}

export const DESKTOP: Look = { scheme: 'light', width: 1280, height: 800 };
export const DARK: Look = { ...DESKTOP, scheme: 'dark' };
export const PHONE: Look = { scheme: 'light', width: 390, height: 844 };

/** A page of its own, as one person in one channel; `faults` collects what the page complains of. */
export async function open(browser: Browser, url: string, as: string, channel: string, look: Look = DESKTOP) {
  const context = await browser.newContext({
    colorScheme: look.scheme,
    viewport: { width: look.width, height: look.height },
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  await page.goto(`${url}/#as=${as}&channel=${channel}`);
  await page.getByRole('textbox', { name: /^Message/ }).waitFor();
  return { page, faults, close: () => context.close() };
}

/** What axe finds wrong, in a line each. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations: found } = await page.evaluate(() =>
    (globalThis as unknown as { axe: typeof axe }).axe.run(),
  );
  return found.map(
    (v) => `${v.id}: ${v.help}: ${v.nodes.map((n) => `${n.html} ${n.failureSummary}`).join(', ')}`,
  );
}

/** The article of a message that holds these words. */
export const messageWith = (page: Page, words: string): Locator =>
  page.getByRole('article').filter({ hasText: words }).last();

/** The card of an item, by its title; not the private answers that name it. */
export const cardWith = (page: Page, title: string): Locator =>
  page.getByRole('article').filter({ hasText: new RegExp(`W-\\d+ · ${title}`) });
