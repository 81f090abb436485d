import request from 'supertest';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { World } from '../../support/world.js';
import { attested, copies, openAsk, type Shown, shownCampaign, until } from './shown-campaign.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

const get = (path: string, headers: Record<string, string> = {}, app = on) =>
  request(app.app.getHttpServer()).get(path).set(headers);

/** What can be read on it: without markup, and without the marks that keep directions apart. */
function textOf(html: string): string {
  return html
    .replaceAll(/<style>.*?<\/style>|<head>.*?<\/head>/gs, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/[\u2068\u2069]/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replaceAll(/\s+/g, ' ');
}

const read = async (path: string, headers: Record<string, string> = {}): Promise<string> =>
  textOf((await get(path, headers).expect(200)).text);

const FIGURE = '{ value text isExact }';
const FIGURES = `query ($handle: String!) { campaign(handle: $handle) { progress {
  wanted shareAttested { text } pledged { quantity ${FIGURE} } reported { quantity ${FIGURE} } attested { quantity ${FIGURE} } }
  asks(first: 100) { nodes { title progress { wanted pledged { quantity ${FIGURE} } attested { quantity ${FIGURE} } } } }
  priorities(first: 100) { nodes { statement } } } }`;

const riskyAsk = (of: Shown, input: Record<string, unknown> = {}) =>
  openAsk(world, of, { riskTier: 2, riskNotes: 'Police have been at the door.', ...input });

describe('the page of a campaign', () => {
  it('shows the figures that the API gives anyone, in its words where they are suppressed', async () => {
    const of = await shownCampaign(world);
    const plain = await openAsk(world, of, { title: 'Drive neighbours', unit: 'seats', quantityWanted: 12 });
    const risky = await riskyAsk(of, { title: 'Stand at the door', unit: 'hours' });
    await attested(world, of, plain, 3);
    await world.pledge({ ask: plain, by: await world.ally(of), quantity: 4 });
    await world.pledge({ ask: risky, by: await world.ally(of), quantity: 2, acceptedRiskTier: 2 });

    const { campaign } = await on.query(null, FIGURES, { handle: of.campaignHandle });
    const page = await read(`/c/${of.campaignHandle}`);
    const { progress } = campaign;
    expect(page).toContain(`${progress.shareAttested.text.replace(' ', '')} of what is wanted is done and confirmed`);
    expect(page).toContain(`Confirmed by the community: ${progress.attested.quantity.text}. Wanted in all: 22.`);
    expect(page).toContain(`Pledged: ${progress.pledged.quantity.text}.`);
    expect(progress.pledged.quantity.text).toBe('7 or more');
    for (const { title, progress: its } of campaign.asks.nodes) {
      expect(page).toContain(title);
      expect(page).toContain(
        `Confirmed: ${its.attested.quantity.text} · pledged: ${its.pledged.quantity.text} · wanted: ${its.wanted}`,
      );
    }
    expect(page).toContain('pledged: by fewer than 5 people');
    expect(page).toContain('so that nobody at risk can be picked out');
    expect(page).toMatch(/From the week of .+: pledged at the end 7 or more, confirmed at the end 3\./);
  });

  it('shows priorities in the order of the community, each with its asks, and what is needed most before them', async () => {
    const of = await shownCampaign(world);
    await openAsk(world, of, { title: 'Half done', quantityWanted: 2 });
    const begun = await openAsk(world, of, { title: 'Begun', quantityWanted: 4 });
    await openAsk(world, of, { title: 'Not begun', priorityId: of.priorityIds[1] });
    await world.pledge({ ask: begun, by: await world.ally(of), quantity: 3 });
    const { campaign } = await on.query(null, FIGURES, { handle: of.campaignHandle });
    const page = await read(`/c/${of.campaignHandle}`);
    const statements: string[] = campaign.priorities.nodes.map((one: { statement: string }) => one.statement);
    const places = statements.map((statement) => page.indexOf(statement));
    expect(places).toEqual(places.toSorted((one, other) => one - other));
    expect(Math.min(...places)).toBeGreaterThan(0);

    const needed = page.slice(page.indexOf('What is needed most now'), page.indexOf('What the community needs'));
    expect(needed.indexOf('Not begun')).toBeLessThan(needed.indexOf('Begun ', needed.indexOf('Not begun') + 9));
    const under = page.slice(page.indexOf('No family is put out'));
    expect(under).toContain('Not begun');
    expect(under).not.toContain('Half done');
  });

  it('shows demands with what came of them, and who decides', async () => {
    const of = await shownCampaign(world);
    const { demand } = await world.done(
      of.steward,
      'makeDemand',
      { campaignId: of.campaignId, title: 'Repair all boilers', decisionMaker: 'Elm Housing' },
      'demand { id }',
    );
    const answer = { demandId: demand.id, answeredOn: '2026-01-02', state: 'PARTLY_WON', text: 'Ten of forty.' };
    await world.done(of.steward, 'answerDemand', answer);
    const page = await read(`/c/${of.campaignHandle}`);
    for (const said of ['Repair all boilers', 'To Elm Housing', 'Won in part', 'Ten of forty.', '1 of 1']) {
      expect(page).toContain(said);
    }
    expect(page).toContain('has not published its report');
    const other = await shownCampaign(world);
    const [row] = await sql(on.urls.owner)('SELECT version FROM community WHERE id = $1', [other.id]);
    const input = { communityId: other.id, expectedVersion: row!['version'], publishesSovereigntyReport: true };
    await world.done(other.steward, 'changeCommunitySettings', input);
    expect(await read(`/c/${other.campaignHandle}`)).toContain('the people affected alone decided');
  });

  it('says what there is of a campaign without priorities, and of one that stands still or is over', async () => {
    const community = await world.community();
    const empty = await world.campaign(community);
    const page = await read(`/c/${empty.handle}`);
    expect(page).toContain('No ask has opened yet');
    expect(page).toContain('has not named its priorities yet');
    expect(page).toContain('Nothing is open now');
    const stopped = await world.campaign(await world.community());
    await world.done(stopped.steward, 'stopCampaign', { campaignId: stopped.id, reason: 'A threat.' });
    const still = await read(`/c/${stopped.handle}`);
    expect(still).toContain('has stopped this campaign for now');
    expect(still).not.toContain('A threat.');
    const over = await world.campaign(await world.community());
    await world.done(over.steward, 'concludeCampaign', { campaignId: over.id, conclusion: 'Won: forty boilers.' });
    const concluded = await read(`/c/${over.handle}`);
    expect(concluded).toContain('This campaign is over');
    expect(concluded).toContain('Won: forty boilers.');
  });

  it('speaks the language that is chosen or asked for, and else that of the campaign', async () => {
    const of = await shownCampaign(world, { language: 'es' });
    const path = `/c/${of.campaignHandle}`;
    await openAsk(world, of, { title: 'Carry' });
    expect(await read(path)).toContain('En marcha');
    expect(await read(path, { 'accept-language': 'en' })).toContain('Under way');
    const arabic = await get(`${path}?lang=ar`, { 'accept-language': 'en' }).expect(200);
    expect(arabic.text).toContain('<html lang="ar" dir="rtl">');
    expect(arabic.headers['content-language']).toBe('ar');
    expect(arabic.headers['vary']).toContain('accept-language');
    // A choice is kept by the links that lead on.
    expect(arabic.text).toMatch(/href="\/c\/[^"]+\/asks\/[^"]+\?lang=ar"/);
  });

  it('leaves what people wrote as text, whatever it is', async () => {
    const of = await shownCampaign(world, {
      name: '<script>alert(1)</script>',
      summary: '</style><img src=x onerror=alert(2)>',
      statements: ['"><svg onload=alert(3)>', 'שלום'],
    });
    await openAsk(world, of, { title: '<b onclick=alert(4)>', unit: '"><i>', area: `'><u>` });
    const { text } = await get(`/c/${of.campaignHandle}`).expect(200);
    expect(text).not.toMatch(/<script>|<img|<svg onload|<b |<i>|<u>/);
    expect(textOf(text)).toContain('<script>alert(1)</script>');
    expect(text).toMatch(/<bdi dir="auto" lang="en">שלום<\/bdi>/);
  });
});

describe('how the page is sent', () => {
  it('loads and runs nothing but what is ours, and tells other sites what to show', async () => {
    const of = await shownCampaign(world);
    const { headers, text } = await get(`/c/${of.campaignHandle}`).expect(200);
    expect(headers['content-security-policy']).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; script-src 'self';/,
    );
    expect(headers['content-security-policy']).toContain(`frame-ancestors 'none'`);
    expect(text.match(/<script/g)).toHaveLength(1);
    const [, script] = /<script src="(\/assets\/[\w-]{22}\.js)" type="module">/.exec(text) ?? [];
    const { headers: kept } = await get(script!)
      .expect(200)
      .expect('content-type', /javascript/);
    expect(kept['cache-control']).toContain('max-age=31536000');
    await get('/assets/live.js').expect(404);
    const address = `http://accompany.test/c/${of.campaignHandle}`;
    expect(text).toContain(`<link rel="canonical" href="${address}"`);
    expect(text).toContain(`<meta property="og:image" content="${address}/card.png?lang=en"`);
    expect(text).toMatch(/type="application\/json\+oembed" href="http:\/\/accompany\.test\/oembed\?url=/);
    expect(text).not.toContain('noindex');
  });

  it('is kept for seconds, and sent again only when something changed', async () => {
    const of = await shownCampaign(world);
    const path = `/c/${of.campaignHandle}`;
    const first = await get(path).expect(200);
    expect(first.headers['cache-control']).toMatch(/^public, max-age=5\b/);
    const again = await get(path, { 'if-none-match': first.headers['etag']! }).expect(304);
    expect(again.text).toBe('');
    await request(on.app.getHttpServer())
      .head(path)
      .set('accept-encoding', 'gzip')
      .expect(200)
      .expect('etag', first.headers['etag']!);
    await openAsk(world, of);
    await until(async () => (await get(path, { 'if-none-match': first.headers['etag']! })).status === 200);
  });

  it('is small, with five hundred asks, all of which can be found from it', async () => {
    const of = await shownCampaign(world);
    await copies(on, await openAsk(world, of, { title: 'Carry boxes' }), 309);
    await copies(on, await openAsk(world, of, { title: 'Cook', priorityId: of.priorityIds[1] }), 199);
    const path = `/c/${of.campaignHandle}`;
    const { text, headers } = await get(path, { 'accept-encoding': 'gzip' }).expect(200);
    expect(headers['content-encoding']).toBe('gzip');
    expect(gzipSync(text).length).toBeLessThan(30_000);
    expect(textOf(text)).toContain('All 510 asks');

    const found = new Set<string>();
    let next: string | undefined = `${path}/asks`;
    while (next !== undefined) {
      const { text: list }: { text: string } = await get(next).expect(200);
      for (const [, id] of list.matchAll(/href="\/c\/[^"/]+\/asks\/([\w-]{36})/g)) found.add(id!);
      next = /rel="next" href="([^"]+)"/.exec(list)?.[1]?.replaceAll('&amp;', '&');
    }
    expect(found.size).toBe(510);
  }, 60_000);
});

