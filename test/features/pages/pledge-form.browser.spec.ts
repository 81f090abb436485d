import AxeBuilder from '@axe-core/playwright';
import { afterAll, beforeAll, expect } from '@jest/globals';
import { type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { hasBrowser, inBrowser, openBrowser, STANDARDS } from '../../support/browser.js';
import { startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { World } from '../../support/world.js';
import { launched } from '../asks/launched.js';

const LONGEST = 120_000;

let on: TestApp;
let browser: Browser | undefined;
let address: string;
let askId: string;
/** What stands behind the # in the link of the ask. */
let code: string;
let short: string;

beforeAll(async () => {
  on = await startTestApp();
  await on.app.listen(0, '127.0.0.1');
  address = (await on.app.getUrl()).replace('[::1]', '127.0.0.1');
  if (!hasBrowser) return;
  browser = await openBrowser();
  const world = new World(on);
  const of = await launched(world);
  const ask = await world.ask(of, {
    visibility: 'PUBLIC',
    title: 'Carry beds up to the fourth floor',
    description: 'Eleven families sleep on the floor.\nThe lift is broken.',
    area: 'Elm Street',
    riskTier: 1,
    riskNotes: 'The caretaker may take photos.',
    donts: 'No filming.',
  });
  askId = ask.id;
  const shown = await on.query(of.steward, 'query ($id: ID!) { ask(id: $id) { link shortUrl } }', { id: askId });
  code = new URL(shown.ask.link).hash.slice(1);
  short = new URL(shown.ask.shortUrl).pathname;
}, LONGEST);
afterAll(async () => {
  await browser?.close();
  await on.close();
});

async function open(path: string, options: BrowserContextOptions = {}): Promise<{ page: Page; trouble: string[] }> {
  const context = await browser!.newContext({ locale: 'en-GB', reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  const trouble: string[] = [];
  page.on('console', (message) => {
    // A refused form is answered with 422, which the browser notes as an error of loading.
    if (message.type() === 'error' && !message.text().includes('status of 4')) trouble.push(message.text());
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(address)) trouble.push(request.url());
    if (request.url().includes(code) || (request.headers()['referer'] ?? '').includes(code)) {
      trouble.push('The secret left the browser in an address.');
    }
  });
  await page.goto(`${address}${path}`);
  return { page, trouble };
}

/** Goes on by the key until it stands where it should, as someone does who has no mouse. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 80; presses += 1) {
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`No key leads to ${selector}.`);
}

const pledges = async (): Promise<number> => {
  const [row] = await sql(on.urls.owner)<{ count: string }>('SELECT count(*) FROM pledge WHERE ask_id = $1', [askId]);
  return Number(row?.count);
};

const faultsOf = async (page: Page) =>
  (await new AxeBuilder({ page }).withTags(STANDARDS).analyze()).violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`,
  );

inBrowser(
  'leads from the address behind a camera’s code to the pledge by keys alone, with a slip on the way',
  async () => {
    const before = await pledges();
    const { page, trouble } = await open(`${short}#${code}`);
    expect(await page.title()).toContain('Carry beds');
    expect(page.url()).not.toContain(code);
    await tabTo(page, 'form button');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/join');
    await tabTo(page, '#acceptTerms');
    await page.keyboard.press('Space');
    await tabTo(page, '[name="answer.position"]');
    await page.keyboard.type('I rent, with a secure lease.');
    await tabTo(page, '#pseudonym');
    await page.keyboard.type('Jonas');
    await tabTo(page, 'button:not([name])');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/join/pledge');
    // What is wrong is said first, and stands where the reader is.
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('faults');
    expect(await page.locator('#faults a').allTextContents()).toHaveLength(2);
    expect(await page.inputValue('#pseudonym')).toBe('Jonas');
    await tabTo(page, '#faults a');
    await page.keyboard.press('Enter');
    for (const box of ['#acceptBrief', '#acceptAgreement']) {
      await tabTo(page, box);
      await page.keyboard.press('Space');
    }
    await tabTo(page, 'button:not([name])');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'You have pledged. Thank you.' }).waitFor();
    expect(await page.locator('.codes li').count()).toBe(10);
    expect(await pledges()).toBe(before + 1);
    expect(trouble).toEqual([]);
    await page.context().close();
  },
  LONGEST,
);

inBrowser(
  'takes the code from behind the # of the link itself, and off the address',
  async () => {
    const { page, trouble } = await open(`/#${code}`);
    await page.getByRole('heading', { name: 'Carry beds up to the fourth floor' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/join');
    await page.goBack();
    expect(page.url()).not.toContain(code);
    expect(trouble).toEqual([]);
    await page.context().close();
  },
  LONGEST,
);

inBrowser(
  'takes a pasted link without JavaScript, and a double press is one pledge whose codes are seen',
  async () => {
    const before = await pledges();
    const { page, trouble } = await open('/', { javaScriptEnabled: false });
    await page.getByLabel('Your link, or the code at its end').fill(`http://accompany.test/#${code}`);
    await page.getByRole('button', { name: 'Go on' }).click();
    for (const box of ['I accept what is asked', 'I have read this', 'I accept this agreement']) {
      await page.getByLabel(box).check();
    }
    await page.locator('[name="answer.position"]').fill('I rent.');
    await page.getByRole('button', { name: 'Pledge', exact: true }).dblclick();
    await page.getByRole('heading', { name: 'You have pledged. Thank you.' }).waitFor();
    expect(await page.locator('.codes li').count()).toBe(10);
    expect(await pledges()).toBe(before + 1);
    expect(trouble).toEqual([]);
    await page.context().close();
  },
  LONGEST,
);

inBrowser.each<['light' | 'dark', 'en-GB' | 'es' | 'ar']>([
  ['light', 'en-GB'],
  ['dark', 'en-GB'],
  ['light', 'ar'],
  ['dark', 'ar'],
  ['light', 'es'],
])(
  'has no barrier that axe finds, in %s and %s, and fits a telephone',
  async (colorScheme, locale) => {
    const { page } = await open(short, { colorScheme, locale, viewport: { width: 320, height: 640 } });
    const looked: Record<string, string[]> = {};
    const look = async (name: string) => {
      looked[name] = await faultsOf(page);
      const wide = await page.evaluate(
        () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
      );
      if (wide) looked[name].push('wider than the screen');
    };
    await look('the ask');
    await page.goto(`${address}/join`);
    await look('the door');
    await page.fill('#link', `/#${code}`);
    await page.locator('form button').click();
    await page.locator('#acceptTerms').waitFor();
    await look('the form');
    await page.locator('button:not([name])').click();
    await page.locator('#faults').waitFor();
    await look('the form with faults');
    for (const box of ['#acceptTerms', '#acceptBrief', '#acceptAgreement']) await page.locator(box).check();
    await page.locator('[name="answer.position"]').fill('I rent.');
    await page.locator('button:not([name])').click();
    await page.locator('.codes').waitFor();
    await look('what was pledged');
    expect(looked).toEqual(Object.fromEntries(Object.keys(looked).map((name) => [name, []])));
    await page.context().close();
  },
  LONGEST,
);
