import type { Walls } from './rows.js';

const sees = `
                                                    nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator  stranger  pretender  system  trainee
priority_round: under way                           ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
priority_round: ratified                            ✓       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ✓    ✓         ✓         ✓          ✓       ✓
priority_round: led                                 ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ✓          ·       ·    ·         ·         ·          ·       ✓
round_item: under way                               ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
round_item: ranked, ratified                        ✓       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ✓    ✓         ✓         ✓          ✓       ✓
round_item: without a rank, ratified                ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
round_item: led                                     ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ✓          ·       ·    ·         ·         ·          ·       ✓
round_tally                                         ·       ·          ·     ·          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
round_tally: led                                    ·       ·          ·     ·          ·             ·       ✓         ✓         ✓          ✓        ✓      ✓          ·       ·    ·         ·         ·          ·       ✓
round_part                                          ·       ·          ·     ·          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
round_part: of a lead                               ·       ·          ·     ·          ·             ·       ✓         ✓         ✓          ✓        ✓      ✓          ·       ·    ·         ·         ·          ·       ✓
round_part: of the host, led                        ·       ·          ·     ·          ·             ·       ✓         ✓         ✓          ✓        ✓      ✓          ·       ·    ·         ·         ·          ·       ✓
roll_entry: of another                              ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
roll_entry: own                                     ·       ·          ·     ·          ·             ·       ·         ✓         ✓          ✓        ✓      ✓          ·       ·    ·         ·         ·          ·       ·
roll_entry: of a lead                               ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ✓          ·       ·    ·         ·         ·          ·       ·
round_ballot: published                             ·       ·          ·     ·          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
round_ballot: of too few                            ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
round_ballot: published, led                        ·       ·          ·     ·          ·             ·       ✓         ✓         ✓          ✓        ✓      ✓          ·       ·    ·         ·         ·          ·       ✓
round_objection                                     ·       ·          ·     ·          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
round_objection: led                                ·       ·          ·     ·          ·             ·       ✓         ✓         ✓          ✓        ✓      ✓          ·       ·    ·         ·         ·          ·       ✓
`;

const adds = `
                                                    nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator  stranger  pretender  system  trainee
priority_round                                      ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
priority_round: in another’s name                   ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ·      ·          ·       ·    ·         ·         ·          ·       ·
priority_round: in a led campaign                   ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
round_item                                          ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
round_item: of an open round                        ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
round_tally: past the door                          ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
round_part: past the door                           ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
roll_entry: past the door                           ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
round_ballot: past the door                         ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
round_objection: past the door                      ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
`;

const changes = `
                                                    nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator  stranger  pretender  system  trainee
round_item: not yet opened                          ·       ·          ·     ·          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
round_item: of an open round                        ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
priority_round: past the door                       ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
round_part: past the door                           ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
roll_entry: past the door                           ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
round_ballot: past the door                         ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
round_tally: past the door                          ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
priority: its rank, past the door                   ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
`;

const removes = `
                                                    nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator  stranger  pretender  system  trainee
priority_round: past the door                       ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
round_item: past the door                           ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
round_part: past the door                           ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
roll_entry: past the door                           ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
round_ballot: past the door                         ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
round_objection: past the door                      ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
`;

