import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { World } from '../../support/world.js';
import { type Launched, launched } from '../asks/launched.js';
import { ANSWER, codesIn, faultyIn, fieldsIn, post, READ_ALL, signInNameIn } from './forms.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

interface Linked {
  of: Launched;
  ask: { id: string };
  link: string;
}

async function linked(input: Record<string, unknown> = {}, of?: Launched): Promise<Linked> {
  const home = of ?? (await launched(world));
  const ask = await world.ask(home, input);
  const shown = await on.query(home.steward, 'query ($id: ID!) { ask(id: $id) { link } }', { id: ask.id });
  return { of: home, ask, link: shown.ask.link };
}

/** The first step: the form, and what a browser would send back once everything is accepted and answered. */
async function begun(link: string, more: Record<string, string> = {}): Promise<Record<string, string>> {
  const { status, text } = await post(on, '/join', { link });
  expect(status).toBe(200);
  return { ...fieldsIn(text), ...READ_ALL, ...ANSWER, ...more };
}

const send = (fields: Record<string, string>) => post(on, '/join/pledge', fields);

const pledgesTo = (ask: { id: string }) =>
  sql(on.urls.owner)<{ state: string; quantity: number }>(
    'SELECT state, quantity FROM pledge WHERE ask_id = $1 ORDER BY created_at',
    [ask.id],
  );

async function plansOf({ of, ask }: Pick<Linked, 'of' | 'ask'>): Promise<{ when: string; firstStep: string }[]> {
  const PLANS = 'query ($id: ID!) { ask(id: $id) { pledges { nodes { plan { when firstStep } } } } }';
  const seen = await on.query(of.steward, PLANS, { id: ask.id });
  return seen.ask.pledges.nodes.map(({ plan }: { plan: { when: string; firstStep: string } }) => plan);
}

/** All that a pledge by a newcomer would leave behind. */
const traces = async () => {
  const [counts] = await sql(on.urls.owner)(
    `SELECT (SELECT count(*) FROM person) AS people, (SELECT count(*) FROM membership) AS members, (SELECT count(*) FROM pledge) AS pledges,
            (SELECT count(*) FROM outbox_event) AS events, (SELECT count(*) FROM record_entry) AS entries, (SELECT count(*) FROM idempotency) AS keys`,
  );
  return counts;
};

async function refusedWithoutTrace(fields: Record<string, string>, status = 422): Promise<string> {
  const before = await traces();
  const response = await send(fields);
  expect(response.status).toBe(status);
  expect(await traces()).toEqual(before);
  return response.text;
}

