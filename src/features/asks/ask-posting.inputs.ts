import { Field, ID, InputType } from '@nestjs/graphql';
import { Optional, Text, Uuid } from '../../platform/validation/index.js';
import { AskChangesInput } from './ask-changes.inputs.js';

@InputType({
  description:
    'An ask from a template or from what you send, opened at once. What you leave out is taken from the template, or as `draftAsk` takes it; without a template, `title`, `kind`, `unit` and `quantityWanted` are needed.',
})
export class PostAskInput extends AskChangesInput {
  @Field(() => ID, { description: 'The priority that it serves: there has to be a live mandate for it.' })
  @Uuid()
  priorityId: string;

  @Field(() => String, {
    nullable: true,
    description: 'The key of a template, such as `show-up`; `askTemplates` lists them. Written in `language`.',
  })
  @Optional()
  @Text({ max: 40 })
  template?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'In a coalition, the community of yours that is to lead it. Default: as `draftAsk`.',
  })
  @Optional()
  @Uuid()
  leadId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The mandate. Default: the live one for the priority that lasts longest.',
  })
  @Optional()
  @Uuid()
  mandateId?: string | null;

  @Field(() => String, { nullable: true, description: 'Your own key for it, up to 100 characters, one ask each.' })
  @Optional()
  @Text({ max: 100 })
  externalId?: string | null;
}

@InputType({
  description:
    'The ask to copy, and what is different in the copy. What you leave out is copied; null takes a text, a time or a limit away.',
})
export class DuplicateAskInput extends AskChangesInput {
  @Field(() => ID, { description: 'The ask to copy.' })
  @Uuid()
  askId: string;

  @Field(() => ID, { nullable: true, description: 'Another priority of the campaign.' })
  @Optional()
  @Uuid()
  priorityId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Your own key for the copy, up to 100 characters. That of the origin is not copied.',
  })
  @Optional()
  @Text({ max: 100 })
  externalId?: string | null;
}
