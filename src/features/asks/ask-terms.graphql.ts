import { Field, Int, ObjectType } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { DateTime } from '../../platform/graphql/scalars.js';
import { AccessFeature, AskKind } from './ask-enums.graphql.js';
import type { ComparedTerms } from './ask-terms.rules.js';
import { AskPositionType } from './ask.graphql.js';

@ObjectType('AskTerms', { description: 'What an ask said at one version: what a pledge to that version accepted.' })
@Access(visible)
export class AskTermsType implements ComparedTerms {
  askId: string;
  exactly: ComparedTerms['exactly'];

  @Field(() => Int, { description: 'The version.' })
  version: number;

  @Field(() => DateTime, { description: 'Since when.' })
  changedAt: Date;

  @Field(() => String, { description: 'What was asked, in one line.' })
  title: string;

  @Field(() => String, { description: 'What was asked, at length.' })
  description: string;

  @Field(() => AskKind, { description: 'What sort of doing it was.' })
  kind: AskKind;

  @Field(() => String, { description: 'Its language.' })
  language: string;

  @Field(() => String, { description: 'In what it was counted.' })
  unit: string;

  @Field(() => DateTime, { nullable: true, description: 'When it was to begin.' })
  startsAt: Date | null;

  @Field(() => String, {
    nullable: true,
    description: 'The time zone in which its times were meant; null for that of the campaign.',
  })
  timeZone: string | null;

  @Field(() => String, { nullable: true, description: 'How it was to be repeated; null for once.' })
  cadence: string | null;

  @Field(() => Int, { description: 'After how many missed times in a row a repeated pledge was to lapse.' })
  missedLimit: number;

  @Field(() => Int, { description: 'How many hours after its time it could still be reported.' })
  graceHours: number;

  @Field(() => Int, { nullable: true, description: 'How long one doing was to take, in minutes.' })
  effortMinutes: number | null;

  @Field(() => Int, { description: 'The notice for stepping back, in hours.' })
  noticeHours: number;

  @Field(() => String, { nullable: true, description: 'Where, exactly; null where you are not shown the place.' })
  place: string | null;

  @Field(() => String, { description: 'Where about.' })
  area: string;

  @Field(() => AskPositionType, { nullable: true, description: 'Where on the map, as `Ask.position` is shown to you.' })
  position: AskPositionType | null;

  @Field(() => Boolean, { description: 'Whether it could be done from anywhere.' })
  isOnline: boolean;

  @Field(() => Int, { description: 'The risk tier, 0 to 3.' })
  riskTier: number;

  @Field(() => String, { description: 'What the risk was said to be.' })
  riskNotes: string;

  @Field(() => String, { description: 'What was to make it smaller.' })
  mitigations: string;

  @Field(() => String, { description: 'What helps.' })
  dos: string;

  @Field(() => String, { description: 'What harms.' })
  donts: string;

  @Field(() => String, { description: 'What one had to have, know or have done first.' })
  prerequisites: string;

  @Field(() => String, { description: 'Whom it suited.' })
  suits: string;

  @Field(() => String, { description: 'Who could take part.' })
  access: string;

  @Field(() => [AccessFeature], { description: 'What was there so that more people could take part.' })
  accessFeatures: AccessFeature[];
}

@ObjectType('AskTermsChange', { description: 'What one field of the terms said at two versions.' })
@Access(visible)
export class AskTermsChangeType {
  @Field(() => String, { description: 'The field, as `AskTerms` calls it: `startsAt`, `riskNotes` and so on.' })
  field: string;

  @Field(() => String, {
    nullable: true,
    description:
      'What it said before: instants in UTC, lists with commas. Null for nothing, and for a place that you are not shown.',
  })
  before: string | null;

  @Field(() => String, { nullable: true, description: 'What it says after, in the same way.' })
  after: string | null;
}
