import { sql } from '../../support/database.js';
import type { World } from '../../support/world.js';
import type { Ground } from './ground.js';

/** So many more open asks as rows, copies of one; what they want, where they are and when is drawn from their number. */
export async function manyAsks(world: World, there: Ground, count: number): Promise<void> {
  const { id } = await there.ask();
  await sql(world.on.urls.owner)(
    `INSERT INTO ask (community_id, id, campaign_id, priority_id, mandate_id, title, kind, language, unit, quantity_wanted, state, opened_at, created_by,
       risk_tier, risk_notes, starts_at, capacities, helpful_buffers, latitude, longitude, is_online, access_features, effort_minutes)
     SELECT a.community_id, gen_random_uuid(), a.campaign_id, a.priority_id, a.mandate_id, 'Ask ' || n, CASE n % 5 WHEN 0 THEN 'TRANSPORT' ELSE 'SHOW_UP' END,
            CASE n % 7 WHEN 0 THEN 'es-MX' ELSE 'en' END, a.unit, 10, 'OPEN', now(), a.created_by, n % 4, 'It is noted.',
            CASE WHEN n % 9 > 0 THEN date_trunc('minute', now()) + (n % 40) * interval '1 day' + interval '1 hour' END,
            (ARRAY['{}', '{SKILL}', '{TRANSPORT,TIME}', '{FUNDS}', '{}', '{SPACE}'])[n % 6 + 1]::text[],
            (ARRAY['{}', '{JOB}', '{CITIZENSHIP,HEALTH}', '{}'])[n % 4 + 1]::text[],
            CASE WHEN n % 3 > 0 THEN 52 + (n % 11) / 10.0 END, CASE WHEN n % 3 > 0 THEN 13.4 END, n % 8 = 0,
            (ARRAY['{}', '{STEP_FREE}'])[n % 2 + 1]::text[], CASE WHEN n % 4 > 0 THEN 30 * (n % 13 + 1) END
       FROM ask a CROSS JOIN generate_series(1, $2) AS n WHERE a.id = $1`,
    [id, count],
  );
}
