import type { Walls } from './rows.js';

const sees = `
                                                    nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator  stranger  pretender  system  trainee
no_show_contest: an ally's                          ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
skip_request: an ally's                             ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
no_show_contest: led                                ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ✓          ·       ·    ·         ·         ·          ·       ✓
skip_request: led                                   ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ✓          ·       ·    ·         ·         ·          ·       ✓
debrief: led                                        ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ✓          ·       ·    ·         ·         ·          ·       ✓
debrief: the community's, before the pledger's      ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
debrief: the pledger's, before the community's      ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
attestation_batch                                   ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
attestation_batch_item                              ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
`;

const adds = `
                                                    nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator  stranger  pretender  system  trainee
no_show_contest: another's                          ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
skip_request: another's                             ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
no_show_contest: one’s own                          ·       ·          ✓     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
skip_request: one’s own                             ·       ·          ✓     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
attestation_batch_item: to one’s own batch          ·       ·          ·     ✓          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
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
const waiting = `${here} AND t.note = 'Of one affected'`;
const contest = `${here} AND t.text = 'I was there.'`;
const skip = `${here} AND t.why = 'Ill.'`;

/** What becomes of a pledge: the word of the community is that of affected people, and each side speaks for itself. */
export const occurrences: Walls = {
  sees,
  sights: {
    "no_show_contest: an ally's": { table: 'no_show_contest', where: contest },
    "skip_request: an ally's": { table: 'skip_request', where: skip },
    'no_show_contest: led': { table: 'no_show_contest', where: `${here} AND t.text = 'Led'` },
    'skip_request: led': { table: 'skip_request', where: `${here} AND t.why = 'Led'` },
    'debrief: led': { table: 'debrief', where: `${here} AND t.went_well = 'Led'` },
    "debrief: the community's, before the pledger's": { table: 'debrief', where: communitys },
    "debrief: the pledger's, before the community's": { table: 'debrief', where: pledgers },
    attestation_batch: { table: 'attestation_batch', where: here },
    attestation_batch_item: { table: 'attestation_batch_item', where: here },
  },
  adds,
  additions: {
    "no_show_contest: another's": { table: 'no_show_contest', like: contest, with: { id: '$new' } },
    "skip_request: another's": { table: 'skip_request', like: skip, with: { id: '$new' } },
    'no_show_contest: one’s own': {
      table: 'no_show_contest',
      like: `${here} AND t.text = 'Of the ally'`,
      with: { id: '$new' },
    },
    'skip_request: one’s own': {
      table: 'skip_request',
      like: `${here} AND t.why = 'Of the ally'`,
      with: { id: '$new' },
    },
    'attestation_batch_item: to one’s own batch': {
      table: 'attestation_batch_item',
      like: `${here} AND t.batch_id IN (SELECT b.id FROM attestation_batch b WHERE b.note = 'Of the organizer')`,
      with: {},
    },
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
      like: `${here} AND t.batch_id IN (SELECT b.id FROM attestation_batch b WHERE b.note = 'Of one affected')`,
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
