import { Field, Int, ObjectType } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { ownSession, Scope } from '../../platform/access/scope.js';
import { CampaignType } from '../campaigns/index.js';
import { NotificationType } from '../inbox/index.js';

@ObjectType('CampaignProgress', { description: 'How a campaign stands at this moment, as you may see it.' })
@Access(visible)
export class CampaignProgressType {
  @Field(() => CampaignType, { description: 'The campaign. Ask for its `progress`, or whatever else you show of it.' })
  campaign: CampaignType;
}

@ObjectType('ViewerNotified', { description: 'What you were just told. For yourself alone; apps do not see it.' })
@Access(visible)
@Scope(ownSession)
export class ViewerNotifiedType {
  @Field(() => [NotificationType], {
    description:
      'What came since the last of these, the oldest first, at most 100; none in the first. One that happens again within the hour comes again, with `times` one more.',
  })
  notifications: NotificationType[];

  @Field(() => Int, { description: 'How many of your notifications you have not read.' })
  unreadNotificationCount: number;
}
