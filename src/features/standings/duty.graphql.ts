import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { IsBoolean } from 'class-validator';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { MutationPayload, Payload } from '../../platform/graphql/payload.js';
import { DateTime } from '../../platform/graphql/scalars.js';
import { MutationInput, Uuid } from '../../platform/validation/index.js';
import { CommunityType, MembershipType } from '../communities/index.js';

@ObjectType('DutyOffer', {
  description: 'Someone is asked to be a steward. They become one when they accept, and enough people stand behind it.',
})
@Access(visible)
export class DutyOfferType {
  @Field(() => ID, { description: 'The id.' })
  id: string;

  communityId: string;

  @Field(() => ID, { description: 'The membership of who is asked.' })
  membershipId: string;

  @Field(() => String, { description: 'Who is asked, listed or not.' })
  pseudonym: string;

  @Field(() => Int, { description: 'How many people stand behind it; whoever is asked does not count.' })
  backerCount: number;

  @Field(() => Int, {
    description:
      'How many it takes now: one steward, or while the community is short of stewards two people affected, as far as there are two others.',
  })
  backersNeeded: number;

  @Field(() => Boolean, { description: 'Whether it can be accepted now.' })
  isReady: boolean;

  @Field(() => Boolean, { description: 'Whether you stand behind it.' })
  viewerBacks: boolean;

  @Field(() => DateTime, { description: 'When it was made.' })
  createdAt: Date;

  @Field(() => DateTime, { description: 'When it ends by itself: thirty days later.' })
  expiresAt: Date;
}

@InputType({ description: 'Who is to carry the duty of a steward, or no longer to be asked.' })
export class ChangeDutiesInput extends MutationInput {
  @Field(() => ID, { description: 'The membership of an affected person past probation.' })
  @Uuid()
  membershipId: string;

  @Field(() => Boolean, {
    description:
      'True offers them the duty of a steward, false withdraws an offer not yet accepted. A steward gives the duty up with `resignStewardship` or is removed by two.',
  })
  @IsBoolean()
  isSteward: boolean;
}

@Payload('A duty was offered, or an offer withdrawn.')
export class ChangeDutiesPayload extends MutationPayload {
  @Field(() => DutyOfferType, { nullable: true, description: 'The offer; null once withdrawn.' })
  offer?: DutyOfferType | null;
}

@InputType({ description: 'Whom you confirm as a new steward.' })
export class ConfirmStewardInput extends MutationInput {
  @Field(() => ID, { description: 'Their membership. Who is not listed can tell it to you.' })
  @Uuid()
  membershipId: string;
}

@Payload('You stand behind a new steward.')
export class ConfirmStewardPayload extends MutationPayload {
  @Field(() => DutyOfferType, { nullable: true, description: 'The offer that they can accept once enough confirm.' })
  offer?: DutyOfferType | null;
}

@InputType({ description: 'The duty that you accept.' })
export class AcceptDutyInput extends MutationInput {
  @Field(() => ID, { description: 'The offer.' })
  @Uuid()
  offerId: string;
}

@Payload('You carry the duty of a steward.')
export class AcceptDutyPayload extends MutationPayload {
  @Field(() => MembershipType, { nullable: true, description: 'Your membership.' })
  membership?: MembershipType | null;
}

@InputType({ description: 'The duty that you do not want.' })
export class DeclineDutyInput extends MutationInput {
  @Field(() => ID, { description: 'The offer.' })
  @Uuid()
  offerId: string;
}

@Payload('The offer has ended.')
export class DeclineDutyPayload extends MutationPayload {
  @Field(() => MembershipType, { nullable: true, description: 'Your membership.' })
  membership?: MembershipType | null;
}

@InputType({ description: 'Where you give up being a steward.' })
export class ResignStewardshipInput extends MutationInput {
  @Field(() => ID, { description: 'The community.' })
  @Uuid()
  communityId: string;
}

@Payload('You are no steward any more, and still one of the people affected.')
export class ResignStewardshipPayload extends MutationPayload {
  @Field(() => CommunityType, { nullable: true, description: 'The community.' })
  community?: CommunityType | null;
}
