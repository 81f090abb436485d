import { ArgsType, Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { IsBoolean } from 'class-validator';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { NodeType } from '../../platform/graphql/node.js';
import { PageArgs } from '../../platform/graphql/page-args.js';
import { MutationPayload, Payload } from '../../platform/graphql/payload.js';
import { DateTime } from '../../platform/graphql/scalars.js';
import { FutureInstant, MutationInput, Optional, Quantity, Text, Uuid } from '../../platform/validation/index.js';
import { AskType } from './ask.graphql.js';

@ObjectType('AskShift', {
  description: 'A time of an ask among others, with places of its own. A pledge to an ask in shifts chooses one.',
  implements: () => [NodeType],
})
@Access(visible)
export class AskShiftType {
  @Field(() => ID, { description: 'The id.' })
  id: string;

  communityId: string;
  askId: string;

  @Field(() => String, { description: 'What it is called, such as “Morning”; empty for nothing.' })
  label: string;

  @Field(() => DateTime, { description: 'When it begins.' })
  startsAt: Date;

  @Field(() => DateTime, { description: 'When it ends.' })
  endsAt: Date;

  @Field(() => Int, { nullable: true, description: 'How many can come; null for as many as the ask takes.' })
  places: number | null;

  @Field(() => Boolean, { description: 'Whether it can be chosen: it is neither closed nor over.' })
  isOpen: boolean;
}

@ArgsType()
export class ShiftListArgs extends PageArgs {
  @Field(() => Boolean, { nullable: true, description: 'True: only those that can be chosen. False: only the others.' })
  @Optional()
  @IsBoolean()
  isOpen?: boolean | null;
}

@InputType({ description: 'One more time of an ask among which pledgers choose.' })
export class AddAskShiftInput extends MutationInput {
  @Field(() => ID, { description: 'The ask, not closed or cancelled. Up to 100 shifts each.' })
  @Uuid()
  askId: string;

  @Field(() => String, { nullable: true, description: 'What to call it, up to 80 characters, such as “Morning”.' })
  @Optional()
  @Text({ min: 0, max: 80 })
  label?: string | null;

  @Field(() => DateTime, { description: 'When it begins, within the time of the ask.' })
  startsAt: Date;

  @Field(() => DateTime, { description: 'When it ends: later, still to come, and within the time of the ask.' })
  @FutureInstant()
  endsAt: Date;

  @Field(() => Int, {
    nullable: true,
    description: 'How many can come, 1 to 100,000; leave it out for as many as the ask takes.',
  })
  @Optional()
  @Quantity({ max: 100_000 })
  places?: number | null;
}

@InputType({ description: 'A shift that takes no more pledges.' })
export class CloseAskShiftInput extends MutationInput {
  @Field(() => ID, { description: 'The shift.' })
  @Uuid()
  shiftId: string;
}

@Payload('A shift was added.')
export class AddAskShiftPayload extends MutationPayload {
  @Field(() => AskShiftType, { nullable: true, description: 'The shift.' })
  shift?: AskShiftType | null;

  @Field(() => AskType, { nullable: true, description: 'Its ask.' })
  ask?: AskType | null;
}

@Payload('A shift takes no more pledges; those made to it stay.')
export class CloseAskShiftPayload extends MutationPayload {
  @Field(() => AskShiftType, { nullable: true, description: 'The shift.' })
  shift?: AskShiftType | null;
}
