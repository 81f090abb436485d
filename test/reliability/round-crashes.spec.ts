import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { DatabaseUrls } from '../../src/platform/database/urls.js';
import { joined } from '../features/coalitions/coalition.js';
import { freshDatabase, sql, superuserUrl } from '../support/database.js';
import { draws } from '../support/draws.js';
import { type Electorate, electorate, endsIn, prepared, published, ringClocks } from '../support/electorate.js';
import { buildProgram, KillableNode } from '../support/killable-node.js';
import type { Round, Rounds } from '../support/rounds.js';
import { untilSomeoneWaits } from '../support/waiting.js';
import { World } from '../support/world.js';

const SEED = 20261127;
const WHENEVER = 6;
const SECRET = 'whoever starts next opens the box with this secret';
/** No two priorities are tied on these, so that the same ballots have one result. */
const CHOICES = ['AB', 'ABC', 'A', 'AC', 'BD', 'B', ''];
const OF_LEAD = ['D', 'CD', 'AD'];

/** Where the process dies: at the first row that it writes like this, in a transaction that then never commits. */
const moments = {
  'the ballots are written anew': 'INSERT ON round_ballot FOR EACH ROW',
  'what was sealed is destroyed': 'DELETE ON vault.sealed_ballot FOR EACH ROW',
  'the closing is recorded': `INSERT ON record_entry FOR EACH ROW WHEN (NEW.kind = 'round.closed')`,
  'the tally is kept': 'INSERT ON round_tally FOR EACH ROW',
  'the count is recorded': `INSERT ON record_entry FOR EACH ROW WHEN (NEW.kind = 'round.counted')`,
  'priorities get their ranks': 'UPDATE ON priority FOR EACH ROW WHEN (NEW.rank IS NOT NULL)',
  'mandates are given': `INSERT ON mandate FOR EACH ROW WHEN (NEW.kind = 'RATIFIED')`,
  'the ratification is recorded': `INSERT ON record_entry FOR EACH ROW WHEN (NEW.kind = 'round.ratified')`,
};
const SECOND_PART = 'INSERT ON round_ballot FOR EACH ROW WHEN (NEW.part_number = 1)';
const STANDSTILL = 4_711;

let urls: DatabaseUrls;
let node: KillableNode;
let undisturbed: Round;
let undisturbedTogether: Round;
let disturbed: Map<string, Round>;
let disturbedTogether: Round;
const draw = draws(SEED);
const rows = (text: string, ...values: unknown[]) => sql(urls.owner)(text, values);

beforeAll(async () => {
  await buildProgram();
  urls = await freshDatabase('round_crashes');
  await prepared(urls, SECRET, async (on, rounds) => {
    const world = new World(on);
    const there = await electorate(on, CHOICES.length);
    const lead = await electorate(on, OF_LEAD.length);
    const names = [...Object.keys(moments), ...Array.from({ length: WHENEVER }, (_, time) => `time ${time}`)];
    undisturbed = await voted(world, rounds, there);
    undisturbedTogether = await voted(world, rounds, there, lead);
    disturbedTogether = await voted(world, rounds, there, lead);
    disturbed = new Map();
    for (const name of names) disturbed.set(name, await voted(world, rounds, there));
  });
  node = new KillableNode({ DATABASE_URL: urls.owner, ACCOMPANY_SECRET: SECRET });
  await node.open();
  await finished(undisturbed);
  await finished(undisturbedTogether);
}, 240_000);
afterAll(() => node.close());

/** An open round in which everyone has voted: the same ballots each time, and lots in the order of the letters. */
async function voted(world: World, rounds: Rounds, host: Electorate, lead?: Electorate): Promise<Round> {
  const campaign = await world.campaign(host.community);
  if (lead) await joined(world, campaign, lead.community);
  const round = await rounds.open(campaign, 'ABCD', { objectionHours: 0 });
  for (const [place, choice] of CHOICES.entries()) {
    const person = host.people[place];
    // Replaced once, so that a ballot lost is not made up for by one that was replaced.
    if (person) for (const each of ['D', choice]) await rounds.cast(round, person, each);
  }
  for (const [place, choice] of lead ? OF_LEAD.entries() : []) {
    const person = lead?.people[place];
    if (person) await rounds.cast(round, person, choice);
  }
  await rows('UPDATE round_item SET lot = 100 + lot WHERE round_id = $1', round.id);
  for (const [place, id] of Object.values(round.priorities).entries())
    await rows('UPDATE round_item SET lot = $3 WHERE round_id = $1 AND priority_id = $2', round.id, id, place + 1);
  return round;
}

async function finished(round: Round): Promise<void> {
  await endsIn(urls.owner, round, 0);
  const is = async () => (await rows('SELECT state FROM priority_round WHERE id = $1', round.id))[0]?.['state'];
  while ((await is()) !== 'RATIFIED') {
    await ringClocks(urls, 1);
    await sleep(100);
  }
}

