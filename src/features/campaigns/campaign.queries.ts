import type { Actor } from '../../platform/access/actor.js';
import { authorize, type Rule } from '../../platform/access/rule.js';
import type { Tx } from '../../platform/database/tx.js';
import { Forbidden, NotFound, refuse } from '../../platform/graphql/errors.js';
import { say } from '../../platform/words/words.js';
import type { CampaignType } from './campaign.graphql.js';
import { campaignColumns, demandColumns } from './campaign.loaders.js';
import { allowedFor, ledBy } from './campaign.policy.js';
import { isOver } from './campaign.rules.js';
import type { DemandType } from './demand.graphql.js';

/** A campaign as a command needs it, with the time by the database's clock. */
export type CampaignRow = CampaignType & { now: Date };

export async function visibleCampaign(tx: Tx, campaignId: string): Promise<CampaignRow> {
  const row = await tx.row<CampaignRow>(`SELECT ${campaignColumns}, now() FROM campaign g WHERE g.id = $1`, [
    campaignId,
  ]);
  if (!row) throw new NotFound();
  return row;
}

/**
 * The campaign, locked until the end of the transaction, for whom the rule allows. What is decided about one campaign
 * queues here; foreign keys to it pass.
 */
export async function lockedCampaign(tx: Tx, campaignId: string, required: Rule<CampaignType>): Promise<CampaignRow> {
  authorize(tx.actor, required, await visibleCampaign(tx, campaignId));
  const locked = await tx.row<CampaignRow>(
    `SELECT ${campaignColumns}, now() FROM campaign g WHERE g.id = $1 FOR NO KEY UPDATE`,
    [campaignId],
  );
  // While it waited, the draft may have stopped being the sender's to change.
  const campaign = locked ?? (await visibleCampaign(tx, campaignId));
  authorize(tx.actor, required, campaign);
  return campaign;
}

/**
 * In whose name the actor does it: null for the host, or the id of a community that leads the campaign with it. Nobody who
 * may do it for the host needs to say so, nor whoever may for one community only.
 */
export function actingFor(
  actor: Actor,
  required: Rule<CampaignType>,
  campaign: CampaignType,
  asked: string | null | undefined,
): string | null {
  if (asked != null && asked !== campaign.communityId && !campaign.leadIds.includes(asked)) throw new NotFound();
  if (asked != null) {
    const leadId = asked === campaign.communityId ? null : asked;
    authorize(actor, required, ledBy(campaign, leadId));
    return leadId;
  }
  const [first, ...others] = allowedFor(actor, required, campaign);
  if (first === undefined) authorize(actor, required, campaign);
  if (first != null && others.length > 0) {
    throw refuse(
      'LEAD_REQUIRED',
      'Several communities of yours lead this campaign. Say in `leadId` for which of them you do this.',
      'leadId',
    );
  }
  return first ?? null;
}

/** What a community led in a campaign stays as it is once it has left. */
export function refuseIfLeft({ leadIds }: Pick<CampaignType, 'leadIds'>, leadId: string | null): void {
  if (leadId === null || leadIds.includes(leadId)) return;
  throw new Forbidden(
    'The community that leads this has left the coalition. It attests what was reported, and does nothing new here.',
  );
}

export function refuseIfOver(campaign: CampaignType, field = 'campaignId'): void {
  if (!isOver(campaign.state)) return;
  throw refuse('WRONG_STATE', 'The campaign has concluded. Start another one for what is still to be done.', field);
}

export function refuseStale(row: { version: number }, expectedVersion: number): void {
  if (row.version === expectedVersion) return;
  throw refuse(
    'STALE_VERSION',
    say`It is at version ${row.version} now. Read it again, then send your change with that version.`,
    'expectedVersion',
  );
}

/** Demands are written by stewards only, so that a lock on the row suffices. */
export async function lockedDemand(
  tx: Tx,
  demandId: string,
  required: Rule<CampaignType>,
): Promise<{ demand: DemandType; campaign: CampaignRow }> {
  const seen = await tx.row<DemandType>(`SELECT ${demandColumns} FROM demand d WHERE d.id = $1`, [demandId]);
  if (!seen) throw new NotFound();
  const campaign = await visibleCampaign(tx, seen.campaignId);
  authorize(tx.actor, required, campaign);
  const demand = await tx.only<DemandType>(`SELECT ${demandColumns} FROM demand d WHERE d.id = $1 FOR NO KEY UPDATE`, [
    demandId,
  ]);
  return { demand, campaign };
}
