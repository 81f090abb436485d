import type { Walls } from './rows.js';

const sees = `
                                                          nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator  stranger  pretender  system  trainee
reminder_choice: of the ally                              ·       ·          ✓     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
pledge_reminder_choice: of the ally                       ·       ·          ✓     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
reminder                                                  ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
`;

const adds = `
                                                          nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator  stranger  pretender  system  trainee
reminder_choice: another’s                                ·       ·          ✓     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
pledge_reminder_choice: for a pledge of another           ·       ·          ✓     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
reminder: past the clock                                  ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
`;

const changes = `
                                                          nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator  stranger  pretender  system  trainee
reminder_choice: of the ally                              ·       ·          ✓     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
pledge_reminder_choice: of the ally                       ·       ·          ✓     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
pledge_reminder_choice: others’, without looking          ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
pledge_reminder_choice: given to another                  ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
reminder: past the clock                                  ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
`;

const removes = `
                                                          nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator  stranger  pretender  system  trainee
reminder_choice: past the door                            ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
pledge_reminder_choice: past the door                     ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
reminder: past the clock                                  ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
`;

/** Those that the furniture put there: of the ally, and for a pledge of theirs. */
const chosen = "t.minutes = '{-77}'";
const told = 't.minutes = -77';

/** When people are reminded: each chooses for themselves, and the clock alone reminds. */
export const reminders: Walls = {
  sees,
  sights: {
    'reminder_choice: of the ally': { table: 'reminder_choice', where: chosen },
    'pledge_reminder_choice: of the ally': { table: 'pledge_reminder_choice', where: chosen },
    reminder: { table: 'reminder', where: told },
  },
  adds,
  additions: {
    'reminder_choice: another’s': { table: 'reminder_choice', like: chosen, with: {} },
    'pledge_reminder_choice: for a pledge of another': {
      table: 'pledge_reminder_choice',
      like: chosen,
      with: { person_id: '$me' },
    },
    'reminder: past the clock': { table: 'reminder', like: told, with: { id: '$new', minutes: '-78' } },
  },
  changes,
  alterations: {
    'reminder_choice: of the ally': { table: 'reminder_choice', where: chosen, set: 'minutes = t.minutes' },
    'pledge_reminder_choice: of the ally': {
      table: 'pledge_reminder_choice',
      where: chosen,
      set: 'minutes = t.minutes',
    },
    'pledge_reminder_choice: others’, without looking': {
      table: 'pledge_reminder_choice',
      where: 't.person_id = $me',
      set: "minutes = '{-77}'",
      blind: true,
    },
    'pledge_reminder_choice: given to another': {
      table: 'pledge_reminder_choice',
      where: chosen,
      set: 'person_id = t.person_id',
    },
    'reminder: past the clock': { table: 'reminder', where: told, set: 'passed_over = t.passed_over' },
  },
  removes,
  deletions: {
    'reminder_choice: past the door': { table: 'reminder_choice', where: chosen },
    'pledge_reminder_choice: past the door': { table: 'pledge_reminder_choice', where: chosen },
    'reminder: past the clock': { table: 'reminder', where: told },
  },
};
