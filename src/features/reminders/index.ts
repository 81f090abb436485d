export { ReminderClock } from './reminder-clock.js';
export { RemindersModule } from './reminders.module.js';
