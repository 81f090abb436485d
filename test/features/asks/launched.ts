import { randomUUID } from 'node:crypto';
import type { Founded, World } from '../../support/world.js';
import { newId } from '../../../src/platform/database/id.js';
import { sql } from '../../support/database.js';

export interface Launched extends Founded {
  campaignId: string;
  campaignHandle: string;
  priorityId: string;
  mandateId: string;
}

interface Options {
  visibility?: 'PUBLIC' | 'UNLISTED';
  mandate?: 'EMERGENCY' | 'FOUNDING';
}

/**
 * A community with a launched campaign, a priority and a live mandate for it. What is above asks is laid down as rows:
 * how it comes about is tested where it belongs.
 */
export async function launched(world: World, options: Options = {}): Promise<Launched> {
  const community = await world.community();
  const query = sql(world.on.urls.owner);
  const [steward] = await query<{ id: string }>('SELECT id FROM membership WHERE community_id = $1', [community.id]);
  const [campaignId, priorityId, mandateId] = [randomUUID(), randomUUID(), randomUUID()];
  const campaignHandle = world.unique('campaign');
  await query(
    `INSERT INTO campaign (community_id, id, handle, name, visibility, created_by) VALUES ($1, $2, $3, 'Warm homes', $4, $5)`,
    [community.id, campaignId, campaignHandle, options.visibility ?? 'PUBLIC', steward?.id],
  );
  await query(
    `INSERT INTO brief (community_id, campaign_id, version, text, published_by) VALUES ($1, $2, 1, 'What we live with.', $3)`,
    [community.id, campaignId, steward?.id],
  );
  await query(`UPDATE campaign SET brief_version = 1, state = 'LAUNCHED', launched_at = now() WHERE id = $1`, [
    campaignId,
  ]);
  const of = { ...community, campaignId, campaignHandle, priorityId, mandateId };
  await addPriority(world, of, priorityId, 'Heat that works');
  await addMandate(world, of, { id: mandateId, kind: options.mandate ?? 'EMERGENCY' });
  return of;
}

export async function addPriority(
  world: World,
  of: Pick<Launched, 'id' | 'campaignId'>,
  id: string,
  statement: string,
): Promise<void> {
  await sql(world.on.urls.owner)(
    `INSERT INTO priority (community_id, campaign_id, id, statement, proposed_by, named_at)
     SELECT $1, $2, $3, $4, m.id, now() FROM membership m WHERE m.community_id = $1 AND m.is_steward LIMIT 1`,
    [of.id, of.campaignId, id, statement],
  );
}

/** Live unless told otherwise. */
export async function addMandate(
  world: World,
  of: Pick<Launched, 'id' | 'campaignId' | 'priorityId'>,
  { id = newId(), kind = 'EMERGENCY', state = 'LIVE' } = {},
): Promise<string> {
  await sql(world.on.urls.owner)(
    `INSERT INTO mandate (community_id, campaign_id, id, priority_id, kind, began_as, state, reason, starts_at, until, proposed_by)
     SELECT $1, $2, $3, $4, $5, $5, $6, 'The boilers failed.', now(), now() + interval '20 days', m.id
       FROM membership m WHERE m.community_id = $1 AND m.is_steward LIMIT 1`,
    [of.id, of.campaignId, id, of.priorityId, kind, state],
  );
  return id;
}

/** Lets the mandate's time be over, without any clock having noticed. */
export async function endMandateSilently(world: World, mandateId: string): Promise<void> {
  await sql(world.on.urls.owner)(`UPDATE mandate SET until = now() - interval '1 minute' WHERE id = $1`, [mandateId]);
}
