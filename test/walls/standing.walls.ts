import type { Walls } from './rows.js';

const sees = `
                                                    nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator  stranger  pretender  system  trainee
campaign: led with neighbours                       ·       ·          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ·       ✓    ·         ·         ·          ·       ✓
ask: led, for allies                                ·       ·          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ·       ·    ·         ·         ·          ·       ✓
ask: led, a draft                                   ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ✓          ·       ·    ·         ·         ·          ·       ✓
ask_tally: led                                      ·       ·          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ·       ·    ·         ·         ·          ·       ✓
ask_terms: led                                      ·       ·          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ·       ·    ·         ·         ·          ·       ✓
brief: led                                          ·       ·          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ·       ·    ·         ·         ·          ·       ✓
campaign_stop: of a lead                            ·       ·          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ·       ·    ·         ·         ·          ·       ✓
mandate: led, signed                                ·       ·          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ·       ✓    ·         ·         ·          ·       ✓
mandate: led, proposed                              ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ✓          ·       ·    ·         ·         ·          ·       ✓
mandate_signature: of a lead                        ·       ·          ·     ·          ·             ·       ✓         ✓         ✓          ✓        ✓      ✓          ·       ·    ·         ·         ·          ·       ✓
pledge: led                                         ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ✓          ·       ·    ·         ·         ·          ·       ✓
occurrence: led                                     ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ✓          ·       ·    ·         ·         ·          ·       ✓
fulfilment_report: led                              ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ✓          ·       ·    ·         ·         ·          ·       ✓
attestation: led                                    ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ✓          ·       ·    ·         ·         ·          ·       ✓
priority: led, not yet named                        ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ✓          ·       ·    ·         ·         ·          ·       ✓
public_figure: led, of an ask for allies            ·       ·          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ·       ·    ·         ·         ·          ·       ✓
membership: who pledged to a led ask                ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ✓          ·       ·    ·         ·         ·          ·       ✓
community: a lead with nothing public               ·       ·          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ·       ✓    ·         ·         ·          ·       ✓
coalition_lead                                      ·       ·          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ·       ✓    ·         ·         ·          ·       ✓
coalition_invitation                                ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
lead_act                                            ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ✓          ·       ·    ·         ·         ·          ·       ✓
dashboard_key                                       ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
dashboard_key_campaign                              ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
ask: public, in an unlisted campaign                ·       ·          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ·          ·       ✓    ·         ·         ·          ·       ·
public_figure: public, in an unlisted campaign      ·       ·          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ·          ·       ✓    ·         ·         ·          ·       ·
membership_request                                  ·       ✓          ·     ·          ·             ·       ·         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
vouch                                               ·       ·          ·     ·          ·             ·       ·         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
duty_offer                                          ·       ·          ·     ·          ·             ·       ·         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
duty_backing                                        ·       ·          ·     ·          ·             ·       ·         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
removal                                             ·       ·          ·     ·          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
ally_request: own                                   ·       ✓          ·     ✓          ·             ·       ·         ·         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
ally_request: another’s                             ·       ·          ·     ✓          ·             ·       ·         ·         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
ally_block                                          ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
people_export                                       ·       ·          ·     ·          ·             ·       ·         ✓         ✓          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
organization                                        ✓       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ✓    ✓         ✓         ✓          ✓       ✓
organization_invitation                             ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
representative                                      ·       ·          ·     ·          ✓             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
`;

const adds = `
                                                    nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator  stranger  pretender  system  trainee
ask: for the lead                                   ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ✓          ·       ·    ·         ·         ·          ·       ✓
ask_terms: for the lead                             ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ✓          ·       ·    ·         ·         ·          ·       ·
attestation: for the lead                           ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ✓          ·       ·    ·         ·         ·          ·       ·
mandate: for the lead                               ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ✓          ·       ·    ·         ·         ·          ·       ·
mandate_signature: for the lead                     ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ✓          ·       ·    ·         ·         ·          ·       ·
priority: for the lead                              ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ✓          ·       ·    ·         ·         ·          ·       ✓
ask: for a lead of nothing                          ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
ask_terms: for a lead of nothing                    ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
mandate: for a lead of nothing                      ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
priority: for a lead of nothing                     ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
record_entry: for the lead                          ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ✓          ·       ·    ·         ·         ·          ·       ·
outbox_event: for the lead                          ·       ·          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ·       ·    ·         ·         ·          ✓       ✓
coalition_invitation                                ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
people_export                                       ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
people_export: in another’s name                    ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ·      ·          ·       ·    ·         ·         ·          ·       ·
membership_request: past the door                   ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
vouch: past the door                                ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
duty_offer: past the door                           ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
ally_request: past the door                         ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
representative: past the door                       ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
coalition_lead: past the door                       ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
`;

