import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { startLink } from '../../src/app.js';
import { type Answer, startTestApp, type TestApp } from '../support/client.js';
import { freshDatabase, sql } from '../support/database.js';

let on: TestApp;

beforeAll(async () => {
  on = await startTestApp({ urls: await freshDatabase('day_one') });
});
afterAll(() => on.close());

/** Counts calls and people, and what a person would take: a stub clock of so many seconds a call. */
class StubClock {
  private readonly people = new Set<string>();
  calls = 0;
  seconds = 0;

  count(who: string, seconds: number): void {
    this.people.add(who);
    this.calls += 1;
    this.seconds += seconds;
  }

  get persons(): number {
    return this.people.size;
  }
}

it('takes two people, at most seven calls and less than five minutes from sign-up to attested work', async () => {
  const clock = new StubClock();
  const operation = async (name: string) => ({
    query: await readFile(`docs/operations/${name}.graphql`, 'utf8'),
    input: JSON.parse(await readFile(`docs/operations/${name}.json`, 'utf8')).input as Record<string, unknown>,
  });
  /** `seconds` is what reading and typing takes a person who has never seen it. */
  const call = async (who: string, seconds: number, name: string, as: Answer, changes: Record<string, unknown>) => {
    clock.count(who, seconds);
    const { query, input } = await operation(name);
    const variables = name.includes('by-link')
      ? changes
      : { input: { ...input, idempotencyKey: `${name}-of-${who}`, ...changes } };
    const data = await on.query(as, query, variables);
    const payload = Object.values(data)[0] as Answer;
    expect(payload.userErrors ?? []).toEqual([]);
    return payload;
  };

  const link = await startLink(on.app);
  const founder = await call('founder', 20, '01-sign-up', null, { link });
  const started = await call('founder', 90, '10-start-campaign', founder.session, {});
  expect(started).toMatchObject({
    campaign: { state: 'LAUNCHED' },
    ask: { state: 'OPEN' },
    mandate: { kind: 'FOUNDING' },
  });

  const invitation = await call('ally', 60, '20-ask-by-link', null, { link: started.askLink });
  const joined = await call('ally', 60, '30-join-and-pledge', null, {
    link: started.askLink,
    agreementVersion: invitation.agreement.version,
    briefVersion: invitation.brief.version,
    termsVersion: invitation.termsVersion,
    acceptedRiskTier: invitation.riskTier,
  });
  expect(joined.pledge).toMatchObject({ state: 'ACTIVE', plan: { firstStep: 'Put it in my calendar.' } });
  const reported = await call('ally', 20, '40-report-fulfilment', joined.session, { pledgeId: joined.pledge.id });
  const attested = await call('founder', 15, '50-attest-fulfilment', founder.session, {
    items: [{ occurrenceId: reported.occurrence.id }],
  });
  expect(attested.results).toEqual([
    { occurrence: { id: reported.occurrence.id, state: 'ATTESTED', attestedQuantity: 1 }, userErrors: [] },
  ]);

  expect(clock.calls).toBeLessThanOrEqual(7);
  expect(clock.persons).toBeLessThanOrEqual(2);
  expect(clock.seconds).toBeLessThan(300);

  const [pledge] = await sql(on.urls.owner)('SELECT state FROM pledge');
  expect(pledge).toEqual({ state: 'FULFILLED' });
  const { campaign } = await on.query(
    null,
    '{ campaign(handle: "canal-street-tenants") { progress { wanted attested { quantity { value } } } } }',
  );
  expect(campaign.progress).toMatchObject({ wanted: 5, attested: { quantity: { value: 1 } } });
});

it('leaves nothing behind when a part of a first step is refused', async () => {
  const founder = await on.query(null, '{ viewer { signInName } }');
  expect(founder.viewer).toBeNull();
  const counts = () =>
    sql(on.urls.owner)(
      'SELECT (SELECT count(*) FROM community) AS communities, (SELECT count(*) FROM person) AS people, (SELECT count(*) FROM outbox_event) AS events',
    );
  const before = await counts();
  const [ask] = await sql(on.urls.owner)('SELECT id FROM ask');
  const { query, input } = {
    query: await readFile('docs/operations/30-join-and-pledge.graphql', 'utf8'),
    input: JSON.parse(await readFile('docs/operations/30-join-and-pledge.json', 'utf8')).input as Record<
      string,
      unknown
    >,
  };
  const { AskLinks } = await import('../../src/features/asks/index.js');
  const link = on.app.get(AskLinks, { strict: false }).url({ id: ask?.['id'] as string, linkVersion: 1 });
  for (const [change, code, path] of [
    [{ termsVersion: 9 }, 'TERMS_STALE', 'termsVersion'],
    [{ briefVersion: 9 }, 'BRIEF_STALE', 'briefVersion'],
    [{ agreementVersion: 9 }, 'AGREEMENT_STALE', 'agreementVersion'],
    [{ answers: [] }, 'QUESTION_UNANSWERED', 'answers'],
    [{ acceptedRiskTier: 2 }, 'RISK_NOT_ACCEPTED', 'acceptedRiskTier'],
    [{ pseudonym: 'amara' }, 'PSEUDONYM_TAKEN', 'pseudonym'],
    [{ quantity: 6 }, 'MORE_THAN_WANTED', 'quantity'],
    [{ link: `${link.slice(0, -2)}AA` }, 'LINK_INVALID', 'link'],
    [{ account: { password: 'password' } }, 'WEAK_PASSWORD', 'account'],
  ] as const) {
    const data = await on.query(null, query, {
      input: { ...input, pseudonym: 'Newcomer', link, ...change, idempotencyKey: `refused-${code}` },
    });
    expect(data.joinAndPledge).toMatchObject({
      pledge: null,
      session: null,
      userErrors: [{ code, path: expect.arrayContaining(['input', path]) }],
    });
  }
  expect(await counts()).toEqual(before);
});

it('refuses a first campaign with an unknown template or taken handles whole', async () => {
  const accounts = await sql(on.urls.owner)('SELECT count(*) AS n FROM community');
  const { World } = await import('../support/world.js');
  const person = await new World(on).person();
  const query = await readFile('docs/operations/10-start-campaign.graphql', 'utf8');
  const { input } = JSON.parse(await readFile('docs/operations/10-start-campaign.json', 'utf8')) as {
    input: Record<string, unknown>;
  };
  const start = async (changes: Record<string, unknown>) =>
    (
      await on.query(person, query, {
        input: { ...input, communityHandle: 'another-street', ...changes, idempotencyKey: undefined },
      })
    ).startCampaign;
  expect(await start({ communityHandle: 'canal-street-tenants' })).toMatchObject({
    community: null,
    userErrors: [{ code: 'HANDLE_TAKEN', path: ['input', 'communityHandle'] }],
  });
  expect(await start({ campaignHandle: 'canal-street-tenants' })).toMatchObject({
    community: null,
    userErrors: [{ code: 'HANDLE_TAKEN', path: ['input', 'campaignHandle'] }],
  });
  expect(await start({ ask: { template: 'no-such' } })).toMatchObject({
    ask: null,
    userErrors: [{ code: 'INVALID', path: ['input', 'ask', 'template'] }],
  });
  expect(await sql(on.urls.owner)('SELECT count(*) AS n FROM community')).toEqual(accounts);
  expect((await start({})).userErrors).toEqual([]);
});
