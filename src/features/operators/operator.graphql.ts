import { Field, ID, InputType, registerEnumType } from '@nestjs/graphql';
import { IsEnum } from 'class-validator';
import { MutationPayload, Payload } from '../../platform/graphql/payload.js';
import { MutationInput, Optional, Uuid } from '../../platform/validation/index.js';

export enum OperatorReason {
  ABUSE = 'ABUSE',
  SPAM = 'SPAM',
  ACCOUNT_TAKEN_OVER = 'ACCOUNT_TAKEN_OVER',
  ENDANGERS_PEOPLE = 'ENDANGERS_PEOPLE',
  LEGAL_ORDER = 'LEGAL_ORDER',
  ASKED_BY_OWNER = 'ASKED_BY_OWNER',
  MISTAKE = 'MISTAKE',
  OTHER = 'OTHER',
}
registerEnumType(OperatorReason, {
  name: 'OperatorReason',
  description: 'Why an operator acts. The community reads it on its record.',
  valuesMap: {
    ABUSE: { description: 'People were harassed or threatened.' },
    SPAM: { description: 'Unwanted messages or advertising.' },
    ACCOUNT_TAKEN_OVER: { description: 'Someone else has got hold of the account.' },
    ENDANGERS_PEOPLE: { description: 'It tells who or where people are, or puts them in danger otherwise.' },
    LEGAL_ORDER: { description: 'A court or an authority ordered it.' },
    ASKED_BY_OWNER: { description: 'The person or the community asked for it.' },
    MISTAKE: { description: 'An earlier act was wrong.' },
    OTHER: { description: 'Another reason, which the operator tells those concerned.' },
  },
});

const ODD = { message: 'INVALID|Give one of the reasons that the schema lists.' };

@InputType({ isAbstract: true })
abstract class OperatorInput extends MutationInput {
  @Field(() => OperatorReason, { description: 'Why.' })
  @IsEnum(OperatorReason, ODD)
  reason: OperatorReason;
}

@InputType({ isAbstract: true })
abstract class AccountInput extends OperatorInput {
  @Field(() => ID, { nullable: true, description: 'The account, by its id.' })
  @Optional()
  @Uuid()
  personId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Or the account behind a membership, by the id that its community sees.',
  })
  @Optional()
  @Uuid()
  membershipId?: string | null;
}

@InputType({ isAbstract: true })
abstract class PageInput extends OperatorInput {
  @Field(() => ID, { nullable: true, description: 'A community, with all that is in it.' })
  @Optional()
  @Uuid()
  communityId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Or a campaign, with its asks.' })
  @Optional()
  @Uuid()
  campaignId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Or a single ask.' })
  @Optional()
  @Uuid()
  askId?: string | null;
}

@InputType({ description: 'Whom to keep out, and why. Send one of the two ids.' })
export class SuspendAccountInput extends AccountInput {}

@InputType({ description: 'Whom to let in again, and why. Send one of the two ids.' })
export class ReinstateAccountInput extends AccountInput {}

@InputType({ description: 'What to hide from outsiders, and why. Send one of the three ids.' })
export class TakeDownPageInput extends PageInput {}

@InputType({ description: 'What to show again, and why. Send one of the three ids.' })
export class RestorePageInput extends PageInput {}

@Payload('The account is suspended.')
export class SuspendAccountPayload extends MutationPayload {
  @Field(() => Boolean, { nullable: true, description: 'True when done.' })
  suspended?: boolean | null;
}

@Payload('The account is reinstated.')
export class ReinstateAccountPayload extends MutationPayload {
  @Field(() => Boolean, { nullable: true, description: 'True when done.' })
  reinstated?: boolean | null;
}

@Payload('The page is taken down.')
export class TakeDownPagePayload extends MutationPayload {
  @Field(() => Boolean, { nullable: true, description: 'True when done.' })
  takenDown?: boolean | null;
}

@Payload('The page is shown again.')
export class RestorePagePayload extends MutationPayload {
  @Field(() => Boolean, { nullable: true, description: 'True when done.' })
  restored?: boolean | null;
}
