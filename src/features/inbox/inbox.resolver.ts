import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { Access } from '../../platform/access/access.decorator.js';
import type { Actor } from '../../platform/access/actor.js';
import { CurrentActor, CurrentContext, type RequestContext } from '../../platform/graphql/context.js';
import { SetNotificationChoicesInput, SetNotificationChoicesPayload } from './choices.graphql.js';
import { MarkNotificationsReadInput, MarkNotificationsReadPayload } from './inbox.graphql.js';
import {
  canChooseNotifications,
  canGiveMessengerAddress,
  canReadNotifications,
  canRemoveMessengerAddress,
} from './inbox.policy.js';
import { InboxQueries } from './inbox.queries.js';
import { InboxService } from './inbox.service.js';
import {
  ConfirmMessengerAddressInput,
  ConfirmMessengerAddressPayload,
  RemoveMessengerAddressInput,
  RemoveMessengerAddressPayload,
  SetMessengerAddressInput,
  SetMessengerAddressPayload,
} from './messenger.graphql.js';
import { MessengerService } from './messenger.service.js';
import type { NotificationType } from './notification.graphql.js';
import { notificationById } from './notification.loaders.js';

@Resolver()
export class InboxResolver {
  constructor(
    private readonly inbox: InboxService,
    private readonly messenger: MessengerService,
    private readonly queries: InboxQueries,
  ) {}

  @Access(canReadNotifications)
  @Mutation(() => MarkNotificationsReadPayload, {
    description: 'Marks notifications of yours as read. What was read before stays as it was.',
  })
  async markNotificationsRead(
    @CurrentContext() { actor, load, reader }: RequestContext,
    @Args('input') input: MarkNotificationsReadInput,
  ): Promise<MarkNotificationsReadPayload> {
    const { ids } = await this.inbox.markRead(actor, input);
    const found = await Promise.all(ids.map((id) => load(notificationById, id)));
    return {
      notifications: found.filter((one): one is NotificationType => one !== null),
      unreadNotificationCount: await this.queries.unreadCount(reader),
      userErrors: [],
    };
  }

  @Access(canChooseNotifications)
  @Mutation(() => SetNotificationChoicesPayload, {
    description:
      'Says how and when you want to be told: for each topic and way at once, once a day or not at all, and in which hours nothing may come.',
  })
  async setNotificationChoices(
    @CurrentContext() { actor, reader }: RequestContext,
    @Args('input') input: SetNotificationChoicesInput,
  ): Promise<SetNotificationChoicesPayload> {
    await this.inbox.setChoices(actor, input);
    return { choices: await this.queries.choices(reader), userErrors: [] };
  }

  @Access(canGiveMessengerAddress)
  @Mutation(() => SetMessengerAddressPayload, {
    description:
      'Sends a code to a telephone number or messenger of yours. Messages go there once `confirmMessengerAddress` took the code; until then they go where they went. Needs a proof of the last minutes that it is you (`stepUp`).',
  })
  async setMessengerAddress(
    @CurrentActor() actor: Actor,
    @Args('input') input: SetMessengerAddressInput,
  ): Promise<SetMessengerAddressPayload> {
    await this.messenger.give(actor, input);
    return {
      nextStep: 'Look at your messages: a code of six digits is on its way. Pass it to confirmMessengerAddress.',
      userErrors: [],
    };
  }

  @Access(canGiveMessengerAddress)
  @Mutation(() => ConfirmMessengerAddressPayload, {
    description: 'Confirms an address for messages by the code that was sent there, in place of the one before.',
  })
  async confirmMessengerAddress(
    @CurrentContext() { actor, reader }: RequestContext,
    @Args('input') input: ConfirmMessengerAddressInput,
  ): Promise<ConfirmMessengerAddressPayload> {
    await this.messenger.confirm(actor, input);
    return { messengerAddress: await this.queries.messengerAddress(reader), userErrors: [] };
  }

  @Access(canRemoveMessengerAddress)
  @Mutation(() => RemoveMessengerAddressPayload, {
    description: 'Takes the address for messages off your account, confirmed or not.',
  })
  async removeMessengerAddress(
    @CurrentActor() actor: Actor,
    @Args('input') input: RemoveMessengerAddressInput,
  ): Promise<RemoveMessengerAddressPayload> {
    return { ...(await this.messenger.remove(actor, input)), userErrors: [] };
  }
}
