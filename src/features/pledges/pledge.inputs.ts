import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { DateTime } from '../../platform/graphql/scalars.js';
import {
  FutureInstant,
  MutationInput,
  Nested,
  Optional,
  Quantity,
  Text,
  Uuid,
} from '../../platform/validation/index.js';

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

@InputType({ description: 'A condition of the pledger’s own: to come only if others do.' })
export class PledgeConditionInput {
  @Field(() => Int, {
    description:
      'How many others have to pledge as well, 1 to 100,000. A person and an organization count as one each, whatever they pledge.',
  })
  @Quantity({ max: 100_000 })
  others: number;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Until when to wait for them. Default, and at the latest: the time of the plan.',
  })
  @Optional()
  @FutureInstant()
  until?: Date | null;
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
  shiftId?: string | null;
  onlyIf?: PledgeConditionInput | null;
  shownAs?: string | null;
  until?: Date | null;
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

  @Field(() => ID, {
    nullable: true,
    description: 'The shift, where the ask is done in shifts: one of `Ask.shifts` that is open.',
  })
  @Optional()
  @Uuid()
  shiftId?: string | null;

  @Field(() => PledgeConditionInput, {
    nullable: true,
    description:
      'Only if enough others pledge too. The pledge then has no place until that is so, and never starts if it is not in time.',
  })
  @Optional()
  @Nested(() => PledgeConditionInput)
  onlyIf?: PledgeConditionInput | null;

  @Field(() => String, {
    nullable: true,
    description:
      'What to be called in this pledge, up to 60 characters, instead of the pseudonym that you have in the community.',
  })
  @Optional()
  @Text({ max: 60 })
  shownAs?: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'Where the ask recurs: until when you keep it up, at the time of the plan or later. Left out: as long as the ask lasts.',
  })
  @Optional()
  @FutureInstant()
  until?: Date | null;
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

@InputType({ isAbstract: true })
export abstract class OwnPledgeInput extends MutationInput {
  @Field(() => ID, { description: 'The pledge, your own or your organization’s.' })
  @Uuid()
  pledgeId: string;
}

@InputType({ description: 'A pledge that is confirmed again, under the terms as they are now.' })
export class ReconfirmPledgeInput extends OwnPledgeInput {
  @Field(() => Int, { description: 'The version of the ask’s terms that is accepted now: the current one.' })
  @Quantity()
  termsVersion: number;

  @Field(() => Int, { description: 'The risk tier that is knowingly accepted now: the ask’s own, 0 to 3.' })
  @Quantity({ min: 0, max: 3 })
  acceptedRiskTier: number;

  @Field(() => PledgePlanInput, {
    nullable: true,
    description: 'A new plan. Needed when the time of the old one has passed; left out, the plan stays.',
  })
  @Optional()
  @Nested(() => PledgePlanInput)
  plan?: PledgePlanInput | null;
}

@InputType({ description: 'A pledge that takes the place offered to it.' })
export class AcceptPlaceInput extends OwnPledgeInput {
  @Field(() => PledgePlanInput, {
    nullable: true,
    description: 'A new plan. Needed when the time of the old one has passed; left out, the plan stays.',
  })
  @Optional()
  @Nested(() => PledgePlanInput)
  plan?: PledgePlanInput | null;
}

@InputType({ description: 'A pledge on the waitlist that makes do with less.' })
export class TakePartInput extends OwnPledgeInput {
  @Field(() => Int, { description: 'How much instead: less than was pledged, such as `partOnOffer`.' })
  @Quantity()
  quantity: number;
}
