import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import request, { type Response } from 'supertest';
import { hashToken } from '../../../src/platform/crypto/keys.js';
import { type As, type Person, startTestApp, type TestApp } from '../../support/client.js';
import { freshDatabase, sql } from '../../support/database.js';
import { manyPledges } from '../../support/many-pledges.js';
import { counting } from '../../support/queries.js';
import { World } from '../../support/world.js';
import { cast, type Launched, launched } from '../asks/launched.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp({ urls: await freshDatabase('exports') });
  world = new World(on);
});
afterAll(() => on.close());

const headerOf = (as: As): Record<string, string> => {
  if (!as) return {};
  return { authorization: 'accessToken' in as ? `Bearer ${as.accessToken}` : as.authorization };
};
const take = (of: Launched, as: As, form = 'csv') =>
  request(on.app.getHttpServer()).get(`/exports/campaigns/${of.campaignHandle}/pledges.${form}`).set(headerOf(as));

const rowsOf = ({ text }: Response): Record<string, string>[] =>
  parse(text, { bom: true, columns: true, record_delimiter: '\r\n' });
const deeds = (of: Launched) =>
  sql(on.urls.owner)(
    `SELECT e.kind, e.actor_role, e.subject_id, e.details, m.pseudonym IS NOT NULL AS named FROM record_entry e LEFT JOIN membership m ON m.id = e.actor_id
      WHERE e.campaign_id = $1 AND e.kind = 'campaign.pledges_exported'`,
    [of.campaignId],
  );

async function open(of: Launched, input: Record<string, unknown> = {}): Promise<{ id: string }> {
  const { steward, campaignId, priorityId, mandateId } = of;
  return world.ask({ steward, campaignId, priorityId, mandateId }, input);
}

/** Signed in, but proved who they are too long ago. */
async function grownStale<P extends Person>(person: P): Promise<P> {
  await sql(on.urls.owner)(
    "UPDATE vault.session SET proved_at = now() - interval '11 minutes' WHERE access_hash = $1",
    [hashToken(person.accessToken)],
  );
  return person;
}

describe('the pledges of a campaign as a file', () => {
  it('hold what the API shows to whoever runs the asks, oldest first, and the record says who took them', async () => {
    const of = await launched(world);
    const ask = await open(of, { title: '=HYPERLINK("https://evil.example")', unit: 'boxes' });
    const first = await world.ally(of, { pseudonym: '@Amber' });
    const second = await world.ally(of, { pseudonym: 'Azul "Ñandú", 2' });
    const pledge = await world.reported({ pledge: await world.pledge({ ask, by: first, quantity: 3 }), quantity: 2 });
    await world.done(of.steward, 'attestFulfilment', { items: [{ occurrenceId: pledge.occurrenceId, quantity: 2 }] });
    const later = await world.pledge({ ask, by: second, quantity: 4, shownAs: '+Blue' });
    const file = await take(of, of.steward);
    expect(file.status).toBe(200);
    expect(file.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-disposition': `attachment; filename="${of.campaignHandle}-pledges.csv"`,
      'cache-control': 'no-store',
      'x-total-count': '2',
    });
    expect(file.text.startsWith('\uFEFFpledge_id,ask_id,ask,pledger,')).toBe(true);
    const shown = `... on Pledge { id state quantity createdAt pledger { pseudonym }
      occurrences { state reportedQuantity reportedAt attestedQuantity attestedAt } }`;
    const query = `query ($first: ID!, $later: ID!) { first: node(id: $first) { ${shown} } later: node(id: $later) { ${shown} } }`;
    const api = await on.query(of.steward, query, { first: pledge.id, later: later.id });
    const nodes = [api.first, api.later];
    const rows = rowsOf(file);
    expect(rows.map((row) => [row['pledge_id'], row['state'], row['quantity'], row['pledged_at']])).toEqual(
      nodes.map((one) => [one['id'], one['state'], String(one['quantity']), one['createdAt']]),
    );
    const [done] = nodes[0].occurrences;
    expect(rows[0]).toMatchObject({
      ask_id: ask.id,
      ask: `'=HYPERLINK("https://evil.example")`,
      pledger: `'@Amber`,
      standing: 'ALLY',
      unit: 'boxes',
      times: '1',
      times_attested: '1',
      reported_quantity: String(done.reportedQuantity),
      last_reported_at: done.reportedAt,
      attested_quantity: String(done.attestedQuantity),
      last_attested_at: done.attestedAt,
    });
    expect(rows[1]).toMatchObject({
      pledger: 'Azul "Ñandú", 2',
      shown_as: `'+Blue`,
      times_due: '1',
      attested_quantity: '',
    });
    expect(await deeds(of)).toEqual([
      {
        kind: 'campaign.pledges_exported',
        actor_role: 'STEWARD',
        subject_id: of.campaignId,
        details: { quantity: 2 },
        named: true,
      },
    ]);
  });

  it('say as JSON that they are whole, and hold no address', async () => {
    const of = await launched(world);
    const ask = await open(of);
    for (let n = 0; n < 3; n += 1) await world.pledge({ ask, by: await world.ally(of) });
    const { body, text, headers } = await take(of, of.steward, 'json');
    expect(headers['content-type']).toBe('application/json; charset=utf-8');
    expect(body).toMatchObject({ campaign: of.campaignHandle, count: 3, isComplete: true });
    expect(body.pledges).toHaveLength(3);
    expect(rowsOf(await take(of, of.steward)).map((row) => row['pledge_id'])).toEqual(
      body.pledges.map((one: Record<string, unknown>) => one['pledge_id']),
    );
    expect(text).not.toMatch(/@|plan_where|first_step/);
    const nobody = await launched(world);
    expect((await take(nobody, nobody.steward, 'json')).body).toMatchObject({
      pledges: [],
      count: 0,
      isComplete: true,
    });
    expect(rowsOf(await take(nobody, nobody.steward))).toEqual([]);
  });

  it('hold pledges of allies alone for an ally who organizes, and nobody’s pseudonym who is not listed', async () => {
    const of = await launched(world);
    const ask = await open(of);
    const organizer = await world.allyOrganizer(of);
    await world.pledge({ ask, by: of.cosigner, agreementVersion: null });
    const ally = await world.pledge({ ask, by: await world.ally(of) });
    expect(rowsOf(await take(of, organizer)).map((row) => row['pledge_id'])).toEqual([ally.id]);
    expect(rowsOf(await take(of, of.steward))).toHaveLength(2);
  });
});

