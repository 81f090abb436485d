import { Injectable } from '@nestjs/common';
import type { Actor, Membership } from '../../platform/access/actor.js';
import { authorize } from '../../platform/access/rule.js';
import { Database } from '../../platform/database/database.js';
import { newId } from '../../platform/database/id.js';
import type { Tx } from '../../platform/database/tx.js';
import { Forbidden, NotFound, refuse } from '../../platform/graphql/errors.js';
import { say } from '../../platform/words/words.js';
import { isOver, visibleCampaign } from '../campaigns/index.js';
import { representedOrganization } from '../organizations/index.js';
import { record } from '../record/index.js';
import { deedOn, isDone, seenOffer, waitsNoMore } from './offer-rows.js';
import type { OfferHelpInput, ReviseOfferInput, WithdrawOfferInput } from './offer.inputs.js';
import { canOfferHelp, canReviseOffer, canWithdrawOffer } from './offer.policy.js';
import { type OfferContent, revised } from './offer.rules.js';

interface Home {
  communityId: string;
  campaignId: string | null;
  language: string;
}

/** What allies do with their own offers. */
@Injectable()
export class OffersService {
  constructor(private readonly database: Database) {}

  offer(actor: Actor, input: OfferHelpInput): Promise<{ offerId: string }> {
    return this.database.write(actor, { name: 'offerHelp', input }, async (tx) => {
      const home = await homeOf(tx, input);
      const { membershipId } = await offerer(tx, home, input.organizationId ?? null);
      refuseSpeaking(input.kind);
      const { kind, text, unit } = input;
      const content = revised(
        { kind, text, unit, quantity: 1, when: '', where: '', language: home.language },
        { quantity: input.quantity, when: input.when, where: input.where, language: input.language },
      );
      const id = newId();
      await insertOffer(tx, { ...home, id, membershipId }, content);
      await record(tx, { ...deedOn({ ...home, id }), kind: 'offer.made', by: membershipId });
      return { offerId: id };
    });
  }

  revise(actor: Actor, input: ReviseOfferInput): Promise<{ offerId: string }> {
    return this.database.write(actor, { name: 'reviseOffer', input }, async (tx) => {
      const offer = await seenOffer(tx, input.offerId);
      authorize(tx.actor, canReviseOffer, offer);
      if (input.kind != null) refuseSpeaking(input.kind);
      const { kind, text, quantity, unit, when, where, language } = revised(offer, input);
      const changed = await tx.row(
        `UPDATE offer SET kind = $3, text = $4, quantity = $5, unit = $6, when_text = $7, where_text = $8, language = $9, version = version + 1
          WHERE community_id = $1 AND id = $2 AND version = $10 RETURNING id`,
        [offer.communityId, offer.id, kind, text, quantity, unit, when, where, language, input.expectedVersion],
      );
      if (!changed) await refuseUnchanged(tx, input);
      await record(tx, { ...deedOn(offer), kind: 'offer.revised', by: offer.offeredById });
      return { offerId: offer.id };
    });
  }

  withdraw(actor: Actor, input: WithdrawOfferInput): Promise<{ offerId: string }> {
    return this.database.write(actor, { name: 'withdrawOffer', input }, async (tx) => {
      const offer = await seenOffer(tx, input.offerId);
      authorize(tx.actor, canWithdrawOffer, offer);
      const done = await isDone(tx, 'withdraw_offer($1, $2)', [offer.communityId, offer.id]);
      if (!done) throw waitsNoMore();
      await record(tx, { ...deedOn(offer), kind: 'offer.withdrawn', by: offer.offeredById });
      return { offerId: offer.id };
    });
  }
}

async function homeOf(tx: Tx, { campaignId, communityId }: OfferHelpInput): Promise<Home> {
  if ((campaignId == null) === (communityId == null)) {
    throw refuse(
      'INVALID',
      'Say for which campaign you offer it, or for which community: one of the two.',
      'campaignId',
    );
  }
  if (campaignId != null) {
    const campaign = await visibleCampaign(tx, campaignId);
    authorize(tx.actor, canOfferHelp, campaign);
    if (isOver(campaign.state)) {
      throw refuse(
        'CAMPAIGN_NOT_LAUNCHED',
        'This campaign has concluded. Offer it to the community, or for another campaign.',
        'campaignId',
      );
    }
    return { communityId: campaign.communityId, campaignId, language: campaign.language };
  }
  const community = await tx.row<{ id: string; language: string }>('SELECT id, language FROM community WHERE id = $1', [
    communityId,
  ]);
  if (!community) throw new NotFound();
  authorize(tx.actor, canOfferHelp, { communityId: community.id });
  return { communityId: community.id, campaignId: null, language: community.language };
}

/** The one standing that offers: the organization’s that is named, or else the person’s own. */
async function offerer(tx: Tx, { communityId }: Home, organizationId: string | null): Promise<Membership> {
  if (organizationId !== null) await representedOrganization(tx, organizationId);
  const standing = tx.actor.memberships.find(
    (one) =>
      one.communityId === communityId && one.standing === 'ALLY' && (one.organizationId ?? null) === organizationId,
  );
  if (standing?.paused) {
    throw new Forbidden(
      'Your standing here is paused or has run out. Finish what you began; ask the community before you offer more.',
    );
  }
  if (standing) return standing;
  if (organizationId !== null) {
    throw new Forbidden(
      'Your organization is no ally of this community. Let it join with joinAsAlly and its organizationId first.',
    );
  }
  throw refuse(
    'ORGANIZATION_REQUIRED',
    'You are no ally here yourself. Name the organization in whose name you offer.',
    'organizationId',
  );
}

function refuseSpeaking(kind: string): void {
  if (kind !== 'SPEAK') return;
  throw refuse(
    'NOT_FOR_YOUR_STANDING',
    'Here the people affected speak for themselves. Offer something that helps them do so.',
    'kind',
  );
}

async function refuseUnchanged(tx: Tx, { offerId, expectedVersion }: ReviseOfferInput): Promise<never> {
  const { state, version } = await seenOffer(tx, offerId);
  if (state !== 'OFFERED' || version === expectedVersion) throw waitsNoMore();
  throw refuse(
    'STALE_VERSION',
    say`It is at version ${version} now. Read it again, then send your change with that version.`,
    'expectedVersion',
  );
}

async function insertOffer(
  tx: Tx,
  { communityId, campaignId, id, membershipId }: Home & { id: string; membershipId: string },
  { kind, text, quantity, unit, when, where, language }: OfferContent,
): Promise<void> {
  await tx.rows(
    `INSERT INTO offer (community_id, id, campaign_id, offered_by, kind, text, quantity, unit, when_text, where_text, language)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [communityId, id, campaignId, membershipId, kind, text, quantity, unit, when, where, language],
  );
}
