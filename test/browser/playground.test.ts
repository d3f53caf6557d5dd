/** The playground as a newcomer uses it, in a real Chromium: by mouse, by keyboard alone, and as axe sees it. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BatonUnderTest, startBaton } from '../support/baton.ts';
import { cardWith, DARK, DESKTOP, launch, messageWith, open, PHONE, violations } from '../support/browser.ts';

const MOST_BYTES = 150_000;

let baton: BatonUnderTest;
let browser: Browser;
beforeAll(async () => {
  [baton, browser] = await Promise.all([startBaton(), launch()]);
});
afterAll(async () => {
  await browser?.close();
  await baton?.close();
});

const composer = (page: Page) => page.getByRole('textbox', { name: /^Message/ });

async function write(page: Page, words: string): Promise<void> {
  await composer(page).fill(words);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Enter');
}

test('by mouse: capture by a reaction, claim, edit and finish', async () => {
  const { page, faults, close } = await open(browser, baton.url, 'bo', 'platform');
  await write(page, 'The nightly job fails since tomorrow’s deploy');
  const said = messageWith(page, 'The nightly job fails');
  await said.hover();
  await said.getByRole('button', { name: /^React/ }).click();
  await page
    .getByRole('menuitem', { name: /pushpin|Track it|📌/i })
    .first()
    .click();
  await said.getByRole('button', { name: /1 reply/ }).click();
  const thread = page.getByRole('region', { name: 'Thread' });
  const card = thread.getByRole('article').filter({ hasText: /W-\d+ · The nightly job fails/ });
  await card.getByText('Nobody owns this yet.').waitFor();

  await card.getByRole('button', { name: 'Claim' }).click();
  await card.getByRole('button', { name: 'Start' }).waitFor();
  await card.getByRole('button', { name: 'Edit' }).click();
  const dialog = page.getByRole('dialog', { name: /^Edit W-\d+/ });
  await dialog.getByLabel('Due').fill('the day after never');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByText(/cannot read/).waitFor();
  await dialog.getByLabel('Due').fill('friday 5pm');
  await dialog.getByLabel('Why').fill('Everyone waits for the morning’s figures');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await card.getByText('Everyone waits for the morning’s figures').waitFor();

  await card.getByRole('button', { name: 'Done' }).click();
  await card.getByRole('button', { name: 'Reopen' }).waitFor();
  expect(faults).toEqual([]);
  await close();
});

test('by keyboard alone: add by a command with completion, claim, edit and finish', async () => {
  const { page, faults, close } = await open(browser, baton.url, 'kai', 'platform');
  const keys = page.keyboard;
  await keys.press('/');
  await keys.type('/baton ad');
  await page.getByRole('option', { name: /^add/ }).waitFor();
  await keys.press('Tab');
  await keys.type('Write the runbook !high');
  await keys.press('Enter');
  const card = page
    .getByRole('article')
    .filter({ hasText: /W-\d+ · Write the runbook/ })
    .last();
  await card.waitFor();

  await toMessage(page, /W-\d+ · Write the runbook/);
  await keys.press('1');
  await card.getByRole('button', { name: 'Start' }).waitFor();
  await toMessage(page, /W-\d+ · Write the runbook/);
  await nthButton(page, card, 'Edit');
  const dialog = page.getByRole('dialog', { name: /^Edit W-\d+/ });
  await dialog.waitFor();
  await tabTo(page, 'What');
  await keys.type('One page that a stranger can follow');
  await keys.press('Tab');
  await dialog.getByRole('button', { name: 'Save' }).focus();
  await keys.press('Enter');
  await dialog.waitFor({ state: 'hidden' });
  await card.getByText('One page that a stranger can follow').waitFor();

  await toMessage(page, /W-\d+ · Write the runbook/);
  await nthButton(page, card, 'Done');
  await card.getByRole('button', { name: 'Reopen' }).waitFor();
  expect(faults).toEqual([]);
  await close();
});

/** From the composer up through the messages, by the arrow keys, to the one that holds these words. */
async function toMessage(page: Page, words: RegExp): Promise<void> {
  await page.keyboard.press('Escape');
  await composer(page).focus();
  await page.keyboard.press('ArrowUp');
  for (let i = 0; i < 60; i += 1) {
    const text = await page.evaluate<string>('document.activeElement?.textContent ?? ""');
    if (words.test(text)) return;
    await page.keyboard.press('ArrowUp');
  }
  throw new Error(`no message of ${words} was walked to`);
}

