import { Int, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { Load } from '../../platform/graphql/context.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
import { campaignById, CampaignType } from '../campaigns/index.js';
import { membershipById, MembershipType } from '../communities/index.js';
import { priorityById, PriorityType } from '../priorities/index.js';
import { MandateSignatureType, MandateType } from './mandate.graphql.js';
import { liveMandateOf, signaturesOf } from './mandate.loaders.js';
import { canSeeSignatures } from './mandate.policy.js';
import { shownAsSignedBy } from './mandate.rules.js';

@Resolver(() => MandateType)
export class MandatesResolver {
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

  @ResolveField(() => String, {
    description: 'By whom it is given, as everyone may read it: `the community`, or `founding, one signature`.',
  })
  @Access(visible)
  signedBy(@Parent() mandate: MandateType): string {
    return shownAsSignedBy(mandate.kind);
  }

  @ResolveField(() => Int, { nullable: true, description: 'How many signed it, for the people affected.' })
  @Access(canSeeSignatures)
  async signatureCount(@Parent() mandate: MandateType, @Load() load: LoadFunction): Promise<number> {
    return (await load(signaturesOf, mandate.id)).length;
  }

  @ResolveField(() => [MandateSignatureType], {
    nullable: true,
    description: 'Who signed it, in order, for the people affected. Allies see `signedBy`.',
  })
  @Access(canSeeSignatures)
  signatures(@Parent() mandate: MandateType, @Load() load: LoadFunction): Promise<MandateSignatureType[]> {
    return load(signaturesOf, mandate.id);
  }
}

@Resolver(() => MandateSignatureType)
export class MandateSignaturesResolver {
  @ResolveField(() => MembershipType, {
    nullable: true,
    description: 'Whose word it is; null where they chose not to be listed and you are no steward.',
  })
  @Access(visible)
  signer(@Parent() signature: MandateSignatureType, @Load() load: LoadFunction): Promise<MembershipType | null> {
    return load(membershipById, signature.signerId);
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
}
