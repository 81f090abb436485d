import { Query, Resolver } from '@nestjs/graphql';
import { Access } from '../../platform/access/access.decorator.js';
import { everyone } from '../../platform/access/rule.js';
import { Load } from '../../platform/graphql/context.js';
import { NotFound } from '../../platform/graphql/errors.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
import { NodeType } from '../../platform/graphql/node.js';
import { IdArg } from '../../platform/validation/index.js';
import { kinds, typeOfId } from './nodes.loaders.js';

@Resolver()
export class NodesResolver {
  @Access(everyone)
  @Query(() => NodeType, {
    nullable: true,
    description: 'Anything by its id. What does not exist and what is not yours to see are answered alike.',
  })
  async node(@IdArg() id: string, @Load() load: LoadFunction): Promise<NodeType | null> {
    const found = await load(typeOfId, id);
    const kind = found && kinds[found.type];
    const row = kind && (await load(kind.byId, id));
    if (!row) throw new NotFound();
    return { ...row, __typename: found.type } as unknown as NodeType;
  }
}
