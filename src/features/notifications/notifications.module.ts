import { Module } from '@nestjs/common';
import { Letters } from './letters.js';
import { Notices } from './notices.js';
import { Notifications } from './notifications.js';
import { OfferNews } from './offer-news.js';
import { RoundNews } from './round-news.js';

@Module({ providers: [Notices, Letters, Notifications, OfferNews, RoundNews] })
export class NotificationsModule {}
