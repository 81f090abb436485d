import type pg from 'pg';
import type { Scene } from '../access/cast.js';
import type { Context, Settings } from './contexts.js';

const STEWARD =
  '(SELECT id FROM membership WHERE community_id = $1 AND is_steward AND ended_at IS NULL ORDER BY since LIMIT 1)';
const MEMBER = `(SELECT id FROM membership WHERE community_id = $1 AND standing = 'AFFECTED' AND is_listed LIMIT 1)`;

/** Put there as the owner: who asks and who is asked in the course of admissions, duties, removals, exports and keys. */
const ROWS = [
  `INSERT INTO membership_request (community_id, id, person_id, pseudonym, message) VALUES ($1, gen_random_uuid(), $2, 'Rowan', 'I live at number 12.')`,
  `INSERT INTO vouch (community_id, id, request_id, voucher_id) SELECT $1, gen_random_uuid(), id, ${MEMBER} FROM membership_request WHERE person_id = $2`,
  `INSERT INTO duty_offer (community_id, id, membership_id) VALUES ($1, gen_random_uuid(), ${MEMBER})`,
  `INSERT INTO duty_backing (community_id, offer_id, backed_by) SELECT $1, id, ${STEWARD} FROM duty_offer WHERE community_id = $1 ON CONFLICT DO NOTHING`,
  `INSERT INTO removal (community_id, id, membership_id, takes_two, reason, state, proposed_by) VALUES ($1, gen_random_uuid(), ${STEWARD}, true, 'Harm.', 'PROPOSED', ${MEMBER})`,
  `INSERT INTO ally_request (community_id, id, membership_id, person_id, pseudonym, agreement_version) VALUES ($1, gen_random_uuid(), gen_random_uuid(), $2, 'Marta', 1)`,
  `WITH other AS (INSERT INTO person (id) VALUES (gen_random_uuid()) RETURNING id)
   INSERT INTO ally_request (community_id, id, membership_id, person_id, pseudonym, agreement_version) SELECT $1, gen_random_uuid(), gen_random_uuid(), id, 'Otto', 1 FROM other`,
  `WITH other AS (INSERT INTO person (id) VALUES (gen_random_uuid()) RETURNING id)
   INSERT INTO ally_block (community_id, id, person_id, pseudonym, reason, blocked_by) SELECT $1, gen_random_uuid(), id, 'Ines', 'Spam', ${STEWARD} FROM other`,
  `INSERT INTO people_export (community_id, id, requested_by, reason) VALUES ($1, gen_random_uuid(), ${STEWARD}, 'For the lawyer.')`,
  `INSERT INTO dashboard_key (community_id, id, name, covers_all_campaigns, expires_at) VALUES ($1, gen_random_uuid(), 'Some', false, now() + interval '1 day')`,
  `INSERT INTO dashboard_key_campaign (community_id, key_id, campaign_id)
   SELECT k.community_id, k.id, g.id FROM dashboard_key k JOIN campaign g ON g.community_id = k.community_id WHERE k.community_id = $1 AND k.name = 'Some' LIMIT 1`,
];

export async function furnishStanding(
  client: pg.Client,
  scene: Scene,
  settings: Readonly<Record<Context, Settings>>,
): Promise<void> {
  for (const text of ROWS) {
    const values = [scene.home.id, settings['signed in'].person];
    await client.query(text, values.slice(0, text.includes('$2') ? 2 : 1));
  }
  await client.query(
    `INSERT INTO organization_invitation (organization_id, id, token_hash, invited_by, expires_at)
     SELECT organization_id, gen_random_uuid(), sha256('x'), id, now() + interval '1 day' FROM representative LIMIT 1`,
  );
}
