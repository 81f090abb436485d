export { type ChannelName, channelNames } from './channels.js';
export { messengerCodeDigest } from './letters.js';
export { newsOf, timeOf } from './mail-text.js';
export { isNotice, type Notice, type NoticeNeeds, notices } from './mails/index.js';
export { type LinksOf, type NoticeDue, NoticeLinks } from './notice-links.js';
export { type NoticeFacts, Notices, type Recipient } from './notices.js';
export { NOTIFICATION_DAYS, NotificationClock } from './notification-clock.js';
export { NotificationsModule } from './notifications.module.js';
export { choosableTopics, type Topic, topicOf, topics } from './topics.js';
