import type pg from 'pg';
import { newId } from '../../src/platform/database/id.js';
import type { PledgeInput } from '../documents.js';

interface Standing {
  communityId: string;
  membershipId: string;
  standing: string;
  steward: boolean;
}

interface Ask {
  communityId: string;
  campaignId: string;
  isTooEarly: boolean;
  isTooLate: boolean;
  agreed: number | null;
}

/** What stands under the lock. */
interface Room {
  campaignState: string;
  askState: string;
  mandateLives: boolean;
  windowIsOver: boolean;
  agreementVersion: number;
  briefVersion: number;
  termsVersion: number;
  riskTier: number;
  quantityWanted: number;
  pledgedQuantity: number;
  slots: number | null;
  placesTaken: number;
  smallestWaiting: number | null;
  mandateId: string;
  turn: number;
}

/** A pledge to be made: by whom, to what, and what stands there. */
interface Wish {
  sent: PledgeInput;
  mine: Standing;
  ask: Ask;
  room: Room;
  hasOne: boolean;
}

class Refusal extends Error {
  constructor(
    readonly code: string,
    readonly path: string[],
  ) {
    super(code);
  }
}

/**
 * A pledge as textbooks make it: one transaction over several trips, which locks the row that everyone wants, looks, and
 * writes. The rows are those that the limit writes in one trip.
 */
export async function pledgeUnderLock(
  pool: pg.Pool,
  access: Buffer | null,
  sent: PledgeInput,
  request: Buffer,
): Promise<string | null> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const answer = await inside(client, access, sent, request);
    await client.query('COMMIT');
    return answer;
  } catch (error) {
    await client.query('ROLLBACK');
    if (!(error instanceof Refusal)) throw error;
    return JSON.stringify({
      data: { makePledge: { pledge: null, userErrors: [{ code: error.code, path: error.path }] } },
    });
  } finally {
    client.release();
  }
}

async function inside(
  client: pg.PoolClient,
  access: Buffer | null,
  sent: PledgeInput,
  request: Buffer,
): Promise<string | null> {
  const entered = await one<{ standings: Standing[] }>(
    client,
    'enter',
    `SELECT app.enter('person', s.person_id, NULL) AS standings FROM vault.authenticate($1) s WHERE s.person_id IS NOT NULL`,
    [access],
  );
  if (!entered) return null;
  const pledge = newId();
  const key = await one(
    client,
    'key',
    `INSERT INTO idempotency (scope, key, operation, request_hash) VALUES (app.scope(), $1, 'makePledge', $2)
     ON CONFLICT DO NOTHING RETURNING key`,
    [sent.idempotencyKey, request],
  );
  if (!key) return await earlier(client, sent.idempotencyKey, request);
  const ask = await one<Ask>(client, 'ask', ASK, [
    sent.askId,
    sent.plan.when,
    entered.standings.map((s) => s.membershipId),
  ]);
  const mine = entered.standings.find(({ communityId }) => communityId === ask?.communityId);
  if (!ask || !mine) return null;
  // Updates the row of the tally to take the turn: from here on all others wait until the COMMIT.
  const taken = await one<{ room: Room }>(client, 'lock', 'SELECT app.take_place($1, $2, NULL) AS room', [
    ask.communityId,
    sent.askId,
  ]);
  if (!taken) return null;
  const wish = { sent, mine, ask, room: taken.room, hasOne: await hasPledged(client, sent, ask, mine) };
  refuse(wish);
  await write(client, pledge, wish);
  return await answerOf(client, pledge);
}

const ASK = `SELECT a.community_id AS "communityId", a.campaign_id AS "campaignId", coalesce($2 < a.starts_at, false) AS "isTooEarly",
       coalesce($2 > a.ends_at, false) AS "isTooLate", m.agreement_version AS agreed
  FROM ask a JOIN membership m ON m.community_id = a.community_id AND m.id = ANY ($3::uuid[]) WHERE a.id = $1`;

async function earlier(client: pg.PoolClient, key: string, request: Buffer): Promise<string | null> {
  const found = await one<{ pledge: string }>(
    client,
    'earlier',
    `SELECT i.result->>'pledgeId' AS pledge FROM idempotency i
      WHERE i.scope = app.scope() AND i.key = $1 AND i.operation = 'makePledge' AND i.request_hash = $2`,
    [key, request],
  );
  return found ? await answerOf(client, found.pledge) : null;
}

async function answerOf(client: pg.PoolClient, pledge: string): Promise<string | null> {
  return (
    (await one<{ answer: string }>(client, 'answer', 'SELECT bench.pledged($1) AS answer', [pledge]))?.answer ?? null
  );
}

