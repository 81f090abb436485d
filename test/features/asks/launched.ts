import { newId } from '../../../src/platform/database/id.js';
import type { Person, TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import type { Founded, World } from '../../support/world.js';

export interface Launched extends Founded {
  campaignId: string;
  campaignHandle: string;
  priorityId: string;
  mandateId: string;
  /** The second signature under an emergency mandate. */
  cosigner: Person;
}

interface Options {
  visibility?: 'PUBLIC' | 'UNLISTED';
  founding?: boolean;
}

/** A community with a launched campaign, a priority and a live mandate for it. */
export async function launched(
  world: World,
  { visibility = 'PUBLIC', founding = false }: Options = {},
): Promise<Launched> {
  const community = await world.community();
  const cosigner = await world.affected(community);
  const campaign = await world.campaign(community, { visibility });
  const priority = await world.priority(campaign, { statement: 'Heat that works' });
  const mandate = await world.mandate(
    priority,
    founding ? { steward: community.steward } : { steward: community.steward, cosigner },
  );
  const ids = {
    campaignId: campaign.id,
    campaignHandle: campaign.handle,
    priorityId: priority.id,
    mandateId: mandate.id,
  };
  return { ...community, ...ids, cosigner };
}

/** Another mandate for the same priority, as rows: the rules on how many there may be are tested where they belong. */
export async function addMandate(on: TestApp, of: Launched, state = 'LIVE'): Promise<string> {
  const id = newId();
  await sql(on.urls.owner)(
    `INSERT INTO mandate (community_id, campaign_id, id, priority_id, kind, began_as, state, reason, starts_at, until, proposed_by)
     SELECT $1, $2, $3, $4, 'EMERGENCY', 'EMERGENCY', $5, 'The boilers failed.', now(), now() + interval '20 days', m.id
       FROM membership m WHERE m.community_id = $1 AND m.is_steward LIMIT 1`,
    [of.id, of.campaignId, id, of.priorityId, state],
  );
  return id;
}

/** Lets the mandate's time be over, without any clock having noticed. */
export async function endMandateSilently(on: TestApp, mandateId: string): Promise<void> {
  await sql(on.urls.owner)(`UPDATE mandate SET until = now() - interval '1 minute' WHERE id = $1`, [mandateId]);
}

export interface Cast {
  stranger: Person;
  ally: Person & { membershipId: string };
  allyOrganizer: Person & { membershipId: string };
  pausedOrganizer: Person;
  affected: Person;
  probation: Person;
  otherSteward: Person;
}

/** One of everyone whom a rule tells apart, besides the steward. */
export async function cast(world: World, of: Launched): Promise<Cast> {
  const query = sql(world.on.urls.owner);
  const pausedOrganizer = await world.allyOrganizer(of);
  await query('UPDATE membership SET paused_at = now() WHERE id = $1', [pausedOrganizer.membershipId]);
  const pseudonym = world.unique('newcomer');
  const probation = await world.affected(of, { pseudonym });
  await query(`UPDATE membership SET probation_until = now() + interval '9 days' WHERE pseudonym = $1`, [pseudonym]);
  return {
    stranger: await world.person(),
    ally: await world.ally(of),
    allyOrganizer: await world.allyOrganizer(of),
    pausedOrganizer,
    affected: of.cosigner,
    probation,
    otherSteward: (await launched(world)).steward,
  };
}

/** The kinds on the record about an ask, in order. */
export async function recordOf(on: TestApp, subjectId: string): Promise<string[]> {
  const rows = await sql(on.urls.owner)<{ kind: string }>(
    `SELECT e.kind FROM record_entry e JOIN outbox_event o ON o.id = e.id AND o.kind = e.kind
      WHERE e.subject_id = $1 ORDER BY e.recorded_at, e.id`,
    [subjectId],
  );
  return rows.map(({ kind }) => kind);
}

/** Sends again what was answered with RETRY_LATER, as a client does: on a slow machine the second in a queue may give up. */
export async function patiently<T>(send: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await send();
    } catch (error) {
      if (tries >= 10 || !String(error).includes('RETRY_LATER')) throw error;
    }
  }
}
