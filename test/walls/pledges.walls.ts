import type { Walls } from './rows.js';

const sees = `
                                                    nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator  stranger  pretender  system  trainee
ask_shift: of an ask that all see                   ✓       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ✓    ✓         ✓         ✓          ✓       ✓
ask_shift: of a draft                               ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
pledge_hand_over: of the ally                       ·       ·          ✓     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
`;

const adds = `
                                                    nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator  stranger  pretender  system  trainee
ask_shift: to a draft                               ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
ask_shift: to an open ask                           ·       ·          ·     ✓          ·             ·       ·         ·         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
pledge_hand_over: past the door                     ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
`;

const changes = `
                                                    nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator  stranger  pretender  system  trainee
ask_shift: closed                                   ·       ·          ·     ✓          ·             ·       ·         ·         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
ask_shift: made bigger                              ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
pledge_hand_over: lasting longer                    ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
`;

const removes = `
                                                    nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator  stranger  pretender  system  trainee
ask_shift: past the door                            ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
pledge_hand_over: past the door                     ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
`;

const ofOpen = "t.community_id = $home AND t.label = 'Morning'";
const ofDraft = "t.community_id = $home AND t.label = 'Not yet'";
const theAllys = "t.community_id = $home AND t.ask_id IN (SELECT a.id FROM ask a WHERE a.title = 'To be handed over')";
const handOver = { table: 'pledge_hand_over', where: theAllys };

/** Shifts follow their ask; a code for handing over is its pledger's alone, and functions alone write it. */
export const pledgeLife: Walls = {
  sees,
  sights: {
    'ask_shift: of an ask that all see': { table: 'ask_shift', where: ofOpen },
    'ask_shift: of a draft': { table: 'ask_shift', where: ofDraft },
    'pledge_hand_over: of the ally': handOver,
  },
  adds,
  additions: {
    'ask_shift: to a draft': { table: 'ask_shift', like: ofDraft, with: { id: '$new' } },
    'ask_shift: to an open ask': { table: 'ask_shift', like: ofOpen, with: { id: '$new' } },
    'pledge_hand_over: past the door': { table: 'pledge_hand_over', like: theAllys, with: {} },
  },
  changes,
  alterations: {
    'ask_shift: closed': { table: 'ask_shift', where: ofOpen, set: 'closed_at = now()' },
    'ask_shift: made bigger': { table: 'ask_shift', where: ofOpen, set: 'places = 100' },
    'pledge_hand_over: lasting longer': { ...handOver, set: "expires_at = now() + interval '1 year'" },
  },
  removes,
  deletions: {
    'ask_shift: past the door': { table: 'ask_shift', where: ofOpen },
    'pledge_hand_over: past the door': handOver,
  },
};
