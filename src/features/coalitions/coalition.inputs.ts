import { Field, ID, InputType } from '@nestjs/graphql';
import { MutationInput, Text, Uuid } from '../../platform/validation/index.js';

@InputType({ description: 'Which campaign another community is to lead with yours.' })
export class InviteToCoalitionInput extends MutationInput {
  @Field(() => ID, { description: 'The campaign of your community.' })
  @Uuid()
  campaignId: string;
}

@InputType({ description: 'By which invitation, and for which community of yours.' })
export class JoinCoalitionInput extends MutationInput {
  @Field(() => String, { description: 'The link, or the code at its end.' })
  @Text({ max: 500 })
  link: string;

  @Field(() => ID, { description: 'The community that is to lead with the host, of which you are a steward.' })
  @Uuid()
  communityId: string;
}

@InputType({ description: 'Which campaign, and for which community of yours.' })
export class LeaveCoalitionInput extends MutationInput {
  @Field(() => ID, { description: 'The campaign of another community.' })
  @Uuid()
  campaignId: string;

  @Field(() => ID, { description: 'The community that goes, of which you are a steward.' })
  @Uuid()
  communityId: string;
}
