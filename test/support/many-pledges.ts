import pg from 'pg';
import type { DatabaseUrls } from '../../src/platform/database/urls.js';
import { superuserUrl } from './database.js';

/**
 * So many fulfilled pledges to an ask, each attested, as rows: made one by one through the API they would take hours. Every
 * pledge is of the same ally. Nothing counts them: for what reads pledges and not counters.
 */
export async function manyPledges(
  urls: DatabaseUrls,
  askId: string,
  membershipId: string,
  many: number,
): Promise<void> {
  const server = new URL(superuserUrl());
  server.pathname = new URL(urls.owner).pathname;
  const client = new pg.Client({ connectionString: server.toString() });
  await client.connect();
  try {
    await client.query('BEGIN');
    await client.query('SET LOCAL session_replication_role = replica');
    await client.query(
      `INSERT INTO pledge (community_id, id, campaign_id, ask_id, pledger_id, pledger_standing, turn, quantity, plan_when, plan_first_step, brief_version,
                           terms_version, agreement_version, risk_tier_accepted, state, created_at, mandate_id)
       SELECT a.community_id, gen_random_uuid(), a.campaign_id, a.id, $2, 'ALLY', 1000 + n, 1, now(), 'Call the driver', 1, 1, 1, 0, 'FULFILLED',
              now() - interval '1 day' + n * interval '1 millisecond', a.mandate_id FROM ask a, generate_series(1, $3::int) AS n WHERE a.id = $1`,
      [askId, membershipId, many],
    );
    await client.query(
      `INSERT INTO occurrence (community_id, id, ask_id, pledge_id, pledger_id, pledger_standing, due_at, planned_at, state, reported_quantity, reported_at,
                               attested_quantity, attestation_id, attested_at)
       SELECT p.community_id, gen_random_uuid(), p.ask_id, p.id, p.pledger_id, p.pledger_standing, p.plan_when, p.plan_when, 'ATTESTED', 1, now(), 1,
              gen_random_uuid(), now() FROM pledge p WHERE p.ask_id = $1 AND p.turn > 1000`,
      [askId],
    );
    await client.query('COMMIT');
    await client.query('ANALYZE pledge, occurrence');
  } finally {
    await client.end();
  }
}