describe('whoever may not take pledges away', () => {
  it('is sent nothing, and nothing is on the record', async () => {
    const of = await launched(world);
    const ask = await open(of);
    const people = await cast(world, of);
    await world.pledge({ ask, by: people.ally });
    const stale = await grownStale(await world.affected(of));
    const staleOrganizer = await grownStale(await world.allyOrganizer(of));
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
    const { token } = await world.done(
      people.ally,
      'createAppToken',
      { name: 'App', scopes: ['READ'], expiresAt: tomorrow },
      'token',
    );
    const { token: ownToken } = await world.done(
      of.steward,
      'createAppToken',
      { name: 'App', scopes: ['READ'], expiresAt: tomorrow },
      'token',
    );
    const { key } = await world.done(
      of.steward,
      'createDashboardKey',
      { communityId: of.id, name: 'Wall', expiresAt: tomorrow },
      'key',
    );
    const refused: [string, As, number, string][] = [
      ['nobody', null, 401, 'UNAUTHENTICATED'],
      ['a made-up token', { authorization: `Bearer ses_${'A'.repeat(43)}` }, 401, 'UNAUTHENTICATED'],
      ['a stranger', people.stranger, 403, 'FORBIDDEN'],
      ['an ally', people.ally, 403, 'FORBIDDEN'],
      ['a paused organizer', people.pausedOrganizer, 403, 'FORBIDDEN'],
      ['someone affected without the duty', people.affected, 403, 'FORBIDDEN'],
      ['someone on probation', people.probation, 403, 'FORBIDDEN'],
      ['a steward of another community', people.otherSteward, 403, 'FORBIDDEN'],
      ['a dashboard key', { authorization: `Bearer ${key}` }, 403, 'FORBIDDEN'],
      ['an app of an ally', { authorization: `Bearer ${token}` }, 403, 'FORBIDDEN'],
      ['an app of a steward', { authorization: `Bearer ${ownToken}` }, 403, 'FORBIDDEN'],
      ['someone affected who proved it too long ago', stale, 403, 'FORBIDDEN'],
      ['an organizer who proved it too long ago', staleOrganizer, 403, 'STEP_UP_REQUIRED'],
    ];
    for (const [who, as, status, code] of refused) {
      for (const form of ['csv', 'json']) {
        const answer = await take(of, as, form);
        expect([who, answer.status, answer.body.errors?.[0]?.extensions.code]).toEqual([who, status, code]);
        expect(answer.text).not.toContain('pledge_id');
        expect(answer.headers).not.toHaveProperty('x-total-count');
      }
    }
    expect(await deeds(of)).toEqual([]);
  });

  it('cannot tell a campaign that is hidden from one that is not there', async () => {
    const hidden = await launched(world, { visibility: 'UNLISTED' });
    const { steward } = await launched(world);
    const answers = await Promise.all([
      take(hidden, steward),
      take({ ...hidden, campaignHandle: 'nowhere' }, steward),
      take({ ...hidden, campaignHandle: '%00' }, steward),
    ]);
    for (const { status, text } of answers) expect([status, text]).toEqual([404, answers[0]?.text]);
    expect(await deeds(hidden)).toEqual([]);
  });

  it('is refused while the community is short of stewards', async () => {
    const of = await launched(world);
    await world.affected(of);
    await world.affected(of);
    await sql(on.urls.owner)(
      'UPDATE membership SET is_steward = false WHERE community_id = $1 AND person_id <> (SELECT created_by FROM (SELECT person_id AS created_by FROM membership WHERE community_id = $1 AND is_steward ORDER BY since LIMIT 1) one)',
      [of.id],
    );
    const answer = await take(of, of.steward);
    expect([answer.status, answer.body.errors[0].extensions.code]).toEqual([409, 'CONFLICT']);
    expect(await deeds(of)).toEqual([]);
  });

  it('gets nothing by a token in the address, by looking, or by another method or name', async () => {
    const of = await launched(world);
    const path = `/exports/campaigns/${of.campaignHandle}/pledges.csv`;
    const server = on.app.getHttpServer();
    const inAddress = await request(server).get(`${path}?token=${of.steward.accessToken}`);
    expect(inAddress.status).toBe(401);
    expect((await request(server).head(path).set(headerOf(of.steward))).status).toBe(405);
    expect((await request(server).post(path).set(headerOf(of.steward))).status).toBe(404);
    expect((await request(server).get(path.replace('.csv', '.xml')).set(headerOf(of.steward))).status).toBe(404);
    expect(await deeds(of)).toEqual([]);
  });
});

