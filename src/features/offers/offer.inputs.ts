import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { Language, MutationInput, Optional, Quantity, Text, Uuid } from '../../platform/validation/index.js';
import { AskDetailsInput, AskKind } from '../asks/index.js';

/** What is said of when and where; in words, since the community decides on both. */
@InputType({ isAbstract: true })
abstract class OfferDetailsInput extends MutationInput {
  @Field(() => String, { nullable: true, description: 'When you could, in your words: up to 300 characters.' })
  @Optional()
  @Text({ min: 0, max: 300 })
  when?: string | null;

  @Field(() => String, { nullable: true, description: 'Where, in your words: up to 300 characters.' })
  @Optional()
  @Text({ min: 0, max: 300 })
  where?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The language you write in, as a BCP 47 tag. Default: that of the campaign, or else of the community.',
  })
  @Optional()
  @Language()
  language?: string | null;
}

@InputType({ description: 'What an ally, or an organization, could do without having been asked.' })
export class OfferHelpInput extends OfferDetailsInput {
  @Field(() => ID, {
    nullable: true,
    description: 'The campaign that it is meant for. It goes to the campaign’s host.',
  })
  @Optional()
  @Uuid()
  campaignId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'The community that it is meant for, where it is for no campaign in particular. Send this or the campaign.',
  })
  @Optional()
  @Uuid()
  communityId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'The organization that offers, one that you represent and that is an ally here. Leave it out to offer yourself.',
  })
  @Optional()
  @Uuid()
  organizationId?: string | null;

  @Field(() => AskKind, {
    description: 'What sort of doing it is. Not SPEAK: the people affected speak for themselves.',
  })
  kind: AskKind;

  @Field(() => String, { description: 'What you offer, up to 4,000 characters. Its first line becomes its title.' })
  @Text({ max: 4000, multiline: true })
  text: string;

  @Field(() => Int, { nullable: true, description: 'How much, 1 to 1,000,000. Default 1.' })
  @Optional()
  @Quantity()
  quantity?: number | null;

  @Field(() => String, { description: 'In what the quantity is counted, such as `hours`: up to 40 characters.' })
  @Text({ max: 40 })
  unit: string;
}

@InputType({ isAbstract: true })
abstract class OfOfferInput extends MutationInput {
  @Field(() => ID, { description: 'The offer.' })
  @Uuid()
  offerId: string;
}

@InputType({ description: 'Changes to an offer that waits. What you leave out stays.' })
export class ReviseOfferInput extends OfferDetailsInput {
  @Field(() => ID, { description: 'The offer, your own or your organization’s.' })
  @Uuid()
  offerId: string;

  @Field(() => Int, { description: 'The `version` that you read.' })
  @Quantity({ max: 2_147_483_647 })
  expectedVersion: number;

  @Field(() => AskKind, { nullable: true, description: 'What sort of doing it is. Not SPEAK.' })
  @Optional()
  kind?: AskKind | null;

  @Field(() => String, { nullable: true, description: 'What you offer, up to 4,000 characters.' })
  @Optional()
  @Text({ max: 4000, multiline: true })
  text?: string | null;

  @Field(() => Int, { nullable: true, description: 'How much.' })
  @Optional()
  @Quantity()
  quantity?: number | null;

  @Field(() => String, { nullable: true, description: 'In what the quantity is counted, up to 40 characters.' })
  @Optional()
  @Text({ max: 40 })
  unit?: string | null;
}

@InputType({ description: 'The offer that its ally takes back.' })
export class WithdrawOfferInput extends OfOfferInput {}

@InputType({
  description:
    'The offer of which a draft ask is made. What you leave out is taken from the offer, or is the default of an ask.',
})
export class AdoptOfferInput extends AskDetailsInput {
  @Field(() => ID, { description: 'The offer.' })
  @Uuid()
  offerId: string;

  @Field(() => ID, { description: 'The priority that the ask serves. It says in which campaign of the community.' })
  @Uuid()
  priorityId: string;

  @Field(() => String, {
    nullable: true,
    description: 'What is asked, in up to 140 characters. Default: the first line of the offer.',
  })
  @Optional()
  @Text({ max: 140 })
  title?: string | null;

  @Field(() => AskKind, { nullable: true, description: 'What sort of doing it is. Default: that of the offer.' })
  @Optional()
  kind?: AskKind | null;

  @Field(() => String, { nullable: true, description: 'In what quantities are counted. Default: as in the offer.' })
  @Optional()
  @Text({ max: 40 })
  unit?: string | null;

  @Field(() => Int, { nullable: true, description: 'How much is wanted in all. Default: as much as was offered.' })
  @Optional()
  @Quantity()
  quantityWanted?: number | null;
}

@InputType({ description: 'The offer that is declined, and with what words.' })
export class DeclineOfferInput extends OfOfferInput {
  @Field(() => String, {
    nullable: true,
    description: 'Thanks, in up to 2,000 characters: the ally reads them. Default: a few kind words in their language.',
  })
  @Optional()
  @Text({ max: 2000, multiline: true })
  thanks?: string | null;
}

@InputType({ description: 'The offer that is to be answered anew, within 14 days of having been declined.' })
export class ReopenOfferInput extends OfOfferInput {}
