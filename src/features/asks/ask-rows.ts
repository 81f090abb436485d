import type { Tx } from '../../platform/database/tx.js';
import { NotFound, Refusal, refuse } from '../../platform/graphql/errors.js';
import { record } from '../record/index.js';
import { type AskContent, type Move, moveFault, type Standing, termsOf } from './ask.rules.js';

/** An ask as it is stored, under the rights of the actor. */
export interface StoredAsk extends AskContent, Standing {
  id: string;
  communityId: string;
  campaignId: string;
  mandateId: string | null;
  termsVersion: number;
  linkVersion: number;
  version: number;
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
  noticeHours: ['notice_hours', 'integer'],
  place: ['place', 'text'],
  riskTier: ['risk_tier', 'integer'],
  riskNotes: ['risk_notes', 'text'],
  dos: ['dos', 'text'],
  donts: ['donts', 'text'],
  suits: ['suits', 'text'],
  access: ['access', 'text'],
  visibility: ['visibility', 'text'],
};

const fields = Object.entries(COLUMNS);
const contentColumns = fields.map(([field, [column]]) => `a.${column} AS "${field}"`).join(', ');
const recordset = fields.map(([field, [, type]]) => `"${field}" ${type}`).join(', ');

const storedColumns = `a.id, a.community_id AS "communityId", a.campaign_id AS "campaignId", a.mandate_id AS "mandateId", a.state,
  a.terms_version AS "termsVersion", a.link_version AS "linkVersion", a.version, now() AS now,
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
}

export async function insertAsks(
  tx: Tx,
  communityId: string,
  campaignId: string,
  asks: readonly NewAsk[],
): Promise<void> {
  const names = fields.map(([field]) => `d."${field}"`).join(', ');
  await tx.rows(
    `INSERT INTO ask (community_id, campaign_id, created_by, id, ${fields.map(([, [column]]) => column).join(', ')})
     SELECT $2, $3, $4, d.id, ${names} FROM jsonb_to_recordset($1) AS d (id uuid, ${recordset})`,
    [JSON.stringify(asks), communityId, campaignId, tx.membershipIn(communityId).membershipId],
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
    `INSERT INTO ask_terms (community_id, ask_id, version, terms, changed_by) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
    [
      ask.communityId,
      ask.id,
      ask.termsVersion,
      JSON.stringify(termsOf(ask)),
      tx.membershipIn(ask.communityId).membershipId,
    ],
  );
}

/** Gives places that are free now to those who wait. */
export async function promoteWaitlist(tx: Tx, { communityId, campaignId, id }: StoredAsk): Promise<void> {
  const row = await tx.row<{ promoted: string[] }>('SELECT app.promote_waitlist($1, $2) AS promoted', [
    communityId,
    id,
  ]);
  const deeds = (row?.promoted ?? []).map((subjectId) => ({
    communityId,
    campaignId,
    kind: 'pledge.promoted' as const,
    subjectType: 'Pledge',
    subjectId,
    details: { askId: id },
  }));
  await record(tx, ...deeds);
}

/** The record of a deed done to an ask. */
export function askDeed(ask: Pick<StoredAsk, 'id' | 'communityId' | 'campaignId'>) {
  return { communityId: ask.communityId, campaignId: ask.campaignId, subjectType: 'Ask', subjectId: ask.id };
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
