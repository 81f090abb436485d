import type { Person, TestApp } from './client.js';
import { sql } from './database.js';
import type { Founded, World } from './world.js';

export interface Scene {
  community: Founded;
  steward: Person;
  campaignId: string;
  priorityId: string;
  mandateId: string;
  ask: { id: string };
}

/** A launched campaign with one ask, open under a founding mandate: where pledging begins. */
export async function scene(world: World, askInput: Record<string, unknown> = {}): Promise<Scene> {
  const community = await world.community();
  const { steward } = community;
  const handle = world.unique('campaign');
  const { campaign } = await world.done(
    steward,
    'createCampaign',
    { communityId: community.id, handle, name: 'Heat before winter' },
    'campaign { id }',
  );
  const campaignId = campaign.id;
  await world.done(steward, 'publishBrief', {
    campaignId,
    replacesVersion: 0,
    text: 'Come on time. Ask before you film.',
  });
  await world.done(steward, 'launchCampaign', { campaignId });
  const { priority } = await world.done(
    steward,
    'proposePriority',
    { campaignId, statement: 'Warm homes for families with small children' },
    'priority { id }',
  );
  const priorityId = priority.id;
  const until = new Date(Date.now() + 20 * 86_400_000).toISOString();
  const { mandate } = await world.done(
    steward,
    'proposeMandate',
    { priorityId, kind: 'FOUNDING', until, reason: 'The boilers fail now.' },
    'mandate { id }',
  );
  const mandateId = mandate.id;
  const ask = await world.ask({ steward, campaignId, priorityId, mandateId }, askInput);
  return { community, steward, campaignId, priorityId, mandateId, ask };
}

export interface Footprint {
  pledges: Record<string, unknown>[];
  tally: Record<string, number>;
}

/** What the tables say of an ask, read as the owner. */
export async function footprint(on: TestApp, ask: { id: string }): Promise<Footprint> {
  const rows = sql(on.urls.owner);
  const [tally] = await rows('SELECT * FROM ask_tally WHERE ask_id = $1', [ask.id]);
  const pledges = await rows(
    'SELECT id, state, turn::int AS turn, quantity FROM pledge WHERE ask_id = $1 ORDER BY turn',
    [ask.id],
  );
  return { pledges, tally: tally as Record<string, number> };
}

/** Kinds on the record of a community about these subjects, in order, and the outbox's, which must agree. */
export async function deeds(on: TestApp, communityId: string, prefix: string): Promise<string[]> {
  const rows = sql(on.urls.owner);
  const recorded = await rows(
    `SELECT e.kind, o.kind AS announced FROM record_entry e LEFT JOIN outbox_event o ON o.id = e.id AND o.subject_id = e.subject_id
      WHERE e.community_id = $1 AND e.kind LIKE $2 || '.%' ORDER BY e.recorded_at, e.id`,
    [communityId, prefix],
  );
  for (const { kind, announced } of recorded) {
    if (kind !== announced) throw new Error(`${String(kind)} is on the record, and not in the outbox.`);
  }
  return recorded.map(({ kind }) => String(kind));
}

const FIRM = `(NOT gave_up_place AND (state IN ('ACTIVE', 'FULFILLED', 'PARTLY_FULFILLED') OR (state = 'NEEDS_RECONFIRMATION' AND waiting_for IS NULL)))`;
const HELD = `((state IN ('CONDITIONAL', 'NEEDS_RECONFIRMATION') AND waiting_for = 'THRESHOLD') OR (state = 'WAITLISTED' AND offered_until IS NOT NULL))`;
const of = (...states: string[]) => `state IN (${states.map((state) => `'${state}'`).join(', ')})`;

const RECOUNT: Readonly<Record<string, string>> = {
  places_taken: FIRM,
  held_count: HELD,
  active_count: of('ACTIVE'),
  waitlisted_count: of('WAITLISTED'),
  conditional_count: of('CONDITIONAL'),
  reconfirming_count: of('NEEDS_RECONFIRMATION'),
  fulfilled_count: of('FULFILLED'),
  partly_fulfilled_count: of('PARTLY_FULFILLED'),
  stepped_back_count: of('STEPPED_BACK', 'STEPPED_BACK_LATE'),
  handed_over_count: of('HANDED_OVER'),
  lapsed_count: of('LAPSED'),
  cancelled_count: of('CANCELLED'),
  never_started_count: of('NEVER_STARTED'),
};
const QUANTITIES: Readonly<Record<string, string>> = {
  pledged_quantity: FIRM,
  held_quantity: HELD,
  waitlisted_quantity: of('WAITLISTED'),
  conditional_quantity: of('CONDITIONAL'),
};

/** The tally of an ask as it is kept, and as counting its pledges afresh finds it: the two must be equal. */
export async function recount(
  owner: string,
  ask: { id: string },
): Promise<{ kept: Record<string, number>; counted: Record<string, number> }> {
  const names = [...Object.keys(RECOUNT), ...Object.keys(QUANTITIES)];
  const [kept] = await sql(owner)(`SELECT ${names.join(', ')} FROM ask_tally WHERE ask_id = $1`, [ask.id]);
  const counts = Object.entries(RECOUNT).map(([name, what]) => `(count(*) FILTER (WHERE ${what}))::int AS ${name}`);
  const sums = Object.entries(QUANTITIES).map(
    ([name, what]) => `coalesce(sum(quantity) FILTER (WHERE ${what}), 0)::int AS ${name}`,
  );
  const [counted] = await sql(owner)(`SELECT ${[...counts, ...sums].join(', ')} FROM pledge WHERE ask_id = $1`, [
    ask.id,
  ]);
  return { kept: kept as Record<string, number>, counted: counted as Record<string, number> };
}
