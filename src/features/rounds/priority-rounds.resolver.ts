import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { Load } from '../../platform/graphql/context.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
import { PriorityType } from '../priorities/index.js';
import { PriorityRoundType } from './round.graphql.js';
import { rankedBy } from './round.loaders.js';

@Resolver(() => PriorityType)
export class PriorityRoundsResolver {
  @ResolveField(() => PriorityRoundType, {
    nullable: true,
    description: 'The round that gave it its rank; null while it has none.',
  })
  @Access(visible)
  async rankedBy(@Parent() priority: PriorityType, @Load() load: LoadFunction): Promise<PriorityRoundType | null> {
    return priority.rank === null ? null : load(rankedBy, priority.id);
  }
}
