import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { IsDate } from 'class-validator';
import { MutationPayload, Payload } from '../../platform/graphql/payload.js';
import { DateTime } from '../../platform/graphql/scalars.js';
import { MutationInput, Optional, Uuid } from '../../platform/validation/index.js';
import { NotificationType } from './notification.graphql.js';

@InputType({ description: 'Which notifications you have read: these, or all up to a time.' })
export class MarkNotificationsReadInput extends MutationInput {
  @Field(() => [ID], { nullable: true, description: 'Ids of your notifications, at most 100.' })
  @Optional()
  @Uuid({ each: true, most: 100 })
  ids?: string[] | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'Instead of ids: everything that happened up to this instant. Send the `createdAt` of the newest that was shown, so that what came meanwhile stays unread.',
  })
  @Optional()
  @IsDate()
  allUntil?: Date | null;
}

@Payload('They are marked read, and left out of the next summary.')
export class MarkNotificationsReadPayload extends MutationPayload {
  @Field(() => [NotificationType], { nullable: true, description: 'Those that were named by their ids.' })
  notifications?: NotificationType[] | null;

  @Field(() => Int, { nullable: true, description: 'How many of yours are unread now.' })
  unreadNotificationCount?: number | null;
}
