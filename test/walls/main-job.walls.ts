import type { Walls } from './rows.js';

const sees = `
                                                    nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator  stranger  pretender  system  trainee
agreement: of a community with something public     ✓       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ✓    ✓         ✓         ✓          ✓       ✓
agreement: of one with nothing public               ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ·      ·          ·       ·    ·         ·         ·          ·       ·
ask: public                                         ✓       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ✓    ✓         ✓         ✓          ✓       ✓
ask: for allies                                     ·       ·          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
ask: draft                                          ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
ask_tally                                           ·       ·          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
ask_terms                                           ·       ·          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
attestation: of an ally's work                      ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
attestation: of an affected person's                ·       ·          ·     ·          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
brief: current                                      ·       ·          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
brief: superseded                                   ·       ·          ·     ·          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
campaign: public                                    ✓       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ✓    ✓         ✓         ✓          ✓       ✓
campaign: unlisted                                  ·       ·          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ·          ·       ✓    ·         ·         ·          ·       ·
campaign: draft                                     ·       ·          ·     ·          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
campaign_stop                                       ·       ·          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
community: with something public                    ✓       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ✓    ✓         ✓         ✓          ✓       ✓
community: with nothing public                      ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ·      ·          ·       ·    ·         ·         ·          ·       ·
demand: of a public campaign                        ✓       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ✓    ✓         ✓         ✓          ✓       ✓
demand: of a draft                                  ·       ·          ·     ·          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
demand_response: of a public campaign               ✓       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ✓    ✓         ✓         ✓          ✓       ✓
demand_response: of a draft                         ·       ·          ·     ·          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
fulfilment_report: an ally's                        ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
fulfilment_report: an affected person's             ·       ·          ·     ·          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
idempotency: own                                    ·       ·          ✓     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
idempotency: of others                              ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ✓       ·
invitation                                          ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
mandate: signed                                     ✓       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ✓    ✓         ✓         ✓          ✓       ✓
mandate: proposed                                   ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
mandate_signature                                   ·       ·          ·     ·          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
membership: own                                     ·       ·          ✓     ✓          ·             ✓       ✓         ✓         ✓          ✓        ✓      ·          ✓       ·    ·         ·         ·          ·       ·
membership: an ally's                               ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
membership: an organization's                       ·       ·          ·     ✓          ✓             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
membership: affected, listed                        ·       ·          ·     ·          ·             ·       ·         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
membership: affected, not listed                    ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
occurrence: an ally's                               ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
occurrence: an affected person's                    ·       ·          ·     ·          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
outbox_event                                        ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ✓       ·
person: own                                         ·       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ·    ✓         ·         ·          ·       ✓
person: others                                      ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
pledge: own                                         ·       ·          ✓     ·          ✓             ·       ·         ✓         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
pledge: another ally's                              ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
pledge: an affected person's                        ·       ·          ·     ·          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
priority: named                                     ✓       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ✓    ✓         ✓         ✓          ✓       ✓
priority: not yet named                             ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
public_figure: of a public ask                      ✓       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ✓    ✓         ✓         ✓          ✓       ✓
public_figure: of an ask for allies                 ·       ·          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
public_figure: of a draft                           ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
record_entry                                        ·       ·          ·     ·          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ✓       ·
record_head                                         ·       ·          ·     ·          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ✓       ·
record_daily_head: while the page was public        ✓       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ✓    ✓         ✓         ✓          ✓       ✓
record_daily_head: before it was                    ·       ·          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ✓       ·
record_daily_head: of a lead with nothing public    ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ✓       ·
`;

