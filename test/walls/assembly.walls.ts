import type { Walls } from './rows.js';

const sees = `
                                                    nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator  stranger  pretender  system  trainee
assembly_batch                                      ·       ·          ·     ·          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
assembly_place                                      ·       ·          ·     ·          ·             ·       ·         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
`;

const adds = `
                                                    nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator  stranger  pretender  system  trainee
assembly_batch: past the door                       ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
assembly_place: past the door                       ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
`;

const changes = `
                                                    nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator  stranger  pretender  system  trainee
assembly_batch: past the door                       ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
assembly_place: past the door                       ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
`;

const removes = `
                                                    nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator  stranger  pretender  system  trainee
assembly_batch: past the door                       ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
assembly_place: past the door                       ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
`;

const home = 't.community_id = $home';

/** Votes taken in a meeting or by phone: only functions write here, which ask who may. */
export const assembly: Walls = {
  sees,
  sights: {
    assembly_batch: { table: 'assembly_batch', where: home },
    assembly_place: { table: 'assembly_place', where: home },
  },
  adds,
  additions: {
    'assembly_batch: past the door': { table: 'assembly_batch', like: home, with: { id: '$new' } },
    'assembly_place: past the door': { table: 'assembly_place', like: home, with: { membership_id: '$membership' } },
  },
  changes,
  alterations: {
    'assembly_batch: past the door': { table: 'assembly_batch', where: home, set: 'ballot_count = t.ballot_count' },
    'assembly_place: past the door': { table: 'assembly_place', where: home, set: 'batch_id = t.batch_id' },
  },
  removes,
  deletions: {
    'assembly_batch: past the door': { table: 'assembly_batch', where: home },
    'assembly_place: past the door': { table: 'assembly_place', where: home },
  },
};
