import type { Walls } from './rows.js';

const sees = `
                                                    nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator  stranger  pretender  system  trainee
no_show_contest: an ally's                          ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
skip_request: an ally's                             ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
debrief: the community's, before the pledger's      ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
debrief: the pledger's, before the community's      ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
attestation_batch                                   ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
attestation_batch_item                              ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
`;

const adds = `
                                                    nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator  stranger  pretender  system  trainee
no_show_contest: another's                          ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
skip_request: another's                             ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
debrief: for the community                          ·       ·          ·     ·          ·             ·       ·         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
debrief: for the pledger, by another                ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
attestation_batch                                   ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
attestation_batch: in another's name                ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
attestation_batch_item: to another's batch          ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
`;

const changes = `
                                                    nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator  stranger  pretender  system  trainee
attestation_batch: confirmed                        ·       ·          ·     ·          ·             ·       ·         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
attestation_batch: another's, withdrawn             ·       ·          ·     ·          ·             ·       ·         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
attestation_batch_item: past the door               ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
debrief: put otherwise                              ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
no_show_contest: put otherwise                      ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
occurrence: attested past the door                  ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
`;

const removes = `
                                                    nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator  stranger  pretender  system  trainee
debrief: past the door                              ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
attestation_batch: past the door                    ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
`;

const here = 't.community_id = $home';
const pledgers = `${here} AND t.side = 'PLEDGER' AND t.went_well = 'They waited for me.'`;
const communitys = `${here} AND t.side = 'COMMUNITY' AND t.went_well = 'They came.'`;
const waiting = `${here} AND t.state = 'PROPOSED'`;

/** What becomes of a pledge: the word of the community is that of affected people, and each side speaks for itself. */
export const occurrences: Walls = {
  sees,
  sights: {
    "no_show_contest: an ally's": { table: 'no_show_contest', where: here },
    "skip_request: an ally's": { table: 'skip_request', where: here },
    "debrief: the community's, before the pledger's": { table: 'debrief', where: communitys },
    "debrief: the pledger's, before the community's": { table: 'debrief', where: pledgers },
    attestation_batch: { table: 'attestation_batch', where: here },
    attestation_batch_item: { table: 'attestation_batch_item', where: here },
  },
  adds,
  additions: {
    "no_show_contest: another's": { table: 'no_show_contest', like: here, with: { id: '$new' } },
    "skip_request: another's": { table: 'skip_request', like: here, with: { id: '$new' } },
    'debrief: for the community': {
      table: 'debrief',
      like: pledgers,
      with: { id: '$new', side: 'COMMUNITY', given_by: '$membership' },
    },
    'debrief: for the pledger, by another': {
      table: 'debrief',
      like: communitys,
      with: { id: '$new', side: 'PLEDGER', given_by: '$membership' },
    },
    attestation_batch: { table: 'attestation_batch', like: waiting, with: { id: '$new', proposed_by: '$membership' } },
    "attestation_batch: in another's name": { table: 'attestation_batch', like: waiting, with: { id: '$new' } },
    "attestation_batch_item: to another's batch": {
      table: 'attestation_batch_item',
      like: here,
      with: { occurrence_id: '$new' },
    },
  },
  changes,
  alterations: {
    'attestation_batch: confirmed': { table: 'attestation_batch', where: waiting, set: "state = 'CONFIRMED'" },
    "attestation_batch: another's, withdrawn": {
      table: 'attestation_batch',
      where: waiting,
      set: "state = 'WITHDRAWN'",
    },
    'attestation_batch_item: past the door': {
      table: 'attestation_batch_item',
      where: here,
      set: 'quantity = t.quantity',
    },
    'debrief: put otherwise': { table: 'debrief', where: communitys, set: 'went_well = t.went_well' },
    'no_show_contest: put otherwise': { table: 'no_show_contest', where: here, set: 'text = t.text' },
    'occurrence: attested past the door': { table: 'occurrence', where: here, set: 'state = t.state' },
  },
  removes,
  deletions: {
    'debrief: past the door': { table: 'debrief', where: here },
    'attestation_batch: past the door': { table: 'attestation_batch', where: here },
  },
};
