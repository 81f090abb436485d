import { ArgsType, Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { NodeType } from '../../platform/graphql/node.js';
import { MutationPayload, Payload } from '../../platform/graphql/payload.js';
import { DateTime } from '../../platform/graphql/scalars.js';
import { Language, MutationInput, Optional, Quantity, Text, Uuid } from '../../platform/validation/index.js';
import { AskType } from './ask.graphql.js';

@ObjectType({ isAbstract: true })
@Access(visible)
abstract class AskWords {
  @Field(() => String, { description: 'The language, as a BCP 47 tag.' })
  language: string;

  @Field(() => String, { description: 'What is asked, in one line.' })
  title: string;

  @Field(() => String, { description: 'What is asked, at length.' })
  description: string;

  @Field(() => String, { description: 'In what its quantities are counted.' })
  unit: string;

  @Field(() => String, { description: 'What the risk is.' })
  riskNotes: string;

  @Field(() => String, { description: 'What is done to make it smaller.' })
  mitigations: string;

  @Field(() => String, { description: 'What helps.' })
  dos: string;

  @Field(() => String, { description: 'What harms.' })
  donts: string;

  @Field(() => String, { description: 'What one needs to have, know or have done first.' })
  prerequisites: string;

  @Field(() => String, { description: 'Whom it suits.' })
  suits: string;

  @Field(() => String, { description: 'Who can take part.' })
  access: string;
}

@ObjectType('AskInLanguage', {
  description: 'The words of an ask for who reads a language. Its terms are what it says in its own language.',
})
@Access(visible)
export class AskInLanguageType extends AskWords {
  @Field(() => Boolean, {
    description: 'Whether these are the words as they were written, in `language`; false for a translation.',
  })
  isOriginal: boolean;

  @Field(() => Boolean, {
    description: 'Whether they say what the ask says now; false for a translation of older words or terms.',
  })
  isCurrent: boolean;

  @Field(() => [String], {
    description: 'The fields that the translation leaves out and that stand here as they were written.',
  })
  untranslated: string[];
}

@ObjectType('AskTranslation', {
  description: 'An ask in a further language, by those who write it down. Texts that were not translated are empty.',
  implements: () => [NodeType],
})
@Access(visible)
export class AskTranslationType extends AskWords {
  @Field(() => ID, { description: 'The id. A newer translation into the same language has another one.' })
  id: string;

  communityId: string;
  askId: string;

  @Field(() => Int, { description: 'Counts the translations into this language: send it back as `expectedVersion`.' })
  version: number;

  @Field(() => Int, { description: 'The version of the terms that it translates.' })
  ofTermsVersion: number;

  @Field(() => Boolean, { description: 'Whether neither the terms nor the words of the ask changed since.' })
  isCurrent: boolean;

  @Field(() => DateTime, { description: 'When it was translated.' })
  translatedAt: Date;
}

@ArgsType()
export class AskLanguageArgs {
  @Field(() => String, { description: 'The language of who reads, as a BCP 47 tag such as `es` or `pt-BR`.' })
  @Language()
  language: string;
}

@InputType({ description: 'An ask in a further language. What you leave out stays untranslated.' })
export class TranslateAskInput extends MutationInput {
  @Field(() => ID, { description: 'The ask.' })
  @Uuid()
  askId: string;

  @Field(() => String, { description: 'The language into which it is put; another than that of the ask.' })
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

  @Field(() => Int, {
    nullable: true,
    description: 'The version of the terms that you translated. Default: the current.',
  })
  @Optional()
  @Quantity()
  termsVersion?: number | null;

  @Field(() => String, { description: 'What is asked, in up to 140 characters.' })
  @Text({ max: 140 })
  title: string;

  @Field(() => String, { nullable: true, description: 'What is asked, at length: up to 8,000 characters.' })
  @Optional()
  @Text({ min: 0, max: 8000, multiline: true })
  description?: string | null;

  @Field(() => String, { nullable: true, description: 'In what quantities are counted: up to 40 characters.' })
  @Optional()
  @Text({ min: 0, max: 40 })
  unit?: string | null;

  @Field(() => String, { nullable: true, description: 'What the risk is, up to 4,000 characters.' })
  @Optional()
  @Text({ min: 0, max: 4000, multiline: true })
  riskNotes?: string | null;

  @Field(() => String, { nullable: true, description: 'What is done to make it smaller, up to 4,000 characters.' })
  @Optional()
  @Text({ min: 0, max: 4000, multiline: true })
  mitigations?: string | null;

  @Field(() => String, { nullable: true, description: 'What helps, up to 4,000 characters.' })
  @Optional()
  @Text({ min: 0, max: 4000, multiline: true })
  dos?: string | null;

  @Field(() => String, { nullable: true, description: 'What harms, up to 4,000 characters.' })
  @Optional()
  @Text({ min: 0, max: 4000, multiline: true })
  donts?: string | null;

  @Field(() => String, { nullable: true, description: 'What one needs first, up to 2,000 characters.' })
  @Optional()
  @Text({ min: 0, max: 2000, multiline: true })
  prerequisites?: string | null;

  @Field(() => String, { nullable: true, description: 'Whom it suits, up to 1,000 characters.' })
  @Optional()
  @Text({ min: 0, max: 1000, multiline: true })
  suits?: string | null;

  @Field(() => String, { nullable: true, description: 'Who can take part, up to 2,000 characters.' })
  @Optional()
  @Text({ min: 0, max: 2000, multiline: true })
  access?: string | null;
}

@InputType({ description: 'A translation of an ask to take away.' })
export class WithdrawAskTranslationInput extends MutationInput {
  @Field(() => ID, { description: 'The translation.' })
  @Uuid()
  translationId: string;
}

@Payload('An ask was translated.')
export class TranslateAskPayload extends MutationPayload {
  @Field(() => AskTranslationType, { nullable: true, description: 'The translation.' })
  translation?: AskTranslationType | null;
}

@Payload('A translation of an ask was taken away.')
export class WithdrawAskTranslationPayload extends MutationPayload {
  @Field(() => AskType, { nullable: true, description: 'The ask, without it.' })
  ask?: AskType | null;
}