function refuse({ sent, mine, ask, room, hasOne }: Wish): void {
  const isOpen =
    room.campaignState === 'LAUNCHED' && room.askState === 'OPEN' && room.mandateLives && !room.windowIsOver;
  const current = room.agreementVersion;
  const isStale = mine.standing === 'ALLY' && (ask.agreed !== current || sent.agreementVersion !== current);
  const found = [
    { code: 'ASK_NOT_OPEN', path: ['askId'], when: !isOpen },
    { code: 'AGREEMENT_STALE', path: ['agreementVersion'], when: isStale },
    { code: 'BRIEF_STALE', path: ['briefVersion'], when: sent.briefVersion !== room.briefVersion },
    { code: 'TERMS_STALE', path: ['termsVersion'], when: sent.termsVersion !== room.termsVersion },
    { code: 'RISK_NOT_ACCEPTED', path: ['acceptedRiskTier'], when: sent.acceptedRiskTier !== room.riskTier },
    { code: 'ALREADY_PLEDGED', path: ['askId'], when: hasOne },
    { code: 'MORE_THAN_WANTED', path: ['quantity'], when: sent.quantity > room.quantityWanted },
    { code: 'IN_THE_PAST', path: ['plan', 'when'], when: new Date(sent.plan.when) <= new Date() },
    { code: 'OUT_OF_RANGE', path: ['plan', 'when'], when: ask.isTooEarly || ask.isTooLate },
  ].find(({ when }) => when);
  if (found) throw new Refusal(found.code, ['input', ...found.path]);
}

async function hasPledged(
  client: pg.PoolClient,
  { askId }: PledgeInput,
  { communityId }: Ask,
  { membershipId }: Standing,
): Promise<boolean> {
  const found = await one(
    client,
    'second',
    `SELECT id FROM pledge WHERE community_id = $1 AND ask_id = $2 AND pledger_id = $3 AND state IN ('ACTIVE', 'WAITLISTED')`,
    [communityId, askId, membershipId],
  );
  return found !== undefined;
}

async function write(client: pg.PoolClient, pledge: string, { sent, mine, ask, room }: Wish): Promise<void> {
  const gap = room.quantityWanted - room.pledgedQuantity;
  const isFree = room.slots === null || room.placesTaken < room.slots;
  const isDue = isFree && room.smallestWaiting !== null && room.smallestWaiting <= gap;
  const state = isFree && sent.quantity <= gap && !isDue ? 'ACTIVE' : 'WAITLISTED';
  const agreementVersion = mine.standing === 'ALLY' ? room.agreementVersion : null;
  await insert(client, 'pledge', {
    community_id: ask.communityId,
    id: pledge,
    campaign_id: ask.campaignId,
    ask_id: sent.askId,
    mandate_id: room.mandateId,
    pledger_id: mine.membershipId,
    pledger_standing: mine.standing,
    turn: room.turn,
    quantity: sent.quantity,
    plan_when: sent.plan.when,
    plan_where: sent.plan.where,
    plan_first_step: sent.plan.firstStep,
    brief_version: sent.briefVersion,
    terms_version: sent.termsVersion,
    agreement_version: agreementVersion,
    risk_tier_accepted: sent.acceptedRiskTier,
    state,
  });
  if (isDue) await one(client, 'settle', 'SELECT app.settle_ask($1, $2)', [ask.communityId, sent.askId]);
  const { turn, briefVersion, termsVersion, riskTier } = room;
  const versions = { briefVersion, termsVersion, agreementVersion, riskTier };
  await tell(client, pledge, { askId: sent.askId, turn, quantity: sent.quantity, state, ...versions }, { mine, ask });
  await one(client, 'done', 'UPDATE idempotency SET result = $2 WHERE scope = app.scope() AND key = $1', [
    sent.idempotencyKey,
    { pledgeId: pledge },
  ]);
}

async function tell(
  client: pg.PoolClient,
  pledge: string,
  details: object,
  { mine, ask }: Pick<Wish, 'mine' | 'ask'>,
): Promise<void> {
  const deed = { id: newId(), community_id: ask.communityId, kind: 'pledge.made', subject_id: pledge };
  await insert(client, 'record_entry', {
    ...deed,
    actor_id: mine.membershipId,
    actor_role: mine.steward ? 'STEWARD' : mine.standing,
    campaign_id: ask.campaignId,
    subject_type: 'Pledge',
    details,
  });
  await insert(client, 'outbox_event', { ...deed, data: details });
}

async function insert(client: pg.PoolClient, table: string, row: Record<string, unknown>): Promise<void> {
  const columns = Object.keys(row);
  const places = columns.map((_, index) => `$${index + 1}`);
  const text = `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${places.join(', ')})`;
  await one(client, table, text, Object.values(row));
}

async function one<Row extends pg.QueryResultRow>(
  client: pg.PoolClient,
  name: string,
  text: string,
  values: unknown[],
): Promise<Row | undefined> {
  return (await client.query<Row>({ name, text, values })).rows[0];
}
