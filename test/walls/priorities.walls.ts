import type { Walls } from './rows.js';

const sees = `
                                                      nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator  stranger  pretender  system  trainee
priority: withdrawn, named before                     ✓       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ✓    ✓         ✓         ✓          ✓       ✓
priority: withdrawn, never named                      ·       ·          ·     ·          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
priority: merged                                      ·       ·          ·     ·          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
priority_remark: of a live priority                   ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
priority_remark: of what was withdrawn, never named   ·       ·          ·     ·          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
priority_remark: led                                  ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ✓          ·       ·    ·         ·         ·          ·       ✓
priority_translation: of a named priority             ✓       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ✓    ✓         ✓         ✓          ✓       ✓
priority_translation: of one not yet named            ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
`;

const adds = `
                                                      nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator  stranger  pretender  system  trainee
priority_remark: past the door                        ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
priority_translation: past the door                   ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
`;

const changes = `
                                                      nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator  stranger  pretender  system  trainee
priority: one’s own, withdrawn                        ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
priority: of the lead, withdrawn                      ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
priority_remark: past the door                        ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
priority_translation: past the door                   ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
`;

const removes = `
                                                      nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator  stranger  pretender  system  trainee
priority_remark: past the door                        ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
priority_translation: past the door                   ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
`;

const of = (statement: string) =>
  `t.community_id = $home AND t.priority_id IN (SELECT p.id FROM priority p WHERE p.statement = '${statement}')`;

/** What was put aside, said about priorities, and put into other languages. */
export const priorities: Walls = {
  sees,
  sights: {
    'priority: withdrawn, named before': { table: 'priority', where: "t.statement = 'A roof that was mended'" },
    'priority: withdrawn, never named': { table: 'priority', where: "t.statement = 'A lift that was mended'" },
    'priority: merged': { table: 'priority', where: "t.statement = 'A lift, please'" },
    'priority_remark: of a live priority': { table: 'priority_remark', where: of('A lift that works') },
    'priority_remark: of what was withdrawn, never named': {
      table: 'priority_remark',
      where: of('A lift that was mended'),
    },
    'priority_remark: led': { table: 'priority_remark', where: of('A wall that holds') },
    'priority_translation: of a named priority': {
      table: 'priority_translation',
      where: of('A roof that was mended'),
    },
    'priority_translation: of one not yet named': { table: 'priority_translation', where: of('A lift that works') },
  },
  adds,
  additions: {
    'priority_remark: past the door': {
      table: 'priority_remark',
      like: 't.community_id = $home',
      with: { id: '$new' },
    },
    'priority_translation: past the door': {
      table: 'priority_translation',
      like: 't.community_id = $home',
      with: { id: '$new' },
    },
  },
  changes,
  alterations: {
    'priority: one’s own, withdrawn': {
      table: 'priority',
      where: "t.statement = 'A lift that was mended'",
      set: 'details = t.details',
    },
    'priority: of the lead, withdrawn': {
      table: 'priority',
      where: "t.statement = 'A wall that fell'",
      set: 'details = t.details',
    },
    'priority_remark: past the door': {
      table: 'priority_remark',
      where: 't.community_id = $home',
      set: 'text = t.text',
    },
    'priority_translation: past the door': {
      table: 'priority_translation',
      where: 't.community_id = $home',
      set: 'statement = t.statement',
    },
  },
  removes,
  deletions: {
    'priority_remark: past the door': { table: 'priority_remark', where: 't.community_id = $home' },
    'priority_translation: past the door': { table: 'priority_translation', where: 't.community_id = $home' },
  },
};