const changes = `
                                                    nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator  stranger  pretender  system  trainee
ask: led, an open one                               ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ✓          ·       ·    ·         ·         ·          ·       ·
ask: led, a draft                                   ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ✓          ·       ·    ·         ·         ·          ·       ✓
priority: of the lead, not yet named                ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ✓          ·       ·    ·         ·         ·          ·       ·
campaign_stop: of a lead                            ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
dashboard_key: revoked                              ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ✓      ·          ·       ·    ·         ·         ·          ·       ·
dashboard_key: as if in an address                  ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
organization                                        ·       ·          ·     ·          ✓             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
organization: another                               ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
membership_request: past the door                   ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
removal: past the door                              ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·         ·         ·          ·       ·
`;

/** Who stands where, who comes in, who leads together and who reads by key. */
export const standing: Walls = {
  sees,
  sights: {
    'campaign: led with neighbours': { table: 'campaign', where: "t.name = 'Led with neighbours'" },
    'ask: led, for allies': {
      table: 'ask',
      where:
        "t.community_id = $home AND t.campaign_id IN (SELECT g.id FROM campaign g WHERE g.name = 'Led with neighbours') AND t.state = 'OPEN'",
    },
    'ask: led, a draft': {
      table: 'ask',
      where:
        "t.community_id = $home AND t.campaign_id IN (SELECT g.id FROM campaign g WHERE g.name = 'Led with neighbours') AND t.opened_at IS NULL",
    },
    'ask_tally: led': {
      table: 'ask_tally',
      where:
        "t.community_id = $home AND t.campaign_id IN (SELECT g.id FROM campaign g WHERE g.name = 'Led with neighbours')",
    },
    'ask_terms: led': {
      table: 'ask_terms',
      where:
        "t.community_id = $home AND t.ask_id IN (SELECT a.id FROM ask a JOIN campaign g ON g.id = a.campaign_id WHERE g.name = 'Led with neighbours')",
    },
    'brief: led': {
      table: 'brief',
      where:
        "t.community_id = $home AND t.campaign_id IN (SELECT g.id FROM campaign g WHERE g.name = 'Led with neighbours')",
    },
    'campaign_stop: of a lead': {
      table: 'campaign_stop',
      where:
        "t.community_id = $home AND t.campaign_id IN (SELECT g.id FROM campaign g WHERE g.name = 'Led with neighbours')",
    },
    'mandate: led, signed': {
      table: 'mandate',
      where:
        "t.community_id = $home AND t.campaign_id IN (SELECT g.id FROM campaign g WHERE g.name = 'Led with neighbours') AND t.state <> 'PROPOSED'",
    },
    'mandate: led, proposed': {
      table: 'mandate',
      where:
        "t.community_id = $home AND t.campaign_id IN (SELECT g.id FROM campaign g WHERE g.name = 'Led with neighbours') AND t.state = 'PROPOSED'",
    },
    'mandate_signature: of a lead': {
      table: 'mandate_signature',
      where: 't.community_id = $home AND t.lead_id IS NOT NULL',
    },
    'pledge: led': {
      table: 'pledge',
      where:
        "t.community_id = $home AND t.campaign_id IN (SELECT g.id FROM campaign g WHERE g.name = 'Led with neighbours')",
    },
    'occurrence: led': {
      table: 'occurrence',
      where:
        "t.community_id = $home AND t.ask_id IN (SELECT a.id FROM ask a JOIN campaign g ON g.id = a.campaign_id WHERE g.name = 'Led with neighbours')",
    },
    'fulfilment_report: led': {
      table: 'fulfilment_report',
      where:
        "t.community_id = $home AND t.occurrence_id IN (SELECT o.id FROM occurrence o JOIN ask a ON a.id = o.ask_id JOIN campaign g ON g.id = a.campaign_id WHERE g.name = 'Led with neighbours')",
    },
    'attestation: led': {
      table: 'attestation',
      where:
        "t.community_id = $home AND t.occurrence_id IN (SELECT o.id FROM occurrence o JOIN ask a ON a.id = o.ask_id JOIN campaign g ON g.id = a.campaign_id WHERE g.name = 'Led with neighbours')",
    },
    'priority: led, not yet named': {
      table: 'priority',
      where:
        "t.community_id = $home AND t.campaign_id IN (SELECT g.id FROM campaign g WHERE g.name = 'Led with neighbours') AND t.named_at IS NULL AND t.put_aside_as IS NULL",
    },
    'public_figure: led, of an ask for allies': {
      table: 'public_figure',
      where:
        "t.community_id = $home AND t.campaign_id IN (SELECT g.id FROM campaign g WHERE g.name = 'Led with neighbours') AND EXISTS (SELECT FROM ask a WHERE a.id = t.ask_id AND a.opened_at IS NOT NULL)",
    },
    'membership: who pledged to a led ask': {
      table: 'membership',
      where:
        "t.community_id = $home AND t.id IN (SELECT p.pledger_id FROM pledge p JOIN campaign g ON g.id = p.campaign_id WHERE g.name = 'Led with neighbours')",
    },
    'community: a lead with nothing public': {
      table: 'community',
      where:
        "NOT t.published AND t.id IN (SELECT l.lead_id FROM coalition_lead l JOIN campaign g ON g.id = l.campaign_id WHERE g.name = 'Led with neighbours')",
    },
    coalition_lead: {
      table: 'coalition_lead',
      where:
        "t.community_id = $home AND t.campaign_id IN (SELECT g.id FROM campaign g WHERE g.name = 'Led with neighbours')",
    },
    coalition_invitation: { table: 'coalition_invitation', where: 't.community_id = $home' },
    lead_act: { table: 'lead_act', where: 't.host_id = $home' },
    dashboard_key: { table: 'dashboard_key', where: 't.community_id = $home' },
    dashboard_key_campaign: { table: 'dashboard_key_campaign', where: 't.community_id = $home' },
    'ask: public, in an unlisted campaign': {
      table: 'ask',
      where: "t.community_id = $home AND t.title = 'Behind the wall'",
    },
    'public_figure: public, in an unlisted campaign': {
      table: 'public_figure',
      where: "t.community_id = $home AND t.ask_id IN (SELECT a.id FROM ask a WHERE a.title = 'Behind the wall')",
    },
    membership_request: { table: 'membership_request', where: "t.community_id = $home AND t.pseudonym = 'Rowan'" },
    vouch: { table: 'vouch', where: 't.community_id = $home' },
    duty_offer: { table: 'duty_offer', where: 't.community_id = $home' },
    duty_backing: { table: 'duty_backing', where: 't.community_id = $home' },
    removal: { table: 'removal', where: "t.community_id = $home AND t.state = 'PROPOSED'" },
    'ally_request: own': { table: 'ally_request', where: "t.community_id = $home AND t.pseudonym = 'Marta'" },
    'ally_request: another’s': { table: 'ally_request', where: "t.community_id = $home AND t.pseudonym = 'Otto'" },
    ally_block: { table: 'ally_block', where: 't.community_id = $home' },
    people_export: { table: 'people_export', where: 't.community_id = $home' },
    organization: { table: 'organization', where: 'true' },
    organization_invitation: { table: 'organization_invitation', where: 'true' },
    representative: {
      table: 'representative',
      where: 't.organization_id IN (SELECT m.organization_id FROM membership m WHERE m.community_id = $home)',
    },
  },
  adds,
  additions: {
    'ask: for the lead': {
      table: 'ask',
      like: "t.community_id = $home AND t.campaign_id IN (SELECT g.id FROM campaign g WHERE g.name = 'Led with neighbours') AND t.opened_at IS NULL",
      with: { id: '$new', external_id: null },
    },
    'ask_terms: for the lead': {
      table: 'ask_terms',
      like: "t.community_id = $home AND t.ask_id IN (SELECT a.id FROM ask a JOIN campaign g ON g.id = a.campaign_id WHERE g.name = 'Led with neighbours')",
      with: { version: 900 },
    },
    'attestation: for the lead': {
      table: 'attestation',
      like: "t.community_id = $home AND t.occurrence_id IN (SELECT o.id FROM occurrence o JOIN ask a ON a.id = o.ask_id JOIN campaign g ON g.id = a.campaign_id WHERE g.name = 'Led with neighbours')",
      with: { id: '$new' },
    },
    'mandate: for the lead': {
      table: 'mandate',
      like: "t.community_id = $home AND t.campaign_id IN (SELECT g.id FROM campaign g WHERE g.name = 'Led with neighbours') AND t.state = 'PROPOSED'",
      with: { id: '$new' },
    },
    'mandate_signature: for the lead': {
      table: 'mandate_signature',
      like: "t.community_id = $home AND t.lead_id IS NOT NULL AND t.mandate_id IN (SELECT d.id FROM mandate d JOIN campaign g ON g.id = d.campaign_id WHERE g.name = 'Led with neighbours' AND d.state = 'PROPOSED')",
      with: { id: '$new' },
    },
    'priority: for the lead': {
      table: 'priority',
      like: "t.community_id = $home AND t.campaign_id IN (SELECT g.id FROM campaign g WHERE g.name = 'Led with neighbours') AND t.statement = 'A wall that holds'",
      with: { id: '$new', statement: 'Another wall' },
    },
    'ask: for a lead of nothing': {
      table: 'ask',
      like: 't.community_id = $home AND $alone AND t.opened_at IS NULL',
      with: { id: '$new', external_id: null, created_by: null, lead_id: '$neighbours' },
    },
    'ask_terms: for a lead of nothing': {
      table: 'ask_terms',
      like: 't.community_id = $home AND $alone',
      with: { version: 901, changed_by: null, lead_id: '$neighbours' },
    },
    'mandate: for a lead of nothing': {
      table: 'mandate',
      like: "t.community_id = $home AND $alone AND t.state = 'PROPOSED'",
      with: { id: '$new', proposed_by: null, lead_id: '$neighbours' },
    },
    'priority: for a lead of nothing': {
      table: 'priority',
      like: 't.community_id = $home AND $alone AND t.named_at IS NULL',
      with: { id: '$new', statement: 'A wall of air', proposed_by: null, lead_id: '$neighbours' },
    },
    'record_entry: for the lead': {
      table: 'record_entry',
      like: "t.community_id = $home AND t.campaign_id IN (SELECT g.id FROM campaign g WHERE g.name = 'Led with neighbours') AND t.details ? 'leadId' AND t.actor_role = 'STEWARD'",
      with: { id: '$new' },
    },
    'outbox_event: for the lead': {
      table: 'outbox_event',
      like: "t.community_id = $home AND t.data ? 'leadId'",
      with: { id: '$new', delivered_at: null, attempts: 0 },
    },
    coalition_invitation: {
      table: 'coalition_invitation',
      like: 't.community_id = $home AND t.used_at IS NULL',
      with: { id: '$new', token_hash: '\\x77616c6c74', used_at: null, used_for: null },
    },
    people_export: {
      table: 'people_export',
      like: 't.community_id = $home',
      with: { id: '$new', requested_by: '$membership' },
    },
    'people_export: in another’s name': {
      table: 'people_export',
      like: "t.community_id = $home AND t.reason = 'For the lawyer.'",
      with: { id: '$new' },
    },
    'membership_request: past the door': {
      table: 'membership_request',
      like: 't.community_id = $home',
      with: { id: '$new' },
    },
    'vouch: past the door': { table: 'vouch', like: 't.community_id = $home', with: { id: '$new' } },
    'duty_offer: past the door': { table: 'duty_offer', like: 't.community_id = $home', with: { id: '$new' } },
    'ally_request: past the door': { table: 'ally_request', like: 't.community_id = $home', with: { id: '$new' } },
    'representative: past the door': { table: 'representative', like: 'true', with: { id: '$new' } },
    'coalition_lead: past the door': { table: 'coalition_lead', like: 't.community_id = $home', with: {} },
  },
  changes,
  alterations: {
    'ask: led, an open one': {
      table: 'ask',
      where:
        "t.community_id = $home AND t.campaign_id IN (SELECT g.id FROM campaign g WHERE g.name = 'Led with neighbours') AND t.state = 'OPEN'",
      set: 'title = t.title',
    },
    'ask: led, a draft': {
      table: 'ask',
      where:
        "t.community_id = $home AND t.campaign_id IN (SELECT g.id FROM campaign g WHERE g.name = 'Led with neighbours') AND t.state = 'DRAFT'",
      set: 'title = t.title',
    },
    'priority: of the lead, not yet named': {
      table: 'priority',
      where:
        "t.community_id = $home AND t.campaign_id IN (SELECT g.id FROM campaign g WHERE g.name = 'Led with neighbours') AND t.statement = 'A wall that holds'",
      set: 'details = t.details',
    },
    'campaign_stop: of a lead': {
      table: 'campaign_stop',
      where:
        "t.community_id = $home AND t.campaign_id IN (SELECT g.id FROM campaign g WHERE g.name = 'Led with neighbours')",
      set: 'resumed_at = t.resumed_at',
    },
    'dashboard_key: revoked': {
      table: 'dashboard_key',
      where: "t.community_id = $home AND t.name = 'Some'",
      set: "revoked_at = now(), revoked_because = 'BY_STEWARD'",
    },
    'dashboard_key: as if in an address': {
      table: 'dashboard_key',
      where: "t.community_id = $home AND t.name = 'Some'",
      set: "revoked_at = now(), revoked_because = 'IN_ADDRESS'",
    },
    organization: {
      table: 'organization',
      where: 't.id IN (SELECT m.organization_id FROM membership m WHERE m.community_id = $home)',
      set: 'about = t.about',
    },
    'organization: another': {
      table: 'organization',
      where:
        't.id NOT IN (SELECT m.organization_id FROM membership m WHERE m.community_id = $home AND m.organization_id IS NOT NULL)',
      set: 'about = t.about',
    },
    'membership_request: past the door': {
      table: 'membership_request',
      where: 't.community_id = $home',
      set: 'state = t.state',
    },
    'removal: past the door': { table: 'removal', where: 't.community_id = $home', set: 'state = t.state' },
  },
};
