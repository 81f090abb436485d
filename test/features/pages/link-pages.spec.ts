import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { startTestApp, type TestApp } from '../../support/client.js';
import { World } from '../../support/world.js';
import { launched } from '../asks/launched.js';
import { post } from './forms.js';
import { begun, linked, refusedWithoutTrace, traces } from './linked.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

describe('a link that leads to no form', () => {
  it('is answered alike whether it is over, was never made or is nonsense', async () => {
    const { of, ask, link } = await linked(world);
    const fields = await begun(on, link);
    await world.done(of.steward, 'closeAsk', { askId: ask.id });
    const dead = [link, 'a_'.padEnd(45, 'x'), 'nonsense', '', '\u0000', 'a'.repeat(60_000)];
    const pages = await Promise.all(dead.map((one) => post(on, '/join', { link: one })));
    expect(pages.map(({ status }) => status)).toEqual(dead.map(() => 404));
    expect(new Set(pages.map(({ text }) => text)).size).toBe(1);
    expect(await refusedWithoutTrace(on, fields, 404)).toBe(pages[0]?.text);
  });

  it('is told what it is for, where it is for a program, and is not used up', async () => {
    const of = await launched(world);
    const { link } = await world.done(of.steward, 'inviteToCommunity', { communityId: of.id }, 'link');
    const { status, text } = await post(on, '/join', { link });
    expect([status, /invitation into a community/.test(text), text.includes(link)]).toEqual([200, true, false]);
    await world.done(await world.person(), 'acceptInvitation', { link, declinesStewardship: true });
  });
});

describe('what stands around the form', () => {
  it('is kept by nobody, framed by nobody, and runs nothing but its own script', async () => {
    const { link } = await linked(world);
    const fields = await begun(on, link);
    const pages = [
      await request(on.app.getHttpServer()).get('/join'),
      await post(on, '/join', { link }),
      await post(on, '/join/pledge', fields),
    ];
    for (const { headers, text } of pages) {
      expect(headers).toMatchObject({
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
        'x-robots-tag': 'noindex',
      });
      expect(headers['content-security-policy']).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
      expect(headers).not.toHaveProperty('set-cookie');
      expect(text).not.toMatch(
        /<script(?! src="\/link-code.js" type="module">)| on[a-z]+=| (?:src|href|action)="(?!data:,"|[/#?])/,
      );
    }
  });

  it('is at / too, in every language, and its script is served', async () => {
    const server = request(on.app.getHttpServer());
    expect((await server.get('/').set('accept-language', 'es').expect(200)).text).toContain('¿Llegaste por un enlace?');
    await server
      .get('/link-code.js')
      .expect(200)
      .expect('content-type', /javascript/);
  });

  it.each<[string, string, string | Buffer, number]>([
    ['JSON', 'application/json', '{"link":"a_x"}', 415],
    ['parts', 'multipart/form-data; boundary=x', '--x--', 415],
    ['plain text', 'text/plain', 'link=a_x', 415],
    ['more than 100 kB', 'application/x-www-form-urlencoded', `link=${'a'.repeat(110_000)}`, 413],
    ['a field that comes twice', 'application/x-www-form-urlencoded', 'link=a_x&link=a_y', 404],
    ['fields within fields', 'application/x-www-form-urlencoded', 'link[toString]=x&__proto__[link]=a_x', 404],
    ['what is no text', 'application/x-www-form-urlencoded', '%ff%fe=%', 404],
  ])('turns away %s and changes nothing', async (_name, type, body, status) => {
    const before = await traces(on);
    for (const path of ['/join', '/join/pledge']) {
      await request(on.app.getHttpServer()).post(path).set('content-type', type).send(body).expect(status);
    }
    expect(await traces(on)).toEqual(before);
  });
});
