import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { deeds, scene } from '../../support/pledging.js';
import { unchanged } from '../../support/unchanged.js';
import { type Founded, World } from '../../support/world.js';
import { coalition } from '../coalitions/coalition.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

const owner = (text: string, values?: unknown[]) => sql(on.urls.owner)(text, values);
const FIELDS = 'sheet { sheetId url expiresAt rows briefVersion termsVersion agreementVersion }';
const print = async (by: Parameters<World['done']>[0], ask: { id: string }, input: Record<string, unknown> = {}) =>
  (await world.done(by, 'printSignUpSheet', { askId: ask.id, ...input }, FIELDS)).sheet;
const page = (url: string) => request(on.app.getHttpServer()).get(new URL(url).pathname);
const stored = (ask: { id: string }) => owner('SELECT id FROM sign_up_sheet WHERE ask_id = $1', [ask.id]);

describe('printing a sheet to sign up', () => {
  it('keeps what the sheet names, and shows the page under a policy that lets nothing run', async () => {
    const { community, steward, ask } = await scene(world, {
      title: 'Carry boxes',
      place: 'Elm Street 4',
      dos: 'Gloves',
    });
    const sheet = await print(steward, ask, { rows: 3, paper: 'LETTER' });
    expect(sheet).toMatchObject({ rows: 3, briefVersion: 1, termsVersion: 1, agreementVersion: 1 });
    const [row] = await owner(
      'SELECT rows, paper, language, printed_by IS NOT NULL AS signed FROM sign_up_sheet WHERE id = $1',
      [sheet.sheetId],
    );
    expect(row).toEqual({ rows: 3, paper: 'LETTER', language: 'en', signed: true });
    const { status, text, headers } = await page(sheet.url);
    expect(status).toBe(200);
    for (const said of ['Carry boxes', 'Elm Street 4', 'Gloves', sheet.sheetId, 'size:letter', 'Come on time.']) {
      expect(text).toContain(said);
    }
    expect(text.match(/<th scope="row">/g)).toHaveLength(3);
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'x-robots-tag': 'noindex',
      'content-security-policy': expect.stringMatching(
        /^default-src 'none'; style-src 'sha256-[^']+'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox$/,
      ),
    });
    expect(await deeds(on, community.id, 'ask')).toContain('ask.sheet_printed');
  });

  it('gives the link of the ask that works for joining', async () => {
    const { steward, ask } = await scene(world);
    const { text } = await page((await print(steward, ask)).url);
    const [, link] = /<span class="link" dir="ltr">([^<]+)</.exec(text) ?? [];
    const { askByLink } = await on.query(null, 'query ($link: String!) { askByLink(link: $link) { ask { id } } }', {
      link,
    });
    expect(askByLink.ask.id).toBe(ask.id);
  });

  it('answers the same sheet to the same key', async () => {
    const { steward, ask } = await scene(world);
    const input = { idempotencyKey: 'the-sheet-for-monday' };
    expect(await print(steward, ask, input)).toEqual(await print(steward, ask, input));
    expect(await stored(ask)).toHaveLength(1);
  });

  it('names nobody, and of a risky ask not the place', async () => {
    const community = await world.community();
    const campaign = await world.campaign(community);
    const priority = await world.priority(campaign);
    await world.mandate(priority, { steward: community.steward, cosigner: await world.affected(community) });
    const of = { steward: community.steward, campaignId: campaign.id, priorityId: priority.id };
    const ask = await world.ask(of, { riskTier: 2, riskNotes: 'Police.', place: 'The yellow house' });
    const { text } = await page((await print(community.steward, ask)).url);
    expect(text).not.toContain('yellow');
    const [steward] = await owner('SELECT pseudonym FROM membership WHERE community_id = $1 AND is_steward', [
      community.id,
    ]);
    expect(text).not.toContain(steward?.['pseudonym']);
  });

  it('takes 1 to 40 rows', async () => {
    const { steward, ask } = await scene(world);
    await unchanged(on, async () => {
      for (const rows of [0, 41, -1]) {
        const { userErrors } = await on.mutate(steward, 'printSignUpSheet', { askId: ask.id, rows });
        expect(userErrors).toMatchObject([{ code: 'OUT_OF_RANGE', path: ['input', 'rows'] }]);
      }
    });
  });

  it('is for those who run asks', async () => {
    const { community, steward, ask } = await scene(world);
    const organizer = await world.allyOrganizer(community);
    const others = [await world.ally(community), await world.affected(community), await world.person()];
    await unchanged(on, async () => {
      for (const as of others) expect(await on.refusal(as, 'printSignUpSheet', { askId: ask.id })).toBe('FORBIDDEN');
      expect(await on.refusal(null, 'printSignUpSheet', { askId: ask.id })).toBe('UNAUTHENTICATED');
      const draft = { askId: '5f3b2c10-1111-4222-8333-444455556666' };
      expect(await on.refusal(steward, 'printSignUpSheet', draft)).toBe('NOT_FOUND');
    });
    for (const as of [organizer, steward]) expect((await page((await print(as, ask)).url)).status).toBe(200);
  });

  it('waits until the ask is open', async () => {
    const { steward, campaignId, priorityId, ask } = await scene(world);
    const draft = await world.ask({ steward, campaignId, priorityId }, {}, false);
    const refused = async (of: { id: string }) =>
      (await on.mutate(steward, 'printSignUpSheet', { askId: of.id })).userErrors[0]?.code;
    await unchanged(on, async () => expect(await refused(draft)).toBe('ASK_NOT_OPEN'));
    await world.done(steward, 'stopCampaign', { campaignId, reason: 'Too dangerous today.' });
    await unchanged(on, async () => expect(await refused(ask)).toBe('ASK_NOT_OPEN'));
  });

  it('is done for a lead by its organizers, and the host does not learn by whom', async () => {
    const { host, lead, campaign } = await coalition(world);
    const priority = await world.priority(campaign);
    await world.mandate(priority, { steward: lead.steward, cosigner: lead.second }, { leadId: lead.id });
    const { ask } = await world.done(
      lead.steward,
      'draftAsk',
      {
        campaignId: campaign.id,
        priorityId: priority.id,
        title: 'Carry',
        kind: 'SHOW_UP',
        unit: 'people',
        quantityWanted: 3,
        leadId: lead.id,
      },
      'ask { id }',
    );
    await world.done(lead.steward, 'openAsk', { askId: ask.id });
    expect(await on.refusal(host.steward, 'printSignUpSheet', { askId: ask.id })).toBe('FORBIDDEN');
    const sheet = await print(lead.steward, ask);
    const [community] = await owner('SELECT name FROM community WHERE id = $1', [lead.id]);
    expect((await page(sheet.url)).text).toContain(community?.['name']);
    expect(await owner('SELECT printed_by, lead_id FROM sign_up_sheet WHERE id = $1', [sheet.sheetId])).toEqual([
      { printed_by: null, lead_id: lead.id },
    ]);
  });
});

