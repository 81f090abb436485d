import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, expect } from '@jest/globals';
import { type Browser, type BrowserContext, type Page } from 'playwright-core';
import { inBrowser, openBrowser, STANDARDS } from '../../support/browser.js';
import { startTestApp, type TestApp } from '../../support/client.js';
import { World } from '../../support/world.js';
import { type Mixed, mixedCampaign } from './mixed-campaign.js';

const LONGEST = 90_000;

let on: TestApp;
let of: Mixed;
let browser: Browser | undefined;
let home: string;
let neighbour: Server;
let elsewhere: string;

beforeAll(async () => {
  on = await startTestApp();
  of = await mixedCampaign(new World(on));
  await on.app.listen(0, '127.0.0.1');
  home = (await on.app.getUrl()).replace('[::1]', '127.0.0.1');
  // Another site: by another name, so that the browser keeps it apart.
  neighbour = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? '/', 'http://localhost');
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.setHeader('cross-origin-embedder-policy', searchParams.get('strict') ? 'require-corp' : 'unsafe-none');
    response.end(
      `<!doctype html><html lang="en"><title>A newspaper</title><body style="margin:0">${searchParams.get('show')}`,
    );
  });
  await once(neighbour.listen(0, '127.0.0.1'), 'listening');
  elsewhere = `http://localhost:${(neighbour.address() as AddressInfo).port}`;
  browser = await openBrowser();
}, LONGEST);
afterAll(async () => {
  await browser?.close();
  neighbour.closeAllConnections();
  await once(neighbour.close(), 'close');
  await on.close();
});

interface Seen {
  page: Page;
  context: BrowserContext;
  trouble: string[];
}

async function shown(
  markup: string,
  more: { width?: number; scheme?: 'light' | 'dark'; strict?: boolean } = {},
): Promise<Seen> {
  const { width = 480, scheme = 'light', strict = false } = more;
  const context = await browser!.newContext({ viewport: { width, height: 460 }, colorScheme: scheme });
  const page = await context.newPage();
  const trouble: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('favicon')) trouble.push(message.text());
  });
  page.on('request', (one) => {
    if (![home, elsewhere, 'data:'].some((start) => one.url().startsWith(start))) trouble.push(one.url());
  });
  await page.goto(`${elsewhere}/?${new URLSearchParams({ show: markup, ...(strict && { strict: '1' }) })}`);
  return { page, context, trouble };
}

const frame = (query: string) =>
  `<iframe title="A campaign" width="100%" height="440" style="border:0" sandbox="allow-popups allow-popups-to-escape-sandbox" src="${home}/c/${of.campaignHandle}/embed?${query}"></iframe>`;

inBrowser(
  'is framed by another site, whole, without a fault, and leads to the campaign in a tab of its own',
  async () => {
    const { page, context, trouble } = await shown(frame('lang=en'));
    const inside = page.frameLocator('iframe');
    await inside.getByText('Confirmed by the community').waitFor();
    expect(await inside.getByRole('row').count()).toBe(5);
    const link = inside.getByRole('link');
    expect(await link.getAttribute('rel')).toBe('noopener');
    expect(await link.getAttribute('target')).toBe('_blank');
    expect(await context.cookies()).toEqual([]);
    expect(trouble).toEqual([]);
    await context.close();
  },
  LONGEST,
);

inBrowser(
  'breaks no rule of access in any language, in light and dark, and never scrolls sideways',
  async () => {
    for (const [language, scheme] of [
      ['en', 'light'],
      ['es', 'dark'],
      ['ar', 'light'],
      ['ar', 'dark'],
    ] as const) {
      const { page, context } = await shown('', { scheme, width: 240 });
      await page.goto(`${home}/c/${of.campaignHandle}/embed?lang=${language}`);
      const { violations } = await new AxeBuilder({ page }).withTags(STANDARDS).analyze();
      expect([language, scheme, violations.map(({ id, nodes }) => [id, nodes[0]?.html])]).toEqual([
        language,
        scheme,
        [],
      ]);
      const wide = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
      expect([language, wide]).toEqual([language, 0]);
      await context.close();
    }
  },
  LONGEST,
);

inBrowser(
  'shows pictures on a site that lets in only what wants to be shown elsewhere',
  async () => {
    const at = `${home}/c/${of.campaignHandle}`;
    const { page, context, trouble } = await shown(
      `<img alt="" src="${at}/progress.svg"><img alt="" src="${at}/card.png">`,
      {
        strict: true,
        width: 1300,
      },
    );
    await page.waitForLoadState('networkidle');
    const widths = await page.evaluate('[...document.images].map((one) => one.naturalWidth)');
    expect([widths, trouble]).toEqual([[480, 1200], []]);
    await context.close();
  },
  LONGEST,
);