describe('who asks too often', () => {
  it('is told to wait, whatever they ask for', async () => {
    const of = await shownCampaign(world);
    const poor = await startTestApp({ config: { rateLimits: { person: 0, key: 0, address: 100 }, trustProxy: true } });
    // From where nobody else comes: budgets are shared by all who use the database.
    const from = { 'x-forwarded-for': '198.51.100.7' };
    try {
      const statuses: number[] = [];
      for (let times = 0; times < 4; times += 1) {
        const path = times % 2 === 0 ? `/c/${of.campaignHandle}` : '/c/nowhere-at-all';
        statuses.push((await get(path, from, poor)).status);
      }
      expect(statuses[0]).toBe(200);
      expect(statuses.at(-1)).toBe(429);
    } finally {
      await poor.close();
    }
  });
});

describe('where there is nothing for everyone to see', () => {
  it('answers in the same bytes, whether it is hidden or was never there', async () => {
    const community = await world.community();
    const draft = await world.campaign(community, {}, false);
    const unlisted = await world.campaign(community, { visibility: 'UNLISTED' });
    const unknown = await get('/c/nowhere-at-all').expect(404);
    const odd = ['/c/UPPER', `/c/${'x'.repeat(90)}`, '/c/a%00b', '/c/%3Cscript%3E', `/c/${draft.handle}/asks`];
    for (const path of [`/c/${draft.handle}`, `/c/${unlisted.handle}`, ...odd]) {
      const hidden = await get(path).expect(404);
      expect(hidden.text).toBe(unknown.text);
      expect(hidden.headers['cache-control']).toBe('no-store');
      expect(hidden.headers['content-encoding']).toBeUndefined();
    }
    expect(textOf(unknown.text)).toContain('There is nothing here');
  });

  it('knows no list that was never given out', async () => {
    const of = await shownCampaign(world);
    await get(`/c/${of.campaignHandle}/asks?after=made-up`).expect(404);
    await get(`/c/${of.campaignHandle}/asks?after=a&after=b`).expect(200);
  });

  it('is closed to a campaign that was open, as soon as it is hidden', async () => {
    const of = await shownCampaign(world);
    await read(`/c/${of.campaignHandle}`);
    await sql(on.urls.owner)(`UPDATE campaign SET visibility = 'UNLISTED' WHERE id = $1`, [of.campaignId]);
    await until(async () => (await get(`/c/${of.campaignHandle}`)).status === 404);
  });
});
