import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Browser, type Page } from 'playwright-core';
import { type Sheet, sheetPage } from '../../../src/features/sign-up-sheets/sheet-page.js';
import { inBrowser, openBrowser } from '../../support/browser.js';

const LONGEST = 60_000;
const LINK = 'https://accompany.example/#a_AbCdEfGhIjKlMnOpQrStUvWxYz0123456789AbCdEfG';

let browser: Browser | undefined;

beforeAll(async () => {
  browser = await openBrowser();
}, LONGEST);
afterAll(() => browser?.close());

const sheet = (more: Partial<Sheet> = {}): Sheet => ({
  id: '5f3b2c10-1111-4222-8333-444455556666',
  rows: 10,
  paper: 'A4',
  sheetLanguage: 'en',
  briefVersion: 3,
  termsVersion: 2,
  agreementVersion: 4,
  askId: '5f3b2c10-1111-4222-8333-777755556666',
  linkVersion: 1,
  title: 'Carry beds up to the fourth floor before the snow comes',
  description: 'Eleven families sleep on the floor.\nWe carry two beds at a time; the lift is broken.',
  language: 'en',
  unit: 'people',
  quantityWanted: 20,
  startsAt: new Date('2026-12-05T09:00:00Z'),
  endsAt: new Date('2026-12-05T13:00:00Z'),
  place: 'Elm Street 4, back door',
  riskTier: 1,
  riskNotes: 'The caretaker may take photos. Cover your face if that worries you.',
  dos: 'Bring gloves. Ask before you lift alone.',
  donts: 'No filming. No talking to the press in our name.',
  access: 'Stairs only; lighter work on the ground floor. Spanish interpreting.',
  campaignName: 'Heat before winter',
  timeZone: 'Europe/Berlin',
  communityName: 'Tenants of Elm Street',
  brief: 'Come on time. Ask before you film. What you hear in a flat stays in the flat.',
  agreement: 'You follow the lead of those who live here.\nYou tell us when you cannot come.',
  questions: [{ text: 'What do you not have to fear that we do?' }],
  ...more,
});

async function opened(of: Sheet): Promise<{ page: Page; faults: string[]; asked: string[] }> {
  const { html, policy } = await sheetPage(of, LINK);
  const page = await browser!.newPage();
  const faults: string[] = [];
  const asked: string[] = [];
  page.on('console', (message) => faults.push(message.text()));
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('request', (request) => asked.push(request.url()));
  await page.route('**/*', (route) =>
    route.fulfill({
      status: 200,
      contentType: 'text/html; charset=utf-8',
      headers: { 'content-security-policy': policy },
      body: html,
    }),
  );
  await page.goto('https://accompany.example/sign-up-sheets/x');
  return { page, faults, asked };
}

const ARABIC = {
  title: 'احملوا الأسرّة إلى الطابق الرابع',
  description: 'إحدى عشرة عائلة تنام على الأرض.',
  language: 'ar',
  dos: 'أحضروا القفازات.',
  unit: 'أشخاص',
  communityName: 'مستأجرو شارع إلم',
};
const HOSTILE = '</style></title><script>document.title="taken"</script><img src="https://evil.example/x.png">"\'&';

/** How many pages a browser makes of it, and how large they are, in points. */
async function printed(page: Page): Promise<{ pages: number; size: string[] }> {
  const file = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
  const sizes = [...file.matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)];
  const size = sizes[0]?.slice(1).map((points) => String(Math.round(Number(points)))) ?? [];
  return { pages: [...file.matchAll(/\/Type \/Page\b/g)].length, size };
}

const styleOf = (page: Page, selector: string, property: string): Promise<string> =>
  page.evaluate<string>(`getComputedStyle(document.querySelector('${selector}')).${property}`);

