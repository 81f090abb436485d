import { Field, ID, InputType } from '@nestjs/graphql';
import { ArrayMinSize, ArrayUnique } from 'class-validator';
import { AppScope } from '../../platform/access/scope.js';
import { DateTime } from '../../platform/graphql/scalars.js';
import { FutureInstant, MutationInput, Text, Uuid } from '../../platform/validation/index.js';

@InputType({ description: 'A token for one app.' })
export class CreateAppTokenInput extends MutationInput {
  @Field(() => String, { description: 'What you call the app, up to 120 characters.' })
  @Text({ max: 120 })
  name: string;

  @Field(() => [AppScope], { description: 'What the app may do: as little as it needs. READ goes with most.' })
  @ArrayMinSize(1, { message: 'TOO_SHORT|Name at least one thing that the app may do.' })
  @ArrayUnique({ message: 'INVALID|Name each scope once.' })
  scopes: AppScope[];

  @Field(() => DateTime, { description: 'When it ends by itself: within a year.' })
  @FutureInstant()
  expiresAt: Date;
}

@InputType({ description: 'Which token to withdraw.' })
export class RevokeAppTokenInput extends MutationInput {
  @Field(() => ID, { description: 'The id of the token, not the token itself.' })
  @Uuid()
  appTokenId: string;
}
