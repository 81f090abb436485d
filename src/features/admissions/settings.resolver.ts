import { Args, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import type { Actor } from '../../platform/access/actor.js';
import { CurrentActor, Load } from '../../platform/graphql/context.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
import { communityById, CommunityType } from '../communities/index.js';
import { settingsOf } from './admission.loaders.js';
import { canChangeSettings, canSeeSettings } from './admission.policy.js';
import {
  AdmissionRule,
  ChangeCommunitySettingsInput,
  ChangeCommunitySettingsPayload,
  CommunitySettingsType,
} from './settings.graphql.js';
import { SettingsService } from './settings.service.js';

@Resolver(() => CommunityType)
export class SettingsResolver {
  constructor(private readonly settingsService: SettingsService) {}

  @Access(canChangeSettings)
  @Mutation(() => ChangeCommunitySettingsPayload, {
    description:
      'Changes what stewards set. While the community is short of stewards nothing can be loosened: no wider admission, no shorter probation, no more exact figures, no report published.',
  })
  async changeCommunitySettings(
    @CurrentActor() actor: Actor,
    @Args('input') input: ChangeCommunitySettingsInput,
    @Load() load: LoadFunction,
  ): Promise<ChangeCommunitySettingsPayload> {
    const { communityId } = await this.settingsService.change(actor, input);
    return { community: await load(communityById, communityId), userErrors: [] };
  }

  @ResolveField(() => AdmissionRule, {
    description: 'How people affected are admitted here: whether one can ask, or has to be invited.',
  })
  @Access(visible)
  async admissionRule(@Parent() { id }: CommunityType, @Load() load: LoadFunction): Promise<AdmissionRule> {
    return (await load(settingsOf, id))?.admissionRule ?? AdmissionRule.INVITATION;
  }

  @ResolveField(() => CommunitySettingsType, {
    nullable: true,
    description: 'What stewards set. For the people affected.',
  })
  @Access(canSeeSettings)
  settings(@Parent() { id }: CommunityType, @Load() load: LoadFunction): Promise<CommunitySettingsType | null> {
    return load(settingsOf, id);
  }
}
