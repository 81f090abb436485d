import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { verifyRecords } from '../../../src/commands/record-verification.js';
import { withClient } from '../../../src/platform/database/connect.js';
import { RecordSealer } from '../../../src/platform/jobs/record-sealer.js';
import { type Person, startTestApp, type TestApp } from '../../support/client.js';
import { freshDatabase, sql, testPool } from '../../support/database.js';
import { scene } from '../../support/pledging.js';
import { unchanged } from '../../support/unchanged.js';
import { untilSomeoneWaits } from '../../support/waiting.js';
import { World } from '../../support/world.js';
import { CANARIES, type Lived, lived, OTHERS, personIdOf } from './lived.js';
import { SAID_OF_THEM } from './lived-words.js';

const PHRASE = { phrase: 'erase me for good' };

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp({ urls: await freshDatabase('own_data_erasure') });
  world = new World(on);
});
afterAll(() => on.close());

const owner = (text: string, values?: unknown[]) => sql(on.urls.owner)(text, values);

async function seal(): Promise<void> {
  const sealer = on.app.get(RecordSealer, { strict: false });
  while (await sealer.round());
}

/** Every row of every table as text: what a dump would hold. */
async function dump(): Promise<string> {
  const tables = await owner(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname IN ('public', 'vault', 'app', 'graphile_worker') ORDER BY 1`,
  );
  const parts = tables.map(({ name }) => `SELECT '${name}: ' || t::text AS line FROM ${name} t`);
  return (await owner(parts.join(' UNION ALL '))).map(({ line }) => line).join('\n');
}

const counts = () =>
  owner(
    `SELECT a.ask_id, t.reported_count, t.reported_quantity, t.attested_count, t.attested_quantity, t.sent_back_count, t.fulfilled_count, t.partly_fulfilled_count,
            f.attested_count AS shown_attested, f.reported_count AS shown_reported
       FROM ask_tally t JOIN ask_tally a USING (community_id, ask_id) JOIN public_figure f USING (community_id, ask_id) ORDER BY 1`,
  );

/** The tallies as the rows would have them counted anew. */
const recounted = () =>
  owner(
    `SELECT t.ask_id, t.places_taken - (SELECT count(*) FROM pledge p WHERE p.ask_id = t.ask_id AND p.state IN ('ACTIVE', 'FULFILLED', 'PARTLY_FULFILLED'))::int AS places,
            t.waitlisted_count - (SELECT count(*) FROM pledge p WHERE p.ask_id = t.ask_id AND p.state = 'WAITLISTED')::int AS waiting,
            t.stepped_back_count - (SELECT count(*) FROM pledge p WHERE p.ask_id = t.ask_id AND p.state IN ('STEPPED_BACK', 'STEPPED_BACK_LATE'))::int AS left,
            t.attested_quantity - (SELECT coalesce(sum(o.attested_quantity), 0) FROM occurrence o WHERE o.ask_id = t.ask_id AND o.state = 'ATTESTED')::int AS attested,
            t.reported_count - (SELECT count(*) FROM occurrence o WHERE o.ask_id = t.ask_id AND o.state = 'REPORTED')::int AS reported
       FROM ask_tally t`,
  );

describe('a whole life, erased', () => {
  let story: Lived;
  let before: Record<string, unknown>[];
  let dumpBefore: string;
  let stays: string[];
  let heads: { handle: string; hash: string; position: number }[];

  beforeAll(async () => {
    story = await lived(world);
    await seal();
    // One entry that is not sealed yet, about a pledge of theirs.
    await world.done(story.me, 'stepBack', { pledgeId: await pledgeTo('plain'), reason: CANARIES.reason });
    heads = (await verdicts()).map(({ handle, head, entries }) => ({ handle, hash: head, position: entries }));
    before = await counts();
    dumpBefore = await dump();
    ({ stays } = await world.done(
      story.me,
      'eraseMe',
      { ...PHRASE, idempotencyKey: 'the-last-key-of-mine' },
      'erased stays',
    ));
  }, 60_000);

  const verdicts = async (noted: typeof heads = []) =>
    (await withClient(on.urls.owner, (client) => verifyRecords(client, noted))).verdicts;
  const pledgeTo = async (ask: 'full' | 'plain') =>
    (
      await owner('SELECT id FROM pledge WHERE ask_id = $1 AND pledger_id = ANY ($2)', [
        story.asks[ask].id,
        story.memberships,
      ])
    )[0]?.['id'];

  it('leaves none of their words, names, addresses or digests in any row of any table', async () => {
    const after = await dump();
    const [account] = dumpBefore.match(/vault\.account: .*/g)?.filter((line) => line.includes(story.personId)) ?? [];
    const digests = account?.match(/\\\\x[0-9a-f]{20,}/g) ?? [];
    expect(digests.length).toBeGreaterThan(2);
    const traces = [
      ...Object.values({ ...CANARIES, ...SAID_OF_THEM }).flat(),
      story.personId,
      'canary-key-of-mine',
      'the-last-key-of-mine',
      ...digests,
    ];
    for (const trace of traces) {
      if (
        !['the-last-key-of-mine', CANARIES.email, CANARIES.device, CANARIES.formerAddress, ...digests].includes(trace)
      )
        expect(dumpBefore).toContain(trace);
      expect(after.split('\n').filter((line) => line.includes(trace))).toEqual([]);
    }
  });

  it('leaves what other people wrote', async () => {
    const after = await dump();
    for (const theirs of Object.values(OTHERS).flat()) expect(after).toContain(theirs);
  });

  it('says what stays', () => {
    expect(stays.length).toBeGreaterThan(3);
    expect(stays.join(' ')).toContain('someone');
  });

  it('ends every standing, as someone of whom nothing ties one community to another', async () => {
    const rows = await owner(
      `SELECT m.pseudonym, m.answers, m.is_steward, m.ended_at IS NOT NULL AS ended, m.person_id, p.created_at, p.language
         FROM membership m JOIN person p ON p.id = m.person_id WHERE m.id = ANY ($1)`,
      [story.memberships],
    );
    expect(rows).toHaveLength(3);
    expect(new Set(rows.map((row) => row['person_id'])).size).toBe(3);
    for (const row of rows) {
      expect(row).toMatchObject({
        pseudonym: 'someone',
        answers: {},
        is_steward: false,
        ended: true,
        created_at: new Date(0),
        language: 'en',
      });
    }
    expect(
      await owner('SELECT FROM vault.account WHERE person_id = ANY ($1)', [rows.map((row) => row['person_id'])]),
    ).toEqual([]);
    expect(await owner('SELECT FROM person WHERE id = $1', [story.personId])).toEqual([]);
    expect(await owner('SELECT ended_at IS NOT NULL AS ended, pseudonym FROM representative')).toEqual([
      { ended: true, pseudonym: 'someone' },
    ]);
  });

  it('lets live pledges step back without fault, gives their places on, and leaves reports to be attested', async () => {
    expect(await owner('SELECT state, left_because FROM pledge WHERE id = $1', [await pledgeTo('full')])).toEqual([
      { state: 'STEPPED_BACK', left_because: null },
    ]);
    expect(await owner('SELECT state FROM pledge WHERE id = $1', [story.waiting.id])).toEqual([{ state: 'ACTIVE' }]);
    const attested = await on.mutate(story.elsewhere.steward, 'attestFulfilment', {
      items: [{ occurrenceId: story.reported.occurrenceId }],
    });
    expect(attested.userErrors).toEqual([]);
    expect(await owner('SELECT state FROM pledge WHERE id = $1', [story.reported.id])).toEqual([
      { state: 'FULFILLED' },
    ]);
  });

  it('leaves every count that was reached, and counting anew gives the same', async () => {
    // Attested in the test before.
    const since = before.map((row) =>
      row['ask_id'] === askOfReported
        ? {
            ...row,
            reported_count: 0,
            reported_quantity: 0,
            attested_count: 1,
            attested_quantity: 1,
            fulfilled_count: 1,
            shown_attested: 1,
            shown_reported: 0,
          }
        : row,
    );
    expect(await counts()).toEqual(since);
    for (const row of await recounted())
      expect(row).toMatchObject({ places: 0, waiting: 0, left: 0, attested: 0, reported: 0 });
  });
  let askOfReported: string;
  beforeEach(async () => {
    askOfReported = (await owner('SELECT ask_id FROM pledge WHERE id = $1', [story.reported.id]))[0]?.['ask_id'];
  });

  it('keeps every record whole, with the heads noted before, and says on it that someone left', async () => {
    await seal();
    const found = await verdicts(heads.filter(({ position }) => position > 0));
    expect(found.flatMap(({ faults }) => faults)).toEqual([]);
    expect(found.every(({ unsealed }) => unsealed === 0)).toBe(true);
    const ended = await owner("SELECT subject_id FROM record_entry WHERE kind = 'membership.left'");
    expect(ended.map((row) => String(row['subject_id'])).sort()).toEqual([...story.memberships].sort());
    const told = await owner(
      'SELECT kind, details, salt IS NULL AS erased FROM record_entry WHERE subject_id = $1 ORDER BY recorded_at',
      [await pledgeTo('full')],
    );
    expect(told).toEqual([
      { kind: 'pledge.made', details: {}, erased: true },
      expect.objectContaining({ kind: 'pledge.stepped_back', details: {} }),
    ]);
  });

  it('ends their sessions and their sign-in at once', async () => {
    expect(await on.refusal(story.me, 'exportMyData', {})).toBe('UNAUTHENTICATED');
    const refreshed = await on.mutate(null, 'refreshSession', { refreshToken: story.me.refreshToken });
    expect(refreshed.userErrors).toEqual([expect.objectContaining({ code: 'LINK_INVALID' })]);
    const { signInName, recoveryCodes } = story.me;
    const signedIn = await on.mutate(null, 'signIn', { signIn: signInName, recoveryCode: recoveryCodes[0] });
    expect(signedIn.userErrors).toEqual([expect.objectContaining({ code: 'SIGN_IN_FAILED' })]);
  });

  it('leaves a page of the record and of the pledge that others can read', async () => {
    const { community } = await on.query(
      story.cosigner,
      'query ($h: String!) { community(handle: $h) { record(first: 100) { nodes { text actor { pseudonym } } } } }',
      { h: story.home.handle },
    );
    expect(community.record.nodes.length).toBeGreaterThan(5);
    expect(JSON.stringify(community)).not.toContain('Canary');
  });
});

describe('being erased', () => {
  it.each([{}, { phrase: '' }, { phrase: 'erase me' }, { phrase: 'yes' }])(
    'is refused for %j, with what it means',
    async (input) => {
      const person = await world.person();
      const answer = await unchanged(on, () => on.mutate(person, 'eraseMe', input, 'erased stays'));
      expect(answer).toMatchObject({ erased: null, stays: null });
      expect(answer.userErrors).toEqual([
        {
          code: 'CONFIRMATION_REQUIRED',
          path: ['input', 'phrase'],
          message: expect.stringContaining('erase me for good'),
        },
      ]);
    },
  );

  it('asks for a proof within ten minutes', async () => {
    const person = await world.person();
    await owner("UPDATE vault.session SET proved_at = now() - interval '11 minutes' WHERE person_id = $1", [
      await personIdOf(on, person),
    ]);
    await unchanged(on, async () => expect(await on.refusal(person, 'eraseMe', PHRASE)).toBe('STEP_UP_REQUIRED'));
  });

  it('is never refused to the last steward', async () => {
    const { steward, id } = await world.community();
    expect(await world.done(steward, 'eraseMe', PHRASE, 'erased')).toMatchObject({ erased: true });
    expect(
      await owner('SELECT count(*)::int AS n FROM membership WHERE community_id = $1 AND ended_at IS NULL', [id]),
    ).toEqual([{ n: 0 }]);
  });

  it('counts someone who came twice as one afterwards too', async () => {
    const { community, ask } = await scene(world);
    const ally = await world.ally(community);
    await world.pledge({ ask, by: ally });
    await owner('UPDATE membership SET ended_at = now() WHERE id = $1', [ally.membershipId]);
    const [again] = await owner(
      `INSERT INTO membership (community_id, id, person_id, standing, pseudonym, agreement_version, until)
       SELECT community_id, gen_random_uuid(), person_id, 'ALLY', 'Canary again', 1, now() + interval '6 months' FROM membership WHERE id = $1 RETURNING id`,
      [ally.membershipId],
    );
    const behind = () => owner('SELECT app.people_behind($1, $2) AS people', [community.id, ask.id]);
    await world.pledge({ ask, by: ally });
    await owner("UPDATE pledge SET state = 'STEPPED_BACK' WHERE ask_id = $1", [ask.id]);
    const before = await behind();
    await world.done(ally, 'eraseMe', PHRASE);
    expect(await behind()).toEqual(before);
    const people = await owner('SELECT DISTINCT person_id FROM membership WHERE id IN ($1, $2)', [
      ally.membershipId,
      again?.['id'],
    ]);
    expect(people).toHaveLength(1);
  });

  it('happens once when it is asked for twice at the same time', async () => {
    const { steward } = await world.community();
    const answers = await Promise.all(
      [1, 2, 3].map(() =>
        on.send(steward, 'mutation ($input: EraseMeInput!) { eraseMe(input: $input) { erased userErrors { code } } }', {
          input: PHRASE,
        }),
      ),
    );
    const done = answers.filter(({ data }) => data?.eraseMe?.erased === true);
    const codes = answers.flatMap(({ errors }) => errors.map(({ extensions }) => extensions.code));
    expect(done).toHaveLength(1);
    expect(codes.filter((code) => !['RETRY_LATER', 'UNAUTHENTICATED'].includes(code))).toEqual([]);
  });

  it('leaves no pledge that was made at the same moment', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { community, ask } = await scene(world);
      const ally = await world.ally(community);
      const [erased] = await Promise.all([erase(ally), world.pledge({ ask, by: ally }).catch(() => undefined)]);
      expect(erased).toBe(true);
      const live = await owner("SELECT FROM pledge WHERE pledger_id = $1 AND state IN ('ACTIVE', 'WAITLISTED')", [
        ally.membershipId,
      ]);
      expect(live).toEqual([]);
    }
  });

  /** As a client does that is told to try again later. */
  async function erase(person: Person): Promise<boolean> {
    for (let attempt = 0; attempt < 5; attempt += 1) {
      const { data, errors } = await on.send(
        person,
        'mutation ($input: EraseMeInput!) { eraseMe(input: $input) { erased } }',
        { input: PHRASE },
      );
      if (errors[0]?.extensions.code !== 'RETRY_LATER') return data?.eraseMe?.erased === true;
    }
    return false;
  }

  it('waits for whoever pledges in their name, and then takes that pledge back too', async () => {
    const { community, ask, campaignId } = await scene(world);
    const ally = await world.ally(community);
    const pool = testPool(on.urls.runtime, 1);
    const pledging = await pool.connect();
    try {
      await pledging.query('BEGIN');
      await pledging.query("SELECT app.enter('person', $1, NULL)", [await personIdOf(on, ally)]);
      const erased = erase(ally);
      await untilSomeoneWaits(on);
      await pledging.query(
        `INSERT INTO pledge (community_id, id, campaign_id, ask_id, pledger_id, pledger_standing, turn, quantity, plan_when, plan_first_step, brief_version, terms_version, agreement_version, risk_tier_accepted, state)
         VALUES ($1, gen_random_uuid(), $2, $3, $4, 'ALLY', (app.take_place($1, $3, NULL) ->> 'turn')::bigint, 1, now() + interval '1 day', 'canary of the last moment', 1, 1, 1, 0, 'ACTIVE')`,
        [community.id, campaignId, ask.id, ally.membershipId],
      );
      await pledging.query('COMMIT');
      expect(await erased).toBe(true);
    } finally {
      pledging.release();
      await pool.end();
    }
    expect(await owner('SELECT state, plan_first_step FROM pledge WHERE pledger_id = $1', [ally.membershipId])).toEqual(
      [{ state: 'STEPPED_BACK', plan_first_step: 'erased' }],
    );
  });

  it('keeps the sealer out meanwhile, so that what it chains is what stays', async () => {
    const { community, ask } = await scene(world);
    const ally = await world.ally(community);
    await seal();
    await world.pledge({ ask, by: ally });
    const pool = testPool(on.urls.runtime, 1);
    const erasing = await pool.connect();
    try {
      await erasing.query('BEGIN');
      await erasing.query("SELECT app.enter('person', $1, NULL)", [await personIdOf(on, ally)]);
      await erasing.query('SELECT vault.erase_me()');
      const sealing = on.app.get(RecordSealer, { strict: false }).round();
      await untilSomeoneWaits(on, sealing);
      await erasing.query('COMMIT');
      await sealing;
    } finally {
      erasing.release();
      await pool.end();
    }
    await seal();
    const { verdicts: found } = await withClient(on.urls.owner, (client) => verifyRecords(client));
    expect(found.flatMap(({ faults }) => faults)).toEqual([]);
  });

  it('ends the links to one’s own data', async () => {
    const person = await world.person();
    const { jsonLink } = await world.done(person, 'exportMyData', {}, 'jsonLink');
    await world.done(person, 'eraseMe', PHRASE);
    await request(on.app.getHttpServer()).get(new URL(jsonLink).pathname).expect(404);
  });
});

describe('raw SQL as the runtime role', () => {
  it('erases the person of its context and nobody else', async () => {
    const runtime = sql(on.urls.runtime);
    const person = await personIdOf(on, await world.person());
    await expect(runtime('SELECT vault.erase_person($1)', [person])).rejects.toThrow(/permission denied/);
    await expect(runtime("SELECT app.blank_personal_text('{}', '{}', '{}')")).rejects.toThrow(/permission denied/);
    await unchanged(on, async () =>
      expect(await runtime('SELECT vault.erase_me() AS done')).toEqual([{ done: false }]),
    );
    for (const call of [
      'app.forget_ended_memberships(24, 10)',
      'vault.forget_unused_accounts(90, 10)',
      'vault.forget_exports()',
    ]) {
      await expect(runtime(`SELECT ${call}`)).rejects.toThrow(/only the clock/);
    }
  });
});
