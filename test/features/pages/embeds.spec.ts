import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request, { type Response } from 'supertest';
import { startTestApp, type TestApp } from '../../support/client.js';
import { freshDatabase, sql } from '../../support/database.js';
import { whileAway } from '../../support/database-away.js';
import { World } from '../../support/world.js';
import { launched } from '../asks/launched.js';
import { type Mixed, mixedCampaign } from './mixed-campaign.js';

let on: TestApp;
let world: World;
let mixed: Mixed;

beforeAll(async () => {
  on = await startTestApp({ urls: await freshDatabase('embeds') });
  world = new World(on);
  mixed = await mixedCampaign(world);
}, 60_000);
afterAll(() => on.close());

const get = (path: string, headers: Record<string, string> = {}) =>
  request(on.app.getHttpServer())
    .get(path)
    .set({ 'accept-encoding': 'identity', ...headers })
    .buffer(true)
    .parse(bytes);

/** Pictures are bytes, and so is everything else until it is read. */
function bytes(response: unknown, done: (error: Error | null, body: Buffer) => void): void {
  const chunks: Buffer[] = [];
  const stream = response as NodeJS.ReadableStream;
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  stream.on('end', () => done(null, Buffer.concat(chunks)));
}

const textOf = (response: Response) => (response.body as Buffer).toString();
const at = (of: { campaignHandle: string }, file: string) => `/c/${of.campaignHandle}/${file}`;
const surfaces = ['progress.svg', 'card.png', 'embed', 'progress.csv', 'progress.json'];

describe('what other sites show', () => {
  it.each([
    ['progress.svg', 'image/svg+xml; charset=utf-8'],
    ['card.png', 'image/png'],
    ['embed', 'text/html; charset=utf-8'],
    ['progress.csv', 'text/csv; charset=utf-8; header=present'],
    ['progress.json', 'application/json; charset=utf-8'],
  ])('may be taken by them, kept for a short while and is compared by its tag: %s', async (file, type) => {
    const first = await get(at(mixed, file));
    expect([first.status, first.headers['content-type']]).toEqual([200, type]);
    expect(first.headers).toMatchObject({
      'cross-origin-resource-policy': 'cross-origin',
      'access-control-allow-origin': '*',
      'x-content-type-options': 'nosniff',
      'cache-control': 'public, max-age=30, stale-if-error=86400',
    });
    expect(first.headers).not.toHaveProperty('x-frame-options');
    expect(first.headers).not.toHaveProperty('set-cookie');
    expect(first.headers['content-security-policy']).toMatch(/^default-src 'none'/);
    const tag = first.headers['etag'] as string;
    const again = await get(at(mixed, file), { 'if-none-match': `"other", W/${tag}` });
    expect([again.status, textOf(again)]).toEqual([304, '']);
    const head = await request(on.app.getHttpServer()).head(at(mixed, file)).set('accept-encoding', 'identity');
    expect([head.status, head.headers['etag'], head.text ?? '']).toEqual([200, tag, '']);
  });

  it.each(surfaces)('is nothing where there is no such campaign, or none for everyone: %s', async (file) => {
    const unlisted = await launched(world, { visibility: 'UNLISTED' });
    const nowhere = await get(`/c/nowhere/${file}`);
    expect(nowhere.status).toBe(404);
    for (const handle of [unlisted.campaignHandle, 'x'.repeat(150), '%00', "'%20OR%201=1--", '__proto__']) {
      const other = await get(`/c/${handle}/${file}`);
      expect([handle, other.status]).toEqual([handle, 404]);
      expect((other.body as Buffer).equals(nowhere.body as Buffer)).toBe(true);
    }
  });

  it('says figures that may not be told in words, in the language that was chosen or is read', async () => {
    const { campaignHandle: handle } = mixed;
    await expect(get(`/c/${handle}/progress.svg?lang=es`).then(textOf)).resolves.toContain(
      'Confirmado por la comunidad',
    );
    await expect(get(`/c/${handle}/embed`, { 'accept-language': 'ar-EG' }).then(textOf)).resolves.toMatch(
      /<html lang="ar" dir="rtl">.*أو أكثر/s,
    );
    const english = textOf(await get(`/c/${handle}/embed?lang=en`));
    expect(english).toContain('or more');
    expect(english).toContain('lang="en"');
  });

  it('is drawn for light and dark, or for either as whoever looks', async () => {
    const picture = async (theme: string) => textOf(await get(`${at(mixed, 'progress.svg')}?theme=${theme}`));
    expect(await picture('dark')).toContain('.ground{fill:#161615}');
    expect(await picture('dark')).not.toContain('prefers-color-scheme');
    expect(await picture('light')).not.toContain('#161615');
    for (const theme of ['auto', 'mauve']) expect(await picture(theme)).toContain('@media (prefers-color-scheme:dark)');
  });
});

