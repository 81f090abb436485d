import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { authorize } from '../../platform/access/rule.js';
import { Database } from '../../platform/database/database.js';
import { NotFound, refuse } from '../../platform/graphql/errors.js';
import { type AskDraft, type AskKind, AsksService } from '../asks/index.js';
import { isOver, visibleCampaign } from '../campaigns/index.js';
import { refusePutAside, seenPriority } from '../priorities/index.js';
import { record } from '../record/index.js';
import { deedOn, isDone, seenOffer, waitsNoMore } from './offer-rows.js';
import type { OfferType } from './offer.graphql.js';
import type { AdoptOfferInput, DeclineOfferInput, ReopenOfferInput } from './offer.inputs.js';
import { canAdoptOffer, canDeclineOffer, canReopenOffer } from './offer.policy.js';
import { askContentOf } from './offer.rules.js';

/** What the people affected do with offers of allies. */
@Injectable()
export class OfferAnswersService {
  constructor(
    private readonly database: Database,
    private readonly asks: AsksService,
  ) {}

  /** The draft is the adopter's own: nothing of it is the ally's, who gets no place in it. */
  adopt(actor: Actor, input: AdoptOfferInput): Promise<{ offerId: string; askId: string }> {
    return this.database.write(actor, { name: 'adoptOffer', input }, async (tx) => {
      const offer = await seenOffer(tx, input.offerId);
      authorize(tx.actor, canAdoptOffer, offer);
      if (offer.state !== 'OFFERED') throw waitsNoMore();
      const priority = await seenPriority(tx, input.priorityId);
      if (priority.communityId !== offer.communityId) throw new NotFound();
      refusePutAside(priority);
      const { campaignId } = priority;
      if (isOver((await visibleCampaign(tx, campaignId)).state)) {
        throw refuse(
          'CAMPAIGN_NOT_LAUNCHED',
          'This campaign has concluded. Choose a priority of another campaign.',
          'priorityId',
        );
      }
      const { askId } = await this.asks.draftWithin(tx, draftOf(offer, input, campaignId));
      const done = await isDone(tx, 'adopt_offer($1, $2, $3)', [offer.communityId, offer.id, askId]);
      // Another answer came first: the draft goes with this transaction.
      if (!done) throw waitsNoMore();
      await record(tx, {
        ...deedOn({ communityId: offer.communityId, campaignId, id: offer.id }),
        kind: 'offer.adopted',
        details: { askId },
      });
      return { offerId: offer.id, askId };
    });
  }

  decline(actor: Actor, input: DeclineOfferInput): Promise<{ offerId: string }> {
    return this.database.write(actor, { name: 'declineOffer', input }, async (tx) => {
      const offer = await seenOffer(tx, input.offerId);
      authorize(tx.actor, canDeclineOffer, offer);
      const params = [offer.communityId, offer.id, input.thanks ?? null];
      if (!(await isDone(tx, 'decline_offer($1, $2, $3)', params))) throw waitsNoMore();
      await record(tx, { ...deedOn(offer), kind: 'offer.declined' });
      return { offerId: offer.id };
    });
  }

  reopen(actor: Actor, input: ReopenOfferInput): Promise<{ offerId: string }> {
    return this.database.write(actor, { name: 'reopenOffer', input }, async (tx) => {
      const offer = await seenOffer(tx, input.offerId);
      authorize(tx.actor, canReopenOffer, offer);
      if (!(await isDone(tx, 'reopen_offer($1, $2)', [offer.communityId, offer.id]))) {
        throw refuse(
          'WRONG_STATE',
          'Only an offer that was declined within the last 14 days is reopened. Draft an ask of your own instead.',
          'offerId',
        );
      }
      await record(tx, { ...deedOn(offer), kind: 'offer.reopened' });
      return { offerId: offer.id };
    });
  }
}

function draftOf(offer: OfferType, input: AdoptOfferInput, campaignId: string): AskDraft {
  const { offerId: _offerId, idempotencyKey: _key, ...content } = input;
  const given = askContentOf(offer);
  return {
    ...content,
    campaignId,
    leadId: offer.communityId,
    title: content.title ?? given.title,
    kind: content.kind ?? (given.kind as AskKind),
    unit: content.unit ?? given.unit,
    quantityWanted: content.quantityWanted ?? given.quantityWanted,
    description: content.description ?? given.description,
    place: content.place ?? given.place,
    language: content.language ?? given.language,
  };
}
