import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { MutationPayload, Payload } from '../../platform/graphql/payload.js';
import { DateTime } from '../../platform/graphql/scalars.js';
import { MutationInput, Text, Uuid } from '../../platform/validation/index.js';
import { CommunityType } from '../communities/index.js';

@ObjectType('PendingRemoval', {
  description: 'Two stewards are about to remove another one. Everyone affected is told, and may object.',
})
@Access(visible)
export class PendingRemovalType {
  @Field(() => ID, { description: 'The id.' })
  id: string;

  communityId: string;

  @Field(() => ID, { description: 'The membership that would end.' })
  membershipId: string;

  @Field(() => String, { description: 'Who it is about, listed or not: without a name nobody could object.' })
  pseudonym: string;

  @Field(() => String, { description: 'Why, as the stewards wrote it.' })
  reason: string;

  @Field(() => Boolean, { description: 'Whether a second steward confirmed it. Until then nothing happens.' })
  isConfirmed: boolean;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When it takes effect by itself unless someone objects: 72 hours after it was confirmed.',
  })
  dueAt: Date | null;

  @Field(() => DateTime, { description: 'When it was proposed.' })
  proposedAt: Date;

  @Field(() => DateTime, { description: 'When it lapses if nobody confirms it.' })
  expiresAt: Date;

  @Field(() => Boolean, { description: 'Whether it is about you. Then you have no part in it.' })
  viewerIsConcerned: boolean;
}

@ObjectType('RemovalNotice', { description: 'You were removed from a community. Only you see this.' })
@Access(visible)
export class RemovalNoticeType {
  @Field(() => ID, { description: 'The id.' })
  id: string;

  communityId: string;

  @Field(() => String, { description: 'Why, as the stewards wrote it.' })
  reason: string;

  @Field(() => DateTime, { description: 'Since when you are no member any more.' })
  removedAt: Date;
}

@InputType({ description: 'Whom a steward removes, and why.' })
export class RemoveMemberInput extends MutationInput {
  @Field(() => ID, { description: 'The membership of an affected person who is no steward.' })
  @Uuid()
  membershipId: string;

  @Field(() => String, { description: 'Why, up to 2,000 characters. The person reads it.' })
  @Text({ max: 2000, multiline: true })
  reason: string;
}

@InputType({ description: 'Which steward two stewards are to remove, and why.' })
export class ProposeStewardRemovalInput extends MutationInput {
  @Field(() => ID, { description: 'The membership of the steward.' })
  @Uuid()
  membershipId: string;

  @Field(() => String, { description: 'Why, up to 2,000 characters. Everyone affected reads it.' })
  @Text({ max: 2000, multiline: true })
  reason: string;
}

@InputType({ isAbstract: true })
abstract class OfRemovalInput extends MutationInput {
  @Field(() => ID, { description: 'The removal.' })
  @Uuid()
  removalId: string;
}

@InputType({ description: 'The removal that a second steward confirms.' })
export class ConfirmStewardRemovalInput extends OfRemovalInput {}

@InputType({ description: 'The removal that someone affected objects to.' })
export class ObjectToStewardRemovalInput extends OfRemovalInput {}

@InputType({ description: 'The removal in which a steward no longer takes part.' })
export class WithdrawStewardRemovalInput extends OfRemovalInput {}

@Payload('Someone was removed.')
export class RemoveMemberPayload extends MutationPayload {
  @Field(() => CommunityType, { nullable: true, description: 'The community.' })
  community?: CommunityType | null;
}

@Payload('The removal waits for a second steward.')
export class ProposeStewardRemovalPayload extends MutationPayload {
  @Field(() => PendingRemovalType, { nullable: true, description: 'The removal.' })
  removal?: PendingRemovalType | null;
}

@Payload('The removal takes effect in 72 hours unless someone objects.')
export class ConfirmStewardRemovalPayload extends MutationPayload {
  @Field(() => PendingRemovalType, { nullable: true, description: 'The removal.' })
  removal?: PendingRemovalType | null;
}

@Payload('The removal has ended; the steward stays.')
export class ObjectToStewardRemovalPayload extends MutationPayload {
  @Field(() => CommunityType, { nullable: true, description: 'The community.' })
  community?: CommunityType | null;
}

@Payload('The removal has ended; the steward stays.')
export class WithdrawStewardRemovalPayload extends MutationPayload {
  @Field(() => CommunityType, { nullable: true, description: 'The community.' })
  community?: CommunityType | null;
}
