import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { World } from '../../support/world.js';
import { launched } from '../asks/launched.js';
import { ANSWER, codesIn, faultyIn, fieldsIn, post, READ_ALL, signInNameIn } from './forms.js';
import { begun, type Linked, linked, refusedWithoutTrace } from './linked.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

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

describe('the form of a pledge', () => {
  it('shows all that is accepted, then makes account, standing and pledge, and gives the codes once', async () => {
    const { ask, link, of } = await linked(world, { riskTier: 1, riskNotes: 'Photos may be taken.' });
    const first = await post(on, '/join', { link });
    for (const part of ['Carry boxes', 'What we live with.', 'Photos may be taken.', 'name="answer.position"']) {
      expect(first.text).toContain(part);
    }
    const fields = await begun(on, link, { pseudonym: 'Jonas', quantity: '2', firstStep: 'Borrow a van.' });
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
    const { link } = await linked(world);
    const { text } = await send(await begun(on, link));
    const recoveryCode = codesIn(text)[0] ?? '';
    const signIn = signInNameIn(text) ?? '';
    const { session } = await on.mutate(null, 'signIn', { signIn, recoveryCode }, 'session { accessToken }');
    expect(session).not.toBeNull();
  });

  it('keeps what was typed beside what is wrong, tells all of it at once, and changes nothing', async () => {
    const { link } = await linked(world);
    const typed = { pseudonym: 'Jonas “J” <b>', where: 'At “home” <b', when: 'soon', quantity: 'many' };
    const fields = await begun(on, link, { ...typed, acceptBrief: '', 'answer.position': ' ' });
    const { key } = fields;
    const text = await refusedWithoutTrace(on, fields);
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
    const { link } = await linked(world);
    expect(faultyIn(await refusedWithoutTrace(on, await begun(on, link, wrong)))).toEqual(fields);
  });

  it('is one pledge however often it is sent at once, and shows the same codes to the second press', async () => {
    const { ask, link } = await linked(world);
    const fields = await begun(on, link);
    const [one, other] = await Promise.all([send(fields), send(fields)]);
    expect([one.status, other.status]).toEqual([200, 200]);
    expect(codesIn(other.text)).toEqual(codesIn(one.text));
    expect(codesIn((await send(fields)).text)).toEqual(codesIn(one.text));
    expect(await pledgesTo(ask)).toHaveLength(1);
  });

  it('says that it was sent before, without codes, when it comes back changed', async () => {
    const { ask, link } = await linked(world);
    const fields = await begun(on, link);
    await send(fields);
    const text = await refusedWithoutTrace(on, { ...fields, quantity: '3' }, 409);
    expect(text).toContain('This was sent before');
    expect(codesIn(text)).toEqual([]);
    expect(await pledgesTo(ask)).toHaveLength(1);
  });

  it('shows what changed meanwhile to be read again, and takes no old tick for it', async () => {
    const { of, link } = await linked(world);
    const fields = await begun(on, link);
    await world.done(of.steward, 'publishBrief', {
      campaignId: of.campaignId,
      replacesVersion: 1,
      text: 'It got colder.',
    });
    const text = await refusedWithoutTrace(on, fields);
    expect(faultyIn(text)).toEqual(['acceptBrief']);
    expect(text).toContain('It got colder.');
    const again = fieldsIn(text);
    expect(again).not.toHaveProperty('acceptBrief');
    expect((await send({ ...again, acceptBrief: 'yes' })).status).toBe(200);
  });

  it('takes no version that nobody was shown', async () => {
    const { link } = await linked(world);
    const fields = await begun(on, link);
    const text = await refusedWithoutTrace(on, { ...fields, termsVersion: '99.0', agreementVersion: '' });
    expect(faultyIn(text)).toEqual(['acceptAgreement', 'acceptTerms']);
  });

  it('says plainly that it is full, and that one waits', async () => {
    const { of, ask, link } = await linked(world, { slots: 1 });
    await world.pledge({ ask, by: await world.ally(of) });
    const first = await post(on, '/join', { link });
    expect(first.text).toContain('you then wait for a place');
    const { text } = await send({ ...fieldsIn(first.text), ...READ_ALL, ...ANSWER });
    expect(text).toContain('You are on the waitlist.');
    expect(codesIn(text)).toHaveLength(10);
    expect((await pledgesTo(ask)).map(({ state }) => state)).toEqual(['ACTIVE', 'WAITLISTED']);
  });

  it('says that the request waits where the community looks at each ally first', async () => {
    const { of, ask, link } = await linked(world);
    await sql(on.urls.owner)(`UPDATE community SET ally_admission = 'REVIEWED' WHERE id = $1`, [of.id]);
    const { text } = await send(await begun(on, link));
    expect(text).toContain('Your request waits');
    expect(codesIn(text)).toHaveLength(10);
    expect(await pledgesTo(ask)).toEqual([]);
  });

  it('offers the shifts of an ask that only its link shows, and asks for one', async () => {
    const of = await launched(world, { visibility: 'UNLISTED' });
    const { ask, link } = await linked(world, { visibility: 'ALLIES' }, of);
    const [startsAt, endsAt] = [3, 4].map((days) => new Date(Date.now() + days * 86_400_000).toISOString());
    const { shift } = await world.done(
      of.steward,
      'addAskShift',
      { askId: ask.id, startsAt, endsAt, label: 'Morning' },
      'shift { id }',
    );
    const fields = await begun(on, link);
    expect(faultyIn(await refusedWithoutTrace(on, fields))).toEqual(['shift']);
    expect(faultyIn(await refusedWithoutTrace(on, { ...fields, shift: 'none of them' }))).toEqual(['shift']);
    expect((await send({ ...fields, shift: shift.id })).status).toBe(200);
    expect(await pledgesTo(ask)).toHaveLength(1);
  });

  it('plans by the clock of the ask', async () => {
    const { of, ask, link } = await linked(world, { timeZone: 'Asia/Kathmandu' });
    await send(await begun(on, link, { when: '2027-05-06T07:08' }));
    expect(await plansOf({ of, ask })).toEqual([{ when: '2027-05-06T01:23:00.000Z', firstStep: expect.any(String) }]);
  });

  it('speaks another language with what was typed kept, and its own words beside its fields', async () => {
    const { link } = await linked(world);
    const fields = await begun(on, link, { to: 'ar', where: 'Elm Street 4' });
    const { text } = await post(on, '/join', fields);
    expect(text).toContain('<html lang="ar" dir="rtl">');
    expect(fieldsIn(text)).toMatchObject({ where: 'Elm Street 4', acceptBrief: 'yes', lang: 'ar', key: fields['key'] });
    const refused = await refusedWithoutTrace(on, { ...fieldsIn(text), password: 'password' });
    expect(refused).toContain('كلمة السر قصيرة');
    const spanish = await refusedWithoutTrace(on, { ...fields, lang: 'es', password: 'password' });
    expect(spanish).toContain('Todavía no se envió nada');
  });
});
