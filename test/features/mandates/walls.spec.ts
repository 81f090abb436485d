import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { type Person, startTestApp, type TestApp } from '../../support/client.js';
import { sql, testPool } from '../../support/database.js';
import { unchanged } from '../../support/unchanged.js';
import { World } from '../../support/world.js';

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

type Try = (text: string, values?: unknown[]) => Promise<number | string>;

/** Runs a statement as the runtime role in a transaction that is thrown away: how many rows it touched, or why none. */
function tryAs(personId: string | null, kind = 'person'): Try {
  return async (text, values = []) => {
    const client = await pool.connect();
    try {
      await client.query('BEGIN');
      if (personId || kind === 'system') await client.query('SELECT app.enter($1, $2, NULL)', [kind, personId]);
      return (await client.query(text, values)).rowCount ?? 0;
    } catch (error) {
      return (
        /row-level security|permission denied|check constraint|violates/.exec((error as Error).message)?.[0] ??
        String(error)
      );
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
  };
}

async function stage() {
  const community = await world.community();
  const steward = community.steward;
  const second = await world.affected(community);
  const campaign = await world.campaign(community);
  const priority = await world.priority(campaign);
  const mandate = await world.mandate(priority, { steward, cosigner: second });
  const proposal = await world.priority(campaign);
  const { mandate: pending } = await world.done(
    steward,
    'proposeMandate',
    {
      priorityId: proposal.id,
      kind: 'EMERGENCY',
      until: new Date(Date.now() + 86_400_000).toISOString(),
      reason: 'Cold',
    },
    'mandate { id }',
  );
  const { demand } = await world.done(
    steward,
    'makeDemand',
    { campaignId: campaign.id, title: 'Repair', decisionMaker: 'Office' },
    'demand { id }',
  );
  return { community, steward, second, campaign, priority, mandate, proposal, pending, demand };
}
type Stage = Awaited<ReturnType<typeof stage>>;

async function personOf(membershipId: string): Promise<string> {
  const [row] = await sql(on.urls.owner)('SELECT person_id FROM membership WHERE id = $1', [membershipId]);
  return row?.['person_id'];
}

async function memberOf(
  community: { id: string },
  who: 'steward' | 'other',
): Promise<{ id: string; personId: string }> {
  const [row] = await sql(on.urls.owner)(
    `SELECT id, person_id FROM membership WHERE community_id = $1 AND standing = 'AFFECTED' AND is_steward = ($2 = 'steward')`,
    [community.id, who],
  );
  return { id: row?.['id'], personId: row?.['person_id'] };
}

/** Every write to what is the community's alone, each as well formed as an insider of the code could make it. */
function writes(
  { community, campaign, priority, mandate, proposal, pending, demand }: Stage,
  by: string,
): [string, string, unknown[]][] {
  const home = [community.id, campaign.id];
  return [
    [
      'propose a priority',
      `INSERT INTO priority (community_id, id, campaign_id, statement, proposed_by) VALUES ($1, gen_random_uuid(), $2, 'Mine', $3)`,
      [...home, by],
    ],
    ['reword a priority', `UPDATE priority SET statement = 'Mine' WHERE id = $1`, [proposal.id]],
    ['rank a priority', 'UPDATE priority SET rank = 1 WHERE id = $1', [priority.id]],
    ['name a priority', 'UPDATE priority SET named_at = now() WHERE id = $1', [proposal.id]],
    ['remove a priority', 'DELETE FROM priority WHERE id = $1', [proposal.id]],
    [
      'propose a mandate',
      `INSERT INTO mandate (community_id, id, campaign_id, priority_id, kind, began_as, reason, until, proposed_by)
       VALUES ($1, gen_random_uuid(), $2, $3, 'EMERGENCY', 'EMERGENCY', 'Mine', now() + interval '1 day', $4)`,
      [...home, priority.id, by],
    ],
    ['extend a mandate', `UPDATE mandate SET until = now() + interval '1 year' WHERE id = $1`, [mandate.id]],
    ['enliven a mandate', `UPDATE mandate SET state = 'LIVE', starts_at = now() WHERE id = $1`, [pending.id]],
    ['remove a mandate', 'DELETE FROM mandate WHERE id = $1', [mandate.id]],
    [
      'sign a mandate',
      'INSERT INTO mandate_signature (community_id, mandate_id, signed_by) VALUES ($1, $2, $3)',
      [community.id, pending.id, by],
    ],
    ['withdraw a signature', 'DELETE FROM mandate_signature WHERE mandate_id = $1', [mandate.id]],
    [
      'start a campaign',
      `INSERT INTO campaign (community_id, id, handle, name, created_by) VALUES ($1, gen_random_uuid(), 'mine-and-mine', 'Mine', $2)`,
      [community.id, by],
    ],
    ['rename a campaign', `UPDATE campaign SET name = 'Mine' WHERE id = $1`, [campaign.id]],
    ['stop a campaign', `UPDATE campaign SET state = 'STOPPED', stopped_at = now() WHERE id = $1`, [campaign.id]],
    [
      'note a stop',
      `INSERT INTO campaign_stop (community_id, id, campaign_id, reason, stopped_by) VALUES ($1, gen_random_uuid(), $2, 'Mine', $3)`,
      [...home, by],
    ],
    [
      'publish a brief',
      `INSERT INTO brief (community_id, campaign_id, version, text, published_by) VALUES ($1, $2, 2, 'Mine', $3)`,
      [...home, by],
    ],
    [
      'make a demand',
      `INSERT INTO demand (community_id, id, campaign_id, title, decision_maker, set_by) VALUES ($1, gen_random_uuid(), $2, 'Mine', 'Me', $3)`,
      [...home, by],
    ],
    ['move a demand', `UPDATE demand SET state = 'WON' WHERE id = $1`, [demand.id]],
    [
      'answer a demand',
      `INSERT INTO demand_response (community_id, id, demand_id, answered_on, text, state, noted_by) VALUES ($1, gen_random_uuid(), $2, now(), 'Mine', 'WON', $3)`,
      [community.id, demand.id, by],
    ],
    ['shift deadlines', `SELECT app.shift_deadlines($1, $2, interval '1 year')`, home],
  ];
}

const TABLES = [
  'campaign',
  'campaign_stop',
  'brief',
  'demand',
  'demand_response',
  'priority',
  'mandate',
  'mandate_signature',
];

describe('in raw SQL as the runtime role', () => {
  it('an ally, an ally who organizes, a stranger, a foreign steward, nobody and the clock can write none of it', async () => {
    const set = await stage();
    const [ally, organizer] = [await world.ally(set.community), await world.allyOrganizer(set.community)];
    const foreign = await memberOf(await world.community(), 'steward');
    const steward = await memberOf(set.community, 'steward');
    const contexts: [string, Try, string][] = [
      ['ally', tryAs(await personOf(ally.membershipId)), ally.membershipId],
      ['ally as another', tryAs(await personOf(ally.membershipId)), steward.id],
      ['ally organizer', tryAs(await personOf(organizer.membershipId)), organizer.membershipId],
      ['foreign steward', tryAs(foreign.personId), foreign.id],
      ['foreign steward as another', tryAs(foreign.personId), steward.id],
      ['nobody', tryAs(null), steward.id],
      ['clock', tryAs(null, 'system'), steward.id],
    ];
    await unchanged(on, async () => {
      for (const [who, attempt, membership] of contexts) {
        for (const [what, text, values] of writes(set, membership)) {
          const outcome = await attempt(text, values);
          if (outcome !== 0) expect([who, what, outcome]).toEqual([who, what, expect.any(String)]);
        }
      }
    });
  });

  it('a person affected cannot rank, name or extend anything, sign as another, or undo what was signed', async () => {
    const set = await stage();
    const steward = await memberOf(set.community, 'steward');
    const other = await memberOf(set.community, 'other');
    const own = new Set([
      'propose a priority',
      'propose a mandate',
      'sign a mandate',
      'start a campaign',
      'publish a brief',
    ]);
    const outcomes = async (as: Try, by: string) =>
      (await Promise.all(writes(set, by).map(async ([what, text, values]) => [what, await as(text, values)] as const)))
        .filter(([, outcome]) => typeof outcome === 'number' && outcome > 0)
        .map(([what]) => what);
    expect(new Set(await outcomes(tryAs(other.personId), other.id))).toEqual(own);
    expect(await outcomes(tryAs(other.personId), steward.id)).toEqual([]);
    const stewards = await outcomes(tryAs(steward.personId), steward.id);
    for (const never of [
      'rank a priority',
      'name a priority',
      'remove a priority',
      'extend a mandate',
      'enliven a mandate',
      'remove a mandate',
      'withdraw a signature',
      'shift deadlines',
    ])
      expect(stewards).not.toContain(never);
  });

  it('a mandate cannot be born in force, and what belongs to one community cannot point into another', async () => {
    const [set, other] = [await stage(), await stage()];
    const { id, personId } = await memberOf(set.community, 'steward');
    const attempt = tryAs(personId);
    expect(
      await attempt(
        `INSERT INTO mandate (community_id, id, campaign_id, priority_id, kind, began_as, state, reason, starts_at, until, proposed_by)
         VALUES ($1, gen_random_uuid(), $2, $3, 'EMERGENCY', 'EMERGENCY', 'LIVE', 'Mine', now(), now() + interval '1 day', $4)`,
        [set.community.id, set.campaign.id, set.priority.id, id],
      ),
    ).toBe('permission denied');
    expect(
      await attempt(
        `INSERT INTO mandate (community_id, id, campaign_id, priority_id, kind, began_as, reason, until, proposed_by)
         VALUES ($1, gen_random_uuid(), $2, $3, 'EMERGENCY', 'EMERGENCY', 'Mine', now() + interval '1 day', $4)`,
        [set.community.id, set.campaign.id, other.priority.id, id],
      ),
    ).toBe('violates');
    expect(
      await attempt('UPDATE campaign SET community_id = $2 WHERE id = $1', [set.campaign.id, other.community.id]),
    ).toBe('permission denied');
  });

  it('shows without a context what is published, and nothing else', async () => {
    const set = await stage();
    await world.campaign(set.community, {}, false);
    await world.done(set.steward, 'stopCampaign', { campaignId: set.campaign.id, reason: 'Wait.' });
    const seen: Record<string, number> = {};
    for (const table of TABLES) {
      seen[table] = (await tryAs(null)(`SELECT 1 FROM ${table} WHERE community_id = $1`, [set.community.id])) as number;
    }
    expect(seen).toEqual({
      campaign: 1,
      campaign_stop: 0,
      brief: 0,
      demand: 1,
      demand_response: 0,
      priority: 1,
      mandate: 1,
      mandate_signature: 0,
    });
    await sql(on.urls.owner)("UPDATE campaign SET visibility = 'UNLISTED' WHERE id = $1", [set.campaign.id]);
    for (const table of TABLES) {
      expect([table, await tryAs(null)(`SELECT 1 FROM ${table} WHERE community_id = $1`, [set.community.id])]).toEqual([
        table,
        0,
      ]);
    }
  });

  it('shows an ally nothing that is proposed, drafted, signed or superseded', async () => {
    const set = await stage();
    await world.campaign(set.community, {}, false);
    await world.done(set.steward, 'publishBrief', { campaignId: set.campaign.id, replacesVersion: 1, text: 'Second' });
    const ally: Person & { membershipId: string } = await world.ally(set.community);
    const attempt = tryAs(await personOf(ally.membershipId));
    const count = (table: string) => attempt(`SELECT 1 FROM ${table} WHERE community_id = $1`, [set.community.id]);
    expect(await Promise.all(['campaign', 'brief', 'priority', 'mandate', 'mandate_signature'].map(count))).toEqual([
      1, 1, 1, 1, 0,
    ]);
  });
});
