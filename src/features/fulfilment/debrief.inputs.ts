import { Field, ID, InputType } from '@nestjs/graphql';
import { MutationInput, Optional, Text, Uuid } from '../../platform/validation/index.js';

@InputType({ description: 'What your side says of a pledge that was fulfilled: as its pledger, or for the community.' })
export class GiveDebriefInput extends MutationInput {
  @Field(() => ID, { description: 'The pledge.' })
  @Uuid()
  pledgeId: string;

  @Field(() => String, { description: 'What went well, up to 4,000 characters.' })
  @Text({ max: 4000, multiline: true })
  wentWell: string;

  @Field(() => String, { nullable: true, description: 'What could be better next time, up to 4,000 characters.' })
  @Optional()
  @Text({ min: 0, max: 4000, multiline: true })
  couldBeBetter?: string | null;
}

@InputType({ description: 'A debrief that your side leaves out.' })
export class SkipDebriefInput extends MutationInput {
  @Field(() => ID, { description: 'The pledge.' })
  @Uuid()
  pledgeId: string;
}
