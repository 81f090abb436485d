import { Field, ID, ObjectType } from '@nestjs/graphql';
import { spoken } from '../../platform/graphql/spoken.js';
import type { Words } from '../../platform/words/words.js';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { MutationPayload, Payload, UserErrorType } from '../../platform/graphql/payload.js';
import { CommunityType, MembershipType } from '../communities/index.js';
import { AllyBlockType, AllyRequestType } from './ally.graphql.js';

@Payload('An ally joined, accepted the newer agreement, or waits to be admitted.')
export class JoinAsAllyPayload extends MutationPayload {
  @Field(() => MembershipType, {
    nullable: true,
    description: 'The standing as an ally; null while the community has yet to decide.',
  })
  membership?: MembershipType | null;

  @Field(() => AllyRequestType, {
    nullable: true,
    description: 'The request that waits, where the community looks at each first; else null.',
  })
  request?: AllyRequestType | null;

  @Field(() => String, { nullable: true, description: 'What to do next, for people.', middleware: [spoken] })
  nextStep?: Words | null;
}

@Payload('A request was taken back.')
export class WithdrawAllyRequestPayload extends MutationPayload {
  @Field(() => AllyRequestType, { nullable: true, description: 'The request.' })
  request?: AllyRequestType | null;
}

@Payload('Someone who asked was admitted as an ally.')
export class AdmitAllyPayload extends MutationPayload {
  @Field(() => MembershipType, { nullable: true, description: 'The ally.' })
  membership?: MembershipType | null;
}

@ObjectType('DeclineAlliesResult', { description: 'What came of declining one request of several.' })
@Access(visible)
export class DeclineAlliesResultType {
  @Field(() => ID, { description: 'The request, as it was sent.' })
  requestId: string;

  @Field(() => AllyRequestType, { nullable: true, description: 'The request; null if it was not declined.' })
  request: AllyRequestType | null;

  @Field(() => [UserErrorType], { description: 'Why it was not declined; empty if it is, from now on or already.' })
  userErrors: UserErrorType[];
}

@Payload('Requests were declined, each for itself.')
export class DeclineAlliesPayload extends MutationPayload {
  @Field(() => [DeclineAlliesResultType], {
    nullable: true,
    description: 'One result for each request, in the order in which they were sent.',
  })
  results?: DeclineAlliesResultType[] | null;
}

@Payload('An ally is paused.')
export class PauseAllyPayload extends MutationPayload {
  @Field(() => MembershipType, { nullable: true, description: 'The ally.' })
  membership?: MembershipType | null;
}

@Payload('A paused ally may go on.')
export class ResumeAllyPayload extends MutationPayload {
  @Field(() => MembershipType, { nullable: true, description: 'The ally.' })
  membership?: MembershipType | null;
}

@Payload('An alliance goes on.')
export class RenewAllyPayload extends MutationPayload {
  @Field(() => MembershipType, { nullable: true, description: 'The ally.' })
  membership?: MembershipType | null;
}

@Payload('An alliance has ended.')
export class EndAllyPayload extends MutationPayload {
  @Field(() => MembershipType, { nullable: true, description: 'Whose it was.' })
  membership?: MembershipType | null;
}

@Payload('Someone is blocked.')
export class BlockAllyPayload extends MutationPayload {
  @Field(() => AllyBlockType, { nullable: true, description: 'The block.' })
  block?: AllyBlockType | null;
}

@Payload('A block was lifted. It gives no standing back: they may join again as anyone may.')
export class UnblockAllyPayload extends MutationPayload {
  @Field(() => AllyBlockType, { nullable: true, description: 'The block, lifted.' })
  block?: AllyBlockType | null;
}

@Payload('The community takes allies in another way.')
export class ChangeAllyAdmissionPayload extends MutationPayload {
  @Field(() => CommunityType, { nullable: true, description: 'The community.' })
  community?: CommunityType | null;
}
