import { batch } from '../../platform/graphql/loader.js';

/** What its pledger said about a time. */
export const wordOnTime = batch<string, { id: string; confirmedAt: Date | null; movedAt: Date | null }>(
  'wordOnTime',
  (reader, ids) =>
    reader.rows('SELECT id, confirmed_at AS "confirmedAt", moved_at AS "movedAt" FROM occurrence WHERE id = ANY ($1)', [
      ids,
    ]),
);

/** The viewer's own choices for pledges; policies show no other. */
export const reminderTimesOf = batch<string, { id: string; times: number[] | null }>('reminderTimesOf', (reader, ids) =>
  reader.rows(
    'SELECT pledge_id AS id, minutes AS times FROM pledge_reminder_choice WHERE pledge_id = ANY ($1) AND person_id = app.person_id()',
    [ids],
  ),
);
