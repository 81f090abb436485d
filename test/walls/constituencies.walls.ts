import type { Walls } from './rows.js';

const sees = `
                                                    nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator  stranger  pretender  system  trainee
constituency                                        ·       ·          ·     ·          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
constituency_member: one of the affected            ·       ·          ·     ·          ·             ·       ·         ✓         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
roll_constituency: one of the affected              ·       ·          ·     ·          ·             ·       ·         ✓         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
part_constituency                                   ·       ·          ·     ·          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
`;

const adds = `
                                                    nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator  stranger  pretender  system  trainee
constituency                                        ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
constituency: in another’s name                     ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ·      ·          ·       ·    ·         ·         ·          ·       ·
constituency_member: past the door                  ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
roll_constituency: past the door                    ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
part_constituency: past the door                    ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
`;

const changes = `
                                                    nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator  stranger  pretender  system  trainee
constituency: retired                               ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
constituency: retired before, back again            ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
constituency: renamed                               ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
constituency_member: put elsewhere                  ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
part_constituency: past the door                    ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
`;

const removes = `
                                                    nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator  stranger  pretender  system  trainee
constituency_member: past the door                  ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
roll_constituency: past the door                    ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
`;

const carers = "t.community_id = $home AND t.name = 'Those who care'";
const theirs =
  "t.community_id = $home AND t.constituency_id IN (SELECT c.id FROM constituency c WHERE c.name = 'Those who care')";
const at = (table: string) => ({ table, where: theirs });
const like = (table: string) => ({ table, like: theirs, with: {} });

/** Who belongs to which constituency: each sees their own, and functions alone write it. */
export const constituencies: Walls = {
  sees,
  sights: {
    constituency: { table: 'constituency', where: carers },
    'constituency_member: one of the affected': at('constituency_member'),
    'roll_constituency: one of the affected': at('roll_constituency'),
    part_constituency: at('part_constituency'),
  },
  adds,
  additions: {
    constituency: {
      table: 'constituency',
      like: carers,
      with: { id: '$new', name: 'Night workers', declared_by: '$membership' },
    },
    'constituency: in another’s name': {
      table: 'constituency',
      like: carers,
      with: { id: '$new', name: 'Night workers' },
    },
    'constituency_member: past the door': {
      table: 'constituency_member',
      like: theirs,
      with: { membership_id: '$membership' },
    },
    'roll_constituency: past the door': like('roll_constituency'),
    'part_constituency: past the door': like('part_constituency'),
  },
  changes,
  alterations: {
    'constituency: retired': { table: 'constituency', where: carers, set: 'retired_at = now()' },
    'constituency: retired before, back again': {
      table: 'constituency',
      where: "t.community_id = $home AND t.name = 'Before'",
      set: 'retired_at = NULL',
    },
    'constituency: renamed': { table: 'constituency', where: carers, set: 'name = t.name' },
    'constituency_member: put elsewhere': {
      table: 'constituency_member',
      where: theirs,
      set: 'constituency_id = t.constituency_id',
    },
    'part_constituency: past the door': {
      table: 'part_constituency',
      where: theirs,
      set: 'is_quorate = t.is_quorate',
    },
  },
  removes,
  deletions: {
    'constituency_member: past the door': at('constituency_member'),
    'roll_constituency: past the door': at('roll_constituency'),
  },
};
