import { Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { MutationPayload, Payload } from '../../platform/graphql/payload.js';
import { DateTime } from '../../platform/graphql/scalars.js';
import { Handle, MutationInput, Optional, Text, Uuid } from '../../platform/validation/index.js';

export enum RequestState {
  OPEN = 'OPEN',
  ADMITTED = 'ADMITTED',
  DECLINED = 'DECLINED',
  WITHDRAWN = 'WITHDRAWN',
  EXPIRED = 'EXPIRED',
}
registerEnumType(RequestState, {
  name: 'MembershipRequestState',
  description: 'What became of a request to be admitted.',
  valuesMap: {
    OPEN: { description: 'It waits for two vouches, for thirty days.' },
    ADMITTED: { description: 'Two people vouched: the asker was admitted.' },
    DECLINED: { description: 'A steward declined.' },
    WITHDRAWN: { description: 'The asker took it back, or came in by another way.' },
    EXPIRED: { description: 'Thirty days went by.' },
  },
});

@ObjectType({ isAbstract: true })
abstract class RequestBase {
  @Field(() => ID, { description: 'The id.' })
  id: string;

  communityId: string;

  @Field(() => String, { description: 'What the asker wants to be called in this community.' })
  pseudonym: string;

  @Field(() => RequestState, { description: 'What became of it.' })
  state: RequestState;

  @Field(() => DateTime, { description: 'When it was made.' })
  createdAt: Date;

  @Field(() => DateTime, { description: 'When it ends by itself: thirty days later.' })
  expiresAt: Date;
}

@ObjectType('MembershipRequest', {
  description: 'Someone asks to be admitted, as those who may vouch see it. Allies never do.',
})
@Access(visible)
export class MembershipRequestType extends RequestBase {
  @Field(() => String, {
    description: 'What they wrote to those who may vouch for them. Empty once the request is closed.',
  })
  message: string;

  @Field(() => Int, { description: 'How many people vouch. The second vouch admits.' })
  vouchCount: number;

  @Field(() => Boolean, { description: 'Whether you vouch.' })
  viewerHasVouched: boolean;

  @Field(() => String, {
    description: 'Why a steward declined, for the people affected only. Empty if they gave no reason.',
  })
  declineReason: string;
}

@ObjectType('OwnMembershipRequest', { description: 'What became of asking to be admitted, as the asker sees it.' })
@Access(visible)
export class OwnMembershipRequestType extends RequestBase {}

@InputType({ description: 'Someone affected asks a community to be admitted.' })
export class RequestMembershipInput extends MutationInput {
  @Field(() => String, { description: 'The handle of the community.' })
  @Handle()
  communityHandle: string;

  @Field(() => String, {
    nullable: true,
    description:
      'So that people know you: up to 1,000 characters, read by the people affected there and forgotten when the request is closed.',
  })
  @Optional()
  @Text({ min: 0, max: 1000, multiline: true })
  message?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'What you want to be called there, and only there. One is made up if you leave it out.',
  })
  @Optional()
  @Text({ max: 60 })
  pseudonym?: string | null;
}

@Payload('The request waits for two vouches.')
export class RequestMembershipPayload extends MutationPayload {
  @Field(() => OwnMembershipRequestType, { nullable: true, description: 'The request.' })
  request?: OwnMembershipRequestType | null;
}

@InputType({ description: 'Your own request.' })
export class WithdrawMembershipRequestInput extends MutationInput {
  @Field(() => ID, { description: 'The request.' })
  @Uuid()
  requestId: string;
}

@Payload('The request was taken back.')
export class WithdrawMembershipRequestPayload extends MutationPayload {
  @Field(() => OwnMembershipRequestType, { nullable: true, description: 'The request.' })
  request?: OwnMembershipRequestType | null;
}

@InputType({ description: 'For whom you vouch.' })
export class VouchForInput extends MutationInput {
  @Field(() => ID, { description: 'The request of the person for whom you vouch.' })
  @Uuid()
  requestId: string;
}

@Payload('You vouch; with the second vouch the person is admitted.')
export class VouchForPayload extends MutationPayload {
  @Field(() => MembershipRequestType, { nullable: true, description: 'The request.' })
  request?: MembershipRequestType | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether this vouch admitted them. A second one does, if one of the two people has been here for thirty days or the community is younger than that.',
  })
  isAdmitted?: boolean | null;
}

@InputType({ description: 'For whom you no longer vouch.' })
export class WithdrawVouchInput extends MutationInput {
  @Field(() => ID, { description: 'The request.' })
  @Uuid()
  requestId: string;
}

@Payload('The vouch was taken back.')
export class WithdrawVouchPayload extends MutationPayload {
  @Field(() => MembershipRequestType, { nullable: true, description: 'The request.' })
  request?: MembershipRequestType | null;
}

@InputType({ description: 'Whose request is declined.' })
export class DeclineMembershipInput extends MutationInput {
  @Field(() => ID, { description: 'The request.' })
  @Uuid()
  requestId: string;

  @Field(() => String, {
    nullable: true,
    description: 'Why, for the people affected, up to 500 characters. The asker learns only that it was declined.',
  })
  @Optional()
  @Text({ min: 0, max: 500, multiline: true })
  reason?: string | null;
}

@Payload('The request was declined.')
export class DeclineMembershipPayload extends MutationPayload {
  @Field(() => MembershipRequestType, { nullable: true, description: 'The request.' })
  request?: MembershipRequestType | null;
}
