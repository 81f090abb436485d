import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { shortCodeOf } from '../../../src/features/ask-pages/short-codes.js';
import { startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { World } from '../../support/world.js';
import { launched } from '../asks/launched.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

const get = (path: string, headers: Record<string, string> = {}) =>
  request(on.app.getHttpServer()).get(path).set(headers);

const addressesOf = async (askId: string) => {
  const { ask } = await on.query(null, 'query ($id: ID!) { ask(id: $id) { pageUrl shortUrl } }', { id: askId });
  return ask as { pageUrl: string; shortUrl: string } | null;
};
const pathOf = (url: string) => new URL(url).pathname;

async function publicAsk(input: Record<string, unknown> = {}) {
  const of = await launched(world);
  const ask = await world.ask(of, { visibility: 'PUBLIC', ...input });
  return { of, ask, ...(await addressesOf(ask.id))! };
}

describe('the page of an ask', () => {
  it('says what, why, when, where, with what risk, how much and how far, in markup without scripts of others', async () => {
    const { of, pageUrl, shortUrl } = await publicAsk({
      title: 'Carry beds <b>up</b>',
      description: 'Two at a time.\nThe lift is broken.',
      area: 'Elm Street',
      startsAt: '2027-12-05T09:00:00Z',
      endsAt: '2027-12-05T12:00:00Z',
      riskTier: 1,
      riskNotes: 'The caretaker may take photos.',
      dos: 'Bring gloves.',
      donts: 'No filming.',
      access: 'Stairs only.',
      prerequisites: 'Strong shoes.',
    });
    await world.done(of.steward, 'makeDemand', {
      campaignId: of.campaignId,
      title: 'Heat in every flat',
      decisionMaker: 'Elm Street Holdings',
    });
    const { text, headers } = await get(pathOf(pageUrl)).expect(200);
    for (const part of [
      'Carry beds &lt;b>up&lt;/b>',
      'Heat that works',
      'Heat in every flat',
      'Elm Street Holdings',
      'Two at a time.\nThe lift is broken.',
      'Sunday, 5 December 2027 at 09:00 UTC',
      'Elm Street',
      'The caretaker may take photos.',
      'Bring gloves.',
      'No filming.',
      'Stairs only.',
      'Strong shoes.',
      '10 people',
      'Pledges are taken.',
      `property="og:url" content="${pageUrl}"`,
      'property="og:title"',
      '<svg',
      `href="${shortUrl}"`,
    ]) {
      expect(text).toContain(part);
    }
    expect(text).not.toMatch(/<b>|a_[\w-]{20}/);
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; .*script-src 'self'.*form-action 'self'/);
    expect(headers['cache-control']).toContain('public');
  });

  it('counts what is pledged, and says so when it is full', async () => {
    const { of, ask, pageUrl } = await publicAsk({ slots: 1 });
    await world.pledge({ ask, by: await world.ally(of) });
    const { text } = await get(pathOf(pageUrl)).expect(200);
    expect(text).toContain('further pledges wait for a place');
    expect(text).toMatch(/Pledged<\/th><td class="number">1</);
  });

  it('speaks English, Spanish and Arabic, from right to left where that is read so', async () => {
    const { pageUrl } = await publicAsk();
    const path = pathOf(pageUrl);
    expect((await get(path, { 'accept-language': 'es-MX' })).text).toContain('<html lang="es" dir="ltr">');
    const arabic = (await get(`${path}?lang=ar`).expect('content-language', 'ar')).text;
    expect(arabic).toContain('<html lang="ar" dir="rtl">');
    expect(arabic).toContain('lang="en" dir="ltr">Carry boxes');
  });

  it('is told in a few bytes to whoever has it', async () => {
    const { pageUrl } = await publicAsk();
    const { headers } = await get(pathOf(pageUrl)).expect(200);
    await get(pathOf(pageUrl), { 'if-none-match': String(headers['etag']) }).expect(304);
  });

  it('is the same nothing for what not everyone may see, for what is not there, and for another campaign’s', async () => {
    const of = await launched(world);
    const members = await world.ask(of, { visibility: 'ALLIES' });
    const draft = await world.ask(of, { visibility: 'PUBLIC' }, false);
    const unlisted = await launched(world, { visibility: 'UNLISTED' });
    const hidden = await world.ask(unlisted, { visibility: 'PUBLIC' });
    const elsewhere = await publicAsk();
    const paths = [
      `/c/${of.campaignHandle}/asks/${members.id}`,
      `/c/${of.campaignHandle}/asks/${draft.id}`,
      `/c/${unlisted.campaignHandle}/asks/${hidden.id}`,
      `/c/${of.campaignHandle}/asks/${elsewhere.ask.id}`,
      `/c/${of.campaignHandle}/asks/00000000-0000-7000-8000-000000000000`,
      `/c/${of.campaignHandle}/asks/nothing`,
      `/c/${of.campaignHandle}/asks/%00`,
    ];
    const pages = await Promise.all(paths.map((path) => get(path).expect(404)));
    expect(new Set(pages.map(({ text }) => text)).size).toBe(1);
    expect(await addressesOf(members.id)).toBeNull();
    const seen = await on.query(of.steward, 'query ($id: ID!) { ask(id: $id) { pageUrl shortUrl } }', {
      id: members.id,
    });
    expect(seen).toEqual({ ask: { pageUrl: null, shortUrl: null } });
  });

  it('is gone once the host took it down', async () => {
    const { ask, pageUrl, shortUrl } = await publicAsk();
    await get(pathOf(pageUrl)).expect(200);
    await sql(on.urls.owner)('UPDATE ask SET taken_down_at = now() WHERE id = $1', [ask.id]);
    // What was read is shown to those who come within a moment.
    for (let tries = 0; tries < 40 && (await get(pathOf(pageUrl))).status === 200; tries += 1) await sleep(100);
    await get(pathOf(pageUrl)).expect(404);
    await get(pathOf(shortUrl)).expect(404);
  });
});

