import type { Walls } from './rows.js';

const sees = `
                                                    nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator  stranger  pretender  system  trainee
sign_up_sheet: of the host                          ·       ·          ·     ✓          ·             ·       ·         ·         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
sign_up_sheet: of a lead                            ·       ·          ·     ✓          ·             ·       ·         ·         ✓          ✓        ✓      ✓          ·       ·    ·         ·         ·          ·       ·
`;

const adds = `
                                                    nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator  stranger  pretender  system  trainee
sign_up_sheet                                       ·       ·          ·     ✓          ·             ·       ·         ·         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
sign_up_sheet: in another’s name                    ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ·      ·          ·       ·    ·         ·         ·          ·       ·
sign_up_sheet: for the lead                         ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ✓          ·       ·    ·         ·         ·          ·       ·
`;

const changes = `
                                                    nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator  stranger  pretender  system  trainee
sign_up_sheet: of other versions                    ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
`;

const removes = `
                                                    nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator  stranger  pretender  system  trainee
sign_up_sheet                                       ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
`;

const hosts = 't.community_id = $home AND t.lead_id IS NULL';
const leads = 't.community_id = $home AND t.lead_id IS NOT NULL';

/** Sheets to sign up on: those who run asks print them and read which were printed. */
export const feeds: Walls = {
  sees,
  sights: {
    'sign_up_sheet: of the host': { table: 'sign_up_sheet', where: hosts },
    'sign_up_sheet: of a lead': { table: 'sign_up_sheet', where: leads },
  },
  adds,
  additions: {
    sign_up_sheet: { table: 'sign_up_sheet', like: hosts, with: { id: '$new', printed_by: '$membership' } },
    'sign_up_sheet: in another’s name': { table: 'sign_up_sheet', like: hosts, with: { id: '$new' } },
    'sign_up_sheet: for the lead': { table: 'sign_up_sheet', like: leads, with: { id: '$new' } },
  },
  changes,
  alterations: {
    'sign_up_sheet: of other versions': { table: 'sign_up_sheet', where: hosts, set: 'rows = t.rows' },
  },
  removes,
  deletions: { sign_up_sheet: { table: 'sign_up_sheet', where: hosts } },
};
