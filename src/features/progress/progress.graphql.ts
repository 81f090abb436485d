import { Field, Float, Int, InterfaceType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { DateTime } from '../../platform/graphql/scalars.js';
import { ShareBand } from './progress.rules.js';
import type { Subject } from './progress.sources.js';

registerEnumType(ShareBand, {
  name: 'ShareBand',
  description: 'How large a part is, as closely as it may be told.',
  valuesMap: {
    NONE: { description: 'Nothing.' },
    UNDER_A_QUARTER: { description: 'More than nothing, less than 25 %.' },
    A_QUARTER_OR_MORE: { description: '25 % to under 50 %.' },
    HALF_OR_MORE: { description: '50 % to under 75 %.' },
    THREE_QUARTERS_OR_MORE: { description: '75 % to under 100 %.' },
    ALL: { description: 'All of it, or more.' },
  },
});

@ObjectType('Figure', {
  description:
    'A number, as closely as you may know it. Where people could be put at risk, outsiders read it rounded down, and late.',
})
@Access(visible)
export class FigureType {
  @Field(() => Int, {
    nullable: true,
    description: 'The number; rounded down unless `isExact`; null where fewer people stand behind it than may be told.',
  })
  value: number | null;

  @Field(() => String, { description: 'To show as it is: `12`, `10 or more`, `fewer than 5`.' })
  text: string;

  @Field(() => Boolean, { description: 'Whether the number is neither rounded nor left out.' })
  isExact: boolean;
}

@ObjectType('Measure', { description: 'One measure of progress, counted and added up.' })
@Access(visible)
export class MeasureType {
  @Field(() => FigureType, { description: 'How many pledges, or doings of pledges.' })
  count: FigureType;

  @Field(() => FigureType, {
    description: 'How much, in the units of the asks. Over several asks their units are added as they are.',
  })
  quantity: FigureType;
}

@ObjectType('Share', { description: 'A part of a whole, as closely as you may know it.' })
@Access(visible)
export class ShareType {
  @Field(() => Float, { nullable: true, description: 'From 0 to 1; null unless it is exact.' })
  value: number | null;

  @Field(() => ShareBand, {
    nullable: true,
    description: 'The band in which it lies, by the figures shown; null where there is no whole, or too few people.',
  })
  band: ShareBand | null;

  @Field(() => String, { description: 'To show as it is: `62 %`, `50 % or more`.' })
  text: string;
}

@InterfaceType('ProgressFigures', {
  description:
    'How far asks have come: now, at the close of a period, or those of one kind or place. One fragment on it serves all of these.',
})
export abstract class ProgressFiguresType {
  @Field(() => Boolean, { description: 'Whether every figure in it is exact.' })
  isExact: boolean;

  @Field(() => Int, {
    description:
      'How much is wanted, in the units of the asks. In totals, an ask that was never opened or was cancelled wants no more than what is pledged to it.',
  })
  wanted: number;

  @Field(() => MeasureType, { description: 'Taken on: active pledges and those that were fulfilled.' })
  pledged: MeasureType;

  @Field(() => MeasureType, {
    description: 'Pledged on a condition that is not met yet: the threshold of the ask, or one that the pledger set.',
  })
  conditional: MeasureType;

  @Field(() => MeasureType, { description: 'Waiting for a place.' })
  waitlisted: MeasureType;

  @Field(() => MeasureType, { description: 'Reported as done, and not answered by the community yet.' })
  reported: MeasureType;

  @Field(() => MeasureType, { description: 'Done, as the community confirmed.' })
  attested: MeasureType;

  @Field(() => FigureType, { description: 'How many reports the community sent back with feedback.' })
  sentBack: FigureType;

  @Field(() => FigureType, { description: 'How many times nobody came, as the community recorded.' })
  noShow: FigureType;

  @Field(() => FigureType, {
    description: 'How many reports the community left without an answer for 30 days, by no fault of whoever reported.',
  })
  unconfirmed: FigureType;

  @Field(() => FigureType, { description: 'How many pledges were stepped back from, in time or late.' })
  steppedBack: FigureType;

  @Field(() => FigureType, { description: 'How many pledges went over to someone else, with their places.' })
  handedOver: FigureType;

  @Field(() => FigureType, { description: 'How many pledges lapsed: overdue, or without a word for too long.' })
  lapsed: FigureType;

  @Field(() => FigureType, { description: 'How many pledges ended because the ask or campaign did, by no fault.' })
  cancelled: FigureType;

  @Field(() => FigureType, { description: 'How many pledges waited and never got a place.' })
  neverStarted: FigureType;

  @Field(() => ShareType, { description: 'The headline: how much of what is wanted was attested.' })
  shareAttested: ShareType;

  @Field(() => ShareType, { description: 'How much of what was pledged was attested.' })
  followThrough: ShareType;
}

@ObjectType('Progress', {
  description:
    'How far asks have come. Exact for the people affected and those who organize, and for everyone where the risk is low; elsewhere figures show only what no fewer than five people stand behind.',
  implements: () => [ProgressFiguresType],
})
@Access(visible)
export class ProgressType extends ProgressFiguresType {
  /** Of what. */
  of: Subject;

  @Field(() => DateTime, { description: 'When these figures were read.' })
  asOf: Date;
}
