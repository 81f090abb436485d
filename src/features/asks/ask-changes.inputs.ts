import { Field, InputType, Int } from '@nestjs/graphql';
import { Optional, Quantity, Text } from '../../platform/validation/index.js';
import { AskDetailsInput } from './ask-details.inputs.js';
import { AskKind } from './ask-enums.graphql.js';

/** What can be said anew of an ask that has it, or that a template gives it. */
@InputType({ isAbstract: true })
export abstract class AskChangesInput extends AskDetailsInput {
  @Field(() => String, { nullable: true, description: 'What is asked, in up to 140 characters.' })
  @Optional()
  @Text({ max: 140 })
  title?: string | null;

  @Field(() => AskKind, { nullable: true, description: 'What sort of doing it is.' })
  @Optional()
  kind?: AskKind | null;

  @Field(() => String, { nullable: true, description: 'In what quantities are counted, up to 40 characters.' })
  @Optional()
  @Text({ max: 40 })
  unit?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How much is wanted in all, 1 to 1,000,000; never less than is pledged.',
  })
  @Optional()
  @Quantity()
  quantityWanted?: number | null;
}
