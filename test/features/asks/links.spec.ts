import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AskLinks } from '../../../src/features/asks/index.js';
import { Database } from '../../../src/platform/database/database.js';
import { anonymous } from '../../../src/platform/access/actor.js';
import { startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { unchanged } from '../../support/unchanged.js';
import { World } from '../../support/world.js';
import { endMandateSilently, type Launched, launched } from './launched.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

const BY_LINK = `query ($link: String!) { askByLink(link: $link) { termsVersion riskTier ask { id title state place riskNotes takesPledges isFull placesLeft viewerCanPledge }
  community { handle } campaign { handle name } agreement { version text questions { id required } } brief { version text } } }`;

async function linkOf(of: Launched, ask: { id: string }): Promise<string> {
  return (await on.query(of.steward, 'query ($id: ID!) { ask(id: $id) { link } }', { id: ask.id })).ask.link;
}

const read = async (link: string) => (await on.query(null, BY_LINK, { link })).askByLink;

describe('the link of an ask', () => {
  it('shows a stranger all that joining needs, of an unlisted ask too, and of nothing else', async () => {
    const of = await launched(world, { visibility: 'UNLISTED' });
    const ask = await world.ask(of, {
      visibility: 'ALLIES',
      place: 'Back door',
      riskTier: 2,
      riskNotes: 'Police may come.',
      slots: 2,
    });
    const link = await linkOf(of, ask);
    expect(link).toMatch(/^http:\/\/accompany\.test\/#a_[A-Za-z0-9_-]{43}$/);
    const code = link.split('#')[1] ?? '';
    for (const text of [link, code, ` ${code}\n`]) {
      expect(await read(text)).toEqual({
        termsVersion: 1,
        riskTier: 2,
        ask: {
          id: ask.id,
          title: 'Carry boxes',
          state: 'OPEN',
          place: null,
          riskNotes: 'Police may come.',
          takesPledges: true,
          isFull: false,
          placesLeft: null,
          viewerCanPledge: false,
        },
        community: { handle: of.handle },
        campaign: { handle: of.campaignHandle, name: expect.any(String) },
        agreement: {
          version: 1,
          text: expect.any(String),
          questions: expect.arrayContaining([{ id: 'position', required: true }]),
        },
        brief: { version: 1, text: 'What we live with.' },
      });
    }
    expect(await on.query(null, 'query ($id: ID!) { ask(id: $id) { id } }', { id: ask.id })).toEqual({ ask: null });
  });

  it('works for who holds another community’s standing, or this one’s', async () => {
    const [of, elsewhere] = [await launched(world, { visibility: 'UNLISTED' }), await launched(world)];
    const ask = await world.ask(of);
    const link = await linkOf(of, ask);
    expect((await on.query(elsewhere.steward, BY_LINK, { link })).askByLink.ask.id).toBe(ask.id);
    expect((await on.query(of.steward, BY_LINK, { link })).askByLink.ask).toMatchObject({
      id: ask.id,
      placesLeft: null,
      viewerCanPledge: true,
    });
  });

  it('makes an account, as often as it is used', async () => {
    const of = await launched(world);
    const ask = await world.ask(of);
    const link = await linkOf(of, ask);
    for (let time = 1; time <= 2; time += 1) {
      const account = await on.mutate(null, 'signUp', { link }, 'session { accessToken } signInName');
      expect(account).toMatchObject({ session: { accessToken: expect.any(String) }, userErrors: [] });
    }
  });

  it('does not work before the ask opens, nor after it ends, nor while the campaign is stopped', async () => {
    const of = await launched(world);
    const ask = await world.ask(of, {}, false);
    const link = await linkOf(of, ask);
    const dead = async () => {
      expect(await read(link)).toBeNull();
      const { userErrors } = await unchanged(on, () => on.mutate(null, 'signUp', { link }));
      expect(userErrors).toMatchObject([{ code: 'LINK_INVALID', path: ['input', 'link'] }]);
    };
    await dead();
    await world.done(of.steward, 'openAsk', { askId: ask.id });
    expect(await read(link)).not.toBeNull();
    await world.done(of.steward, 'pauseAsk', { askId: ask.id });
    expect((await read(link)).ask).toMatchObject({ state: 'PAUSED', takesPledges: false });
    await world.done(of.steward, 'openAsk', { askId: ask.id });
    await world.done(of.steward, 'stopCampaign', { campaignId: of.campaignId, reason: 'Someone was followed home.' });
    await dead();
    await world.done(of.steward, 'resumeCampaign', { campaignId: of.campaignId });
    await endMandateSilently(on, of.mandateId);
    expect((await read(link)).ask).toMatchObject({ state: 'PAUSED', takesPledges: false });
    await world.done(of.steward, 'closeAsk', { askId: ask.id });
    await dead();
  });

  it('ends when it is replaced, and the new one works', async () => {
    const of = await launched(world);
    const ask = await world.ask(of);
    const old = await linkOf(of, ask);
    const { ask: rotated } = await world.done(of.steward, 'rotateAskLink', { askId: ask.id }, 'ask { link }');
    expect(rotated.link).not.toBe(old);
    expect(await read(old)).toBeNull();
    expect((await read(rotated.link)).ask.id).toBe(ask.id);
    expect(await linkOf(of, ask)).toBe(rotated.link);
  });

  it('cannot be made up, bent or read from the tables', async () => {
    const of = await launched(world);
    const ask = await world.ask(of);
    const code = (await linkOf(of, ask)).split('_').slice(1).join('_');
    const bytes = Buffer.from(code, 'base64url');
    for (let index = 0; index < bytes.length; index += 1) {
      const bent = Buffer.from(bytes);
      bent.writeUInt8(bent.readUInt8(index) ^ 1, index);
      expect(await read(`a_${bent.toString('base64url')}`)).toBeNull();
    }
    // The last letter carries two bits that say nothing: another spelling of the same bytes is another code.
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const last = letters.indexOf(code.at(-1) ?? '');
    expect(await read(`a_${code.slice(0, -1)}${letters[last ^ 1]}`)).toBeNull();
    for (const text of ['', 'a_', `a_${code}A`, `a_${code.slice(0, 20)}`, `i_${code}`, 'x'.repeat(5000), ask.id])
      expect(await read(text)).toBeNull();
    const [row] = await sql(on.urls.owner)(`SELECT a::text AS text FROM ask a WHERE id = $1`, [ask.id]);
    expect(String(row?.['text'])).not.toContain(code.slice(22));
  });

  it('tells whoever joins by it what they must have read', async () => {
    const of = await launched(world, { visibility: 'UNLISTED' });
    const ask = await world.ask(of, { riskTier: 1, riskNotes: 'Cold' });
    const link = await linkOf(of, ask);
    const links = on.app.get(AskLinks, { strict: false });
    const database = on.app.get(Database, { strict: false });
    const opened = await database.write(anonymous, null, (tx) => links.openLink(tx, link));
    expect(opened).toMatchObject({
      askId: ask.id,
      communityId: of.id,
      campaignId: of.campaignId,
      briefVersion: 1,
      termsVersion: 1,
      riskTier: 1,
      agreement: { communityId: of.id, version: 1 },
    });
    await expect(
      database.write(anonymous, null, (tx) => links.openLink(tx, 's_aaaaaaaaaaaaaaaaaaaaaa')),
    ).rejects.toMatchObject({ errors: [{ code: 'LINK_INVALID' }] });
  });
});

describe('templates of asks', () => {
  it('are for everyone, in English and Spanish', async () => {
    const query = 'query ($language: String) { askTemplates(language: $language) { key title kind } }';
    const [english, spanish] = [await on.query(null, query, {}), await on.query(null, query, { language: 'es-MX' })];
    const keys = (of: { askTemplates: { key: string }[] }) => of.askTemplates.map(({ key }) => key);
    expect(keys(english)).toEqual(keys(spanish));
    expect(keys(english).length).toBeGreaterThanOrEqual(4);
    expect(english).not.toEqual(spanish);
  });
});
