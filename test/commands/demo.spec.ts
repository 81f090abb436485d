import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Terminal } from '../../src/commands/terminal.js';
import { fillDemo } from '../../src/demo/demo.js';
import type { DatabaseUrls } from '../../src/platform/database/urls.js';
import { type As, startTestApp, testConfig, type TestApp } from '../support/client.js';
import { freshDatabase, sql } from '../support/database.js';
import { silentChanges, watchForSilentChanges } from '../support/silent-changes.js';
import { unchanged } from '../support/unchanged.js';

// Two whole demos, on machines that may be busy.
jest.setTimeout(180_000);

const HANDLE = 'elm-street';
const SEED = 7;

interface Told {
  said: string[];
  complained: string[];
  terminal: Terminal;
}

let on: TestApp;
let again: DatabaseUrls;
let told: Told;
let rows: ReturnType<typeof sql>;

function listening(): Told {
  const said: string[] = [];
  const complained: string[] = [];
  const terminal: Terminal = {
    say: (line) => said.push(line),
    complain: (line) => complained.push(line),
    isInteractive: false,
  };
  return { said, complained, terminal };
}

beforeAll(async () => {
  const urls = await freshDatabase('demo');
  await watchForSilentChanges(urls);
  again = await freshDatabase('demo_again');
  told = listening();
  const run = (to: DatabaseUrls, { terminal }: Told) =>
    fillDemo({ ...testConfig, runsBackground: false }, to, { seed: SEED, handle: HANDLE }, terminal);
  expect(await Promise.all([run(urls, told), run(again, listening())])).toEqual([0, 0]);
  on = await startTestApp({ urls });
  rows = sql(urls.owner);
});

afterAll(() => on.close());

/** The four lines of names and passwords. */
function signIns(): { role: string; name: string; password: string }[] {
  return told.said.flatMap((line) => {
    const [, role, name, password] = /^ {2}(an? .+?) {2,}([a-z]+-[a-z]+-\d{6}) +(\S+)$/.exec(line) ?? [];
    return role && name && password ? [{ role, name, password }] : [];
  });
}

async function as(role: string): Promise<As> {
  const found = signIns().find((one) => one.role === role);
  const { session, userErrors } = await on.mutate(
    null,
    'signIn',
    { signIn: found?.name, password: found?.password },
    'session { accessToken }',
  );
  expect(userErrors).toEqual([]);
  return { authorization: `Bearer ${session.accessToken}` };
}

