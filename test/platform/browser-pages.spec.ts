import { afterAll, beforeAll, expect } from '@jest/globals';
import { type Browser, type Page } from 'playwright-core';
import { inBrowser, openBrowser } from '../support/browser.js';
import { startTestApp, type TestApp } from '../support/client.js';
import { freshDatabase } from '../support/database.js';

const LONGEST = 60_000;

let on: TestApp;
let browser: Browser | undefined;
let address: string;

beforeAll(async () => {
  on = await startTestApp({ urls: await freshDatabase('pages'), config: { env: 'development', logLevel: 'silent' } });
  await on.app.listen(0, '127.0.0.1');
  address = (await on.app.getUrl()).replace('[::1]', '127.0.0.1');
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await on.close();
});

async function open(path: string): Promise<{ page: Page; trouble: string[] }> {
  const page = await browser!.newPage();
  const trouble: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') trouble.push(message.text());
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(address) && !request.url().startsWith('data:')) trouble.push(request.url());
  });
  await page.goto(`${address}${path}`);
  return { page, trouble };
}

inBrowser(
  'runs the first operation in GraphiQL, with nothing fetched from elsewhere',
  async () => {
    const { page, trouble } = await open('/graphiql');
    await page.getByRole('button', { name: 'SignUp', exact: true }).waitFor();
    for (const name of ['StartCampaign', 'JoinAndPledge', 'ReportFulfilment', 'AttestFulfilment']) {
      expect(await page.getByText(name, { exact: true }).count()).toBeGreaterThan(0);
    }
    await page.getByRole('button', { name: /execute query/i }).click();
    // The example variables hold no real link, and the answer says what to do about it.
    await page.getByText('LINK_INVALID').waitFor();
    expect(trouble).toEqual([]);
    await page.close();
  },
  LONGEST,
);

inBrowser(
  'shows a mail once it would have been sent',
  async () => {
    await on.mutate(null, 'signUp', { email: 'browser@example.org', password: 'a few random words' });
    const { page, trouble } = await open('/mail');
    for (let attempt = 0; attempt < 20 && (await page.getByText('browser@example.org').count()) === 0; attempt += 1) {
      await page.waitForTimeout(300);
      await page.reload();
    }
    expect(await page.getByText('browser@example.org').count()).toBe(1);
    expect(await page.getByRole('heading', { level: 2 }).allTextContents()).toEqual([
      expect.stringMatching(/^Accompany: /),
    ]);
    expect(trouble).toEqual([]);
    await page.close();
  },
  LONGEST,
);