describe('a campaign with a hostile name', () => {
  const NAMES: [string, string][] = [
    ['markup', `</text><script>alert(1)</script><image href="https://evil.example/x"/>`],
    ['turned direction', 'Rent \u202Eevil\u2066 is \u2029due'],
    ['heaped marks', `Z${'\u0301'.repeat(80)}algo`],
    ['no space', 'W'.repeat(120)],
    ['halves of characters and entities', 'Rent &amp; \uD83C\uDF89 "due" \u0007'],
  ];

  it.each(NAMES)('is shown whole and inert: %s', async (_name, name) => {
    const community = await world.community();
    const campaign = await world.campaign(community);
    await sql(on.urls.owner)('UPDATE campaign SET name = $2 WHERE id = $1', [campaign.id, name]);
    const handle = { campaignHandle: campaign.handle };
    const svg = await get(at(handle, 'progress.svg'));
    expect(svg.status).toBe(200);
    expect(textOf(svg)).not.toMatch(/<script|<image|\u202E|\u2029|\u0301{4}/);
    expect(textOf(svg)).not.toContain('\u0007');
    // Of what it is told to be, the parts that open a tag are all ours.
    const tags = new Set([...textOf(svg).matchAll(/<(\/?[a-z]+)/g)].map(([, tag]) => tag?.replace('/', '')));
    expect(tags).toEqual(new Set(['desc', 'g', 'rect', 'style', 'svg', 'text', 'title']));
    const embed = textOf(await get(at(handle, 'embed')));
    expect(embed).not.toMatch(/<script|<image|\u202E|\u2029/);
    const card = await get(at(handle, 'card.png'));
    expect([card.status, (card.body as Buffer).subarray(1, 4).toString()]).toEqual([200, 'PNG']);
    expect((await get(at(handle, 'progress.csv'))).status).toBe(200);
  });
});

describe('the card', () => {
  it('is as large as social networks want it, and painted once for as long as nothing moves', async () => {
    const first = await get(`${at(mixed, 'card.png')}?lang=en`);
    const png = first.body as Buffer;
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1200, 630]);
    const many = await Promise.all(
      Array.from({ length: 20 }, () => get(`${at(mixed, 'card.png')}?lang=en&x=${Math.random()}`)),
    );
    for (const one of many) expect(one.headers['etag']).toBe(first.headers['etag']);
    const other = await get(`${at(mixed, 'card.png')}?lang=es`);
    expect(other.headers['etag']).not.toBe(first.headers['etag']);
  });
});