/** Rounds of ballots: what is kept of them, and who sees it. */
export const rounds: Walls = {
  sees,
  sights: {
    'priority_round: under way': {
      table: 'priority_round',
      where:
        "t.community_id = $home AND t.campaign_id NOT IN (SELECT l.campaign_id FROM coalition_lead l) AND t.state = 'OPEN'",
    },
    'priority_round: ratified': {
      table: 'priority_round',
      where:
        "t.community_id = $home AND t.campaign_id NOT IN (SELECT l.campaign_id FROM coalition_lead l) AND t.state = 'RATIFIED' AND t.campaign_id IN (SELECT g.id FROM campaign g WHERE g.published)",
    },
    'priority_round: led': {
      table: 'priority_round',
      where:
        "t.community_id = $home AND t.campaign_id IN (SELECT g.id FROM campaign g WHERE g.name = 'Led with neighbours')",
    },
    'round_item: under way': {
      table: 'round_item',
      where:
        "t.community_id = $home AND t.campaign_id NOT IN (SELECT l.campaign_id FROM coalition_lead l) AND t.round_id IN (SELECT r.id FROM priority_round r WHERE r.state = 'OPEN')",
    },
    'round_item: ranked, ratified': {
      table: 'round_item',
      where:
        "t.community_id = $home AND t.campaign_id NOT IN (SELECT l.campaign_id FROM coalition_lead l) AND t.rank IS NOT NULL AND t.campaign_id IN (SELECT g.id FROM campaign g WHERE g.published) AND t.round_id IN (SELECT r.id FROM priority_round r WHERE r.state = 'RATIFIED')",
    },
    'round_item: without a rank, ratified': {
      table: 'round_item',
      where:
        "t.community_id = $home AND t.campaign_id NOT IN (SELECT l.campaign_id FROM coalition_lead l) AND t.rank IS NULL AND t.round_id IN (SELECT r.id FROM priority_round r WHERE r.state = 'RATIFIED')",
    },
    'round_item: led': {
      table: 'round_item',
      where:
        "t.community_id = $home AND t.campaign_id IN (SELECT g.id FROM campaign g WHERE g.name = 'Led with neighbours')",
    },
    round_tally: {
      table: 'round_tally',
      where: 't.community_id = $home AND t.campaign_id NOT IN (SELECT l.campaign_id FROM coalition_lead l)',
    },
    'round_tally: led': {
      table: 'round_tally',
      where:
        "t.community_id = $home AND t.campaign_id IN (SELECT g.id FROM campaign g WHERE g.name = 'Led with neighbours')",
    },
    round_part: {
      table: 'round_part',
      where: 't.community_id = $home AND t.campaign_id NOT IN (SELECT l.campaign_id FROM coalition_lead l)',
    },
    'round_part: of a lead': {
      table: 'round_part',
      where:
        "t.community_id <> $home AND t.host_id = $home AND t.campaign_id IN (SELECT g.id FROM campaign g WHERE g.name = 'Led with neighbours')",
    },
    'round_part: of the host, led': {
      table: 'round_part',
      where:
        "t.community_id = $home AND t.campaign_id IN (SELECT g.id FROM campaign g WHERE g.name = 'Led with neighbours')",
    },
    'roll_entry: of another': {
      table: 'roll_entry',
      where: 't.membership_id IN (SELECT m.id FROM membership m WHERE m.community_id = $home AND m.is_listed)',
    },
    'roll_entry: own': { table: 'roll_entry', where: 't.membership_id IN $mine' },
    'roll_entry: of a lead': {
      table: 'roll_entry',
      where: 't.community_id <> $home AND t.part_id IN (SELECT p.id FROM round_part p WHERE p.host_id = $home)',
    },
    'round_ballot: published': {
      table: 'round_ballot',
      where:
        't.community_id = $home AND t.campaign_id NOT IN (SELECT l.campaign_id FROM coalition_lead l) AND t.round_id IN (SELECT r.id FROM priority_round r WHERE r.publishes_ballots)',
    },
    'round_ballot: of too few': {
      table: 'round_ballot',
      where:
        't.community_id = $home AND t.campaign_id NOT IN (SELECT l.campaign_id FROM coalition_lead l) AND t.round_id IN (SELECT r.id FROM priority_round r WHERE NOT r.publishes_ballots)',
    },
    'round_ballot: published, led': {
      table: 'round_ballot',
      where:
        "t.community_id = $home AND t.campaign_id IN (SELECT g.id FROM campaign g WHERE g.name = 'Led with neighbours')",
    },
    round_objection: {
      table: 'round_objection',
      where: 't.community_id = $home AND t.campaign_id NOT IN (SELECT l.campaign_id FROM coalition_lead l)',
    },
    'round_objection: led': {
      table: 'round_objection',
      where:
        "t.community_id = $home AND t.campaign_id IN (SELECT g.id FROM campaign g WHERE g.name = 'Led with neighbours')",
    },
  },
  adds,
  additions: {
    priority_round: {
      table: 'priority_round',
      like: "t.community_id = $home AND t.note = 'Not yet opened'",
      with: { id: '$new', scheduled_by: '$membership' },
    },
    'priority_round: in another’s name': {
      table: 'priority_round',
      like: "t.community_id = $home AND t.note = 'Not yet opened'",
      with: { id: '$new' },
    },
    'priority_round: in a led campaign': {
      table: 'priority_round',
      like: "t.community_id = $home AND t.note = 'Led with neighbours'",
      with: { id: '$new', scheduled_by: '$membership' },
    },
    round_item: {
      table: 'round_item',
      like: "t.community_id = $home AND t.round_id IN (SELECT r.id FROM priority_round r WHERE r.note = 'Not yet opened')",
      with: { priority_id: '$new' },
    },
    'round_item: of an open round': {
      table: 'round_item',
      like: "t.community_id = $home AND t.campaign_id NOT IN (SELECT l.campaign_id FROM coalition_lead l) AND t.round_id IN (SELECT r.id FROM priority_round r WHERE r.state = 'OPEN')",
      with: { priority_id: '$new' },
    },
    'round_tally: past the door': { table: 'round_tally', like: 't.community_id = $home', with: {} },
    'round_part: past the door': {
      table: 'round_part',
      like: 't.community_id = $home',
      with: { id: '$new', round_id: '$new' },
    },
    'roll_entry: past the door': {
      table: 'roll_entry',
      like: 't.community_id = $home',
      with: { membership_id: '$membership' },
    },
    'round_ballot: past the door': {
      table: 'round_ballot',
      like: 't.community_id = $home',
      with: { id: '$new', receipt: 'ABCDABCDABCDABCD' },
    },
    'round_objection: past the door': {
      table: 'round_objection',
      like: 't.community_id = $home',
      with: { id: '$new', objected_by: '$membership' },
    },
  },
  changes,
  alterations: {
    'round_item: not yet opened': {
      table: 'round_item',
      where:
        "t.community_id = $home AND t.round_id IN (SELECT r.id FROM priority_round r WHERE r.note = 'Not yet opened')",
      set: 'cost = 5',
    },
    'round_item: of an open round': {
      table: 'round_item',
      where:
        "t.community_id = $home AND t.campaign_id NOT IN (SELECT l.campaign_id FROM coalition_lead l) AND t.round_id IN (SELECT r.id FROM priority_round r WHERE r.state = 'OPEN')",
      set: 'cost = 5',
    },
    'priority_round: past the door': {
      table: 'priority_round',
      where: 't.community_id = $home',
      set: 'closes_at = t.closes_at',
    },
    'round_part: past the door': {
      table: 'round_part',
      where: 't.community_id = $home',
      set: 'ballot_count = t.ballot_count',
    },
    'roll_entry: past the door': { table: 'roll_entry', where: 't.community_id = $home', set: 'on_paper = t.on_paper' },
    'round_ballot: past the door': { table: 'round_ballot', where: 't.community_id = $home', set: 'marks = t.marks' },
    'round_tally: past the door': { table: 'round_tally', where: 't.community_id = $home', set: 'because = t.because' },
    'priority: its rank, past the door': {
      table: 'priority',
      where: 't.community_id = $home AND t.rank IS NOT NULL',
      set: 'rank = t.rank',
    },
  },
  removes,
  deletions: {
    'priority_round: past the door': { table: 'priority_round', where: 't.community_id = $home' },
    'round_item: past the door': { table: 'round_item', where: 't.community_id = $home' },
    'round_part: past the door': { table: 'round_part', where: 't.community_id = $home' },
    'roll_entry: past the door': { table: 'roll_entry', where: 't.community_id = $home' },
    'round_ballot: past the door': { table: 'round_ballot', where: 't.community_id = $home' },
    'round_objection: past the door': { table: 'round_objection', where: 't.community_id = $home' },
  },
};
