import { Field, ID, InputType } from '@nestjs/graphql';
import { ArrayMinSize } from 'class-validator';
import { DateTime } from '../../platform/graphql/scalars.js';
import { FutureInstant, MutationInput, Optional, Text, Uuid } from '../../platform/validation/index.js';

@InputType({ description: 'A key for one dashboard.' })
export class CreateDashboardKeyInput extends MutationInput {
  @Field(() => ID, { description: 'The community.' })
  @Uuid()
  communityId: string;

  @Field(() => String, { description: 'What you call it, such as where the dashboard hangs; up to 120 characters.' })
  @Text({ max: 120 })
  name: string;

  @Field(() => [ID], {
    nullable: true,
    description:
      'The campaigns that it reads, 1 to 50 of this community. Leave out for all of them, later ones included.',
  })
  @Optional()
  @Uuid({ each: true, most: 50 })
  @ArrayMinSize(1, { message: 'TOO_SHORT|Name at least one campaign, or leave the list out for all of them.' })
  campaignIds?: string[] | null;

  @Field(() => DateTime, { description: 'When it ends by itself: within a year.' })
  @FutureInstant()
  expiresAt: Date;
}

@InputType({ description: 'Which key to withdraw.' })
export class RevokeDashboardKeyInput extends MutationInput {
  @Field(() => ID, { description: 'The id of the key, not the key itself.' })
  @Uuid()
  dashboardKeyId: string;
}
