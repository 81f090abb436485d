import { Field, Int, ObjectType } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { MutationPayload, Payload } from '../../platform/graphql/payload.js';
import { DateTime } from '../../platform/graphql/scalars.js';
import { PledgeType } from './pledge.graphql.js';

@ObjectType('HandOver', {
  description: 'What someone with the code of a hand-over would take over. It does not say whose pledge it is.',
})
@Access(visible)
export class HandOverType {
  askId: string;
  shiftId: string | null;

  @Field(() => Int, { description: 'How much, in the unit of the ask.' })
  quantity: number;
}

@Payload('A code by which someone else takes the pledge over. Give it to one person.')
export class OfferHandOverPayload extends MutationPayload {
  @Field(() => String, {
    nullable: true,
    description: 'The link, good once. It names neither you nor the ask. Shown now and never again.',
  })
  link?: string | null;

  @Field(() => String, { nullable: true, description: 'The code at its end, to print or to read out.' })
  code?: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When it ends: when the pledge is next due, and in seven days at the latest.',
  })
  expiresAt?: Date | null;
}

@Payload('The code works no more; the pledge stays with its pledger.')
export class WithdrawHandOverPayload extends MutationPayload {
  @Field(() => PledgeType, { nullable: true, description: 'The pledge.' })
  pledge?: PledgeType | null;
}

@Payload('A pledge was taken over, with its place.')
export class AcceptHandOverPayload extends MutationPayload {
  @Field(() => PledgeType, { nullable: true, description: 'Your pledge, ACTIVE.' })
  pledge?: PledgeType | null;
}
