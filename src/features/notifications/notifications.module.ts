import { Module } from '@nestjs/common';
import { AccountNews } from './account-news.js';
import { Channels } from './channels.js';
import { Deliveries } from './deliveries.js';
import { DeliveryMeans } from './delivery-means.js';
import { Letters } from './letters.js';
import { NoticeLinks } from './notice-links.js';
import { Notices } from './notices.js';
import { NotificationClock } from './notification-clock.js';
import { Outgoing } from './outgoing.js';
import { OfferNews } from './offer-news.js';
import { PledgeNews } from './pledge-news.js';
import { RoundNews } from './round-news.js';
import { StandingNews } from './standing-news.js';
import { ThreadNews } from './thread-news.js';
import { UnsubscribeController } from './unsubscribe.controller.js';
import { UnsubscribeLinks } from './unsubscribe-links.js';
import { WallClock } from './wall-clock.js';
import { PromiseNews } from './promise-news.js';
import { WorkNews } from './work-news.js';

@Module({
  controllers: [UnsubscribeController],
  providers: [
    AccountNews,
    Channels,
    Deliveries,
    DeliveryMeans,
    Letters,
    NoticeLinks,
    Notices,
    NotificationClock,
    OfferNews,
    Outgoing,
    PledgeNews,
    RoundNews,
    StandingNews,
    ThreadNews,
    UnsubscribeLinks,
    WallClock,
    PromiseNews,
    WorkNews,
  ],
  exports: [NoticeLinks, Notices, NotificationClock, WallClock],
})
export class NotificationsModule {}
