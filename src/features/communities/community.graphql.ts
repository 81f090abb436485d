import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { NodeType } from '../../platform/graphql/node.js';
import { MutationPayload, Payload } from '../../platform/graphql/payload.js';
import { DateTime } from '../../platform/graphql/scalars.js';
import { canSeeSecondFactorRule } from './community.policy.js';

export enum Standing {
  AFFECTED = 'AFFECTED',
  ALLY = 'ALLY',
}
registerEnumType(Standing, {
  name: 'Standing',
  description: 'What a person is in one community. Never both, and never self-assigned.',
  valuesMap: {
    AFFECTED: { description: 'One of the people whom the injustice affects.' },
    ALLY: { description: 'Someone who accompanies them: pledges and follows through.' },
  },
});

@ObjectType('AgreementQuestion', { description: 'A question that every ally answers before the first pledge.' })
@Access(visible)
export class AgreementQuestionType {
  @Field(() => String, { description: 'Its short name, to answer by.' })
  id: string;

  @Field(() => String, { description: 'The question.' })
  text: string;

  @Field(() => Boolean, { description: 'Whether it must be answered.' })
  required: boolean;
}

@ObjectType('Agreement', { description: 'What allies accept, by version, before they pledge.' })
@Access(visible)
export class AgreementType {
  @Field(() => Int, { description: 'The version to send back when accepting.' })
  version: number;

  @Field(() => String, { description: 'The text.' })
  text: string;

  @Field(() => [AgreementQuestionType], { description: 'What the community asks of its allies.' })
  questions: AgreementQuestionType[];

  @Field(() => DateTime, { description: 'Since when this version is current.' })
  publishedAt: Date;
}

@ObjectType('Community', {
  description: 'The people affected. They own their campaigns and their data.',
  implements: () => [NodeType],
})
@Access(visible)
export class CommunityType {
  @Field(() => ID, { description: 'The id.' })
  id: string;

  communityId: string;

  @Field(() => String, { description: 'The name in addresses.' })
  handle: string;

  @Field(() => String, { description: 'What it calls itself.' })
  name: string;

  @Field(() => String, { description: 'Who they are, in their own words. Empty if they say nothing.' })
  about: string;

  @Field(() => String, { description: 'The main language, as a BCP 47 tag.' })
  language: string;

  @Field(() => String, { description: 'The IANA time zone by which its days end.' })
  timeZone: string;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether stewards and organizers need a second factor here: without one their duties rest.',
  })
  @Access(canSeeSecondFactorRule)
  requiresSecondFactor: boolean | null;

  agreementVersion: number;
}

@ObjectType('Membership', {
  description: 'Someone in one community, under the name they have there.',
  implements: () => [NodeType],
})
@Access(visible)
export class MembershipType {
  @Field(() => ID, {
    description: 'The id, good in this community only: nothing links it to the same person elsewhere.',
  })
  id: string;

  communityId: string;

  @Field(() => String, { description: 'What they are called here.' })
  pseudonym: string;

  @Field(() => Standing, { description: 'One of the people affected, or an ally.' })
  standing: Standing;

  @Field(() => Boolean, { description: 'Whether they carry the duty of a steward: settings, rounds, safety.' })
  isSteward: boolean;

  @Field(() => Boolean, { description: 'Whether organizing is delegated to them.' })
  isOrganizer: boolean;

  @Field(() => DateTime, { nullable: true, description: 'When that delegation ends.' })
  organizerUntil: Date | null;

  @Field(() => Boolean, { description: 'Newly admitted: may propose and discuss, not yet attest, vouch or vote.' })
  isOnProbation: boolean;

  @Field(() => DateTime, { description: 'Since when.' })
  since: Date;

  @Field(() => Boolean, { description: 'Whether they chose to be seen in the roster by other people affected.' })
  isListed: boolean;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When it ends: for allies unless renewed, for a steward when a confirmed removal takes effect.',
  })
  until: Date | null;

  @Field(() => Int, { nullable: true, description: 'The version of the agreement that this ally accepted.' })
  agreementVersion: number | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Of your own: whether your duties rest because the community asks for a second factor and this session has none. Set one up with `startTotp`, or prove it with `stepUp`. Null for others.',
  })
  awaitsSecondFactor: boolean | null;
  organizationId: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Since when this ally is paused: may finish what they began, and begin nothing. Null if not.',
  })
  pausedAt: Date | null;

  @Field(() => String, { nullable: true, description: 'Why, as a steward said.' })
  pausedBecause: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it ended; null while it goes on.' })
  endedAt: Date | null;

  @Field(() => String, { nullable: true, description: 'Why a steward ended this alliance; null otherwise.' })
  endedBecause: string | null;
}

@Payload('A community was created.')
export class CreateCommunityPayload extends MutationPayload {
  @Field(() => CommunityType, { nullable: true, description: 'The community.' })
  community?: CommunityType | null;
}

@Payload('A new version of the agreement is current.')
export class PublishAgreementPayload extends MutationPayload {
  @Field(() => CommunityType, { nullable: true, description: 'The community.' })
  community?: CommunityType | null;
}

@Payload('The community asks for a second factor, or no longer.')
export class RequireSecondFactorPayload extends MutationPayload {
  @Field(() => CommunityType, { nullable: true, description: 'The community.' })
  community?: CommunityType | null;
}

@Payload('A duty was given or ended.')
export class DelegateOrganizerPayload extends MutationPayload {
  @Field(() => MembershipType, { nullable: true, description: 'Whose duty it is.' })
  membership?: MembershipType | null;
}

@Payload('A duty was ended.')
export class EndDelegationPayload extends MutationPayload {
  @Field(() => MembershipType, { nullable: true, description: 'Whose duty it was.' })
  membership?: MembershipType | null;
}
