import { Field, Int, ObjectType } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { AskKind } from './ask-enums.graphql.js';
import { Capacity } from './suiting.graphql.js';

@ObjectType('AskTemplate', {
  description: 'A worded beginning for an ask. Every word can be changed.',
})
@Access(visible)
export class AskTemplateType {
  @Field(() => String, { description: 'Its key, for `postAsk` and `startCampaign`: `show-up`, `translate` and so on.' })
  key: string;

  @Field(() => AskKind, { description: 'What sort of doing it is.' })
  kind: AskKind;

  @Field(() => String, { description: 'The language that it is written in.' })
  language: string;

  @Field(() => String, { description: 'What is asked, in one line.' })
  title: string;

  @Field(() => String, { description: 'What is asked, at length.' })
  description: string;

  @Field(() => String, { description: 'In what its quantities are counted.' })
  unit: string;

  @Field(() => Int, { description: 'A usual quantity.' })
  quantityWanted: number;

  @Field(() => Int, { description: 'A usual notice for stepping back, in hours.' })
  noticeHours: number;

  @Field(() => Int, { description: 'How long one doing usually takes, in minutes.' })
  effortMinutes: number;

  @Field(() => [Capacity], { description: 'What it takes, of what allies can bring.' })
  capacities: Capacity[];

  @Field(() => String, { description: 'What helps.' })
  dos: string;

  @Field(() => String, { description: 'What harms, however well it is meant.' })
  donts: string;
}