describe('the form of a pledge', () => {
  it('shows all that is accepted, then makes account, standing and pledge, and gives the codes once', async () => {
    const { ask, link, of } = await linked({ riskTier: 1, riskNotes: 'Photos may be taken.' });
    const first = await post(on, '/join', { link });
    for (const part of ['Carry boxes', 'What we live with.', 'Photos may be taken.', 'name="answer.position"']) {
      expect(first.text).toContain(part);
    }
    const fields = await begun(link, { pseudonym: 'Jonas', quantity: '2', firstStep: 'Borrow a van.' });
    const { status, text, headers } = await send(fields);
    expect(status).toBe(200);
    expect(text).toContain('You have pledged.');
    expect(text).toContain('Here you are called \u2068Jonas\u2069.');
    expect(codesIn(text)).toHaveLength(10);
    expect(await pledgesTo(ask)).toEqual([{ state: 'ACTIVE', quantity: 2 }]);
    expect(await plansOf({ of, ask })).toMatchObject([{ firstStep: 'Borrow a van.' }]);
    expect(headers['cache-control']).toBe('no-store');
  });

  it('lets in again by the name and a code that it gave', async () => {
    const { link } = await linked();
    const { text } = await send(await begun(link));
    const recoveryCode = codesIn(text)[0] ?? '';
    const signIn = signInNameIn(text) ?? '';
    const { session } = await on.mutate(null, 'signIn', { signIn, recoveryCode }, 'session { accessToken }');
    expect(session).not.toBeNull();
  });

  it('keeps what was typed beside what is wrong, tells all of it at once, and changes nothing', async () => {
    const { link } = await linked();
    const typed = { pseudonym: 'Jonas “J” <b>', where: 'At “home” <b', when: 'soon', quantity: 'many' };
    const fields = await begun(link, { ...typed, acceptBrief: '', 'answer.position': ' ' });
    const { key } = fields;
    const text = await refusedWithoutTrace(fields);
    expect(faultyIn(text)).toEqual(['acceptBrief', 'answer.position', 'quantity', 'when']);
    expect(text).toContain('value="At “home” &lt;b"');
    expect(text).not.toMatch(/<b\b/);
    for (const field of ['answer.position', 'quantity', 'when']) {
      expect(text).toMatch(new RegExp(`id="${field.replace('.', '\\.')}"[^>]*aria-describedby="[^"]*${field}-fault"`));
    }
    const again = fieldsIn(text);
    expect(again).toMatchObject({ acceptTerms: 'yes', acceptAgreement: 'yes', where: 'At “home” &lt;b', key });
  });

  it.each<[string, Record<string, string>, string[]]>([
    ['a password that everyone has', { password: 'password' }, ['password']],
    ['an address that is none', { email: 'nobody at home' }, ['email']],
    ['a time that is over', { when: '2020-01-01T10:00' }, ['when']],
    ['more than is wanted', { quantity: '11' }, ['quantity']],
    ['a name that turns the writing round', { pseudonym: 'Jo\u202Enas' }, ['pseudonym']],
    ['a place with NUL in it', { where: 'Elm\u0000Street' }, ['where']],
    ['an answer without end', { 'answer.position': 'a'.repeat(2001) }, ['answer.position']],
  ])('refuses %s beside its field and changes nothing', async (_name, wrong, fields) => {
    const { link } = await linked();
    expect(faultyIn(await refusedWithoutTrace(await begun(link, wrong)))).toEqual(fields);
  });

  it('is one pledge however often it is sent at once, and shows the same codes to the second press', async () => {
    const { ask, link } = await linked();
    const fields = await begun(link);
    const [one, other] = await Promise.all([send(fields), send(fields)]);
    expect([one.status, other.status]).toEqual([200, 200]);
    expect(codesIn(other.text)).toEqual(codesIn(one.text));
    expect(codesIn((await send(fields)).text)).toEqual(codesIn(one.text));
    expect(await pledgesTo(ask)).toHaveLength(1);
  });

  it('says that it was sent before, without codes, when it comes back changed', async () => {
    const { ask, link } = await linked();
    const fields = await begun(link);
    await send(fields);
    const text = await refusedWithoutTrace({ ...fields, quantity: '3' }, 409);
    expect(text).toContain('This was sent before');
    expect(codesIn(text)).toEqual([]);
    expect(await pledgesTo(ask)).toHaveLength(1);
  });

  it('shows what changed meanwhile to be read again, and takes no old tick for it', async () => {
    const { of, link } = await linked();
    const fields = await begun(link);
    await world.done(of.steward, 'publishBrief', {
      campaignId: of.campaignId,
      replacesVersion: 1,
      text: 'It got colder.',
    });
    const text = await refusedWithoutTrace(fields);
    expect(faultyIn(text)).toEqual(['acceptBrief']);
    expect(text).toContain('It got colder.');
    const again = fieldsIn(text);
    expect(again).not.toHaveProperty('acceptBrief');
    expect((await send({ ...again, acceptBrief: 'yes' })).status).toBe(200);
  });

  it('takes no version that nobody was shown', async () => {
    const { link } = await linked();
    const fields = await begun(link);
    const text = await refusedWithoutTrace({ ...fields, termsVersion: '99.0', agreementVersion: '' });
    expect(faultyIn(text)).toEqual(['acceptAgreement', 'acceptTerms']);
  });

  it('says plainly that it is full, and that one waits', async () => {
    const { of, ask, link } = await linked({ slots: 1 });
    await world.pledge({ ask, by: await world.ally(of) });
    const first = await post(on, '/join', { link });
    expect(first.text).toContain('you then wait for a place');
    const { text } = await send({ ...fieldsIn(first.text), ...READ_ALL, ...ANSWER });
    expect(text).toContain('You are on the waitlist.');
    expect(codesIn(text)).toHaveLength(10);
    expect((await pledgesTo(ask)).map(({ state }) => state)).toEqual(['ACTIVE', 'WAITLISTED']);
  });

  it('says that the request waits where the community looks at each ally first', async () => {
    const { of, ask, link } = await linked();
    await sql(on.urls.owner)(`UPDATE community SET ally_admission = 'REVIEWED' WHERE id = $1`, [of.id]);
    const { text } = await send(await begun(link));
    expect(text).toContain('Your request waits');
    expect(codesIn(text)).toHaveLength(10);
    expect(await pledgesTo(ask)).toEqual([]);
  });

  it('offers the shifts of an ask that only its link shows, and asks for one', async () => {
    const of = await launched(world, { visibility: 'UNLISTED' });
    const { ask, link } = await linked({ visibility: 'ALLIES' }, of);
    const [startsAt, endsAt] = [3, 4].map((days) => new Date(Date.now() + days * 86_400_000).toISOString());
    const { shift } = await world.done(
      of.steward,
      'addAskShift',
      { askId: ask.id, startsAt, endsAt, label: 'Morning' },
      'shift { id }',
    );
    const fields = await begun(link);
    expect(faultyIn(await refusedWithoutTrace(fields))).toEqual(['shift']);
    expect(faultyIn(await refusedWithoutTrace({ ...fields, shift: 'none of them' }))).toEqual(['shift']);
    expect((await send({ ...fields, shift: shift.id })).status).toBe(200);
    expect(await pledgesTo(ask)).toHaveLength(1);
  });

  it('plans by the clock of the ask', async () => {
    const { of, ask, link } = await linked({ timeZone: 'Asia/Kathmandu' });
    await send(await begun(link, { when: '2027-05-06T07:08' }));
    expect(await plansOf({ of, ask })).toEqual([{ when: '2027-05-06T01:23:00.000Z', firstStep: expect.any(String) }]);
  });

  it('speaks another language with what was typed kept, and its own words beside its fields', async () => {
    const { link } = await linked();
    const fields = await begun(link, { to: 'ar', where: 'Elm Street 4' });
    const { text } = await post(on, '/join', fields);
    expect(text).toContain('<html lang="ar" dir="rtl">');
    expect(fieldsIn(text)).toMatchObject({ where: 'Elm Street 4', acceptBrief: 'yes', lang: 'ar', key: fields['key'] });
    const refused = await refusedWithoutTrace({ ...fieldsIn(text), password: 'password' });
    expect(refused).toContain('كلمة السر قصيرة');
    const spanish = await refusedWithoutTrace({ ...fields, lang: 'es', password: 'password' });
    expect(spanish).toContain('Todavía no se envió nada');
  });
});

