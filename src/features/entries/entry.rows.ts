import type { Membership } from '../../platform/access/actor.js';
import { newId } from '../../platform/database/id.js';
import type { Tx } from '../../platform/database/tx.js';
import { NotFound } from '../../platform/graphql/errors.js';
import type { AnswerInput } from '../allies/index.js';
import type { PledgePlanInput } from '../pledges/index.js';
import type { Deed, RecordKind } from '../record/index.js';

/** An entry as it was when it was settled, with all that was said. */
export interface StoredEntry {
  id: string;
  communityId: string;
  campaignId: string;
  askId: string;
  kind: 'PLEDGE' | 'REPORT';
  membershipId: string | null;
  pledgeId: string | null;
  name: string;
  quantity: number;
  planWhen: Date;
  planWhere: string;
  planFirstStep: string;
  answers: Record<string, string>;
  note: string;
  briefVersion: number;
  termsVersion: number;
  agreementVersion: number;
  acceptedRiskTier: number;
  enteredBy: string;
  state: string;
}

export const storedColumns = `e.id, e.community_id AS "communityId", e.campaign_id AS "campaignId", e.ask_id AS "askId", e.kind, e.membership_id AS "membershipId", e.pledge_id AS "pledgeId",
  e.name, e.quantity, e.plan_when AS "planWhen", e.plan_where AS "planWhere", e.plan_first_step AS "planFirstStep", e.answers, e.note, e.brief_version AS "briefVersion",
  e.terms_version AS "termsVersion", e.agreement_version AS "agreementVersion", e.risk_tier_accepted AS "acceptedRiskTier", e.entered_by AS "enteredBy", e.state`;

export interface AskFacts {
  communityId: string;
  campaignId: string;
  askId: string;
  kind: string;
  state: string;
  briefVersion: number;
  termsVersion: number;
  agreementVersion: number;
  riskTier: number;
  now: Date;
}

export async function askFacts(tx: Tx, askId: string): Promise<AskFacts> {
  const ask = await tx.row<AskFacts>(
    `SELECT a.community_id AS "communityId", a.campaign_id AS "campaignId", a.id AS "askId", a.kind, a.state, g.brief_version AS "briefVersion",
            a.terms_version AS "termsVersion", c.agreement_version AS "agreementVersion", a.risk_tier AS "riskTier", now() AS now
       FROM ask a JOIN campaign g ON g.community_id = a.community_id AND g.id = a.campaign_id JOIN community c ON c.id = a.community_id WHERE a.id = $1`,
    [askId],
  );
  if (!ask) throw new NotFound();
  return ask;
}

export interface NewEntry {
  kind: 'PLEDGE' | 'REPORT';
  taken: string;
  membershipId?: string | null;
  pledgeId?: string | null;
  name?: string;
  quantity: number;
  plan?: PledgePlanInput;
  answers?: AnswerInput[] | null;
  note?: string;
  briefVersion?: number;
  termsVersion?: number;
  agreementVersion?: number;
  acceptedRiskTier?: number;
  sheetId?: string;
  sheetRow?: number;
}

export async function insertEntry(
  tx: Tx,
  { communityId, campaignId, askId }: Pick<AskFacts, 'communityId' | 'campaignId' | 'askId'>,
  { membershipId }: Membership,
  { plan, answers, ...entry }: NewEntry,
): Promise<string> {
  const id = newId();
  const said = {
    note: '',
    ...entry,
    planWhen: plan?.when,
    planWhere: plan?.where ?? '',
    planFirstStep: plan?.firstStep,
    answers: Object.fromEntries((answers ?? []).map(({ questionId, text }) => [questionId, text])),
  };
  await tx.rows(
    `INSERT INTO assisted_entry (community_id, id, campaign_id, ask_id, entered_by, kind, taken, membership_id, pledge_id, name, quantity, plan_when, plan_where, plan_first_step,
       answers, note, brief_version, terms_version, agreement_version, risk_tier_accepted, sheet_id, sheet_row)
     SELECT $1, $2, $3, $4, $5, kind, taken, "membershipId", "pledgeId", name, quantity, "planWhen", "planWhere", "planFirstStep", answers, note,
            "briefVersion", "termsVersion", "agreementVersion", "acceptedRiskTier", "sheetId", "sheetRow"
       FROM jsonb_to_record($6) AS said (kind text, taken text, "membershipId" uuid, "pledgeId" uuid, name text, quantity integer, "planWhen" timestamptz, "planWhere" text,
         "planFirstStep" text, answers jsonb, note text, "briefVersion" integer, "termsVersion" integer, "agreementVersion" integer, "acceptedRiskTier" integer, "sheetId" uuid, "sheetRow" integer)`,
    [communityId, id, campaignId, askId, membershipId, JSON.stringify(said)],
  );
  return id;
}

type EntryKinds = Extract<RecordKind, `entry.${string}`>;

export function entryDeed(
  { communityId, campaignId, id, askId }: Pick<StoredEntry, 'communityId' | 'campaignId' | 'id' | 'askId'>,
  kind: EntryKinds,
  details: Record<string, unknown> = {},
): Deed {
  return { communityId, campaignId, kind, subjectType: 'AssistedEntry', subjectId: id, details: { askId, ...details } };
}
