import { Args, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Access } from '../../platform/access/access.decorator.js';
import type { Actor } from '../../platform/access/actor.js';
import { CurrentActor, Load } from '../../platform/graphql/context.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
import { CommunityType } from '../communities/index.js';
import {
  ChooseConstituenciesPayload,
  ConstituencyType,
  DeclareConstituencyPayload,
  RetireConstituencyPayload,
} from './constituency.graphql.js';
import { ChooseConstituenciesInput, DeclareConstituencyInput, RetireConstituencyInput } from './constituency.inputs.js';
import { constituenciesIn, constituencyById } from './constituency.loaders.js';
import {
  canChooseConstituencies,
  canDeclareConstituency,
  canRetireConstituency,
  canSeeConstituencies,
} from './constituency.policy.js';
import { ConstituenciesService } from './constituencies.service.js';

@Resolver(() => CommunityType)
export class ConstituenciesResolver {
  constructor(private readonly constituencies: ConstituenciesService) {}

  @ResolveField(() => [ConstituencyType], {
    name: 'constituencies',
    nullable: true,
    description: 'Its constituencies, by name, for the people affected. At most 50.',
  })
  @Access(canSeeConstituencies)
  ofCommunity(@Parent() community: CommunityType, @Load() load: LoadFunction): Promise<ConstituencyType[]> {
    return load(constituenciesIn, community.id);
  }

  @Access(canDeclareConstituency)
  @Mutation(() => DeclareConstituencyPayload, {
    description:
      'Declares a constituency. A round can then ask that enough of it vote, so that those at several intersections are not outvoted everywhere.',
  })
  async declareConstituency(
    @CurrentActor() actor: Actor,
    @Args('input') input: DeclareConstituencyInput,
    @Load() load: LoadFunction,
  ): Promise<DeclareConstituencyPayload> {
    const { constituencyId } = await this.constituencies.declare(actor, input);
    return { constituency: await load(constituencyById, constituencyId), userErrors: [] };
  }

  @Access(canRetireConstituency)
  @Mutation(() => RetireConstituencyPayload, {
    description:
      'Retires a constituency for good. What people said of themselves is erased at once; rounds that are open go on by what was frozen when they opened.',
  })
  async retireConstituency(
    @CurrentActor() actor: Actor,
    @Args('input') input: RetireConstituencyInput,
    @Load() load: LoadFunction,
  ): Promise<RetireConstituencyPayload> {
    const { constituencyId } = await this.constituencies.retire(actor, input);
    return { constituency: await load(constituencyById, constituencyId), userErrors: [] };
  }

  @Access(canChooseConstituencies)
  @Mutation(() => ChooseConstituenciesPayload, {
    description:
      'Says to which constituencies you belong, none, one or several, in place of what you said before. It stands on no record, nobody else can read it, and it is erased when you leave.',
  })
  async chooseConstituencies(
    @CurrentActor() actor: Actor,
    @Args('input') input: ChooseConstituenciesInput,
    @Load() load: LoadFunction,
  ): Promise<ChooseConstituenciesPayload> {
    const { communityId } = await this.constituencies.choose(actor, input);
    return { constituencies: await load(constituenciesIn, communityId), userErrors: [] };
  }
}
