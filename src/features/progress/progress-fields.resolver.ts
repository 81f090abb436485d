import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { CurrentContext, type RequestContext } from '../../platform/graphql/context.js';
import { Costs } from '../../platform/graphql/cost.js';
import { AreaProgressType, KindProgressType, PledgerProgressType } from './groups.graphql.js';
import { byArea, byKind } from './groups.loaders.js';
import { ComparisonArgs, ProgressComparisonType, ProgressPointType, SeriesArgs } from './history.graphql.js';
import { comparisonOf, seriesOf } from './history.queries.js';
import { countOfPeriods, MOST_PERIODS, type Span } from './period.rules.js';
import { pledgersOf } from './pledgers.queries.js';
import { ProgressType } from './progress.graphql.js';
import { sourceFor, told } from './progress.queries.js';

/** A point of a series costs less than an object: all of them are read together. */
const POINTS_TO_AN_OBJECT = 4;

function objectsIn(args: Record<string, unknown>): number {
  const count = countOfPeriods(args as unknown as Span, new Date().toISOString().slice(0, 10));
  return Math.ceil(Math.min(Math.max(count, 1), MOST_PERIODS) / POINTS_TO_AN_OBJECT);
}

@Resolver(() => ProgressType)
export class ProgressFieldsResolver {
  @ResolveField(() => [ProgressPointType], {
    description:
      'How it came to be, day by day, week by week or month by month in the time zone of the campaign, oldest first. Periods are whole, and those to come are left out. An ask counts from the day on which it was opened, and from which days are kept; where it is told in another way since, from that day.',
  })
  @Access(visible)
  @Costs(20, objectsIn)
  series(
    @Parent() { of }: ProgressType,
    @Args() span: SeriesArgs,
    @CurrentContext() context: RequestContext,
  ): Promise<ProgressPointType[]> {
    return seriesOf(of, span, context);
  }

  @ResolveField(() => ProgressComparisonType, {
    description: 'What changed in one period beside what changed in another, by the figures that a series shows.',
  })
  @Access(visible)
  @Costs(20)
  comparison(
    @Parent() { of }: ProgressType,
    @Args() periods: ComparisonArgs,
    @CurrentContext() context: RequestContext,
  ): Promise<ProgressComparisonType> {
    return comparisonOf(of, periods, context);
  }

  @ResolveField(() => [KindProgressType], {
    description: 'The same by what sort of doing is asked for, what is wanted most first.',
  })
  @Access(visible)
  @Costs(10, 15)
  async byKind(@Parent() { of }: ProgressType, @CurrentContext() context: RequestContext): Promise<KindProgressType[]> {
    const groups = await context.load(byKind[sourceFor(of, context)][of.kind], of.id);
    return groups.map((totals) => ({ kind: totals.kind, ...told(totals, of) }));
  }

  @ResolveField(() => [AreaProgressType], {
    description:
      'The same by place, as `Ask.area` names it: where most is wanted first. Of more than a hundred places, those after the ninety-ninth are one.',
  })
  @Access(visible)
  @Costs(10, 25)
  async byArea(@Parent() { of }: ProgressType, @CurrentContext() context: RequestContext): Promise<AreaProgressType[]> {
    const groups = await context.load(byArea[sourceFor(of, context)][of.kind], of.id);
    return groups.map((totals) => ({ area: totals.area, isRest: totals.isRest, ...told(totals, of) }));
  }

  @ResolveField(() => [PledgerProgressType], { description: 'How much of it people do, and how much organizations.' })
  @Access(visible)
  @Costs(10, 2)
  byPledger(@Parent() { of }: ProgressType, @CurrentContext() context: RequestContext): Promise<PledgerProgressType[]> {
    return pledgersOf(of, context);
  }
}
