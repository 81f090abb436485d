import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Load } from '../../platform/graphql/context.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
import { NodeType } from '../../platform/graphql/node.js';
import { NotificationType } from '../inbox/index.js';
import { kinds } from './nodes.loaders.js';

/** Contributed from here, where every kind of thing is known. */
@Resolver(() => NotificationType)
export class NotificationSubjectsResolver {
  @ResolveField(() => NodeType, {
    nullable: true,
    description:
      'What it happened to, the latest where it happened several times; null where that has no id of its own, or is not yours to see (any more).',
  })
  async subject(
    @Parent() { subjectType, subjectId }: NotificationType,
    @Load() load: LoadFunction,
  ): Promise<NodeType | null> {
    const kind = subjectType === null ? undefined : kinds[subjectType];
    if (!kind || subjectId === null) return null;
    const row = await load(kind.byId, subjectId);
    return row && ({ ...row, __typename: subjectType } as unknown as NodeType);
  }
}
