import { Module } from '@nestjs/common';
import { Letters } from './letters.js';
import { Notices } from './notices.js';
import { Notifications } from './notifications.js';
import { RoundNews } from './round-news.js';
import { ThreadNews } from './thread-news.js';

@Module({ providers: [Notices, Letters, Notifications, RoundNews, ThreadNews] })
export class NotificationsModule {}
