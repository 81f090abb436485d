import { Args, Int, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import type { Actor } from '../../platform/access/actor.js';
import { CurrentActor, Load } from '../../platform/graphql/context.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
import { campaignById } from '../campaigns/index.js';
import { insiders } from '../communities/index.js';
import { isLive, priorityById } from '../priorities/index.js';
import { AskType } from './ask.graphql.js';
import { askNowOf, placesLeftOf } from './ask.loaders.js';
import { canPledge, canRunAsks } from './ask.policy.js';
import { AskLinks } from './ask-links.js';
import { AskTermsChangeType, AskTermsType } from './ask-terms.graphql.js';
import { termsOf } from './ask-terms.loaders.js';
import { termsChanges } from './ask-terms.rules.js';

/** Facts about an ask that depend on who is asking, or cost more than its row. */
@Resolver(() => AskType)
export class AskDetailsResolver {
  constructor(private readonly links: AskLinks) {}

  @ResolveField(() => Boolean, {
    description:
      'Whether pledges are taken now: it is open, its time is not over and its campaign is not stopped. When full, they wait.',
  })
  @Access(visible)
  async takesPledges(@Parent() ask: AskType, @Load() load: LoadFunction): Promise<boolean> {
    return (await load(askNowOf, ask.id))?.takesPledges ?? false;
  }

  @ResolveField(() => Boolean, {
    description: 'Whether every place is taken, or all that is wanted is pledged: further pledges wait.',
  })
  @Access(visible)
  async isFull(@Parent() ask: AskType, @Load() load: LoadFunction): Promise<boolean> {
    return (await load(askNowOf, ask.id))?.isFull ?? false;
  }

  @ResolveField(() => Int, {
    nullable: true,
    description: 'How many places are free, exactly. Null for outsiders, and where the ask sets no limit.',
  })
  @Access(visible)
  async placesLeft(@Parent() ask: AskType, @Load() load: LoadFunction): Promise<number | null> {
    return (await load(placesLeftOf, ask.id))?.places ?? null;
  }

  @ResolveField(() => Int, {
    nullable: true,
    description: 'How much is not pledged yet, in the unit of the ask. Null for outsiders.',
  })
  @Access(visible)
  async quantityLeft(@Parent() ask: AskType, @Load() load: LoadFunction): Promise<number | null> {
    return (await load(placesLeftOf, ask.id))?.quantity ?? null;
  }

  @ResolveField(() => AskTermsType, {
    nullable: true,
    description: 'What it said at a version of its terms. Null for outsiders, and for a version that was never open.',
  })
  @Access(visible)
  terms(
    @Parent() ask: AskType,
    @Args('version', { type: () => Int, nullable: true, description: 'The version; leave out for the current one.' })
    version: number | null | undefined,
    @Load() load: LoadFunction,
  ): Promise<AskTermsType | null> {
    return load(termsOf, `${ask.id}:${version ?? ask.termsVersion}`);
  }

  @ResolveField(() => [AskTermsChangeType], {
    nullable: true,
    description:
      'What changed between two versions of its terms: read it when you are asked to confirm your pledge again. Null where you may not see one of them.',
  })
  @Access(visible)
  async termsChanges(
    @Parent() ask: AskType,
    @Args('from', { type: () => Int, description: 'The version that you accepted.' }) from: number,
    @Args('to', { type: () => Int, nullable: true, description: 'The other; leave out for the current one.' })
    to: number | null | undefined,
    @Load() load: LoadFunction,
  ): Promise<AskTermsChangeType[] | null> {
    const versions = [from, to ?? ask.termsVersion];
    const [before, after] = await Promise.all(versions.map((version) => load(termsOf, `${ask.id}:${version}`)));
    return before && after ? termsChanges(before, after) : null;
  }

  @ResolveField(() => String, {
    nullable: true,
    description:
      'The link by which anyone joins the host as an ally and pledges to this ask, for insiders of the community that leads it. Share it.',
  })
  @Access(insiders)
  link(@Parent() ask: AskType): string {
    return this.links.url(ask);
  }

  @ResolveField(() => Boolean, { description: 'Whether you may open it, given a live mandate for its priority.' })
  @Access(visible)
  async viewerCanOpen(
    @Parent() ask: AskType,
    @CurrentActor() actor: Actor,
    @Load() load: LoadFunction,
  ): Promise<boolean> {
    if (!['DRAFT', 'PAUSED'].includes(ask.state) || !canRunAsks.allows(actor, ask)) return false;
    const { leadId, campaignId } = ask;
    const priority = await load(priorityById, ask.priorityId);
    if (priority === null || !isLive(priority)) return false;
    return leadId === null || ((await load(campaignById, campaignId))?.leadIds.includes(leadId) ?? false);
  }

  @ResolveField(() => Boolean, {
    description: 'Whether you may pledge to it now. When it is full, your pledge waits for a place.',
  })
  @Access(visible)
  async viewerCanPledge(
    @Parent() ask: AskType,
    @CurrentActor() actor: Actor,
    @Load() load: LoadFunction,
  ): Promise<boolean> {
    const { communityId, kind } = ask;
    return canPledge.allows(actor, { communityId, kind }) && this.takesPledges(ask, load);
  }
}
