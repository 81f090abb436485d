import { Args, Int, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import type { Actor } from '../../platform/access/actor.js';
import { CurrentActor, Load } from '../../platform/graphql/context.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
import { spoken } from '../../platform/graphql/spoken.js';
import type { Words } from '../../platform/words/words.js';
import { allowedFor, campaignById, CampaignType, takesMandates } from '../campaigns/index.js';
import { communityById, CommunityType, membershipById, MembershipType } from '../communities/index.js';
import { isLive, priorityById, PriorityType } from '../priorities/index.js';
import { PriorityRoundType, roundById } from '../rounds/index.js';
import { CosignMandatePayload, MandateSignatureType, MandateType, ProposeMandatePayload } from './mandate.graphql.js';
import { CosignMandateInput, ProposeMandateInput } from './mandate.inputs.js';
import { liveMandateOf, mandateById, signaturesOf } from './mandate.loaders.js';
import { canCosignMandate, canProposeMandate, canSeeSignatures } from './mandate.policy.js';
import { shownAsSignedBy } from './mandate.rules.js';
import { MandatesService } from './mandates.service.js';

@Resolver(() => MandateType)
export class MandatesResolver {
  constructor(private readonly mandates: MandatesService) {}

  @ResolveField(() => PriorityType, { nullable: true, description: 'The priority under which it allows asks.' })
  @Access(visible)
  priority(@Parent() mandate: MandateType, @Load() load: LoadFunction): Promise<PriorityType | null> {
    return load(priorityById, mandate.priorityId);
  }

  @ResolveField(() => CampaignType, { nullable: true, description: 'The campaign.' })
  @Access(visible)
  campaign(@Parent() mandate: MandateType, @Load() load: LoadFunction): Promise<CampaignType | null> {
    return load(campaignById, mandate.campaignId);
  }

  @ResolveField(() => CommunityType, {
    nullable: true,
    description: 'The community that gives it, and whose asks open under it: the host, or one that leads with it.',
  })
  @Access(visible)
  lead(@Parent() mandate: MandateType, @Load() load: LoadFunction): Promise<CommunityType | null> {
    return load(communityById, mandate.leadId ?? mandate.communityId);
  }

  @ResolveField(() => PriorityRoundType, {
    nullable: true,
    description: 'The round whose ballots give it; null for one that was signed.',
  })
  @Access(visible)
  async round(@Parent() mandate: MandateType, @Load() load: LoadFunction): Promise<PriorityRoundType | null> {
    return mandate.roundId === null ? null : load(roundById, mandate.roundId);
  }

  @ResolveField(() => String, {
    description: 'Why it is given. Everyone who sees the campaign reads it once it is in force.',
    middleware: [spoken],
  })
  @Access(visible)
  reason(@Parent() mandate: MandateType): Words {
    return mandate.reason ?? 'The people affected gave its priority a rank, by ballot.';
  }

  @ResolveField(() => String, {
    description: 'By whom it is given, as everyone may read it: `the community`, or `founding, one signature`.',
  })
  @Access(visible)
  signedBy(@Parent() mandate: MandateType): string {
    return shownAsSignedBy(mandate.kind);
  }

  @ResolveField(() => Int, {
    nullable: true,
    description: 'How many signed it, for the people affected of the community that gives it.',
  })
  @Access(canSeeSignatures)
  async signatureCount(@Parent() mandate: MandateType, @Load() load: LoadFunction): Promise<number> {
    return (await load(signaturesOf, mandate.id)).length;
  }

  @ResolveField(() => [MandateSignatureType], {
    nullable: true,
    description:
      'Who signed it, in order, for the people affected of the community that gives it. Others see `signedBy`.',
  })
  @Access(canSeeSignatures)
  signatures(@Parent() mandate: MandateType, @Load() load: LoadFunction): Promise<MandateSignatureType[]> {
    return load(signaturesOf, mandate.id);
  }

  @ResolveField(() => Boolean, { description: 'Whether you may sign it now.' })
  @Access(visible)
  async viewerCanCosign(
    @Parent() mandate: MandateType,
    @CurrentActor() actor: Actor,
    @Load() load: LoadFunction,
  ): Promise<boolean> {
    if (mandate.state === 'ENDED' || !canCosignMandate.allows(actor, mandate)) return false;
    const campaign = await load(campaignById, mandate.campaignId);
    const signatures = await load(signaturesOf, mandate.id);
    const own = actor.memberships.map((one) => one.membershipId);
    if (campaign === null || !takesMandates(campaign.state)) return false;
    const takesPart = mandate.leadId === null || campaign.leadIds.includes(mandate.leadId);
    return takesPart && !signatures.some(({ signerId }) => signerId !== null && own.includes(signerId));
  }

  @Access(canProposeMandate)
  @Mutation(() => ProposeMandatePayload, {
    description: 'Proposes a mandate, under which asks for a priority may open, and signs it.',
  })
  async proposeMandate(
    @CurrentActor() actor: Actor,
    @Args('input') input: ProposeMandateInput,
    @Load() load: LoadFunction,
  ): Promise<ProposeMandatePayload> {
    const { mandateId } = await this.mandates.propose(actor, input);
    return { mandate: await load(mandateById, mandateId), userErrors: [] };
  }

  @Access(canCosignMandate)
  @Mutation(() => CosignMandatePayload, {
    description:
      'Signs a mandate. The second signature puts an emergency mandate in force, and makes a founding mandate an emergency one.',
  })
  async cosignMandate(
    @CurrentActor() actor: Actor,
    @Args('input') input: CosignMandateInput,
    @Load() load: LoadFunction,
  ): Promise<CosignMandatePayload> {
    const { mandateId } = await this.mandates.cosign(actor, input);
    return { mandate: await load(mandateById, mandateId), userErrors: [] };
  }
}

@Resolver(() => MandateSignatureType)
export class MandateSignaturesResolver {
  @ResolveField(() => MembershipType, {
    nullable: true,
    description: 'Whose word it is; null where they chose not to be listed and you are no steward.',
  })
  @Access(visible)
  async signer(@Parent() signature: MandateSignatureType, @Load() load: LoadFunction): Promise<MembershipType | null> {
    return signature.signerId === null ? null : load(membershipById, signature.signerId);
  }
}

@Resolver(() => PriorityType)
export class PriorityMandatesResolver {
  @ResolveField(() => MandateType, {
    nullable: true,
    description: 'The mandate in force for it; null if there is none.',
  })
  @Access(visible)
  liveMandate(@Parent() priority: PriorityType, @Load() load: LoadFunction): Promise<MandateType | null> {
    return load(liveMandateOf, priority.id);
  }

  @ResolveField(() => Boolean, { description: 'Whether you may propose a mandate for it now.' })
  @Access(visible)
  async viewerCanProposeMandate(
    @Parent() priority: PriorityType,
    @CurrentActor() actor: Actor,
    @Load() load: LoadFunction,
  ): Promise<boolean> {
    if (!isLive(priority)) return false;
    const campaign = await load(campaignById, priority.campaignId);
    if (campaign === null || !takesMandates(campaign.state)) return false;
    return allowedFor(actor, canProposeMandate, campaign).length > 0;
  }
}
