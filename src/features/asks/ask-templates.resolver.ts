import { Args, ArgsType, Field, Query, Resolver } from '@nestjs/graphql';
import { Access } from '../../platform/access/access.decorator.js';
import { everyone } from '../../platform/access/rule.js';
import { Language } from '../../platform/validation/index.js';
import { AskTemplateType } from './ask-template.graphql.js';
import { askTemplates } from './ask-templates.js';

@ArgsType()
class AskTemplatesArgs {
  @Field(() => String, { defaultValue: 'en', description: 'The language wanted: `es`, or English for all others.' })
  @Language()
  language: string;
}

@Resolver(() => AskTemplateType)
export class AskTemplatesResolver {
  @Access(everyone)
  @Query(() => [AskTemplateType], { description: 'Templates for asks of every kind.' })
  askTemplates(@Args() { language }: AskTemplatesArgs): AskTemplateType[] {
    return askTemplates(language);
  }
}
