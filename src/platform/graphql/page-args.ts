import { ArgsType, Field, Int } from '@nestjs/graphql';
import { IsOptional, IsString } from 'class-validator';
import { Quantity } from '../validation/decorators.js';

@ArgsType()
export class PageArgs {
  @Field(() => Int, { defaultValue: 20, description: 'How many, 1 to 100.' })
  @Quantity({ min: 1, max: 100 })
  first?: number = 20;

  @Field(() => String, {
    nullable: true,
    description: 'The cursor after which to start; leave out for the first page.',
  })
  @IsOptional()
  @IsString()
  after?: string | null;
}
