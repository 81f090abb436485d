import type { Walls } from './rows.js';

const sees = `
                                 nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator  stranger  pretender  system  trainee
assisted_entry: of someone new   ·       ·          ·     ✓          ·             ·       ·         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
assisted_entry: of the ally      ·       ·          ✓     ✓          ·             ·       ·         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
`;

const adds = `
                                    nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator  stranger  pretender  system  trainee
assisted_entry: own                 ·       ·          ·     ✓          ·             ·       ·         ·         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
assisted_entry: in another’s name   ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
`;

const changes = `
                                nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator  stranger  pretender  system  trainee
assisted_entry: past the door   ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
`;

const removes = `
                                nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator  stranger  pretender  system  trainee
assisted_entry: past the door   ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
`;

const newcomer = "t.community_id = $home AND t.name = 'Behind the paper'";
const ally = "t.community_id = $home AND t.name = 'Of the ally'";

/** What was taken down by hand: functions alone settle it. */
export const entries: Walls = {
  sees,
  sights: {
    'assisted_entry: of someone new': { table: 'assisted_entry', where: newcomer },
    'assisted_entry: of the ally': { table: 'assisted_entry', where: ally },
  },
  adds,
  additions: {
    'assisted_entry: own': { table: 'assisted_entry', like: newcomer, with: { id: '$new', entered_by: '$membership' } },
    'assisted_entry: in another’s name': { table: 'assisted_entry', like: newcomer, with: { id: '$new' } },
  },
  changes,
  alterations: {
    'assisted_entry: past the door': { table: 'assisted_entry', where: newcomer, set: "state = 'CALLED_BACK'" },
  },
  removes,
  deletions: { 'assisted_entry: past the door': { table: 'assisted_entry', where: newcomer } },
};
