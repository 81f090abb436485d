import type { Tx } from '../../platform/database/tx.js';
import { NotFound, refuse } from '../../platform/graphql/errors.js';
import { type CampaignRow, dayIn, isOver } from '../campaigns/index.js';
import type { Deed } from '../record/index.js';
import type { PriorityType } from './priority.graphql.js';
import { priorityColumns } from './priority.loaders.js';
import { isLive, reviewFault } from './priority.rules.js';

export async function seenPriority(tx: Tx, priorityId: string): Promise<PriorityType> {
  const [priority] = await seenPriorities(tx, [priorityId]);
  return priority as PriorityType;
}

/** In the order of the ids. All of them, or none: what is hidden is not found. */
export async function seenPriorities(tx: Tx, ids: readonly string[]): Promise<PriorityType[]> {
  const rows = await tx.rows<PriorityType>(`SELECT ${priorityColumns} FROM priority p WHERE p.id = ANY ($1)`, [ids]);
  return ids.map((id) => {
    const row = rows.find((one) => one.id === id);
    if (!row) throw new NotFound();
    return row;
  });
}

/** As they are once nobody else withdraws, merges, names or revises them. */
export async function lockedPriorities(tx: Tx, communityId: string, ids: readonly string[]): Promise<PriorityType[]> {
  await tx.rows('SELECT app.lock_priorities($1, $2)', [communityId, ids]);
  return seenPriorities(tx, ids);
}

export async function lockedPriority(tx: Tx, { communityId, id }: PriorityType): Promise<PriorityType> {
  const [priority] = await lockedPriorities(tx, communityId, [id]);
  return priority as PriorityType;
}

/** A priority under which something new may be done: neither withdrawn nor merged. */
export async function livePriority(tx: Tx, priorityId: string, field = 'priorityId'): Promise<PriorityType> {
  const priority = await seenPriority(tx, priorityId);
  refusePutAside(priority, field);
  return priority;
}

export function refusePutAside(priority: { state: string }, field = 'priorityId'): void {
  if (isLive(priority)) return;
  throw priority.state === 'MERGED'
    ? refuse('PRIORITY_PUT_ASIDE', 'It was merged into another priority. Go on with that one.', field)
    : refuse('PRIORITY_PUT_ASIDE', 'It was withdrawn. Choose another priority, or have this one restored.', field);
}

export function refuseIfOver(campaign: CampaignRow, field: string): void {
  if (!isOver(campaign.state)) return;
  throw refuse('WRONG_STATE', 'The campaign has concluded, so its priorities stay as they are.', field);
}

export function refuseReview(reviewOn: string | null | undefined, campaign: CampaignRow): void {
  if (reviewOn == null) return;
  const fault = reviewFault(reviewOn, dayIn(campaign.timeZone, campaign.now));
  if (fault === 'IN_THE_PAST') throw refuse(fault, 'Look at it again on a day after today.', 'reviewOn');
  if (fault === 'OUT_OF_RANGE') throw refuse(fault, 'Look at it again within 24 months.', 'reviewOn');
}

/** A deed done to a priority, with what it says from then on: the sovereignty of who wrote it is proved by that. */
export async function priorityDeed(
  tx: Tx,
  { communityId, campaignId, id }: Pick<PriorityType, 'communityId' | 'campaignId' | 'id'>,
  deed: Pick<Deed, 'kind' | 'leadId' | 'details'>,
): Promise<Deed> {
  const row = await tx.row<{ digest: string }>('SELECT app.priority_digest($1, $2) AS digest', [communityId, id]);
  const details = { ...deed.details, digest: row?.digest };
  return { ...deed, communityId, campaignId, subjectType: 'Priority', subjectId: id, details };
}
