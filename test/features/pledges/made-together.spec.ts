import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { startTestApp, type TestApp } from '../../support/client.js';
import { sql, testPool } from '../../support/database.js';
import { footprint, recount, type Scene, scene } from '../../support/pledging.js';
import { unchanged } from '../../support/unchanged.js';
import { World } from '../../support/world.js';
import { newId } from '../../../src/platform/database/id.js';

let on: TestApp;
let world: World;
let there: Scene;
let owner: ReturnType<typeof sql>;
let pool: ReturnType<typeof testPool>;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
  owner = sql(on.urls.owner);
  pool = testPool(on.urls.runtime);
});
beforeEach(async () => {
  there = await scene(world, { slots: 40, quantityWanted: 100 });
});
afterAll(async () => {
  await pool.end();
  await on.close();
});

interface Ally {
  person: string;
  membership: string;
}

interface Sent extends Record<string, unknown> {
  id: string;
  person: string;
}

async function allies(many: number): Promise<Ally[]> {
  const made = Array.from({ length: many }, () => ({ person: newId(), membership: newId() }));
  const [persons, memberships] = [made.map(({ person }) => person), made.map(({ membership }) => membership)];
  await owner('INSERT INTO person (id) SELECT unnest($1::uuid[])', [persons]);
  await owner(
    `INSERT INTO membership (community_id, id, person_id, standing, pseudonym, agreement_version, until)
     SELECT $1, m.id, m.person, 'ALLY', m.id::text, 1, now() + interval '6 months' FROM unnest($2::uuid[], $3::uuid[]) AS m (id, person)`,
    [there.community.id, memberships, persons],
  );
  return made;
}

function sent({ person }: Ally, put: Record<string, unknown> = {}): Sent {
  const when = new Date(Date.now() + 2 * 86_400_000).toISOString();
  const plan = { when, where: 'At the gate', firstStep: 'Call' };
  const accepted = { brief: 1, terms: 1, agreement: 1, risk: 0 };
  const key = { key: world.unique('together'), hash: '00' };
  return { id: newId(), deed: newId(), person, ...key, ask: there.ask.id, quantity: 1, ...plan, ...accepted, ...put };
}

/** As the role that serves requests calls it: the ids of those that were made. */
async function make(group: readonly Sent[]): Promise<string[]> {
  const numbered = group.map((one, place) => ({ place, ...one }));
  const { rows } = await pool.query('SELECT id FROM app.make_pledges($1)', [JSON.stringify(numbered)]);
  return rows.map(({ id }) => id);
}

const ids = (group: readonly Sent[]) => group.map(({ id }) => id);
const keys = async () => (await owner("SELECT key FROM idempotency WHERE operation = 'makePledge'")).length;