describe('the short link of an ask', () => {
  it('leads to its page, however it is typed', async () => {
    const { pageUrl, shortUrl } = await publicAsk();
    const code = pathOf(shortUrl).slice('/a/'.length);
    expect(code).toHaveLength(10);
    const typed = `${code.slice(0, 5)}-${code.slice(5)}`.toUpperCase();
    for (const one of [code, typed]) await get(`/a/${one}`).expect(302).expect('location', pathOf(pageUrl));
  });

  it('finds nothing that not everyone may see, and nothing else', async () => {
    const of = await launched(world);
    const { id } = await world.ask(of, { visibility: 'ALLIES' });
    const shown = await publicAsk();
    expect(pathOf(shown.shortUrl)).toBe(`/a/${shortCodeOf(shown.ask.id)}`);
    const codes = [shortCodeOf(id), '2222222222', 'x', encodeURIComponent("' OR 1=1"), '%00'];
    const pages = await Promise.all(codes.map((code) => get(`/a/${code}`).expect(404)));
    expect(new Set(pages.map(({ text }) => text)).size).toBe(1);
  });

  it('leads nowhere rather than to the wrong one of two that end alike', async () => {
    const { of, ask, shortUrl } = await publicAsk();
    const twin = `01900000-0000-7000-8000-${ask.id.slice(-12)}`;
    await sql(on.urls.owner)(
      `INSERT INTO ask (community_id, campaign_id, id, priority_id, title, kind, unit, quantity_wanted, created_by, visibility)
       SELECT community_id, campaign_id, $2, priority_id, title, kind, unit, quantity_wanted, created_by, 'PUBLIC' FROM ask WHERE id = $1`,
      [ask.id, twin],
    );
    await get(pathOf(shortUrl)).expect(302);
    await world.done(of.steward, 'openAsk', { askId: twin, mandateId: of.mandateId });
    await get(pathOf(shortUrl)).expect(404);
  });
});
