import { Module } from '@nestjs/common';
import { InboxQueries } from './inbox.queries.js';
import { InboxResolver } from './inbox.resolver.js';
import { InboxService } from './inbox.service.js';
import { MessengerService } from './messenger.service.js';
import { NotificationsResolver, ViewerInboxResolver } from './viewer-inbox.resolver.js';

/** What people were told, as they read it, and how they want to be told. */
@Module({
  providers: [InboxQueries, InboxResolver, InboxService, MessengerService, NotificationsResolver, ViewerInboxResolver],
  exports: [InboxQueries],
})
export class InboxModule {}