describe('oEmbed', () => {
  const ask = (query: Record<string, string>) =>
    request(on.app.getHttpServer()).get('/oembed').query(query).set('origin', 'https://news.example');

  it('answers how to frame a campaign whose address was pasted', async () => {
    const url = `${on.config.publicUrl}/c/${mixed.campaignHandle}`;
    const { status, body, headers } = await ask({ url });
    expect([status, headers['content-type']]).toEqual([200, 'application/json; charset=utf-8']);
    expect(body).toMatchObject({
      version: '1.0',
      type: 'rich',
      provider_name: 'Accompany',
      width: 480,
      height: 440,
      thumbnail_url: `${url}/card.png`,
    });
    expect(body.html).toMatch(
      new RegExp(`^<iframe src="${url}/embed" title="[^"<>]+" width="480" height="440" [^<>]*></iframe>$`),
    );
    const small = await ask({ url: `${url}?lang=es`, maxwidth: '300', maxheight: '200' });
    expect(small.body).toMatchObject({ width: 300, height: 200, html: expect.stringContaining('/embed?lang=es"') });
    expect(small.body).not.toHaveProperty('thumbnail_url');
  });

  it('answers in XML', async () => {
    await sql(on.urls.owner)('UPDATE campaign SET name = $2 WHERE id = $1', [mixed.campaignId, 'Rent & <b>heat</b>']);
    await sleep(1_100);
    const { status, text, headers } = await ask({
      url: `${on.config.publicUrl}/c/${mixed.campaignHandle}/embed`,
      format: 'xml',
    });
    expect([status, headers['content-type']]).toEqual([200, 'text/xml; charset=utf-8']);
    expect(text).toContain('<title>Rent &amp; &lt;b&gt;heat&lt;/b&gt;</title>');
    expect(text).toContain('<html>&lt;iframe src=&quot;');
  });

  it.each([
    ['another site', 'https://evil.example/c/HANDLE'],
    ['ours under another name', 'https://accompany.test/c/HANDLE'],
    ['a part of another name', 'http://accompany.test.evil.example/c/HANDLE'],
    ['ours with a password in it', 'http://x:y@accompany.test/c/HANDLE'],
    ['another page of ours', 'http://accompany.test/graphql'],
    ['a path that leads out', 'http://accompany.test/c/HANDLE/../../mail'],
    ['no campaign', 'http://accompany.test/c/nowhere'],
    ['no address', 'javascript:alert(1)'],
  ])('knows nothing of %s', async (_name, url) => {
    const { status, body } = await ask({ url: url.replace('HANDLE', mixed.campaignHandle) });
    expect([status, body.errors[0].extensions.code]).toEqual([404, 'NOT_FOUND']);
  });

  it('refuses what it does not speak, and sizes that are none', async () => {
    const url = `${on.config.publicUrl}/c/${mixed.campaignHandle}`;
    expect((await ask({ url, format: 'yaml' })).status).toBe(501);
    const wrong: Record<string, string>[] = [
      { url, maxwidth: '0' },
      { url, maxheight: '-3' },
      { url, maxwidth: '1e9' },
    ];
    for (const query of [...wrong, { format: 'json' }]) expect((await ask(query)).status).toBe(400);
    const twice = await request(on.app.getHttpServer()).get(`/oembed?url=${url}&url=${url}`);
    expect(twice.status).toBe(400);
  });
});

describe('while the database is away', () => {
  it('shows what was read last with its time, and says so where nothing ever was', async () => {
    const unread = await launched(world);
    for (const file of surfaces) await get(at(mixed, `${file}?lang=en`));
    // What is a second old is read anew.
    await sleep(1_100);
    await whileAway(on.urls, async () => {
      const picture = await get(at(mixed, 'progress.svg?lang=en'));
      expect(picture.status).toBe(200);
      expect(textOf(picture)).toMatch(/As it was on .*2026|As it was on /);
      expect(textOf(await get(at(mixed, 'embed?lang=en')))).toContain('As it was on');
      expect((await get(at(mixed, 'card.png?lang=en'))).status).toBe(200);
      expect((await get(at(mixed, 'progress.csv'))).status).toBe(200);
      for (const file of ['progress.svg', 'card.png', 'embed']) {
        const none = await get(at(unread, file));
        expect([file, none.status, none.headers['retry-after'], none.headers['cache-control']]).toEqual([
          file,
          503,
          '10',
          'no-store',
        ]);
        expect(none.headers['content-type']).toMatch(/^image|^text\/html/);
      }
      expect((await get(at(unread, 'progress.json'))).status).toBe(503);
    });
  }, 60_000);
});
