import { Field, ID, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { MutationPayload, Payload } from '../../platform/graphql/payload.js';
import { DateTime } from '../../platform/graphql/scalars.js';
import { MutationInput, Optional, Text, Uuid } from '../../platform/validation/index.js';

export enum PriorityRemarkOrder {
  NEWEST = 'NEWEST',
  OLDEST = 'OLDEST',
}
registerEnumType(PriorityRemarkOrder, {
  name: 'PriorityRemarkOrder',
  description: 'The order of a discussion.',
  valuesMap: { NEWEST: { description: 'Latest first.' }, OLDEST: { description: 'As it was said.' } },
});

@ObjectType('PriorityRemark', { description: 'What someone affected said about a priority.' })
@Access(visible)
export class PriorityRemarkType {
  @Field(() => ID, { description: 'The id.' })
  id: string;

  communityId: string;

  campaignId: string;

  priorityId: string;

  /** The community beside the host whose member said it. */
  leadId: string | null;

  /** The membership of whoever said it, in the community of `leadId` or else the host; null where that is not known. */
  authorId: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The words. Null once they were taken back or away, or their author erased themselves.',
  })
  text: string | null;

  @Field(() => DateTime, { description: 'When it was said.' })
  writtenAt: Date;

  @Field(() => Boolean, { description: 'Whether its author took it back.' })
  isWithdrawn: boolean;

  @Field(() => DateTime, { nullable: true, description: 'When a steward took it away; null if none did.' })
  removedAt: Date | null;

  @Field(() => String, { nullable: true, description: 'Why a steward took it away; null if none did.' })
  removedBecause: string | null;
}

@InputType({ description: 'Something to say about a priority.' })
export class DiscussPriorityInput extends MutationInput {
  @Field(() => ID, { description: 'The priority.' })
  @Uuid()
  priorityId: string;

  @Field(() => ID, {
    nullable: true,
    description:
      'In a coalition, the community of yours for which you say it. Default: the host where you are affected there, else the one of yours that leads the campaign.',
  })
  @Optional()
  @Uuid()
  leadId?: string | null;

  @Field(() => String, { description: 'The words, up to 4,000 characters.' })
  @Text({ max: 4000, multiline: true })
  text: string;
}

@InputType({ description: 'A remark of yours to take back.' })
export class WithdrawRemarkInput extends MutationInput {
  @Field(() => ID, { description: 'The remark.' })
  @Uuid()
  remarkId: string;
}

@InputType({ description: 'A remark that a steward takes away.' })
export class RemoveRemarkInput extends MutationInput {
  @Field(() => ID, { description: 'The remark.' })
  @Uuid()
  remarkId: string;

  @Field(() => String, { description: 'Why, in up to 500 characters: shown where the remark stood.' })
  @Text({ max: 500 })
  reason: string;
}

@Payload('Something was said about a priority.')
export class DiscussPriorityPayload extends MutationPayload {
  @Field(() => PriorityRemarkType, { nullable: true, description: 'The remark.' })
  remark?: PriorityRemarkType | null;
}

@Payload('A remark was taken back.')
export class WithdrawRemarkPayload extends MutationPayload {
  @Field(() => PriorityRemarkType, { nullable: true, description: 'What is left of the remark: its place.' })
  remark?: PriorityRemarkType | null;
}

@Payload('A remark was taken away.')
export class RemoveRemarkPayload extends MutationPayload {
  @Field(() => PriorityRemarkType, { nullable: true, description: 'What is left of the remark: its place, and why.' })
  remark?: PriorityRemarkType | null;
}
