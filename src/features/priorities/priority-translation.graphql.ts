import { ArgsType, Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { MutationPayload, Payload } from '../../platform/graphql/payload.js';
import { DateTime } from '../../platform/graphql/scalars.js';
import { Language, MutationInput, Optional, Quantity, Text, Uuid } from '../../platform/validation/index.js';
import { PriorityType } from './priority.graphql.js';

@ObjectType('PriorityTranslation', { description: 'A priority in a further language, by someone affected.' })
@Access(visible)
export class PriorityTranslationType {
  @Field(() => ID, { description: 'The id. A newer translation into the same language has another one.' })
  id: string;

  communityId: string;

  campaignId: string;

  priorityId: string;

  /** The community beside the host whose member translated it. */
  leadId: string | null;

  /** The membership of whoever translated it, in the community of `leadId` or else the host; null where that is not known. */
  authorId: string | null;

  @Field(() => String, { description: 'The language, as a BCP 47 tag.' })
  language: string;

  @Field(() => String, { description: 'The need, in a sentence.' })
  statement: string;

  @Field(() => String, { description: 'More about it. Empty if nothing more was translated.' })
  details: string;

  @Field(() => Int, { description: 'Counts the translations into this language: send it back as `expectedVersion`.' })
  version: number;

  @Field(() => Int, { description: 'The `version` of the priority that it translates.' })
  ofVersion: number;

  @Field(() => Boolean, { description: 'Whether the words of the priority changed since.' })
  isStale: boolean;

  @Field(() => DateTime, { description: 'When it was translated.' })
  translatedAt: Date;
}

@ArgsType()
export class InLanguageArgs {
  @Field(() => String, { description: 'The language of who reads, as a BCP 47 tag such as `es` or `pt-BR`.' })
  @Language()
  language: string;
}

@InputType({ description: 'A priority in a further language.' })
export class TranslatePriorityInput extends MutationInput {
  @Field(() => ID, { description: 'The priority.' })
  @Uuid()
  priorityId: string;

  @Field(() => ID, {
    nullable: true,
    description:
      'In a coalition, the community of yours for which you translate. Default: the host where you are affected there, else the one of yours that leads the campaign.',
  })
  @Optional()
  @Uuid()
  leadId?: string | null;

  @Field(() => String, { description: 'The language into which it is put; another than that of the priority.' })
  @Language()
  language: string;

  @Field(() => Int, {
    nullable: true,
    description:
      'The `version` of the translation into this language that yours replaces. Leave out, or send 0, for the first one.',
  })
  @Optional()
  @Quantity({ min: 0 })
  expectedVersion?: number | null;

  @Field(() => String, { description: 'The need, in a sentence of up to 300 characters.' })
  @Text({ max: 300 })
  statement: string;

  @Field(() => String, { nullable: true, description: 'More about it, in up to 4,000 characters.' })
  @Optional()
  @Text({ min: 0, max: 4000, multiline: true })
  details?: string | null;
}

@InputType({ description: 'A translation to take away.' })
export class WithdrawTranslationInput extends MutationInput {
  @Field(() => ID, { description: 'The translation.' })
  @Uuid()
  translationId: string;
}

@Payload('A priority was translated.')
export class TranslatePriorityPayload extends MutationPayload {
  @Field(() => PriorityTranslationType, { nullable: true, description: 'The translation.' })
  translation?: PriorityTranslationType | null;
}

@Payload('A translation was taken away.')
export class WithdrawTranslationPayload extends MutationPayload {
  @Field(() => PriorityType, { nullable: true, description: 'The priority, without it.' })
  priority?: PriorityType | null;
}