describe('the demo', () => {
  it('is a campaign with everything in it that was promised', async () => {
    const [made] = await rows(`SELECT
      (SELECT count(*)::integer FROM community) AS communities, (SELECT count(*)::integer FROM campaign) AS campaigns,
      (SELECT count(*)::integer FROM priority) AS priorities, (SELECT count(*)::integer FROM ask) AS asks,
      (SELECT count(*)::integer FROM membership WHERE standing = 'ALLY') AS allies,
      (SELECT count(*)::integer FROM membership WHERE standing = 'AFFECTED') AS affected,
      (SELECT count(*)::integer FROM membership WHERE is_steward) AS stewards, (SELECT count(*)::integer FROM pledge) AS pledges`);
    expect(made).toEqual({
      communities: 1,
      campaigns: 1,
      priorities: 12,
      asks: 40,
      allies: 30,
      affected: 10,
      stewards: 2,
      pledges: 310,
    });
  });

  it('has pledges in every state, and reports in every state', async () => {
    const states = await rows('SELECT state, count(*)::integer AS count FROM pledge GROUP BY state ORDER BY state');
    expect(states.map(({ state }) => state)).toEqual([
      'ACTIVE',
      'CANCELLED',
      'FULFILLED',
      'NEVER_STARTED',
      'PARTLY_FULFILLED',
      'STEPPED_BACK',
      'STEPPED_BACK_LATE',
      'WAITLISTED',
    ]);
    for (const { count } of states) expect(count).toBeGreaterThanOrEqual(3);
    const [work] = await rows(`SELECT
      (SELECT count(*)::integer FROM occurrence WHERE state = 'REPORTED') AS waiting,
      (SELECT count(*)::integer FROM occurrence o WHERE state = 'DUE' AND EXISTS (SELECT FROM attestation a WHERE a.occurrence_id = o.id)) AS "sentBack",
      (SELECT count(*)::integer FROM attestation WHERE kind = 'CORRECTED') AS corrected,
      (SELECT count(DISTINCT occurrence_id)::integer FROM attestation a WHERE kind = 'SENT_BACK'
          AND EXISTS (SELECT FROM attestation b WHERE b.occurrence_id = a.occurrence_id AND b.kind = 'ATTESTED')) AS repeated`);
    for (const count of Object.values(work ?? {})) expect(count).toBeGreaterThanOrEqual(2);
  });

  it('has asks and mandates in every state that a newcomer should meet', async () => {
    const asks = await rows('SELECT state, count(*)::integer AS count FROM ask GROUP BY state ORDER BY state');
    expect(asks).toEqual([
      { state: 'CANCELLED', count: 3 },
      { state: 'CLOSED', count: 3 },
      { state: 'DRAFT', count: 10 },
      { state: 'OPEN', count: 23 },
      { state: 'PAUSED', count: 1 },
    ]);
    const mandates = await rows('SELECT kind, state FROM mandate ORDER BY kind DESC, state');
    expect(mandates.map(({ kind, state }) => `${kind} ${state}`)).toEqual([
      'FOUNDING LIVE',
      'EMERGENCY LIVE',
      'EMERGENCY LIVE',
      'EMERGENCY PROPOSED',
    ]);
  });

  it('proves whose its priorities are', async () => {
    const { campaign } = await on.query(
      await as('a steward'),
      `{ campaign(handle: "${HANDLE}") { sovereigntyReport { status faults { kind rowId } } } }`,
    );
    expect(campaign.sovereigntyReport).toEqual({ status: 'HOLDS', faults: [] });
  });

  it('is the work of its people: the record names who did each thing, and the system for what follows by itself', async () => {
    const [of] = await rows(`SELECT count(*)::integer AS entries, count(DISTINCT actor_id)::integer AS actors,
      count(*) FILTER (WHERE (actor_role NOT IN ('STEWARD', 'AFFECTED', 'ALLY') OR actor_id IS NULL)
        AND NOT (actor_role = 'SYSTEM' AND kind IN ('pledge.promoted', 'pledge.place_offered')))::integer AS nobodys FROM record_entry`);
    expect(of).toMatchObject({ actors: 40, nobodys: 0 });
    expect(of?.['entries']).toBeGreaterThan(700);
  });

  it('prints sign-ins that work, each with the standing it says', async () => {
    expect(signIns().map(({ role }) => role)).toEqual(['a steward', 'a member', 'an organizer (an ally)', 'an ally']);
    const standings = [];
    for (const { role } of signIns()) {
      const { viewer } = await on.query(
        await as(role),
        '{ viewer { memberships { standing isSteward organizerUntil community { handle } } } }',
      );
      const [{ standing, isSteward, organizerUntil, community }] = viewer.memberships;
      expect(community.handle).toBe(HANDLE);
      standings.push([standing, isSteward, organizerUntil !== null]);
    }
    expect(standings).toEqual([
      ['AFFECTED', true, false],
      ['AFFECTED', false, false],
      ['ALLY', false, true],
      ['ALLY', false, false],
    ]);
  });

  it('keeps passwords for the four that it prints, and makes new ones each time', async () => {
    const [of] = await rows('SELECT count(*)::integer AS count FROM vault.account WHERE password_hash IS NOT NULL');
    expect(of).toEqual({ count: 4 });
    expect(new Set(signIns().map(({ password }) => password)).size).toBe(4);
    const other = await sql(again.owner)('SELECT password_hash FROM vault.account WHERE password_hash IS NOT NULL');
    expect(other).toHaveLength(4);
  });

  it('shows its progress to anyone, and where nobody could be singled out, exactly', async () => {
    const text = `{ campaign(handle: "${HANDLE}") { name progress { isExact wanted } asks(first: 50) { totalCount } } }`;
    const outside = (await on.query(null, text)).campaign;
    const inside = (await on.query(await as('a steward'), text)).campaign;
    expect(outside.progress.isExact).toBe(false);
    expect(inside.progress.isExact).toBe(true);
    expect(outside.asks.totalCount).toBeLessThan(inside.asks.totalCount);
    expect(inside.asks.totalCount).toBe(40);
  });

  it('refuses to be made twice, says what to do, and changes nothing', async () => {
    const { terminal, said } = listening();
    const second = unchanged(on, () =>
      fillDemo({ ...testConfig, runsBackground: false }, on.urls, { seed: 1, handle: HANDLE }, terminal).catch(
        (error: unknown) => error,
      ),
    );
    expect(await second).toMatchObject({
      name: 'CommandError',
      message: expect.stringContaining('npm run demo -- --handle other'),
    });
    expect(said).toEqual([]);
  });

  it('comes out the same from the same seed, but for ids and times', async () => {
    expect(await story(again)).toEqual(await story(on.urls));
  });
});

/** Everything that is told in the demo, in an order that does not depend on when it was written. */
async function story(urls: DatabaseUrls): Promise<unknown[]> {
  const of = sql(urls.owner);
  return Promise.all([
    of('SELECT standing, pseudonym, answers, is_steward, organizer_until IS NULL FROM membership ORDER BY 2'),
    of('SELECT statement, details, language FROM priority ORDER BY 1'),
    of('SELECT title, decision_maker, state FROM demand ORDER BY 1'),
    of('SELECT text FROM brief ORDER BY version'),
    of(
      `SELECT a.title, a.state, a.risk_tier, a.quantity_wanted, m.pseudonym FROM ask a JOIN membership m ON m.id = a.created_by ORDER BY 1`,
    ),
    of(`SELECT a.title, p.turn, p.quantity, p.state, p.plan_first_step, p.left_because, m.pseudonym,
               o.state, o.reported_quantity, o.attested_quantity
          FROM pledge p JOIN ask a ON a.id = p.ask_id JOIN membership m ON m.id = p.pledger_id LEFT JOIN occurrence o ON o.pledge_id = p.id
         ORDER BY 1, 2`),
    of(`SELECT a.title, p.turn, r.quantity, r.note FROM fulfilment_report r JOIN occurrence o ON o.id = r.occurrence_id
          JOIN pledge p ON p.id = o.pledge_id JOIN ask a ON a.id = p.ask_id ORDER BY 1, 2, r.reported_at`),
    of(`SELECT a.title, p.turn, t.kind, t.quantity, t.feedback, m.pseudonym FROM attestation t JOIN occurrence o ON o.id = t.occurrence_id
          JOIN pledge p ON p.id = o.pledge_id JOIN ask a ON a.id = p.ask_id JOIN membership m ON m.id = t.attested_by ORDER BY 1, 2, t.attested_at`),
  ]);
}

it('changes nothing that progress is read from without telling those who follow it', async () => {
  const { silent, changes } = await silentChanges(on.urls);
  expect(silent).toEqual([]);
  expect(changes).toBeGreaterThan(100);
});