/** Kills the process while it stands still at that moment, then lets go: what it had written must be gone. */
async function killedAt(moment: string, round: Round): Promise<void> {
  const server = new URL(superuserUrl());
  server.pathname = new URL(urls.owner).pathname;
  const holder = new pg.Client({ connectionString: server.toString() });
  await holder.connect();
  try {
    await holder.query(`SELECT pg_advisory_lock(${STANDSTILL})`);
    await rows(`CREATE OR REPLACE FUNCTION stand_still() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN PERFORM pg_advisory_xact_lock(${STANDSTILL}); RETURN coalesce(NEW, OLD); END $$`);
    await rows(`CREATE TRIGGER stands_still BEFORE ${moment} EXECUTE FUNCTION stand_still()`);
    await endsIn(urls.owner, round, 0);
    await ringClocks(urls, 1);
    const ringing = setInterval(() => void ringClocks(urls, 1), 1_000);
    await untilSomeoneWaits({ urls }).finally(() => clearInterval(ringing));
    await node.kill();
  } finally {
    await holder.end();
    await rows('DROP FUNCTION stand_still CASCADE');
  }
}

/** What became of a round, with the letters of the test for ids. */
async function outcome(round: Round): Promise<Record<string, unknown>> {
  const letters = Object.entries(round.priorities);
  const lettered = (value: unknown) =>
    JSON.parse(letters.reduce((text, [letter, id]) => text.replaceAll(id, letter), JSON.stringify(value))) as unknown;
  const ids = letters.map(([, id]) => id);
  return {
    state: await rows('SELECT state FROM priority_round WHERE id = $1', round.id),
    items: lettered(
      await rows(
        `SELECT i.priority_id, i.rank, p.rank AS has, t.because FROM round_item i JOIN priority p ON p.id = i.priority_id
           LEFT JOIN round_tally t ON t.round_id = i.round_id AND t.priority_id = i.priority_id WHERE i.round_id = $1 ORDER BY i.lot`,
        round.id,
      ),
    ),
    ballots: [...(await published(urls.owner, round)).values()].toSorted(),
    parts: await rows(
      'SELECT number, state, roll_count, ballot_count, none_count, stray_count, is_quorate FROM round_part WHERE round_id = $1 ORDER BY number',
      round.id,
    ),
    kept: await rows(
      `SELECT (SELECT count(*)::int FROM vault.sealed_ballot b WHERE b.part_id = p.id) AS sealed, (SELECT count(*)::int FROM vault.ballot_secret s WHERE s.part_id = p.id) AS salts
         FROM round_part p WHERE p.round_id = $1`,
      round.id,
    ),
    mandates: lettered(
      await rows(
        'SELECT priority_id, kind, state, lead_id IS NULL AS "ofHost" FROM mandate WHERE round_id = $1 ORDER BY array_position($2, priority_id), 4',
        round.id,
        ids,
      ),
    ),
    record: await rows(
      `SELECT kind, count(*)::int FROM record_entry WHERE subject_id = $1 OR details->>'roundId' = $1::text GROUP BY kind ORDER BY kind`,
      round.id,
    ),
  };
}

describe('a round whose process is killed', () => {
  it('has a twin with the same ballots, which nothing disturbs', async () => {
    expect(await outcome(undisturbed)).toMatchObject({
      state: [{ state: 'RATIFIED' }],
      ballots: CHOICES.toSorted(),
      kept: [{ sealed: 0, salts: 0 }],
      parts: [{ number: 0, ballot_count: CHOICES.length, none_count: 1, stray_count: 0 }],
      mandates: 'ABCD'.split('').map((priority_id) => ({ priority_id, kind: 'RATIFIED', state: 'LIVE', ofHost: true })),
      record: expect.arrayContaining(
        ['closed', 'counted', 'ratified'].map((deed) => ({ kind: `round.${deed}`, count: 1 })),
      ),
    });
    expect(await outcome(undisturbedTogether)).toMatchObject({
      ballots: [...CHOICES, ...OF_LEAD].toSorted(),
      kept: [
        { sealed: 0, salts: 0 },
        { sealed: 0, salts: 0 },
      ],
    });
  });

  it.each(Object.entries(moments))(
    'just as %s comes to the same end at the next start',
    async (name, moment) => {
      const round = disturbed.get(name) as Round;
      await killedAt(moment, round);
      await node.start();
      await finished(round);
      expect(await outcome(round)).toEqual(await outcome(undisturbed));
    },
    60_000,
  );

  it('between the parts of two communities comes to the same end at the next start', async () => {
    await killedAt(SECOND_PART, disturbedTogether);
    const parts = await rows('SELECT state FROM round_part WHERE round_id = $1 ORDER BY number', disturbedTogether.id);
    expect(parts).toEqual([{ state: 'CLOSED' }, { state: 'OPEN' }]);
    await node.start();
    await finished(disturbedTogether);
    expect(await outcome(disturbedTogether)).toEqual(await outcome(undisturbedTogether));
  }, 60_000);

  it(`at ${WHENEVER} times drawn by the seed ${SEED} comes to the same end at the next start`, async () => {
    for (let time = 0; time < WHENEVER; time += 1) {
      const round = disturbed.get(`time ${time}`) as Round;
      await endsIn(urls.owner, round, 0);
      await ringClocks(urls, 1);
      await sleep(draw(250));
      await node.kill();
      await node.start();
      await finished(round);
      expect(await outcome(round)).toEqual(await outcome(undisturbed));
    }
  }, 180_000);

  it('leaves a record that holds', async () => {
    await rows(
      "SELECT app.enter('system', NULL, NULL), set_config('accompany.kind', 'system', false), app.seal_record(100000)",
    );
    const proof = await rows('SELECT (app.verify_record(c.id)).* FROM community c');
    expect(proof.map(({ unsealed, broken_at }) => ({ unsealed, broken_at }))).toEqual(
      proof.map(() => ({ unsealed: '0', broken_at: null })),
    );
  });
});
