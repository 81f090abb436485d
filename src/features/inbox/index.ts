export { InboxModule } from './inbox.module.js';
export { canReadNotifications } from './inbox.policy.js';
export { InboxQueries, MOST_NEWS } from './inbox.queries.js';
export { NotificationType } from './notification.graphql.js';
export { notificationById } from './notification.loaders.js';
