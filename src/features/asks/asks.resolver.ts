import { Query, Resolver } from '@nestjs/graphql';
import { Access } from '../../platform/access/access.decorator.js';
import { everyone } from '../../platform/access/rule.js';
import { Load } from '../../platform/graphql/context.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
import { IdArg } from '../../platform/validation/index.js';
import { AskType } from './ask.graphql.js';
import { askById } from './ask.loaders.js';

@Resolver(() => AskType)
export class AsksResolver {
  @Access(everyone)
  @Query(() => AskType, { nullable: true, description: 'An ask by its id; null if there is none that you may see.' })
  ask(@IdArg() id: string, @Load() load: LoadFunction): Promise<AskType | null> {
    return load(askById, id);
  }
}
