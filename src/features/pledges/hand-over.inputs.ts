import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { MutationInput, Nested, Optional, Quantity, Text, Uuid } from '../../platform/validation/index.js';
import { OwnPledgeInput, PledgePlanInput } from './pledge.inputs.js';

@InputType({ description: 'A pledge that its pledger would hand over to someone else.' })
export class OfferHandOverInput extends OwnPledgeInput {}

@InputType({ description: 'A pledge that its pledger keeps after all.' })
export class WithdrawHandOverInput extends OwnPledgeInput {}

@InputType({
  description: 'A pledge that is taken over by its code, with a plan of one’s own and the versions that were read.',
})
export class AcceptHandOverInput extends MutationInput {
  @Field(() => String, {
    description: 'The code, or the link that ends in it. Read with `handOver` what it is for first.',
  })
  @Text({ max: 500 })
  code: string;

  @Field(() => ID, {
    nullable: true,
    description:
      'The organization that takes it over, one that you represent and that is an ally here. Leave it out to do so yourself.',
  })
  @Optional()
  @Uuid()
  organizationId?: string | null;

  @Field(() => PledgePlanInput, { description: 'When, where, and the first step: your own plan.' })
  @Nested(() => PledgePlanInput)
  plan: PledgePlanInput;

  @Field(() => Int, { description: 'The version of the campaign’s brief that was read: the current one.' })
  @Quantity()
  briefVersion: number;

  @Field(() => Int, { description: 'The version of the ask’s terms that is accepted: the current one.' })
  @Quantity()
  termsVersion: number;

  @Field(() => Int, {
    nullable: true,
    description: 'Allies: the version of the community’s agreement that they accepted, the current one.',
  })
  @Optional()
  @Quantity()
  agreementVersion?: number | null;

  @Field(() => Int, { description: 'The risk tier that is knowingly accepted: the ask’s own, 0 to 3.' })
  @Quantity({ min: 0, max: 3 })
  acceptedRiskTier: number;

  @Field(() => String, {
    nullable: true,
    description:
      'What to be called in this pledge, up to 60 characters, instead of the pseudonym that you have in the community.',
  })
  @Optional()
  @Text({ max: 60 })
  shownAs?: string | null;
}