describe('the address of a sheet', () => {
  const gone = async (url: string) => {
    const { status, text } = await page(url);
    return { status, text };
  };
  const nothing = async () => gone(`http://accompany.test/sign-up-sheets/${randomBytes(32).toString('base64url')}`);

  it('ends after an hour', async () => {
    const { steward, ask } = await scene(world);
    const { url, sheetId } = await print(steward, ask);
    await owner("UPDATE sign_up_sheet SET printed_at = now() - interval '61 minutes' WHERE id = $1", [sheetId]);
    expect(await gone(url)).toEqual(await nothing());
  });

  it('ends when the sheet would say something else than its versions name', async () => {
    const changes: ((of: { community: Founded; ask: { id: string }; campaignId: string }) => Promise<unknown>)[] = [
      ({ ask }) => owner('UPDATE ask SET terms_version = 2 WHERE id = $1', [ask.id]),
      ({ community, campaignId }) =>
        world.done(community.steward, 'publishBrief', { campaignId, replacesVersion: 1, text: 'As it is now.' }),
      ({ community, ask }) => world.done(community.steward, 'closeAsk', { askId: ask.id }),
      ({ community, campaignId }) => world.done(community.steward, 'stopCampaign', { campaignId, reason: 'Danger.' }),
    ];
    for (const change of changes) {
      const of = await scene(world);
      const { url } = await print(of.steward, of.ask);
      expect((await gone(url)).status).toBe(200);
      await change(of);
      expect(await gone(url)).toEqual(await nothing());
    }
  });

  it('is nobody’s to make up: neither of another sheet nor in another spelling', async () => {
    const { steward, ask } = await scene(world);
    const { url } = await print(steward, ask);
    const code = new URL(url).pathname.split('/').at(-1) ?? '';
    const bytes = Buffer.from(code, 'base64url');
    bytes.writeUInt8(bytes.readUInt8(3) ^ 1, 3);
    const last = String.fromCharCode((code.at(-1) ?? 'A').charCodeAt(0) + 1);
    for (const wrong of [bytes.toString('base64url'), `${code.slice(0, -1)}${last}`, `${code}=`, 'x']) {
      expect(await gone(`http://accompany.test/sign-up-sheets/${wrong}`)).toEqual(await nothing());
    }
  });

  it('tells HEAD what it would tell, and takes nothing else', async () => {
    const { steward, ask } = await scene(world);
    const { pathname } = new URL((await print(steward, ask)).url);
    const server = on.app.getHttpServer();
    expect((await request(server).head(pathname)).status).toBe(200);
    for (const method of ['post', 'put', 'delete'] as const) {
      const { status, headers } = await request(server)[method](pathname);
      expect([method, status, headers['allow']]).toEqual([method, 405, 'GET, HEAD']);
    }
  });
});
