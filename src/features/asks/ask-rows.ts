import type { Tx } from '../../platform/database/tx.js';
import { NotFound, Refusal, refuse } from '../../platform/graphql/errors.js';
import { refuseIfLeft } from '../campaigns/index.js';
import { type AskContent, termsOf } from './ask-content.rules.js';
import { type Move, moveFault, type Standing } from './ask.rules.js';

/** An ask as it is stored, under the rights of the actor. */
export interface StoredAsk extends AskContent, Standing {
  id: string;
  communityId: string;
  campaignId: string;
  /** The community beside the host that leads it; also null while the host brings it to an end. */
  leadId: string | null;
  /** Its lead is in the coalition still. */
  leadTakesPart: boolean;
  mandateId: string | null;
  pausedBecause: string | null;
  termsVersion: number;
  linkVersion: number;
  version: number;
  /** That of its campaign. */
  campaignZone: string;
  /** By the clock of the database. */
  now: Date;
}

const COLUMNS: Record<keyof AskContent, [column: string, type: string]> = {
  priorityId: ['priority_id', 'uuid'],
  externalId: ['external_id', 'text'],
  title: ['title', 'text'],
  description: ['description', 'text'],
  kind: ['kind', 'text'],
  language: ['language', 'text'],
  unit: ['unit', 'text'],
  quantityWanted: ['quantity_wanted', 'integer'],
  slots: ['slots', 'integer'],
  startsAt: ['starts_at', 'timestamptz'],
  endsAt: ['ends_at', 'timestamptz'],
  timeZone: ['time_zone', 'text'],
  cadence: ['cadence', 'text'],
  missedLimit: ['missed_limit', 'integer'],
  noticeHours: ['notice_hours', 'integer'],
  graceHours: ['grace_hours', 'integer'],
  threshold: ['threshold', 'integer'],
  thresholdAt: ['threshold_at', 'timestamptz'],
  effortMinutes: ['effort_minutes', 'integer'],
  place: ['place', 'text'],
  area: ['area', 'text'],
  latitude: ['latitude', 'float8'],
  longitude: ['longitude', 'float8'],
  isOnline: ['is_online', 'boolean'],
  riskTier: ['risk_tier', 'integer'],
  riskNotes: ['risk_notes', 'text'],
  mitigations: ['mitigations', 'text'],
  dos: ['dos', 'text'],
  donts: ['donts', 'text'],
  prerequisites: ['prerequisites', 'text'],
  suits: ['suits', 'text'],
  capacities: ['capacities', 'text[]'],
  helpfulBuffers: ['helpful_buffers', 'text[]'],
  access: ['access', 'text'],
  accessFeatures: ['access_features', 'text[]'],
  visibility: ['visibility', 'text'],
};

const fields = Object.entries(COLUMNS);
// Of a type of Postgres that arrives here as the same type that it is written as.
const contentColumns = fields.map(([field, [column, type]]) => `a.${column}::${type} AS "${field}"`).join(', ');
const recordset = fields.map(([field, [, type]]) => `"${field}" ${type}`).join(', ');

const storedColumns = `a.id, a.community_id AS "communityId", a.campaign_id AS "campaignId", a.mandate_id AS "mandateId", a.state, a.paused_because AS "pausedBecause", a.lead_id AS "leadId",
  (a.lead_id IS NULL OR EXISTS (SELECT FROM coalition_lead l
    WHERE l.community_id = a.community_id AND l.campaign_id = a.campaign_id AND l.lead_id = a.lead_id AND l.left_at IS NULL)) AS "leadTakesPart",
  a.terms_version AS "termsVersion", a.link_version AS "linkVersion", a.version, now() AS now,
  coalesce((SELECT g.time_zone FROM campaign g WHERE g.community_id = a.community_id AND g.id = a.campaign_id), 'UTC') AS "campaignZone",
  coalesce(app.mandate_in_force(a.community_id, a.mandate_id), false) AS "mandateInForce", ${contentColumns}`;

export async function loadAsk(tx: Tx, askId: string): Promise<StoredAsk> {
  const ask = await tx.row<StoredAsk>(`SELECT ${storedColumns} FROM ask a WHERE a.id = $1`, [askId]);
  if (!ask) throw new NotFound();
  return ask;
}

/**
 * The ask as it is once nobody else moves it. Its tally is locked first, as pledges do; so nobody gets a place between
 * the decision and the commit.
 */
