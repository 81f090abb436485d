import { ArgsType, Field, Int } from '@nestjs/graphql';
import { Quantity } from '../../platform/validation/index.js';

@ArgsType()
export class AlignmentArgs {
  @Field(() => Int, { defaultValue: 3, description: 'Down to which rank priorities count as the highest, 1 to 10.' })
  @Quantity({ min: 1, max: 10 })
  top: number;
}
