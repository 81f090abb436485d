import { ArgsType, Field, Float, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { IsEnum } from 'class-validator';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { CalendarDate } from '../../platform/graphql/scalars.js';
import { Optional } from '../../platform/validation/index.js';
import { ProgressInterval } from './period.rules.js';
import { FigureType, MeasureType, ProgressFiguresType } from './progress.graphql.js';
import { hasQuantity, measures } from './progress.rules.js';

registerEnumType(ProgressInterval, {
  name: 'ProgressInterval',
  description: 'How long each period of a series is, in the time zone of the campaign.',
  valuesMap: {
    DAY: { description: 'From midnight to midnight.' },
    WEEK: { description: 'From Monday to Sunday.' },
    MONTH: { description: 'From the first day of a month to its last.' },
  },
});

@ObjectType('ProgressChange', {
  description:
    'By how much figures changed: `+3`, `-1`, or `about +5` where one of the two is rounded. Where one is not told, neither is the change.',
})
@Access(visible)
export class ProgressChangeType {
  @Field(() => Int, { description: 'The change of what is wanted.' })
  wanted: number;
}
for (const name of measures) {
  Field(() => (hasQuantity(name) ? MeasureType : FigureType), { description: `The change of \`${name}\`.` })(
    ProgressChangeType.prototype,
    name,
  );
}

@ObjectType('ProgressPoint', {
  description: 'A day, week or month of a series: the figures at its close, and how they changed within it.',
  implements: () => [ProgressFiguresType],
})
@Access(visible)
export class ProgressPointType extends ProgressFiguresType {
  @Field(() => CalendarDate, { description: 'Its first day.' })
  startsOn: string;

  @Field(() => CalendarDate, { description: 'Its last day.' })
  endsOn: string;

  @Field(() => Boolean, { description: 'Whether it is over. Of the one that is not, the figures are those of now.' })
  isOver: boolean;

  @Field(() => ProgressChangeType, { description: 'How the figures changed in it.' })
  change: ProgressChangeType;
}

@ObjectType('ComparedFigure', { description: 'How a figure changed in one period and in another.' })
@Access(visible)
export class ComparedFigureType {
  @Field(() => FigureType, { description: 'The change in the period.' })
  change: FigureType;

  @Field(() => FigureType, { description: 'The change in the other period.' })
  otherChange: FigureType;

  @Field(() => FigureType, { description: 'By how much the first is more than the other.' })
  difference: FigureType;

  @Field(() => Float, {
    nullable: true,
    description: 'The first divided by the other. Null unless both are exact, and where the other is 0.',
  })
  ratio: number | null;
}

@ObjectType('ComparedMeasure', { description: 'How a measure changed in one period and in another.' })
@Access(visible)
export class ComparedMeasureType {
  @Field(() => ComparedFigureType, { description: 'Of how many.' })
  count: ComparedFigureType;

  @Field(() => ComparedFigureType, { description: 'Of how much, in the units of the asks.' })
  quantity: ComparedFigureType;
}

@ObjectType('ProgressComparison', { description: 'What changed in one period, beside what changed in another.' })
@Access(visible)
export class ProgressComparisonType {
  @Field(() => Boolean, { description: 'Whether both periods are over.' })
  isOver: boolean;

  @Field(() => ComparedFigureType, { description: 'What is wanted.' })
  wanted: ComparedFigureType;
}
for (const name of measures) {
  Field(() => (hasQuantity(name) ? ComparedMeasureType : ComparedFigureType), {
    description: `The changes of \`${name}\`.`,
  })(ProgressComparisonType.prototype, name);
}

@ArgsType()
export class SeriesArgs {
  @Field(() => ProgressInterval, { description: 'How long each period is.' })
  @IsEnum(ProgressInterval)
  by: ProgressInterval;

  @Field(() => CalendarDate, {
    nullable: true,
    description:
      'A day of the first period. By default there are 30 days, 12 weeks or 12 months up to `until`; at most 400 periods.',
  })
  @Optional()
  from?: string | null;

  @Field(() => CalendarDate, { nullable: true, description: 'A day of the last period; by default today.' })
  @Optional()
  until?: string | null;
}

@ArgsType()
export class ComparisonArgs {
  @Field(() => CalendarDate, { description: 'The first day of the period, today at the latest.' })
  from: string;

  @Field(() => CalendarDate, { description: 'Its last day, today at the latest.' })
  until: string;

  @Field(() => CalendarDate, { description: 'The first day of the other period. The two share no day.' })
  withFrom: string;

  @Field(() => CalendarDate, { description: 'The last day of the other period, today at the latest.' })
  withUntil: string;
}
