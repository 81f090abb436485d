import { Args, Resolver, Subscription } from '@nestjs/graphql';
import { Access } from '../../platform/access/access.decorator.js';
import { everyone } from '../../platform/access/rule.js';
import { CurrentContext, type RequestContext } from '../../platform/graphql/context.js';
import { NotFound } from '../../platform/graphql/errors.js';
import { changesFor } from '../../platform/live/changes.js';
import { WakeUps } from '../../platform/live/wake-ups.js';
import { campaignByHandle, campaignById } from '../campaigns/index.js';
import { CampaignProgressType } from './live.graphql.js';

@Resolver()
export class CampaignProgressedResolver {
  constructor(private readonly wakeUps: WakeUps) {}

  @Access(everyone)
  @Subscription(() => CampaignProgressType, {
    description:
      'How a campaign stands: now, and again whenever what you ask for of it has changed, at most once a second. It ends with `NOT_FOUND` when the campaign is not yours to see any more.',
  })
  async campaignProgressed(
    @Args('handle', { description: 'The name in its address.' }) handle: string,
    @CurrentContext() context: RequestContext,
  ): Promise<AsyncIterable<unknown>> {
    const found = await context.load(campaignByHandle, handle);
    if (!found) throw new NotFound();
    // By its community: whatever happens there may show in the campaign, and no kind of deed can be forgotten.
    return changesFor(this.wakeUps, context, [`community:${found.communityId}`], async ({ load }) => {
      const campaign = await load(campaignById, found.id);
      if (!campaign) throw new NotFound();
      return { shows: { campaign } satisfies CampaignProgressType };
    });
  }
}
