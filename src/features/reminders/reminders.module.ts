import { Module } from '@nestjs/common';
import { NotificationsModule } from '../notifications/index.js';
import { PledgesModule } from '../pledges/index.js';
import { PlannedTimesService } from './planned-times.service.js';
import { ReminderChoicesService } from './reminder-choices.service.js';
import { ReminderClock } from './reminder-clock.js';
import { ReminderLinks } from './reminder-links.js';
import { ReminderNews } from './reminder-news.js';
import { ReminderPagesController } from './reminder-pages.controller.js';
import { ReminderSteps } from './reminder-steps.js';
import { PledgeRemindersResolver, PlannedTimesResolver, ViewerRemindersResolver } from './reminders.resolver.js';

/** Reminders of what people planned, and the links in them that work without a password. */
@Module({
  imports: [NotificationsModule, PledgesModule],
  controllers: [ReminderPagesController],
  providers: [
    PlannedTimesResolver,
    PlannedTimesService,
    PledgeRemindersResolver,
    ReminderChoicesService,
    ReminderClock,
    ReminderLinks,
    ReminderNews,
    ReminderSteps,
    ViewerRemindersResolver,
  ],
})
export class RemindersModule {}
