import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { MutationInput, Optional, Quantity, Text, Uuid } from '../../platform/validation/index.js';
import { AskChangesInput } from './ask-changes.inputs.js';
import { AskDetailsInput } from './ask-details.inputs.js';
import { AskKind } from './ask-enums.graphql.js';

@InputType({ description: 'A new ask. It stays a draft until it is opened under a mandate.' })
export class DraftAskInput extends AskDetailsInput {
  @Field(() => ID, { description: 'The campaign.' })
  @Uuid()
  campaignId: string;

  @Field(() => ID, {
    nullable: true,
    description:
      'In a coalition, the community of yours that is to lead it: to open, run and attest it. Default: the host where you may for it, else the one of yours that leads the campaign.',
  })
  @Optional()
  @Uuid()
  leadId?: string | null;

  @Field(() => ID, { description: 'The priority that it serves.' })
  @Uuid()
  priorityId: string;

  @Field(() => String, { nullable: true, description: 'Your own key for it, up to 100 characters, one ask each.' })
  @Optional()
  @Text({ max: 100 })
  externalId?: string | null;

  @Field(() => String, { description: 'What is asked, in up to 140 characters.' })
  @Text({ max: 140 })
  title: string;

  @Field(() => AskKind, { description: 'What sort of doing it is.' })
  kind: AskKind;

  @Field(() => String, { description: 'In what quantities are counted, such as `hours`: up to 40 characters.' })
  @Text({ max: 40 })
  unit: string;

  @Field(() => Int, { description: 'How much is wanted in all, 1 to 1,000,000.' })
  @Quantity()
  quantityWanted: number;
}

@InputType({ description: 'Changes to an ask. What you leave out stays; null takes a text, a time or a limit away.' })
export class ReviseAskInput extends AskChangesInput {
  @Field(() => ID, { description: 'The ask.' })
  @Uuid()
  askId: string;

  @Field(() => Int, { description: 'The `version` that you read.' })
  @Quantity({ max: 2_147_483_647 })
  expectedVersion: number;

  @Field(() => ID, { nullable: true, description: 'Another priority, for drafts only.' })
  @Optional()
  @Uuid()
  priorityId?: string | null;
}

@InputType({ isAbstract: true })
abstract class OfAskInput extends MutationInput {
  @Field(() => ID, { description: 'The ask.' })
  @Uuid()
  askId: string;
}

@InputType({ description: 'Which ask opens, and under which mandate.' })
export class OpenAskInput extends OfAskInput {
  @Field(() => ID, {
    nullable: true,
    description: 'The mandate. Default: the live one for its priority that lasts longest.',
  })
  @Optional()
  @Uuid()
  mandateId?: string | null;
}

@InputType({ description: 'Which asks open under one mandate.' })
export class OpenAsksInput extends MutationInput {
  @Field(() => ID, { description: 'The mandate.' })
  @Uuid()
  mandateId: string;

  @Field(() => [ID], { description: 'The asks, up to 200, each once.' })
  @Uuid({ each: true, most: 200 })
  askIds: string[];
}

@InputType({ description: 'Which ask pauses.' })
export class PauseAskInput extends OfAskInput {}

@InputType({ description: 'Which ask closes.' })
export class CloseAskInput extends OfAskInput {}

@InputType({ description: 'Which ask is called off, and why.' })
export class CancelAskInput extends OfAskInput {
  @Field(() => String, { description: 'Why, in up to 2,000 characters. Those who pledged read it.' })
  @Text({ max: 2000, multiline: true })
  reason: string;
}

@InputType({ description: 'The ask whose link is replaced.' })
export class RotateAskLinkInput extends OfAskInput {}
