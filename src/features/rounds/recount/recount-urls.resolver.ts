import { Inject } from '@nestjs/common';
import { Field, ObjectType, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { Config } from '../../../config.js';
import { Access, visible } from '../../../platform/access/access.decorator.js';
import { ownSession, Scope } from '../../../platform/access/scope.js';
import { CONFIG } from '../../../platform/http/config.token.js';
import { PriorityRoundType } from '../round.graphql.js';
import { canSeeResult } from '../round.policy.js';

@ObjectType('RecountUrls', {
  description:
    'Where the people affected download what it takes to count a round again: settings, list, lots and every ballot. Send the access token of your own session as the header `Authorization: Bearer …`, never in the address.',
})
@Access(visible)
export class RecountUrlsType {
  @Field(() => String, { description: 'As JSON.' })
  json: string;

  @Field(() => String, { description: 'As a `.pb` file of Pabulib, which other counting programs read.' })
  pabulib: string;
}

@Resolver(() => PriorityRoundType)
export class RecountUrlsResolver {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  @ResolveField(() => RecountUrlsType, {
    nullable: true,
    description:
      'Downloads for counting the round again, for the people affected. Null before the count, and where the ballots are not published.',
  })
  @Access(canSeeResult)
  @Scope(ownSession)
  recountUrls(@Parent() { id, publishesBallots }: PriorityRoundType): RecountUrlsType | null {
    if (!publishesBallots) return null;
    const address = `${this.config.publicUrl}/rounds/${id}/recount`;
    return { json: `${address}.json`, pabulib: `${address}.pb` };
  }
}
