import type { Walls } from './rows.js';

const sees = `
                                                    nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator  stranger  pretender  system  trainee
notification: of one of the affected                ·       ·          ·     ·          ·             ·       ·         ✓         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
notification_cause                                  ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
notification_choice: of one of the affected         ·       ·          ·     ·          ·             ·       ·         ✓         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
notification_hours: of one of the affected          ·       ·          ·     ·          ·             ·       ·         ✓         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
`;

const adds = `
                                                    nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator  stranger  pretender  system  trainee
notification: past the relay                        ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
notification_cause: past the relay                  ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
notification_choice: one’s own                      ·       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ·    ✓         ✓         ·          ·       ✓
notification_choice: another’s                      ·       ·          ·     ·          ·             ·       ·         ✓         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
notification_hours: another’s                       ·       ·          ·     ·          ·             ·       ·         ✓         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
`;

const changes = `
                                                    nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator  stranger  pretender  system  trainee
notification: read                                  ·       ·          ·     ·          ·             ·       ·         ✓         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
notification: others’, without looking              ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
notification: told otherwise                        ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
notification_choice: of one of the affected         ·       ·          ·     ·          ·             ·       ·         ✓         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
notification_hours: of one of the affected          ·       ·          ·     ·          ·             ·       ·         ✓         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
`;

const removes = `
                                                    nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator  stranger  pretender  system  trainee
notification: past the relay                        ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
notification_choice: past the door                  ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
`;

/** Those that the furniture put there: of one of the affected. */
const told = "t.notice = 'work-attested' AND t.community_id IS NULL";
const chosen = "t.choice = 'DIGEST'";
const hours = 't.digest_hour = 18 AND t.quiet_from = 22';

/** What people were told and how they want to be told: each their own; the relay alone tells. */
export const inbox: Walls = {
  sees,
  sights: {
    'notification: of one of the affected': { table: 'notification', where: told },
    notification_cause: { table: 'notification_cause', where: 'true' },
    'notification_choice: of one of the affected': { table: 'notification_choice', where: chosen },
    'notification_hours: of one of the affected': { table: 'notification_hours', where: hours },
  },
  adds,
  additions: {
    'notification: past the relay': { table: 'notification', like: told, with: { id: '$new', person_id: '$me' } },
    'notification_cause: past the relay': { table: 'notification_cause', like: 'true', with: { id: '$new' } },
    'notification_choice: one’s own': {
      table: 'notification_choice',
      like: chosen,
      with: { person_id: '$me', topic: 'MY_STANDING' },
    },
    'notification_choice: another’s': { table: 'notification_choice', like: chosen, with: { topic: 'MY_STANDING' } },
    'notification_hours: another’s': { table: 'notification_hours', like: hours, with: {} },
  },
  changes,
  alterations: {
    'notification: read': { table: 'notification', where: told, set: 'read_at = t.read_at' },
    'notification: others’, without looking': {
      table: 'notification',
      where: 't.person_id = $me',
      set: 'read_at = NULL',
      blind: true,
    },
    'notification: told otherwise': { table: 'notification', where: told, set: 'times = t.times' },
    'notification_choice: of one of the affected': {
      table: 'notification_choice',
      where: chosen,
      set: 'choice = t.choice',
    },
    'notification_hours: of one of the affected': {
      table: 'notification_hours',
      where: hours,
      set: 'digest_hour = t.digest_hour',
    },
  },
  removes,
  deletions: {
    'notification: past the relay': { table: 'notification', where: told },
    'notification_choice: past the door': { table: 'notification_choice', where: chosen },
  },
};