describe('a sheet in a browser', () => {
  inBrowser(
    'runs nothing, loads nothing and breaks no rule of its own policy',
    async () => {
      const { page, faults, asked } = await opened(sheet({ title: HOSTILE, description: HOSTILE, place: HOSTILE }));
      expect(faults).toEqual([]);
      expect(asked).toHaveLength(1);
      expect(await page.locator('script, img, iframe, link, form, a').count()).toBe(0);
      expect(await page.locator('h1').textContent()).toBe(HOSTILE);
      expect(await page.title()).toBe(`Sign-up sheet: ${HOSTILE}`);
      await page.close();
    },
    LONGEST,
  );

  inBrowser(
    'is two sides of either paper: what is asked and who signs, then brief and agreement',
    async () => {
      for (const [paper, size] of Object.entries({ A4: ['595', '842'], LETTER: ['612', '792'] })) {
        const { page } = await opened(sheet({ paper: paper as Sheet['paper'], rows: 8 }));
        expect([paper, await printed(page)]).toEqual([paper, { pages: 2, size }]);
        await page.close();
      }
    },
    LONGEST,
  );

  inBrowser(
    'goes on with its headings and its number on every page that has rows, and tears none in two',
    async () => {
      const { page } = await opened(sheet({ rows: 40 }));
      const display = (selector: string) => styleOf(page, selector, 'display');
      expect([await display('thead'), await display('tfoot')]).toEqual(['table-header-group', 'table-footer-group']);
      expect(await styleOf(page, 'tbody tr', 'breakInside')).toBe('avoid');
      expect((await printed(page)).pages).toBe(4);
      await page.close();
    },
    LONGEST,
  );

  inBrowser(
    'stays within its paper whatever is written on it',
    async () => {
      const wide = {
        title: 'W'.repeat(140),
        description: 'x'.repeat(8000),
        unit: 'u'.repeat(40),
        place: 'p'.repeat(300),
      };
      const { page } = await opened(sheet({ ...wide, communityName: 'c'.repeat(120), access: 'a'.repeat(2000) }));
      await page.setViewportSize({ width: 703, height: 1000 });
      await page.emulateMedia({ media: 'print' });
      expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(703);
      await page.close();
    },
    LONGEST,
  );

  inBrowser(
    'reads well aloud: one first heading, sections, a named picture, and a table whose cells have headers',
    async () => {
      const { page } = await opened(sheet());
      expect(await page.locator('h1').count()).toBe(1);
      expect(await page.locator('h2').allTextContents()).toEqual([
        'What is asked',
        'Please do',
        'Please do not',
        'Risk: tier 1 of 3',
        'Before you sign',
        'The brief, version 3',
        'The agreement with allies, version 4',
        'Questions of the agreement',
      ]);
      expect(await page.getByRole('img', { name: 'The link of this ask as a picture to scan' }).count()).toBe(1);
      expect(await page.getByRole('table', { name: 'Who signs up' }).count()).toBe(1);
      expect(await page.getByRole('columnheader').count()).toBe(6);
      expect(await page.getByRole('rowheader').allTextContents()).toEqual(
        Array.from({ length: 10 }, (_, index) => String(index + 1)),
      );
      expect(await page.locator('html').getAttribute('lang')).toBe('en');
      await page.close();
    },
    LONGEST,
  );

  inBrowser(
    'lets what is written from right to left run so, without turning the words around it',
    async () => {
      const { page } = await opened(sheet(ARABIC));
      const direction = (selector: string) => styleOf(page, selector, 'direction');
      expect([await direction('h1'), await direction('.asked p'), await direction('table')]).toEqual([
        'rtl',
        'rtl',
        'ltr',
      ]);
      expect(await page.locator('h1').getAttribute('lang')).toBe('ar');
      await page.close();
    },
    LONGEST,
  );
});

describe('what a sheet says', () => {
  it('is what people consent to, in the language of the sheet', async () => {
    const { html } = await sheetPage(sheet({ sheetLanguage: 'es' }), LINK);
    expect(html).toContain('<html lang="es"');
    expect(html).toContain('artículo 9 del RGPD');
    expect(html).toContain('este papel se destruye');
    const { html: english } = await sheetPage(sheet(), LINK);
    expect(english).toContain('That I take part can show what I think politically');
    expect(english).toContain('Sheet 5f3b2c10-1111-4222-8333-444455556666 · brief 3 · terms 2 · agreement 4');
    expect(english).toContain(LINK);
  });

  it('leaves out brief and agreement where they would make it a book, and says where they are', async () => {
    const { html } = await sheetPage(sheet({ agreement: 'Word '.repeat(4000) }), LINK);
    expect(html).not.toContain('Word Word');
    expect(html).toContain('They are too long for this sheet.');
  });

  it('says so where an ask has no place or time', async () => {
    const { html } = await sheetPage(sheet({ place: '', startsAt: null, endsAt: null }), LINK);
    expect(html).toContain('Ask whoever holds this sheet.');
    expect(html).toContain('At a time that suits you');
  });
});
