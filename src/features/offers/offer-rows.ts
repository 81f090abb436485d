import type { Tx } from '../../platform/database/tx.js';
import { NotFound, refuse } from '../../platform/graphql/errors.js';
import type { Deed } from '../record/index.js';
import './offer.constraints.js';
import type { OfferType } from './offer.graphql.js';
import { offerColumns } from './offer.loaders.js';

export async function seenOffer(tx: Tx, offerId: string): Promise<OfferType> {
  const offer = await tx.row<OfferType>(`SELECT ${offerColumns} FROM offer o WHERE o.id = $1`, [offerId]);
  if (!offer) throw new NotFound();
  return offer;
}

export function waitsNoMore() {
  return refuse('WRONG_STATE', 'This offer does not wait for an answer any more. Read it again.', 'offerId');
}

/** Asks the function whether it found the offer as it has to be; it decides on the row as it is at that moment. */
export async function isDone(tx: Tx, call: string, params: readonly unknown[]): Promise<boolean> {
  return (await tx.only<{ done: boolean }>(`SELECT app.${call} AS done`, params)).done;
}

export function deedOn({ communityId, campaignId, id }: Pick<OfferType, 'communityId' | 'campaignId' | 'id'>) {
  const deed: Omit<Deed, 'kind'> = { communityId, subjectType: 'Offer', subjectId: id };
  return campaignId === null ? deed : { ...deed, campaignId };
}
