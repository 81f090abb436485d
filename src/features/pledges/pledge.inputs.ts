import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { DateTime } from '../../platform/graphql/scalars.js';
import { MutationInput, Nested, Optional, Quantity, Text, Uuid } from '../../platform/validation/index.js';

@InputType({ description: 'What makes a pledge a plan: when, where, and how it begins.' })
export class PledgePlanInput {
  // By the clock of the database, in the service: a repeated request is still answered when the time has come.
  @Field(() => DateTime, { description: 'When it is to be done: still to come, and within the time of the ask.' })
  when: Date;

  @Field(() => String, { nullable: true, description: 'Where, in up to 300 characters.' })
  @Optional()
  @Text({ min: 0, max: 300 })
  where?: string | null;

  @Field(() => String, { description: 'The first step towards it, in up to 1,000 characters.' })
  @Text({ max: 1000, multiline: true })
  firstStep: string;
}

/** What is accepted with a pledge, whoever takes it in. */
export interface PledgeRequest {
  askId: string;
  quantity?: number | null;
  plan: PledgePlanInput;
  briefVersion: number;
  termsVersion: number;
  agreementVersion?: number | null;
  acceptedRiskTier: number;
  /** In whose name, if not the person's own. */
  organizationId?: string | null;
}

@InputType({ description: 'A pledge to an ask, with the versions that were read and accepted.' })
export class MakePledgeInput extends MutationInput implements PledgeRequest {
  @Field(() => ID, { description: 'The ask.' })
  @Uuid()
  askId: string;

  @Field(() => ID, {
    nullable: true,
    description:
      'The organization that pledges, one that you represent and that is an ally here. Leave it out to pledge yourself.',
  })
  @Optional()
  @Uuid()
  organizationId?: string | null;

  @Field(() => Int, { nullable: true, description: 'How much, in the unit of the ask. Default 1.' })
  @Optional()
  @Quantity()
  quantity?: number | null;

  @Field(() => PledgePlanInput, { description: 'When, where, and the first step.' })
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
}

@InputType({
  description: 'A pledge that its pledger, or whoever represents the organization that made it, gives back.',
})
export class StepBackInput extends MutationInput {
  @Field(() => ID, { description: 'The pledge, your own or your organization’s.' })
  @Uuid()
  pledgeId: string;

  @Field(() => String, {
    nullable: true,
    description: 'Why, in up to 2,000 characters. Needed inside the notice period of the ask.',
  })
  @Optional()
  @Text({ max: 2000, multiline: true })
  reason?: string | null;
}
