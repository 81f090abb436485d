import { batch } from '../../platform/graphql/loader.js';
import type { ListSpec } from '../../platform/graphql/list.js';
import { notices } from '../notifications/index.js';
import type { NotificationType } from './notification.graphql.js';

export const notificationColumns = `n.id, n.notice, n.topic, n.facts, n.community_id AS "communityId", n.campaign_id AS "campaignId",
  n.subject_type AS "subjectType", n.subject_id AS "subjectId", n.times, n.last_at AS "createdAt", n.read_at AS "readAt"`;

/** What an earlier version told and this one has no words for is left out. */
export const told = Object.keys(notices);

/** Policies let each person see their own alone. */
export const notificationById = batch<string, NotificationType>('notificationById', (reader, ids) =>
  reader.rows(`SELECT ${notificationColumns} FROM notification n WHERE n.id = ANY ($1) AND n.notice = ANY ($2)`, [
    ids,
    told,
  ]),
);

/** The newest first. */
export function notificationList(unread: boolean | null): ListSpec {
  return {
    scope: 'Viewer.notifications',
    select: notificationColumns,
    from: 'notification n',
    where: [
      'n.person_id = app.person_id()',
      'n.notice = ANY ($1)',
      ...(unread === null ? [] : [`n.read_at IS ${unread ? 'NULL' : 'NOT NULL'}`]),
    ],
    params: [told],
    order: [
      { sql: 'n.last_at', type: 'timestamptz', direction: 'DESC' },
      { sql: 'n.id', type: 'uuid', direction: 'DESC' },
    ],
  };
}
