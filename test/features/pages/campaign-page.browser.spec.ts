import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { describeInBrowser, hasBrowser, openBrowser, STANDARDS } from '../../support/browser.js';
import { startTestApp, type TestApp } from '../../support/client.js';
import { freshDatabase } from '../../support/database.js';
import { freePort } from '../../support/server-process.js';
import { World } from '../../support/world.js';
import { attested, openAsk, type Shown, shownCampaign } from './shown-campaign.js';

const PHONE = { width: 360, height: 740 };
const DESKTOP = { width: 1280, height: 900 };
const NARROWEST = { width: 320, height: 640 };

const LONGEST = 300_000;

let on: TestApp;
let world: World;
let browser: Browser | undefined;
let address: string;
let of: Shown;
let path: string;
let hostile: string;
let empty: string;

beforeAll(async () => {
  if (!hasBrowser) return;
  // Known before the server starts: it answers sockets of its own pages alone.
  const port = await freePort();
  address = `http://127.0.0.1:${port}`;
  on = await startTestApp({
    urls: await freshDatabase('campaign_pages'),
    config: { publicUrl: address, runsBackground: true },
  });
  await on.app.listen(port, '127.0.0.1');
  browser = await openBrowser();
  world = new World(on);
  of = await shownCampaign(world);
  path = `/c/${of.campaignHandle}`;
  await fill(of);
  const odd = await shownCampaign(world, {
    name: `<script>document.title='run'</script> ${'z\u0335\u0321'.repeat(25)}`,
    summary: 'A'.repeat(3_000),
    statements: [`שלום ${'W'.repeat(120)}`, '"><svg onload=alert(1)>'],
  });
  await openAsk(world, odd, { title: 'X'.repeat(140), quantityWanted: 1_000_000, unit: 'm'.repeat(40) });
  hostile = `/c/${odd.campaignHandle}`;
  empty = `/c/${(await world.campaign(await world.community())).handle}`;
}, LONGEST);
afterAll(async () => {
  await browser?.close();
  await on?.close();
});

async function fill(campaign: Shown): Promise<void> {
  const ask = await openAsk(world, campaign, { title: 'Drive neighbours', unit: 'seats', quantityWanted: 12 });
  const risky = { title: 'Stand at the door', riskTier: 2, riskNotes: 'Police.', priorityId: campaign.priorityIds[1] };
  await openAsk(world, campaign, risky);
  await attested(world, campaign, ask, 3);
  const { demand } = await world.done(
    campaign.steward,
    'makeDemand',
    { campaignId: campaign.campaignId, title: 'Repair all boilers', decisionMaker: 'Elm Housing' },
    'demand { id }',
  );
  const answer = { demandId: demand.id, answeredOn: '2026-01-02', state: 'WON', text: 'All of them.' };
  await world.done(campaign.steward, 'answerDemand', answer);
}

/** A page with what went wrong on it: errors, and anything asked of another server. */
async function open(at: string, options: BrowserContextOptions = {}): Promise<{ page: Page; trouble: string[] }> {
  const page = await (await browser!.newContext(options)).newPage();
  const trouble: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') trouble.push(message.text());
  });
  page.on('pageerror', (error) => trouble.push(String(error)));
  page.on('request', (request) => {
    if (!request.url().startsWith(address) && !request.url().startsWith('data:')) trouble.push(request.url());
  });
  await page.goto(`${address}${at}`);
  return { page, trouble };
}

async function faults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(STANDARDS).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

const widthOf = (page: Page) => page.evaluate('document.documentElement.scrollWidth');

describeInBrowser('the page of a campaign in a browser', () => {
  it(
    'can be read by everyone: light and dark, in each language, on a telephone and a desk',
    async () => {
      for (const colorScheme of ['light', 'dark'] as const) {
        for (const [language, viewport] of [
          ['en', DESKTOP],
          ['es', PHONE],
          ['ar', PHONE],
          ['ar', DESKTOP],
        ] as const) {
          const { page, trouble } = await open(`${path}?lang=${language}`, { viewport, colorScheme });
          for (const summary of await page.locator('summary').all()) await summary.click();
          expect(await faults(page)).toEqual([]);
          expect(await page.evaluate('document.documentElement.lang')).toBe(language);
          expect(trouble).toEqual([]);
          await page.context().close();
        }
      }
    },
    LONGEST,
  );

  it(
    'has no fault without anything on it, nor with anything that people can write, nor where nothing is',
    async () => {
      for (const at of [empty, hostile, `${path}/asks`, '/c/nowhere-at-all']) {
        const { page } = await open(at, { viewport: PHONE });
        expect(await faults(page)).toEqual([]);
        expect(await page.title()).not.toBe('run');
        await page.context().close();
      }
    },
    LONGEST,
  );

  it(
    'is never wider than the narrowest screen',
    async () => {
      for (const at of [path, `${path}?lang=ar`, empty, hostile, `${hostile}?lang=es`, `${hostile}/asks`]) {
        const { page } = await open(at, { viewport: NARROWEST });
        for (const summary of await page.locator('summary').all()) await summary.click();
        expect(await widthOf(page)).toBe(NARROWEST.width);
        await page.context().close();
      }
    },
    LONGEST,
  );

  it(
    'is whole without scripts',
    async () => {
      const { page, trouble } = await open(path, { javaScriptEnabled: false });
      const text = await page.locator('main').innerText();
      for (const said of ['of what is wanted is done and confirmed', 'Drive neighbours', 'Repair all boilers', 'Won']) {
        expect(text).toContain(said);
      }
      expect(await page.getByRole('img').count()).toBeGreaterThanOrEqual(2);
      expect(trouble).toEqual([]);
      await page.context().close();
    },
    LONGEST,
  );

  it(
    'can be used with the keyboard alone: past everything to the figures, and to another language',
    async () => {
      const { page } = await open(path);
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      expect(await page.evaluate('document.activeElement.id')).toBe('main');
      await page.goto(`${address}${path}`);
      for (let tabs = 0; tabs < 2; tabs += 1) await page.keyboard.press('Tab');
      expect(await page.evaluate('document.activeElement.lang')).toBe('es');
      await page.keyboard.press('Enter');
      await page.getByText('En marcha').waitFor();
      await page.context().close();
    },
    LONGEST,
  );

  it(
    'is printed with its tables',
    async () => {
      const { page } = await open(path);
      await page.emulateMedia({ media: 'print' });
      expect(await page.getByRole('cell', { name: '3', exact: true }).first().isVisible()).toBe(true);
      expect(await page.getByRole('navigation').isVisible()).toBe(false);
      const pdf = await page.pdf();
      expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
      await page.context().close();
    },
    LONGEST,
  );

  it(
    'shows what changed while it is looked at, and leaves whoever reads where they are',
    async () => {
      const live = await shownCampaign(world);
      const ask = await openAsk(world, live, { title: 'Cook', quantityWanted: 4 });
      const { page, trouble } = await open(`/c/${live.campaignHandle}`);
      await page.getByText('0% of what is wanted').first().waitFor();
      await page.locator('#how-far summary').click();
      await page.locator('#priorities a').first().focus();
      await attested(world, live, ask, 2);
      await page.locator('#about .headline').getByText('50% of what is wanted').waitFor({ timeout: 30_000 });
      expect(await page.locator('#how-far details').getAttribute('open')).not.toBeNull();
      expect(await page.evaluate('document.activeElement.textContent')).toBe('Cook');
      expect(await page.locator('#announced').textContent()).toContain('50%');
      expect(trouble).toEqual([]);
      await page.context().close();
    },
    LONGEST,
  );
});
