import type { Walls } from './rows.js';

const sees = `
                                            nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator  stranger  pretender  system  trainee
thread: of one’s own pledge                 ·       ·          ✓     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
thread: of an ally’s                        ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
thread: of an affected person’s             ·       ·          ·     ·          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
thread: led                                 ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ✓          ·       ·    ·         ·         ·          ·       ✓
thread_message: of one’s own pledge         ·       ·          ✓     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
thread_message: of an ally’s                ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
thread_message: of an affected person’s     ·       ·          ·     ·          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
thread_message: led                         ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ✓          ·       ·    ·         ·         ·          ·       ✓
thread_question: of one’s own pledge        ·       ·          ✓     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
thread_question: of an ally’s               ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
thread_question: of an affected person’s    ·       ·          ·     ·          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
thread_question: led                        ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ✓          ·       ·    ·         ·         ·          ·       ✓
message_report: of an ally’s message        ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
message_report: of a steward’s message      ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ✓      ·          ·       ·    ·         ·         ·          ·       ·
`;

const adds = `
                                            nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator  stranger  pretender  system  trainee
thread: past the door                       ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
thread_message: past the door               ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
thread_question: past the door              ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
message_report: past the door               ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
`;

const changes = `
                                            nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator  stranger  pretender  system  trainee
thread: past the door                       ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
thread_message: past the door               ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
thread_question: past the door              ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
message_report: past the door               ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
`;

const removes = `
                                            nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator  stranger  pretender  system  trainee
thread: past the door                       ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
thread_message: past the door               ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
thread_question: past the door              ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
message_report: past the door               ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
`;

const of = (text: string) =>
  `t.community_id = $home AND t.pledge_id IN (SELECT m.pledge_id FROM thread_message m WHERE m.text = '${text}')`;

/** What is written about pledges: read with the pledge, and written by functions alone. */
export const threads: Walls = {
  sees,
  sights: {
    'thread: of one’s own pledge': { table: 'thread', where: of('To the ally') },
    'thread: of an ally’s': { table: 'thread', where: of('To an ally') },
    'thread: of an affected person’s': { table: 'thread', where: of('To one of us') },
    'thread: led': { table: 'thread', where: of('From the lead') },
    'thread_message: of one’s own pledge': { table: 'thread_message', where: of('To the ally') },
    'thread_message: of an ally’s': { table: 'thread_message', where: of('To an ally') },
    'thread_message: of an affected person’s': { table: 'thread_message', where: of('To one of us') },
    'thread_message: led': { table: 'thread_message', where: of('From the lead') },
    'thread_question: of one’s own pledge': { table: 'thread_question', where: of('To the ally') },
    'thread_question: of an ally’s': { table: 'thread_question', where: of('To an ally') },
    'thread_question: of an affected person’s': { table: 'thread_question', where: of('To one of us') },
    'thread_question: led': { table: 'thread_question', where: of('From the lead') },
    'message_report: of an ally’s message': { table: 'message_report', where: "t.reason = 'A threat of an ally'" },
    'message_report: of a steward’s message': { table: 'message_report', where: "t.reason = 'An insult of a steward'" },
  },
  adds,
  additions: {
    'thread: past the door': { table: 'thread', like: 't.community_id = $home', with: {} },
    'thread_message: past the door': { table: 'thread_message', like: 't.community_id = $home', with: { id: '$new' } },
    'thread_question: past the door': {
      table: 'thread_question',
      like: 't.community_id = $home',
      with: { id: '$new' },
    },
    'message_report: past the door': { table: 'message_report', like: 't.community_id = $home', with: { id: '$new' } },
  },
  changes,
  alterations: {
    'thread: past the door': { table: 'thread', where: 't.community_id = $home', set: 'closed_at = t.closed_at' },
    'thread_message: past the door': { table: 'thread_message', where: 't.community_id = $home', set: 'text = t.text' },
    'thread_question: past the door': {
      table: 'thread_question',
      where: 't.community_id = $home',
      set: 'due_at = t.due_at',
    },
    'message_report: past the door': {
      table: 'message_report',
      where: 't.community_id = $home',
      set: 'outcome = t.outcome',
    },
  },
  removes,
  deletions: {
    'thread: past the door': { table: 'thread', where: 't.community_id = $home' },
    'thread_message: past the door': { table: 'thread_message', where: 't.community_id = $home' },
    'thread_question: past the door': { table: 'thread_question', where: 't.community_id = $home' },
    'message_report: past the door': { table: 'message_report', where: 't.community_id = $home' },
  },
};
