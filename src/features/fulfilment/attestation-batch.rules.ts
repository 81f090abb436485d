import {
  type Attesting,
  attestationFault,
  faultAsReason,
  type Answerable,
  reason,
  type Reason,
} from './fulfilment.rules.js';

export interface BatchItem {
  id: string;
  quantity: number;
  /** Not sent back and reported anew since it was prepared. */
  isAsRead: boolean;
}

export type BatchOutcome = 'ATTESTED' | 'LEFT_OUT' | 'CHANGED' | 'OWN_WORK';

interface Proposed {
  occurrenceId: string;
  quantity?: number | null;
}

/** What stands against preparing them together: the first thing, at the item that it is about. */
export function batchFault(
  items: readonly Proposed[],
  found: ReadonlyMap<string, Answerable & { campaignId: string }>,
  home: Attesting,
): Reason | null {
  const named = new Set<string>();
  const campaignId = found.get(items[0]?.occurrenceId ?? '')?.campaignId;
  for (const [index, { occurrenceId, quantity }] of items.entries()) {
    const work = found.get(occurrenceId);
    const fault = attestationFault(work, home, quantity ?? null, named.has(occurrenceId));
    if (fault !== null) return faultAsReason(fault, 'items', String(index));
    if (work?.campaignId !== campaignId) {
      const message = 'This is of another campaign than the first. Prepare the reports of one campaign at a time.';
      return reason('INVALID', message, 'items', String(index), 'occurrenceId');
    }
    named.add(occurrenceId);
  }
  return null;
}

/** What becomes of one item when the batch is confirmed. What changed since it was read is never attested unread. */
export function outcomeOf(item: BatchItem, work: Answerable | undefined, except: ReadonlySet<string>): BatchOutcome {
  if (except.has(item.id)) return 'LEFT_OUT';
  if (!work || !item.isAsRead) return 'CHANGED';
  const fault = attestationFault(work, work, item.quantity, false);
  if (fault === 'OWN_WORK') return 'OWN_WORK';
  return fault === null ? 'ATTESTED' : 'CHANGED';
}