const adds = `
                                                    nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator  stranger  pretender  system  trainee
agreement                                           ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
ask: draft of one’s own                             ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
ask: draft in another’s name                        ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ·      ·          ·       ·    ·         ·         ·          ·       ·
ask_terms                                           ·       ·          ·     ✓          ·             ·       ·         ·         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
attestation                                         ·       ·          ·     ·          ·             ·       ·         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
attestation: of one’s own                           ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
attestation: in another’s name                      ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ·      ·          ·       ·    ·         ·         ·          ·       ·
brief                                               ·       ·          ·     ·          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
brief: in another’s name                            ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ·      ·          ·       ·    ·         ·         ·          ·       ·
campaign                                            ·       ·          ·     ·          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
campaign: in another’s name                         ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ·      ·          ·       ·    ·         ·         ·          ·       ·
campaign_stop                                       ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
demand                                              ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
demand_response                                     ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
fulfilment_report: own                              ·       ·          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
fulfilment_report: another’s                        ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
idempotency: own                                    ·       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ·    ✓         ✓         ·          ·       ✓
idempotency: another’s                              ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
invitation                                          ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
mandate                                             ·       ·          ·     ·          ·             ·       ·         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
mandate_signature                                   ·       ·          ·     ·          ·             ·       ·         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
membership: as an ally                              ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
membership: as one affected                         ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
membership: of another                              ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
outbox_event: of the community                      ·       ·          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ✓       ·
outbox_event: of a person                           ✓       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ✓    ✓         ✓         ✓          ✓       ✓
outbox_event: delivered already                     ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
pledge                                              ·       ·          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
pledge: fulfilled at once                           ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
priority                                            ·       ·          ·     ·          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
priority: in another’s name                         ·       ·          ·     ·          ·             ·       ·         ✓         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
record_entry: as a steward                          ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
record_entry: as an ally                            ·       ·          ✓     ✓          ✓             ✓       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
record_entry: as the clock                          ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ✓       ·
`;

const changes = `
                                                    nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator  stranger  pretender  system  trainee
ask: a draft                                        ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
ask: an open one                                    ·       ·          ·     ✓          ·             ·       ·         ·         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
campaign: launched                                  ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
campaign: a draft of one’s own                      ·       ·          ·     ·          ·             ·       ·         ✓         ·          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
campaign_stop                                       ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
community                                           ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
demand                                              ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
idempotency: own                                    ·       ·          ✓     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
invitation                                          ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
membership: own                                     ·       ·          ✓     ✓          ·             ✓       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
membership: another’s                               ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
outbox_event                                        ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ✓       ·
outbox_event: without looking                       ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ✓       ·
person: others, without looking                     ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
person: own                                         ·       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ·    ✓         ·         ·          ·       ✓
person: another’s                                   ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
pledge: the ally’s own                              ·       ·          ✓     ·          ✓             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
pledge: another’s                                   ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
pledge: own, as fulfilled                           ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
priority: one’s own, not yet named                  ·       ·          ·     ·          ·             ·       ·         ✓         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
priority: named                                     ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
`;

const removes = `
                                                    nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator  stranger  pretender  system  trainee
idempotency: own                                    ·       ·          ✓     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
idempotency: old                                    ·       ·          ✓     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ✓       ·
idempotency: new                                    ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
outbox_event: long delivered                        ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ✓       ·
outbox_event: waiting                               ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
`;

