import { Module } from '@nestjs/common';
import { Letters } from './letters.js';
import { Notices } from './notices.js';
import { Notifications } from './notifications.js';

@Module({ providers: [Notices, Letters, Notifications] })
export class NotificationsModule {}
