import { Field, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { MutationPayload, Payload } from '../../platform/graphql/payload.js';
import { DateTime } from '../../platform/graphql/scalars.js';
import { PledgeType } from '../pledges/index.js';

export enum DebriefSide {
  PLEDGER = 'PLEDGER',
  COMMUNITY = 'COMMUNITY',
}
registerEnumType(DebriefSide, {
  name: 'DebriefSide',
  description: 'Whose debrief it is.',
  valuesMap: {
    PLEDGER: { description: 'Of whoever pledged.' },
    COMMUNITY: { description: 'Of the community: to allies it is signed by the community.' },
  },
});

@ObjectType('Debrief', { description: 'What one side says of a pledge that was fulfilled, at its end.' })
@Access(visible)
export class DebriefType {
  @Field(() => DebriefSide, { description: 'Whose it is.' })
  side: DebriefSide;

  @Field(() => String, { nullable: true, description: 'What went well; null if it was left out.' })
  wentWell: string | null;

  @Field(() => String, { nullable: true, description: 'What could be better; null if it was left out.' })
  couldBeBetter: string | null;

  @Field(() => Boolean, { description: 'Whether that side left it out, itself or by saying nothing for 7 days.' })
  isSkipped: boolean;

  @Field(() => DateTime, { description: 'When.' })
  givenAt: Date;
}

@Payload('Your side gave its debrief.')
export class GiveDebriefPayload extends MutationPayload {
  @Field(() => PledgeType, { nullable: true, description: 'The pledge.' })
  pledge?: PledgeType | null;
}

@Payload('Your side left its debrief out.')
export class SkipDebriefPayload extends MutationPayload {
  @Field(() => PledgeType, { nullable: true, description: 'The pledge.' })
  pledge?: PledgeType | null;
}