describe('pledges that are made together', () => {
  it('take their turns in the order in which they came, and places while there are any', async () => {
    const group = (await allies(50)).map((ally) => sent(ally));
    expect((await make(group)).toSorted()).toEqual(ids(group).toSorted());
    const { pledges, tally } = await footprint(on, there.ask);
    expect(pledges.map(({ id, state, turn }) => [id, state, turn])).toEqual(
      ids(group).map((id, index) => [id, index < 40 ? 'ACTIVE' : 'WAITLISTED', index + 1]),
    );
    expect(tally).toMatchObject({ places_taken: 40, waitlisted_count: 10 });
    const { kept, counted } = await recount(on.urls.owner, there.ask);
    expect(kept).toEqual(counted);
  });

  it('pass one over that is bigger than the gap, and give the rest to whoever fits', async () => {
    const wishes = [60, 41, 40];
    const group = (await allies(3)).map((ally, index) => sent(ally, { quantity: wishes[index] }));
    await make(group);
    const { pledges } = await footprint(on, there.ask);
    expect(pledges.map(({ state }) => state)).toEqual(['ACTIVE', 'WAITLISTED', 'ACTIVE']);
  });

  it('are each on the record and in the outbox, under one id', async () => {
    const group = (await allies(5)).map((ally) => sent(ally));
    await make(group);
    const told = await owner(
      `SELECT e.subject_id AS id FROM record_entry e JOIN outbox_event o ON o.id = e.id AND o.data = e.details AND o.subject_id = e.subject_id
         JOIN pledge p ON p.id = e.subject_id AND p.pledger_id = e.actor_id WHERE e.kind = 'pledge.made' AND e.community_id = $1`,
      [there.community.id],
    );
    expect(told.map(({ id }) => String(id)).toSorted()).toEqual(ids(group).toSorted());
  });

  it.each<[string, Record<string, unknown>]>([
    ['a stale brief', { brief: 2 }],
    ['a stale agreement', { agreement: 2 }],
    ['stale terms', { terms: 2 }],
    ['a risk that is not the ask’s', { risk: 1 }],
    ['more than is wanted', { quantity: 101 }],
    ['a time that is past', { when: '2020-01-01T00:00:00Z' }],
    ['an ask that does not exist', { ask: newId() }],
    ['a person who does not exist', { person: newId() }],
  ])('leave out the one with %s among 63 good ones', async (_, wrong) => {
    const group = (await allies(64)).map((ally, index) => sent(ally, index === 31 ? wrong : {}));
    const before = await keys();
    const made = await make(group);
    expect(made.toSorted()).toEqual(ids(group.toSpliced(31, 1)).toSorted());
    expect((await keys()) - before).toBe(63);
    expect((await footprint(on, there.ask)).pledges.map(({ turn }) => turn)).toEqual(
      Array.from({ length: 63 }, (_value, index) => index + 1),
    );
  });

  it('make one of two with the same key, and one of two by the same person', async () => {
    const [one, two] = (await allies(2)) as [Ally, Ally];
    const key = { key: world.unique('together') };
    const group = [sent(one, key), sent(one, key), sent(two), sent(two)];
    expect(await make(group)).toEqual([group[0]?.id, group[2]?.id]);
    expect(await unchanged(on, () => make([sent(one, key), sent(two)]))).toEqual([]);
  });

  it.each([
    ['whose standing ended', 'ended_at = now()'],
    ['who is paused', 'paused_at = now()'],
    ['whose time ran out', "until = now() - interval '1 minute'"],
  ])('leave out someone %s, as if nothing had been sent', async (_, set) => {
    const [ally] = (await allies(1)) as [Ally];
    await owner(`UPDATE membership SET ${set} WHERE id = $1`, [ally.membership]);
    expect(await unchanged(on, () => make([sent(ally)]))).toEqual([]);
  });

  it.each([
    ['paused', "state = 'PAUSED', paused_because = 'ORGANIZER'"],
    ['closed', "state = 'CLOSED'"],
    ['over', "ends_at = now() - interval '1 second'"],
    ['waiting for its threshold', "threshold = 5, threshold_at = now() + interval '1 day'"],
    ['done again and again', "cadence = 'FREQ=WEEKLY', starts_at = now() + interval '1 day'"],
    ['for the people affected alone', "kind = 'SPEAK'"],
  ])('leave an ask alone that is %s, as if nothing had been sent', async (_, set) => {
    const [ally] = (await allies(1)) as [Ally];
    const [changed] = await owner(
      `UPDATE ask SET ${set} WHERE id = $1 RETURNING risk_tier AS risk, terms_version AS terms`,
      [there.ask.id],
    );
    expect(await unchanged(on, () => make([sent(ally, changed)]))).toEqual([]);
  });

  it('leave out someone who is being removed at that moment, and do not wait for it', async () => {
    const [gone, other] = (await allies(2)) as [Ally, Ally];
    const client = new pg.Client({ connectionString: on.urls.owner });
    await client.connect();
    try {
      await client.query('BEGIN');
      await client.query('UPDATE membership SET ended_at = now() WHERE id = $1', [gone.membership]);
      const group = [sent(gone), sent(other)];
      expect(await make(group)).toEqual([group[1]?.id]);
      await client.query('ROLLBACK');
    } finally {
      await client.end();
    }
  });

  it('leave a busy ask alone, while those to another are made', async () => {
    const quiet = await world.ask(there, {});
    const [one, two] = (await allies(2)) as [Ally, Ally];
    const client = new pg.Client({ connectionString: on.urls.owner });
    await client.connect();
    try {
      await client.query('BEGIN');
      await client.query('SELECT app.lock_ask($1, $2)', [there.community.id, there.ask.id]);
      const group = [sent(one), sent(two, { ask: quiet.id })];
      expect(await make(group)).toEqual([group[1]?.id]);
      await client.query('ROLLBACK');
    } finally {
      await client.end();
    }
  });

  it('never take more than there is, however many groups come at once', async () => {
    const all = (await allies(128)).map((ally) => sent(ally, { quantity: 2 }));
    const groups = Array.from({ length: 16 }, (_, index) => all.slice(index * 8, index * 8 + 8));
    const made = await Promise.all(groups.map((group) => make(group).catch(() => [] as string[])));
    const { pledges, tally } = await footprint(on, there.ask);
    expect(pledges.map(({ id }) => String(id)).toSorted()).toEqual(made.flat().toSorted());
    expect(pledges.map(({ turn }) => turn)).toEqual(pledges.map((_, index) => index + 1));
    expect(tally['places_taken']).toBe(Math.min(40, pledges.length));
    const { kept, counted } = await recount(on.urls.owner, there.ask);
    expect(kept).toEqual(counted);
  });
});
