import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { Load } from '../../platform/graphql/context.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
import { itemsOf, PriorityRoundType, roundById, RoundItemType } from '../rounds/index.js';
import { MandateStepType } from './mandate-path.graphql.js';

/** From a rank on the way to a mandate down to the tally, for whoever may read that. */
@Resolver(() => MandateStepType)
export class MandatePathResolver {
  @ResolveField(() => PriorityRoundType, {
    nullable: true,
    description: 'The round, with its turnout and ballots for the people affected. Null for the other steps.',
  })
  @Access(visible)
  async round(@Parent() step: MandateStepType, @Load() load: LoadFunction): Promise<PriorityRoundType | null> {
    return step.rankedId === null ? null : load(roundById, step.id);
  }

  @ResolveField(() => RoundItemType, {
    nullable: true,
    description:
      'Of a round: what it says of the priority, with the explanation in full for the people affected. Null for the other steps.',
  })
  @Access(visible)
  async item(@Parent() { id, rankedId }: MandateStepType, @Load() load: LoadFunction): Promise<RoundItemType | null> {
    if (rankedId === null) return null;
    return (await load(itemsOf, id)).find(({ priorityId }) => priorityId === rankedId) ?? null;
  }
}