describe('a link that leads to no form', () => {
  it('is answered alike whether it is over, was never made or is nonsense', async () => {
    const { of, ask, link } = await linked();
    const fields = await begun(link);
    await world.done(of.steward, 'closeAsk', { askId: ask.id });
    const dead = [link, 'a_'.padEnd(45, 'x'), 'nonsense', '', '\u0000', 'a'.repeat(60_000)];
    const pages = await Promise.all(dead.map((one) => post(on, '/join', { link: one })));
    expect(pages.map(({ status }) => status)).toEqual(dead.map(() => 404));
    expect(new Set(pages.map(({ text }) => text)).size).toBe(1);
    expect(await refusedWithoutTrace(fields, 404)).toBe(pages[0]?.text);
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
    const { link } = await linked();
    const fields = await begun(link);
    const pages = [
      await request(on.app.getHttpServer()).get('/join'),
      await post(on, '/join', { link }),
      await send(fields),
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
        /<script(?! src="\/link-code.js" type="module">)| on[a-z]+=| (?:src|href|action)="(?![/#?])/,
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
    const before = await traces();
    for (const path of ['/join', '/join/pledge']) {
      await request(on.app.getHttpServer()).post(path).set('content-type', type).send(body).expect(status);
    }
    expect(await traces()).toEqual(before);
  });
});
