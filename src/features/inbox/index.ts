export { InboxModule } from './inbox.module.js';
export { NotificationType } from './notification.graphql.js';
export { notificationById } from './notification.loaders.js';
