import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { DateTime } from '../../platform/graphql/scalars.js';
import {
  FutureInstant,
  Language,
  MutationInput,
  Optional,
  Quantity,
  Text,
  Uuid,
} from '../../platform/validation/index.js';
import { AskKind, AskVisibility } from './ask.graphql.js';

/** What may be left out of an ask, in a draft as in a revision. */
@InputType({ isAbstract: true })
export abstract class AskDetailsInput extends MutationInput {
  @Field(() => String, { nullable: true, description: 'What is asked, at length: up to 8,000 characters.' })
  @Optional()
  @Text({ min: 0, max: 8000, multiline: true })
  description?: string | null;

  @Field(() => String, { nullable: true, description: 'The language, as a BCP 47 tag. Default: the campaign’s.' })
  @Optional()
  @Language()
  language?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many may pledge at once, 1 to 100,000; null for as many as it takes.',
  })
  @Optional()
  @Quantity({ max: 100_000 })
  slots?: number | null;

  @Field(() => DateTime, { nullable: true, description: 'When it begins; null for any time.' })
  @Optional()
  startsAt?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When it is over; null for no end.' })
  @Optional()
  @FutureInstant()
  endsAt?: Date | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many hours before is too late to step back freely: 0 to 720. Default 24.',
  })
  @Optional()
  @Quantity({ min: 0, max: 720 })
  noticeHours?: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'Where, up to 300 characters. Hidden from outsiders from risk tier 2 on.',
  })
  @Optional()
  @Text({ min: 0, max: 300 })
  place?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'The risk to whoever does it: 0 none to speak of, 1 low, 2 considerable, 3 high. Default 0.',
  })
  @Optional()
  @Quantity({ min: 0, max: 3 })
  riskTier?: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'What the risk is, up to 4,000 characters. Needed from tier 1 on.',
  })
  @Optional()
  @Text({ min: 0, max: 4000, multiline: true })
  riskNotes?: string | null;

  @Field(() => String, { nullable: true, description: 'What helps, up to 4,000 characters.' })
  @Optional()
  @Text({ min: 0, max: 4000, multiline: true })
  dos?: string | null;

  @Field(() => String, { nullable: true, description: 'What harms, however well it is meant: up to 4,000 characters.' })
  @Optional()
  @Text({ min: 0, max: 4000, multiline: true })
  donts?: string | null;

  @Field(() => String, { nullable: true, description: 'Whom it suits, up to 1,000 characters.' })
  @Optional()
  @Text({ min: 0, max: 1000, multiline: true })
  suits?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Who can take part (steps, toilets, languages, childcare), up to 2,000 characters.',
  })
  @Optional()
  @Text({ min: 0, max: 2000, multiline: true })
  access?: string | null;

  @Field(() => AskVisibility, { nullable: true, description: 'Who may find it once it is open. Default PUBLIC.' })
  @Optional()
  visibility?: AskVisibility | null;
}

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
export class ReviseAskInput extends AskDetailsInput {
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

  @Field(() => String, { nullable: true, description: 'What is asked, in up to 140 characters.' })
  @Optional()
  @Text({ max: 140 })
  title?: string | null;

  @Field(() => AskKind, { nullable: true, description: 'What sort of doing it is.' })
  @Optional()
  kind?: AskKind | null;

  @Field(() => String, { nullable: true, description: 'In what quantities are counted, up to 40 characters.' })
  @Optional()
  @Text({ max: 40 })
  unit?: string | null;

  @Field(() => Int, { nullable: true, description: 'How much is wanted in all: never less than is pledged.' })
  @Optional()
  @Quantity()
  quantityWanted?: number | null;
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
