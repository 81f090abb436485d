import { Field, InputType } from '@nestjs/graphql';
import { IdempotencyKey, Optional } from './decorators.js';

/** What every mutation takes. */
@InputType({ isAbstract: true })
export abstract class MutationInput {
  @Field(() => String, {
    nullable: true,
    description:
      'Any text of 8 to 100 characters that you use once. Sent again with the same input, it answers what the first one did and changes nothing more.',
  })
  @Optional()
  @IdempotencyKey()
  idempotencyKey?: string | null;
}