/** Digits press the buttons of the message that has the focus. */
async function nthButton(page: Page, card: ReturnType<Page['getByRole']>, name: string): Promise<void> {
  const names = await card.locator('.press').allTextContents();
  const at = names.findIndex((label) => label.trim() === name);
  expect(at, `${name} among ${names}`).toBeGreaterThanOrEqual(0);
  await page.keyboard.press(String(at + 1));
}

async function tabTo(page: Page, label: string): Promise<void> {
  for (let i = 0; i < 20; i += 1) {
    const on = await page.evaluate<string>('document.activeElement?.labels?.[0]?.textContent ?? ""');
    if (on.startsWith(label)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab leads to no field ${label}`);
}

test('what one person changes, another sees without doing anything', async () => {
  const ana = await open(browser, baton.url, 'ana', 'general');
  const mira = await open(browser, baton.url, 'mira', 'general');
  await write(ana.page, '/baton add Water the ficus');
  await cardWith(mira.page, 'Water the ficus').getByRole('button', { name: 'Claim' }).click();
  await cardWith(ana.page, 'Water the ficus').getByText('Mira Patel').first().waitFor();
  await Promise.all([ana.close(), mira.close()]);
});

test('the clock moves on, and what waited for the morning arrives', async () => {
  const { page, close } = await open(browser, baton.url, 'ana', 'general');
  await write(page, '/baton add Answer the press @bo');
  await messageWith(page, 'W-').waitFor();
  await page.getByRole('button', { name: /\+\s?1 day/ }).click();
  await page
    .getByText(/The clock is moved|Thu/)
    .first()
    .waitFor();
  const bo = await open(browser, baton.url, 'bo', 'dm-bo');
  await messageWith(bo.page, 'Answer the press').getByText('because you own it').waitFor();
  await Promise.all([close(), bo.close()]);
});

describe.each([
  ['light', DESKTOP],
  ['dark', DARK],
  ['phone', PHONE],
] as const)('%s', (name, look) => {
  const title = `Look at the ${name} one`;

  test('axe finds nothing, on the page and in a form', async () => {
    const { page, close } = await open(browser, baton.url, 'ana', 'general', look);
    await write(page, `/baton add ${title} @lena by friday`);
    await cardWith(page, title).waitFor();
    expect(await violations(page)).toEqual([]);
    await cardWith(page, title).getByRole('button', { name: 'Edit' }).click();
    await page.getByRole('dialog').waitFor();
    expect(await violations(page)).toEqual([]);
    await close();
  });

  test('nothing reaches past the sides', async () => {
    const { page, close } = await open(browser, baton.url, 'ana', 'general', look);
    const wide = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
    expect(wide).toBeLessThanOrEqual(0);
    await close();
  });
});

test('the page is under 150 KB, and asks nobody else for anything', async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  let sent = 0;
  const hosts = new Set<string>();
  page.on('response', async (response) => {
    hosts.add(new URL(response.url()).host);
    if (!response.url().includes('/api/')) sent += (await response.body()).length;
  });
  await page.goto(`${baton.url}/#as=ana&channel=general`);
  await composer(page).waitFor();
  expect([...hosts]).toEqual([new URL(baton.url).host]);
  expect(sent).toBeGreaterThan(10_000);
  expect(sent).toBeLessThan(MOST_BYTES);
  await context.close();
});
