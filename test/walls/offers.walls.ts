import type { Walls } from './rows.js';

const sees = `
                                 nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator  stranger  pretender  system  trainee
offer: an ally’s                 ·       ·          ✓     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
offer: an organization’s         ·       ·          ·     ✓          ✓             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
offer: of who is paused          ·       ·          ·     ✓          ·             ✓       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
`;

const adds = `
                                 nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator  stranger  pretender  system  trainee
offer: in the ally’s name        ·       ·          ✓     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
`;

const changes = `
                                 nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator  stranger  pretender  system  trainee
offer: an ally’s                 ·       ·          ✓     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
offer: an organization’s         ·       ·          ·     ·          ✓             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
offer: of who is paused          ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
offer: answered, by who made it  ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
offer: adopted past the door     ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
`;

const removes = `
                                 nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator  stranger  pretender  system  trainee
offer: an ally’s                 ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
`;

const said = (text: string) => `t.community_id = $home AND t.text = '${text}'`;
const ofAlly = { table: 'offer', where: said('An ally’s offer') };
const ofOrganization = { table: 'offer', where: said('An organization’s offer') };
const ofPaused = { table: 'offer', where: said('An offer of who is paused') };
const changed = { set: 'unit = t.unit' };

/** What allies suggest, and who may touch it. */
export const offers: Walls = {
  sees,
  sights: {
    'offer: an ally’s': ofAlly,
    'offer: an organization’s': ofOrganization,
    'offer: of who is paused': ofPaused,
  },
  adds,
  additions: {
    'offer: in the ally’s name': { table: 'offer', like: ofAlly.where, with: { id: '$new' } },
  },
  changes,
  alterations: {
    'offer: an ally’s': { ...ofAlly, ...changed },
    'offer: an organization’s': { ...ofOrganization, ...changed },
    'offer: of who is paused': { ...ofPaused, ...changed },
    'offer: answered, by who made it': { table: 'offer', where: said('A declined offer'), ...changed },
    'offer: adopted past the door': { ...ofAlly, set: `state = 'WITHDRAWN'` },
  },
  removes,
  deletions: { 'offer: an ally’s': ofAlly },
};
