import { Field, InputType } from '@nestjs/graphql';
import { MutationPayload, Payload } from '../../platform/graphql/payload.js';
import { spoken } from '../../platform/graphql/spoken.js';
import { DateTime } from '../../platform/graphql/scalars.js';
import type { Words } from '../../platform/words/words.js';
import { MutationInput, Optional, Text } from '../../platform/validation/index.js';

@InputType({ description: 'Nothing but who asks.' })
export class ExportMyDataInput extends MutationInput {}

@Payload('Two links to everything that is stored about you. Treat them like a password.')
export class ExportMyDataPayload extends MutationPayload {
  @Field(() => String, { nullable: true, description: 'A JSON file, for programs. The link works once.' })
  jsonLink?: string | null;

  @Field(() => String, { nullable: true, description: 'The same as a page to read. The link works once.' })
  pageLink?: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When both links end: 24 hours from now, or as soon as you ask again.',
  })
  expiresAt?: Date | null;
}

@InputType({ description: 'That you mean it.' })
export class EraseMeInput extends MutationInput {
  @Field(() => String, {
    nullable: true,
    description:
      'The words `erase me for good`. Anything else changes nothing and answers what would go and what would stay.',
  })
  @Optional()
  @Text({ min: 0, max: 100 })
  phrase?: string | null;
}

@Payload('You are erased: nobody can undo it.')
export class EraseMePayload extends MutationPayload {
  @Field(() => Boolean, { nullable: true, description: 'True when done.' })
  erased?: boolean | null;

  @Field(() => [String], {
    nullable: true,
    description: 'What stays, sentence by sentence, without your name on it.',
    middleware: [spoken],
  })
  stays?: Words[] | null;
}