/** The main job: from a community to attested work. */
export const mainJob: Walls = {
  sees,
  sights: {
    'agreement: of a community with something public': {
      table: 'agreement',
      where: 't.community_id = $home AND $alone',
    },
    'agreement: of one with nothing public': {
      table: 'agreement',
      where:
        'EXISTS (SELECT FROM community c JOIN membership m ON m.community_id = c.id JOIN membership s ON s.person_id = m.person_id WHERE c.id = t.community_id AND NOT c.published AND s.community_id = $home)',
    },
    'ask: public': { table: 'ask', where: 't.community_id = $home AND $alone AND t.published' },
    'ask: for allies': {
      table: 'ask',
      where:
        "t.community_id = $home AND $alone AND NOT t.published AND t.opened_at IS NOT NULL AND t.visibility = 'ALLIES' AND t.state = 'OPEN'",
    },
    'ask: draft': { table: 'ask', where: 't.community_id = $home AND $alone AND t.opened_at IS NULL' },
    ask_tally: { table: 'ask_tally', where: 't.community_id = $home AND $alone' },
    ask_terms: { table: 'ask_terms', where: 't.community_id = $home AND $alone' },
    "attestation: of an ally's work": {
      table: 'attestation',
      where: "t.community_id = $home AND $alone AND t.pledger_standing = 'ALLY' AND NOT t.pledger_id IN $mine",
    },
    "attestation: of an affected person's": {
      table: 'attestation',
      where: "t.community_id = $home AND $alone AND t.pledger_standing = 'AFFECTED'",
    },
    'brief: current': {
      table: 'brief',
      where:
        "t.community_id = $home AND $alone AND EXISTS (SELECT FROM campaign g WHERE g.id = t.campaign_id AND g.brief_version = t.version AND g.state <> 'DRAFT')",
    },
    'brief: superseded': {
      table: 'brief',
      where:
        't.community_id = $home AND $alone AND EXISTS (SELECT FROM campaign g WHERE g.id = t.campaign_id AND g.brief_version > t.version)',
    },
    'campaign: public': { table: 'campaign', where: 't.community_id = $home AND $alone AND t.published' },
    'campaign: unlisted': {
      table: 'campaign',
      where: "t.community_id = $home AND $alone AND t.visibility = 'UNLISTED' AND t.state = 'LAUNCHED'",
    },
    'campaign: draft': { table: 'campaign', where: "t.community_id = $home AND $alone AND t.state = 'DRAFT'" },
    campaign_stop: { table: 'campaign_stop', where: 't.community_id = $home AND $alone' },
    'community: with something public': { table: 'community', where: 't.id = $home' },
    'community: with nothing public': {
      table: 'community',
      where:
        'NOT t.published AND EXISTS (SELECT FROM membership m JOIN membership s ON s.person_id = m.person_id WHERE m.community_id = t.id AND s.community_id = $home)',
    },
    'demand: of a public campaign': {
      table: 'demand',
      where:
        't.community_id = $home AND $alone AND EXISTS (SELECT FROM campaign g WHERE g.id = t.campaign_id AND g.published)',
    },
    'demand: of a draft': {
      table: 'demand',
      where:
        "t.community_id = $home AND $alone AND EXISTS (SELECT FROM campaign g WHERE g.id = t.campaign_id AND g.state = 'DRAFT')",
    },
    'demand_response: of a public campaign': {
      table: 'demand_response',
      where:
        't.community_id = $home AND $alone AND EXISTS (SELECT FROM demand d JOIN campaign g ON g.id = d.campaign_id WHERE d.id = t.demand_id AND g.published)',
    },
    'demand_response: of a draft': {
      table: 'demand_response',
      where:
        "t.community_id = $home AND $alone AND EXISTS (SELECT FROM demand d JOIN campaign g ON g.id = d.campaign_id WHERE d.id = t.demand_id AND g.state = 'DRAFT')",
    },
    "fulfilment_report: an ally's": {
      table: 'fulfilment_report',
      where: "t.community_id = $home AND $alone AND t.pledger_standing = 'ALLY' AND NOT t.pledger_id IN $mine",
    },
    "fulfilment_report: an affected person's": {
      table: 'fulfilment_report',
      where: "t.community_id = $home AND $alone AND t.pledger_standing = 'AFFECTED'",
    },
    'idempotency: own': { table: 'idempotency', where: "t.scope = $me AND t.key = 'of-the-ally'" },
    'idempotency: of others': { table: 'idempotency', where: 't.scope <> $me' },
    invitation: { table: 'invitation', where: 't.community_id = $home AND $alone' },
    'mandate: signed': {
      table: 'mandate',
      where:
        "t.community_id = $home AND $alone AND t.state <> 'PROPOSED' AND EXISTS (SELECT FROM campaign g WHERE g.id = t.campaign_id AND g.published)",
    },
    'mandate: proposed': { table: 'mandate', where: "t.community_id = $home AND $alone AND t.state = 'PROPOSED'" },
    mandate_signature: { table: 'mandate_signature', where: 't.community_id = $home AND $alone' },
    'membership: own': { table: 'membership', where: 't.community_id = $home AND $alone AND t.person_id = $me' },
    "membership: an ally's": {
      table: 'membership',
      where: "t.community_id = $home AND $alone AND t.standing = 'ALLY' AND t.person_id <> $me AND t.ended_at IS NULL",
    },
    "membership: an organization's": {
      table: 'membership',
      where: 't.community_id = $home AND $alone AND t.organization_id IS NOT NULL',
    },
    'membership: affected, listed': {
      table: 'membership',
      where: "t.community_id = $home AND $alone AND t.standing = 'AFFECTED' AND t.is_listed AND t.person_id <> $me",
    },
    'membership: affected, not listed': {
      table: 'membership',
      where: "t.community_id = $home AND $alone AND t.standing = 'AFFECTED' AND NOT t.is_listed AND t.person_id <> $me",
    },
    "occurrence: an ally's": {
      table: 'occurrence',
      where: "t.community_id = $home AND $alone AND t.pledger_standing = 'ALLY' AND NOT t.pledger_id IN $mine",
    },
    "occurrence: an affected person's": {
      table: 'occurrence',
      where: "t.community_id = $home AND $alone AND t.pledger_standing = 'AFFECTED'",
    },
    outbox_event: { table: 'outbox_event', where: 'true' },
    'person: own': { table: 'person', where: 't.id = $me' },
    'person: others': { table: 'person', where: 't.id <> $me' },
    'pledge: own': { table: 'pledge', where: 't.community_id = $home AND $alone AND t.pledger_id IN $mine' },
    "pledge: another ally's": {
      table: 'pledge',
      where: "t.community_id = $home AND $alone AND t.pledger_standing = 'ALLY' AND NOT t.pledger_id IN $mine",
    },
    "pledge: an affected person's": {
      table: 'pledge',
      where: "t.community_id = $home AND $alone AND t.pledger_standing = 'AFFECTED'",
    },
    'priority: named': {
      table: 'priority',
      where:
        't.community_id = $home AND $alone AND t.named_at IS NOT NULL AND EXISTS (SELECT FROM campaign g WHERE g.id = t.campaign_id AND g.published)',
    },
    'priority: not yet named': {
      table: 'priority',
      where: 't.community_id = $home AND $alone AND t.named_at IS NULL AND t.put_aside_as IS NULL',
    },
    'public_figure: of a public ask': {
      table: 'public_figure',
      where: 't.community_id = $home AND $alone AND t.published',
    },
    'public_figure: of an ask for allies': {
      table: 'public_figure',
      where:
        "t.community_id = $home AND $alone AND EXISTS (SELECT FROM ask a WHERE a.id = t.ask_id AND a.opened_at IS NOT NULL AND a.visibility = 'ALLIES')",
    },
    'public_figure: of a draft': {
      table: 'public_figure',
      where:
        't.community_id = $home AND $alone AND EXISTS (SELECT FROM ask a WHERE a.id = t.ask_id AND a.opened_at IS NULL)',
    },
    record_entry: { table: 'record_entry', where: 't.community_id = $home AND $alone' },
    record_head: { table: 'record_head', where: 't.community_id = $home AND $alone' },
    'record_daily_head: while the page was public': {
      table: 'record_daily_head',
      where: 't.community_id = $home AND t.was_public',
    },
    'record_daily_head: before it was': {
      table: 'record_daily_head',
      where: 't.community_id = $home AND NOT t.was_public',
    },
    'record_daily_head: of a lead with nothing public': {
      table: 'record_daily_head',
      where:
        't.was_public AND t.community_id IN (SELECT l.lead_id FROM coalition_lead l JOIN community c ON c.id = l.lead_id WHERE NOT c.published)',
    },
  },
  adds,
  additions: {
    agreement: {
      table: 'agreement',
      like: 't.community_id = $home AND $alone',
      with: { version: 900, published_by: '$membership' },
    },
    'ask: draft of one’s own': {
      table: 'ask',
      like: 't.community_id = $home AND $alone AND t.opened_at IS NULL',
      with: { id: '$new', external_id: null, created_by: '$membership' },
    },
    'ask: draft in another’s name': {
      table: 'ask',
      like: 't.community_id = $home AND $alone AND t.opened_at IS NULL',
      with: { id: '$new', external_id: null },
    },
    ask_terms: {
      table: 'ask_terms',
      like: 't.community_id = $home AND $alone',
      with: { version: 900, changed_by: '$membership' },
    },
    attestation: {
      table: 'attestation',
      like: "t.community_id = $home AND $alone AND t.pledger_standing = 'ALLY'",
      with: { id: '$new', attested_by: '$membership' },
    },
    'attestation: of one’s own': {
      table: 'attestation',
      like: "t.community_id = $home AND $alone AND t.pledger_standing = 'ALLY'",
      with: { id: '$new', attested_by: '$membership', pledger_id: '$membership' },
    },
    'attestation: in another’s name': {
      table: 'attestation',
      like: "t.community_id = $home AND $alone AND t.pledger_standing = 'ALLY'",
      with: { id: '$new' },
    },
    brief: {
      table: 'brief',
      like: 't.community_id = $home AND $alone',
      with: { version: 900, published_by: '$membership' },
    },
    'brief: in another’s name': { table: 'brief', like: 't.community_id = $home AND $alone', with: { version: 900 } },
    campaign: {
      table: 'campaign',
      like: "t.community_id = $home AND $alone AND t.state = 'DRAFT'",
      with: { id: '$new', handle: 'walls', created_by: '$membership' },
    },
    'campaign: in another’s name': {
      table: 'campaign',
      like: "t.community_id = $home AND $alone AND t.state = 'DRAFT' AND t.name <> 'Of one’s own'",
      with: { id: '$new', handle: 'walls' },
    },
    campaign_stop: {
      table: 'campaign_stop',
      like: 't.community_id = $home AND $alone',
      with: { id: '$new', resumed_at: null, resumed_by: null, stopped_by: '$membership' },
    },
    demand: { table: 'demand', like: 't.community_id = $home AND $alone', with: { id: '$new' } },
    demand_response: { table: 'demand_response', like: 't.community_id = $home AND $alone', with: { id: '$new' } },
    'fulfilment_report: own': {
      table: 'fulfilment_report',
      like: 't.community_id = $home AND $alone',
      with: { id: '$new', pledger_id: '$membership' },
    },
    'fulfilment_report: another’s': {
      table: 'fulfilment_report',
      like: "t.community_id = $home AND $alone AND t.pledger_standing = 'ALLY'",
      with: { id: '$new' },
    },
    'idempotency: own': {
      table: 'idempotency',
      like: "t.key = 'of-the-ally'",
      with: { key: 'of-oneself', scope: '$me' },
    },
    'idempotency: another’s': { table: 'idempotency', like: "t.key = 'of-a-link'", with: { key: 'of-another' } },
    invitation: {
      table: 'invitation',
      like: 't.community_id = $home AND $alone',
      with: {
        id: '$new',
        token_hash: '\\x77616c6c73',
        invited_by: '$membership',
        used_at: null,
        used_by: null,
        revoked_at: null,
      },
    },
    mandate: {
      table: 'mandate',
      like: "t.community_id = $home AND $alone AND t.state = 'PROPOSED'",
      with: { id: '$new', proposed_by: '$membership' },
    },
    mandate_signature: {
      table: 'mandate_signature',
      like: "t.community_id = $home AND $alone AND t.mandate_id IN (SELECT d.id FROM mandate d WHERE d.kind = 'EMERGENCY')",
      with: { signed_by: '$membership' },
    },
    'membership: as an ally': {
      table: 'membership',
      like: "t.community_id = $home AND $alone AND t.standing = 'ALLY' AND t.person_id IS NOT NULL",
      with: { id: '$new', person_id: '$me', pseudonym: 'Walls' },
    },
    'membership: as one affected': {
      table: 'membership',
      like: "t.community_id = $home AND $alone AND t.standing = 'AFFECTED'",
      with: { id: '$new', person_id: '$me', pseudonym: 'Walls' },
    },
    'membership: of another': {
      table: 'membership',
      like: "t.community_id = $home AND $alone AND t.standing = 'ALLY' AND t.person_id IS NOT NULL AND t.pseudonym <> ''",
      with: { id: '$new', pseudonym: 'Walls', person_id: '00000000-0000-4000-8000-00000000dead' },
    },
    'outbox_event: of the community': {
      table: 'outbox_event',
      like: 't.community_id = $home AND $alone',
      with: { id: '$new', delivered_at: null, attempts: 0 },
    },
    'outbox_event: of a person': {
      table: 'outbox_event',
      like: 't.community_id = $home AND $alone',
      with: { id: '$new', community_id: null, kind: 'person.walls', delivered_at: null, attempts: 0 },
    },
    'outbox_event: delivered already': {
      table: 'outbox_event',
      like: 't.community_id = $home AND $alone AND t.delivered_at IS NOT NULL',
      with: { id: '$new' },
    },
    pledge: {
      table: 'pledge',
      like: "t.community_id = $home AND $alone AND t.state = 'ACTIVE' AND t.pledger_standing = 'ALLY'",
      with: { id: '$new', pledger_id: '$membership' },
    },
    'pledge: fulfilled at once': {
      table: 'pledge',
      like: "t.community_id = $home AND $alone AND t.pledger_standing = 'ALLY'",
      with: { id: '$new', pledger_id: '$membership', state: 'FULFILLED' },
    },
    priority: {
      table: 'priority',
      like: 't.community_id = $home AND $alone AND t.named_at IS NULL',
      with: { id: '$new', statement: 'A wall', proposed_by: '$membership' },
    },
    'priority: in another’s name': {
      table: 'priority',
      like: "t.community_id = $home AND $alone AND t.named_at IS NULL AND t.statement = 'A lift that works'",
      with: { id: '$new', statement: 'A wall' },
    },
    'record_entry: as a steward': {
      table: 'record_entry',
      like: 't.community_id = $home AND $alone',
      with: { id: '$new', actor_id: '$membership', actor_role: 'STEWARD' },
    },
    'record_entry: as an ally': {
      table: 'record_entry',
      like: 't.community_id = $home AND $alone',
      with: { id: '$new', actor_id: '$membership', actor_role: 'ALLY' },
    },
    'record_entry: as the clock': {
      table: 'record_entry',
      like: 't.community_id = $home AND $alone',
      with: { id: '$new', actor_id: null, actor_role: 'SYSTEM' },
    },
  },
  changes,
  alterations: {
    'ask: a draft': {
      table: 'ask',
      where: "t.community_id = $home AND $alone AND t.state = 'DRAFT'",
      set: 'title = t.title',
    },
    'ask: an open one': {
      table: 'ask',
      where: "t.community_id = $home AND $alone AND t.state = 'OPEN'",
      set: 'title = t.title',
    },
    'campaign: launched': {
      table: 'campaign',
      where: "t.community_id = $home AND $alone AND t.state = 'LAUNCHED'",
      set: 'name = t.name',
    },
    'campaign: a draft of one’s own': {
      table: 'campaign',
      where: "t.community_id = $home AND $alone AND t.state = 'DRAFT' AND t.name = 'Of one’s own'",
      set: 'summary = t.summary',
    },
    campaign_stop: {
      table: 'campaign_stop',
      where: 't.community_id = $home AND $alone',
      set: 'resumed_at = t.resumed_at',
    },
    community: { table: 'community', where: 't.id = $home', set: 'about = t.about' },
    demand: { table: 'demand', where: 't.community_id = $home AND $alone', set: 'details = t.details' },
    'idempotency: own': { table: 'idempotency', where: "t.key = 'of-the-ally'", set: 'result = t.result' },
    invitation: {
      table: 'invitation',
      where: 't.community_id = $home AND $alone AND t.used_at IS NULL',
      set: 'revoked_at = now()',
    },
    'membership: own': {
      table: 'membership',
      where: 't.community_id = $home AND $alone AND t.person_id = $me',
      set: 'pseudonym = t.pseudonym',
    },
    'membership: another’s': {
      table: 'membership',
      where: 't.community_id = $home AND $alone AND t.person_id <> $me',
      set: 'pseudonym = t.pseudonym',
    },
    outbox_event: { table: 'outbox_event', where: 'true', set: 'attempts = t.attempts' },
    'outbox_event: without looking': { table: 'outbox_event', where: 'false', set: 'attempts = 0', blind: true },
    'person: others, without looking': { table: 'person', where: 't.id = $me', set: "language = 'en'", blind: true },
    'person: own': { table: 'person', where: 't.id = $me', set: 'language = t.language' },
    'person: another’s': { table: 'person', where: 't.id <> $me', set: 'language = t.language' },
    'pledge: the ally’s own': {
      table: 'pledge',
      where: "t.community_id = $home AND $alone AND t.state = 'ACTIVE' AND t.pledger_id IN $mine",
      set: "state = 'STEPPED_BACK'",
    },
    'pledge: another’s': {
      table: 'pledge',
      where: "t.community_id = $home AND $alone AND t.state = 'ACTIVE' AND NOT t.pledger_id IN $mine",
      set: "state = 'STEPPED_BACK'",
    },
    'pledge: own, as fulfilled': {
      table: 'pledge',
      where: "t.community_id = $home AND $alone AND t.state = 'ACTIVE' AND t.pledger_id IN $mine",
      set: "state = 'FULFILLED'",
    },
    'priority: one’s own, not yet named': {
      table: 'priority',
      where: "t.community_id = $home AND $alone AND t.statement = 'A lift that works'",
      set: 'details = t.details',
    },
    'priority: named': {
      table: 'priority',
      where: 't.community_id = $home AND $alone AND t.named_at IS NOT NULL',
      set: 'details = t.details',
    },
  },
  removes,
  deletions: {
    'idempotency: own': { table: 'idempotency', where: "t.key = 'of-the-ally' AND t.scope = $me" },
    'idempotency: old': { table: 'idempotency', where: "t.key = 'of-the-ally'" },
    'idempotency: new': { table: 'idempotency', where: "t.key = 'of-a-link'" },
    'outbox_event: long delivered': { table: 'outbox_event', where: "t.delivered_at < now() - interval '30 days'" },
    'outbox_event: waiting': { table: 'outbox_event', where: 't.delivered_at IS NULL' },
  },
};
