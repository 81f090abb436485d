import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { type Person, startTestApp, type TestApp } from '../../support/client.js';
import { sql, testPool } from '../../support/database.js';
import { World } from '../../support/world.js';
import { named, proposedBy, rowOf, type Staged, staged } from './staged.js';

/** What the database itself refuses to the runtime role, whatever code would come to run there. */
let on: TestApp;
let world: World;
let pool: pg.Pool;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
  pool = testPool(on.urls.runtime);
});
afterAll(async () => {
  await pool.end();
  await on.close();
});

type Try = (text: string, values?: unknown[]) => Promise<string>;

/** Runs a statement as the runtime role in a transaction that is thrown away: what refused it, or how many rows it touched. */
function tryAs(personId: string | null): Try {
  return async (text, values = []) => {
    const client = await pool.connect();
    try {
      await client.query('BEGIN');
      if (personId) await client.query("SELECT app.enter('person', $1, NULL)", [personId]);
      return `${(await client.query(text, values)).rowCount ?? 0}`;
    } catch (error) {
      const { constraint, message } = error as Error & { constraint?: string };
      return constraint ?? /row-level security|permission denied/.exec(message)?.[0] ?? message;
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
  };
}

/** The person behind a membership in the community, by what they are there. */
async function personOf(communityId: string, condition: string): Promise<string> {
  const [row] = await sql(on.urls.owner)(
    `SELECT person_id FROM membership WHERE community_id = $1 AND ${condition} ORDER BY since LIMIT 1`,
    [communityId],
  );
  return row?.['person_id'];
}

interface Stage extends Staged {
  priorityId: string;
  namedId: string;
  otherId: string;
  asideId: string;
  remarkId: string;
  translationId: string;
}

/** A proposal of the steward's and a named priority, with something said and translated; and a proposal that was withdrawn. */
async function stage(): Promise<Stage> {
  const scene = await staged(world);
  const { campaign, steward } = scene;
  const { id: priorityId } = await proposedBy(world, campaign, steward);
  const { id: otherId } = await proposedBy(world, campaign, steward);
  const { id: asideId } = await proposedBy(world, campaign, steward);
  const { priority } = await named(world, scene);
  const said = { priorityId, text: 'Ours.' };
  const { remark } = await world.done(steward, 'discussPriority', said, 'remark { id }');
  const put = { priorityId, language: 'es', statement: 'Calor' };
  const { translation } = await world.done(steward, 'translatePriority', put, 'translation { id }');
  await world.done(steward, 'withdrawPriority', { priorityId: asideId });
  const ids = { priorityId, namedId: priority.id, otherId, asideId };
  return { ...scene, ...ids, remarkId: remark.id, translationId: translation.id };
}

/** Every function that writes a priority or what belongs to it, and every such row by hand. */
function writes(of: Stage): [string, string, unknown[]][] {
  const home = of.community.id;
  const { priorityId, namedId, otherId, asideId, remarkId, translationId } = of;
  return [
    ['withdraw a proposal', "SELECT app.withdraw_priority($1, $2, NULL, 'PROPOSER', NULL)", [home, priorityId]],
    ['withdraw any', "SELECT app.withdraw_priority($1, $2, NULL, 'STEWARD', 'Mine')", [home, namedId]],
    ['withdraw for a lead', "SELECT app.withdraw_priority($1, $2, $1, 'STEWARD', 'Mine')", [home, namedId]],
    ['withdraw as nobody', "SELECT app.withdraw_priority($1, $2, NULL, 'OPERATOR', 'Mine')", [home, namedId]],
    ['restore', "SELECT app.restore_priority($1, $2, NULL, 'STEWARD')", [home, asideId]],
    ['restore as its proposer', "SELECT app.restore_priority($1, $2, NULL, 'PROPOSER')", [home, asideId]],
    ['merge', "SELECT app.merge_priorities($1, $2, ARRAY[$3::uuid], NULL, 'STEWARD')", [home, namedId, otherId]],
    [
      'merge its own',
      "SELECT app.merge_priorities($1, $2, ARRAY[$3::uuid], NULL, 'PROPOSER')",
      [home, namedId, otherId],
    ],
    ['set a review', 'SELECT app.set_priority_review_date($1, $2, NULL, current_date + 30)', [home, namedId]],
    ['say something', "SELECT app.write_remark($1, $2, gen_random_uuid(), NULL, 'Mine')", [home, priorityId]],
    ['say something for a lead', "SELECT app.write_remark($1, $2, gen_random_uuid(), $1, 'Mine')", [home, priorityId]],
    ['take a remark away', "SELECT app.remove_remark($1, $2, NULL, 'Mine')", [home, remarkId]],
    [
      'translate',
      "SELECT app.translate_priority($1, $2, gen_random_uuid(), NULL, 'fr', 'La mienne', '')",
      [home, priorityId],
    ],
    ['end mandates', 'SELECT app.end_mandates_for($1, ARRAY[$2::uuid])', [home, namedId]],
    ['withdraw by hand', 'UPDATE priority SET withdrawn_at = now() WHERE id = $1', [priorityId]],
    ['merge by hand', 'UPDATE priority SET merged_into = $2 WHERE id = $1', [otherId, priorityId]],
    ['say why by hand', "UPDATE priority SET withdrawn_because = 'Mine' WHERE id = $1", [asideId]],
    ['forge a remark', "UPDATE priority_remark SET text = 'Mine' WHERE id = $1", [remarkId]],
    ['remove a remark', 'DELETE FROM priority_remark WHERE id = $1', [remarkId]],
    [
      'insert a remark',
      `INSERT INTO priority_remark (community_id, id, campaign_id, priority_id, text, written_by)
       SELECT $1::uuid, gen_random_uuid(), $2::uuid, $3::uuid, 'Mine', (app.my_memberships())[1]`,
      [home, of.campaign.id, priorityId],
    ],
    ['forge a translation', "UPDATE priority_translation SET statement = 'Mine' WHERE id = $1", [translationId]],
    ['remove a translation', 'DELETE FROM priority_translation WHERE id = $1', [translationId]],
    [
      'insert a translation',
      `INSERT INTO priority_translation (community_id, id, campaign_id, priority_id, language, statement, of_version, version, translated_by)
       SELECT $1::uuid, gen_random_uuid(), $2::uuid, $3::uuid, 'fr', 'La mienne', 1, 1, (app.my_memberships())[1]`,
      [home, of.campaign.id, priorityId],
    ],
  ];
}

describe('the walls around priorities', () => {
  it('let an ally, one who organizes, a stranger and a steward of another community write none of it in raw SQL', async () => {
    const of = await stage();
    const organizer = await world.allyOrganizer(of.community);
    const others: Record<string, string | null> = {
      ally: await personOf(of.community.id, `id = '${(await world.ally(of.community)).membershipId}'`),
      allyOrganizer: await personOf(of.community.id, `id = '${organizer.membershipId}'`),
      foreignSteward: await personOf((await world.community()).id, 'is_steward'),
      anonymous: null,
    };
    for (const [role, personId] of Object.entries(others)) {
      const attempt = tryAs(personId);
      for (const [what, text, values] of writes(of)) {
        const refused = await attempt(text, values);
        expect([role, what, /_by_its_people_ck$|_by_steward_ck$|^permission denied$/.test(refused)]).toEqual([
          role,
          what,
          true,
        ]);
      }
      // These say by their answer that there was nothing of theirs to take away.
      for (const [text, id] of [
        ['SELECT 1 WHERE app.withdraw_remark($1, $2)', of.remarkId],
        ['SELECT 1 WHERE app.withdraw_translation($1, $2, NULL)', of.translationId],
        ['SELECT 1 WHERE app.withdraw_translation($1, $2, $1)', of.translationId],
      ] as const) {
        expect([role, text, await attempt(text, [of.community.id, id])]).toEqual([role, text, '0']);
      }
    }
  });

  it('let an affected person withdraw, merge and restore their own, and nothing of others or by hand', async () => {
    const of = await stage();
    const attempt = tryAs(await personOf(of.community.id, "standing = 'AFFECTED' AND NOT is_steward"));
    const outcomes = Object.fromEntries(
      await Promise.all(writes(of).map(async ([what, text, values]) => [what, await attempt(text, values)] as const)),
    );
    const allowed = Object.entries(outcomes).filter(([, outcome]) => /^\d+$/.test(outcome));
    expect(allowed.map(([what]) => what)).toEqual(['say something', 'translate']);
    const { id } = await proposedBy(world, of.campaign, of.second);
    const withdraw = "SELECT app.withdraw_priority($1, $2, NULL, $3, 'Mine')";
    expect(await attempt(withdraw, [of.community.id, id, 'PROPOSER'])).toBe('0');
    expect(await attempt(withdraw, [of.community.id, id, 'STEWARD'])).toBe('priority_put_aside_by_its_people_ck');
  });

  it('let not even a steward rank, extend a mandate by a review, or do anything under what was put aside', async () => {
    const of = await stage();
    const attempt = tryAs(await personOf(of.community.id, 'is_steward'));
    const home = of.community.id;
    expect(await attempt('UPDATE priority SET rank = 1 WHERE id = $1', [of.namedId])).toBe('permission denied');
    const review = 'SELECT app.set_priority_review_date($1, $2, NULL, current_date + $3::int)';
    expect(await attempt(review, [home, of.namedId, 760])).toBe('priority_review_within_24_months_ck');
    expect(await attempt(review, [home, of.asideId, 30])).toBe('priority_is_live_ck');
    const membership = '(SELECT m.id FROM membership m WHERE m.community_id = $1 AND m.is_steward)';
    const mandate = `INSERT INTO mandate (community_id, id, campaign_id, priority_id, kind, began_as, reason, until, proposed_by)
      VALUES ($1, gen_random_uuid(), $2, $3, 'EMERGENCY', 'EMERGENCY', 'Mine', now() + interval '1 day', ${membership})`;
    const ask = `INSERT INTO ask (community_id, id, campaign_id, priority_id, title, kind, unit, quantity_wanted, created_by)
      VALUES ($1, gen_random_uuid(), $2, $3, 'Come', 'SHOW_UP', 'people', 1, ${membership})`;
    const place = [home, of.campaign.id, of.asideId];
    expect(await attempt(mandate, place)).toBe('mandate_for_live_priority_ck');
    expect(await attempt(ask, place)).toBe('ask_for_live_priority_ck');
    const words = "SELECT app.write_remark($1, $2, gen_random_uuid(), NULL, 'Mine')";
    expect(await attempt(words, [home, of.asideId])).toBe('priority_remark_for_live_priority_ck');
    const into = "SELECT app.merge_priorities($1, $2, ARRAY[$3::uuid], NULL, 'STEWARD')";
    expect(await attempt(into, [home, of.asideId, of.otherId])).toBe('priority_merged_into_live_ck');
    expect(await attempt(into, [home, of.otherId, of.namedId])).toBe('priority_merged_while_proposed_ck');
    expect(await attempt(into, [home, of.otherId, of.otherId])).toBe('priority_merged_in_campaign_ck');
    const mute = "SELECT app.withdraw_priority($1, $2, NULL, 'STEWARD', NULL)";
    expect(await attempt(mute, [home, of.namedId])).toBe('priority_withdrawn_says_why_ck');
    expect(await rowOf(on, of.namedId)).toMatchObject({ withdrawn_at: null, rank: null });
  });

  it('hide the digest of a proposal from whoever may not read it', async () => {
    const of = await stage();
    const digest = 'SELECT 1 WHERE app.priority_digest($1, $2) IS NOT NULL';
    const place = [of.community.id, of.priorityId];
    const ally: Person & { membershipId: string } = await world.ally(of.community);
    expect(await tryAs(await personOf(of.community.id, `id = '${ally.membershipId}'`))(digest, place)).toBe('0');
    expect(await tryAs(await personOf(of.community.id, 'is_steward'))(digest, place)).toBe('1');
  });
});