describe('a campaign with many pledges', () => {
  let of: Launched;
  let organizer: Person & { membershipId: string };

  beforeAll(async () => {
    of = await launched(world);
    organizer = await world.allyOrganizer(of);
    const ally = await world.ally(of);
    await manyPledges(on.urls, (await open(of)).id, ally.membershipId, 20_000);
  }, 60_000);

  it('is sent page by page, each once, in short transactions', async () => {
    const { result, statements } = await counting(() => take(of, organizer));
    const ids = new Set(rowsOf(result).map((row) => row['pledge_id']));
    expect([result.headers['x-total-count'], ids.size]).toEqual(['20000', 20_000]);
    expect(pagesIn(statements)).toBe(21);
    expect(statements.some((text) => /DECLARE|CURSOR/i.test(text))).toBe(false);
  });

  it('is read no further than whoever takes it, and no more once they left', async () => {
    const { statements } = await counting(async () => {
      const taken = await begun();
      await sleep(1_500);
      taken.destroy();
      await sleep(500);
    });
    const { statements: afterwards } = await counting(() => sleep(500));
    const pages = pagesIn(statements);
    expect(pages).toBeGreaterThan(0);
    expect(pages).toBeLessThan(21);
    expect(pagesIn(afterwards)).toBe(0);
  });

  it('breaks off, and is no JSON, when whoever takes it may not any more', async () => {
    const taken = await begun();
    await sleep(500);
    await sql(on.urls.owner)(`UPDATE membership SET organizer_until = now() - interval '1 minute' WHERE id = $1`, [
      organizer.membershipId,
    ]);
    let text = '';
    taken.setEncoding('utf8').on('data', (part: string) => (text += part));
    taken.on('error', () => undefined);
    const closed = new Promise((resolve) => {
      taken.once('close', resolve);
    });
    taken.resume();
    await closed;
    // Without its last chunk, which every reader of HTTP can tell.
    expect(taken.complete).toBe(false);
    expect(text).toContain('"pledges":[');
    expect(() => JSON.parse(text)).toThrow();
    expect(text.split('\n').length).toBeLessThan(20_000);
  }, 60_000);

  /** An answer that has begun, of which nothing is read yet. */
  async function begun(): Promise<IncomingMessage> {
    if (!on.app.getHttpServer().listening) await on.app.listen(0, '127.0.0.1');
    const { port } = on.app.getHttpServer().address() as AddressInfo;
    const path = `/exports/campaigns/${of.campaignHandle}/pledges.json`;
    return new Promise((resolve, reject) => {
      get({ host: '127.0.0.1', port, path, headers: headerOf(organizer), agent: false }, (answer) =>
        resolve(answer.pause()),
      ).once('error', reject);
    });
  }
});

function pagesIn(statements: readonly string[]): number {
  return statements.filter((text) => text.includes('FROM pledge p') && text.includes('LIMIT')).length;
}
