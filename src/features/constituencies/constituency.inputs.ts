import { Field, ID, InputType } from '@nestjs/graphql';
import { MutationInput, Optional, Text, Uuid } from '../../platform/validation/index.js';
import { MOST_CONSTITUENCIES } from './constituency.rules.js';

@InputType({ description: 'A new constituency of a community.' })
export class DeclareConstituencyInput extends MutationInput {
  @Field(() => ID, { description: 'The community.' })
  @Uuid()
  communityId: string;

  @Field(() => String, { description: 'What it is called, in up to 100 characters. It cannot be changed later.' })
  @Text({ max: 100 })
  name: string;

  @Field(() => String, { nullable: true, description: 'Whom it is for, in up to 1,000 characters.' })
  @Optional()
  @Text({ max: 1000, multiline: true })
  about?: string | null;
}

@InputType({ description: 'Which constituency is to be there no more.' })
export class RetireConstituencyInput extends MutationInput {
  @Field(() => ID, { description: 'The constituency.' })
  @Uuid()
  constituencyId: string;
}

@InputType({ description: 'To which constituencies of a community you say that you belong.' })
export class ChooseConstituenciesInput extends MutationInput {
  @Field(() => ID, { description: 'The community.' })
  @Uuid()
  communityId: string;

  @Field(() => [ID], { description: 'All to which you belong, in place of those chosen before. Empty for none.' })
  @Uuid({ each: true, most: MOST_CONSTITUENCIES })
  constituencyIds: string[];
}
