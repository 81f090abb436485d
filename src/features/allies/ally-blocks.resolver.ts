import { Args, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import type { Actor } from '../../platform/access/actor.js';
import { Connection } from '../../platform/graphql/connection.js';
import { CurrentActor, Load } from '../../platform/graphql/context.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
import { PageArgs } from '../../platform/graphql/page-args.js';
import { type Page, Pager } from '../../platform/graphql/pager.js';
import { communityById, CommunityType } from '../communities/index.js';
import { organizationById, OrganizationType } from '../organizations/index.js';
import { AllyBlocksService } from './ally-blocks.service.js';
import { AllyAdmission, AllyBlockType } from './ally.graphql.js';
import { BlockAllyInput, ChangeAllyAdmissionInput, UnblockAllyInput } from './ally.inputs.js';
import { allyAdmissionOf, allyBlockById, blockColumns } from './ally.loaders.js';
import { BlockAllyPayload, ChangeAllyAdmissionPayload, UnblockAllyPayload } from './ally.payloads.js';
import { canBlockAllies, canChangeAllyAdmission, canSeeAllyAdmission, canSeeBlockedAllies } from './ally.policy.js';

const AllyBlockConnection = Connection(AllyBlockType);

@Resolver(() => CommunityType)
export class AllyBlocksResolver {
  constructor(
    private readonly blocks: AllyBlocksService,
    private readonly pager: Pager,
  ) {}

  @Access(canChangeAllyAdmission)
  @Mutation(() => ChangeAllyAdmissionPayload, {
    description: 'Sets how allies come in from now on. Requests that wait go on waiting until they are answered.',
  })
  async changeAllyAdmission(
    @CurrentActor() actor: Actor,
    @Args('input') input: ChangeAllyAdmissionInput,
    @Load() load: LoadFunction,
  ): Promise<ChangeAllyAdmissionPayload> {
    const { communityId } = await this.blocks.changeAdmission(actor, input);
    return { community: await load(communityById, communityId), userErrors: [] };
  }

  @Access(canBlockAllies)
  @Mutation(() => BlockAllyPayload, {
    description:
      'Ends what someone has here as an ally and keeps them from joining again. They are told no more than that the community takes no allies.',
  })
  async blockAlly(
    @CurrentActor() actor: Actor,
    @Args('input') input: BlockAllyInput,
    @Load() load: LoadFunction,
  ): Promise<BlockAllyPayload> {
    const { blockId } = await this.blocks.block(actor, input);
    return { block: await load(allyBlockById, blockId), userErrors: [] };
  }

  @Access(canBlockAllies)
  @Mutation(() => UnblockAllyPayload, { description: 'Lifts a block, so that they may join again.' })
  async unblockAlly(
    @CurrentActor() actor: Actor,
    @Args('input') input: UnblockAllyInput,
    @Load() load: LoadFunction,
  ): Promise<UnblockAllyPayload> {
    const { blockId } = await this.blocks.unblock(actor, input);
    return { block: await load(allyBlockById, blockId), userErrors: [] };
  }

  @ResolveField(() => AllyAdmission, {
    nullable: true,
    description: 'How allies come in. For those who do the community’s work.',
  })
  @Access(canSeeAllyAdmission)
  async allyAdmission(@Parent() community: CommunityType, @Load() load: LoadFunction): Promise<AllyAdmission | null> {
    return (await load(allyAdmissionOf, community.id))?.admission ?? null;
  }

  @ResolveField(() => AllyBlockConnection, {
    nullable: true,
    description: 'Whom the community takes as allies no more, latest first. For its stewards.',
  })
  @Access(canSeeBlockedAllies)
  blockedAllies(
    @Parent() community: CommunityType,
    @Args() page: PageArgs,
    @Load() load: LoadFunction,
  ): Promise<Page<AllyBlockType>> {
    return this.pager.children(
      load,
      {
        scope: 'Community.blockedAllies',
        select: blockColumns,
        from: 'ally_block b',
        where: ['b.lifted_at IS NULL'],
        params: [],
        parent: { 'b.community_id': community.id },
        order: [
          { sql: 'b.blocked_at', type: 'timestamptz', direction: 'DESC' },
          { sql: 'b.id', type: 'uuid', direction: 'DESC' },
        ],
      },
      page,
    );
  }
}

@Resolver(() => AllyBlockType)
export class AllyBlockFieldsResolver {
  @ResolveField(() => OrganizationType, {
    nullable: true,
    description: 'The organization that is blocked; null for people.',
  })
  @Access(visible)
  async organization(
    @Parent() { organizationId }: AllyBlockType,
    @Load() load: LoadFunction,
  ): Promise<OrganizationType | null> {
    return organizationId === null ? null : load(organizationById, organizationId);
  }
}