export async function lockAsk(tx: Tx, { communityId, id }: StoredAsk, move: Move): Promise<StoredAsk> {
  await tx.rows('SELECT app.lock_ask($1, $2)', [communityId, id]);
  const ask = await tx.row<StoredAsk>(
    `SELECT ${storedColumns} FROM ask a WHERE a.community_id = $1 AND a.id = $2 FOR NO KEY UPDATE OF a`,
    [communityId, id],
  );
  // Since it was loaded, someone opened the draft, and this actor may change drafts only.
  if (!ask) throw refuse('WRONG_STATE', 'Someone moved this ask just now. Read it again, then decide.', 'askId');
  const fault = moveFault(move, ask);
  if (fault) throw new Refusal(fault);
  return ask;
}

export interface NewAsk extends AskContent {
  id: string;
  /** The ask whose words it began with. */
  copiedFrom?: string;
}

/** Where asks are written down, and for which community. */
export interface Place {
  communityId: string;
  campaignId: string;
  leadId: string | null;
}

export async function insertAsks(
  tx: Tx,
  { communityId, campaignId, leadId }: Place,
  asks: readonly NewAsk[],
): Promise<void> {
  const names = fields.map(([field]) => `d."${field}"`).join(', ');
  await tx.rows(
    `INSERT INTO ask (community_id, campaign_id, created_by, lead_id, id, copied_from, ${fields.map(([, [column]]) => column).join(', ')})
     SELECT $2, $3, $4, $5, d.id, d."copiedFrom", ${names} FROM jsonb_to_recordset($1) AS d (id uuid, "copiedFrom" uuid, ${recordset})`,
    [JSON.stringify(asks), communityId, campaignId, signer(tx, communityId, leadId), leadId],
  );
}

/** Rewrites what asks say. The external id is how they are found again, and stays. */
export async function rewriteAsks(tx: Tx, communityId: string, asks: readonly NewAsk[]): Promise<void> {
  const written = fields.filter(([field]) => field !== 'externalId');
  await tx.rows(
    `UPDATE ask a SET version = a.version + 1, ${written.map(([field, [column]]) => `${column} = d."${field}"`).join(', ')}
       FROM jsonb_to_recordset($1) AS d (id uuid, ${recordset}) WHERE a.community_id = $2 AND a.id = d.id`,
    [JSON.stringify(asks), communityId],
  );
}

/** Keeps what an ask says under its version of terms; once written, a version stays as it was. */
export async function keepTerms(tx: Tx, ask: StoredAsk): Promise<void> {
  await tx.rows(
    `INSERT INTO ask_terms (community_id, ask_id, version, terms, changed_by, lead_id) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
    [
      ask.communityId,
      ask.id,
      ask.termsVersion,
      JSON.stringify(termsOf(ask)),
      signer(tx, ask.communityId, ask.leadId),
      ask.leadId,
    ],
  );
}

/** Brings its pledges to where the rules lead them now: places for those who wait, thresholds, conditions. */
export async function settleAsk(tx: Tx, { communityId, id }: Pick<StoredAsk, 'communityId' | 'id'>): Promise<void> {
  await tx.rows('SELECT app.settle_ask($1, $2)', [communityId, id]);
}

/** What a community led stays as it is once it has left: it does nothing new in the campaign. */
export function refuseIfLeadLeft({ leadId, leadTakesPart }: StoredAsk): void {
  refuseIfLeft({ leadIds: leadTakesPart && leadId !== null ? [leadId] : [] }, leadId);
}

/** The record of a deed done to an ask. */
export function askDeed({ id, communityId, campaignId, leadId }: Place & { id: string }) {
  return { communityId, campaignId, leadId, subjectType: 'Ask', subjectId: id };
}

/** Whose row it is at the host: what people of a lead do there names their community alone. */
function signer(tx: Tx, communityId: string, leadId: string | null): string | null {
  return leadId === null ? tx.membershipIn(communityId).membershipId : null;
}

export function contentOf(ask: AskContent): AskContent {
  return Object.fromEntries(fields.map(([field]) => [field, ask[field as keyof AskContent]])) as unknown as AskContent;
}

/** Those of the campaign's asks that have one of these external ids. */
export function findByExternalId(
  tx: Tx,
  communityId: string,
  campaignId: string,
  externalIds: readonly string[],
): Promise<StoredAsk[]> {
  return tx.rows<StoredAsk>(
    `SELECT ${storedColumns} FROM ask a WHERE a.community_id = $1 AND a.campaign_id = $2 AND a.external_id = ANY ($3)`,
    [communityId, campaignId, externalIds],
  );
}
