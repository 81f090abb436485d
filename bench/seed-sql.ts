/**
 * Statements that turn the plan in bench.home and bench.wanted_ask into rows, for all homes at once. Everything
 * about a row follows from its id, which follows from the seed; only instants are counted back from now.
 */

export const peopleSql = [
  `CREATE TABLE bench.member AS
   SELECT h.key, r.role, n.n, bench.id('community', h.key) AS community_id, bench.id('person', h.key, r.role, n.n::text) AS person_id,
          bench.id('membership', h.key, r.role, n.n::text) AS id
     FROM bench.home h, LATERAL (VALUES ('steward', 2), ('organizer', 1), ('pledger', h.pledgers), ('ally', h.allies)) AS r (role, many),
          LATERAL generate_series(1, r.many) AS n (n)`,
  `INSERT INTO person (id) SELECT person_id FROM bench.member`,
  `INSERT INTO community (id, handle, name, about, published)
   SELECT bench.id('community', key), 'community-' || key, 'Tenants of street ' || key, repeat('We live here. ', 20), true FROM bench.home`,
  `INSERT INTO agreement (community_id, version, text) SELECT bench.id('community', key), 1, repeat('Listen first. ', 30) FROM bench.home`,
  `INSERT INTO membership (community_id, id, person_id, standing, pseudonym, is_steward, organizer_until, agreement_version, until)
   SELECT community_id, id, person_id, CASE role WHEN 'steward' THEN 'AFFECTED' ELSE 'ALLY' END, initcap(role) || ' ' || n, role = 'steward',
          CASE role WHEN 'organizer' THEN now() + interval '90 days' END, CASE WHEN role <> 'steward' THEN 1 END,
          CASE WHEN role <> 'steward' THEN now() + interval '6 months' END
     FROM bench.member`,
];

export const campaignSql = [
  `INSERT INTO campaign (community_id, id, handle, name, summary, created_by)
   SELECT bench.id('community', key), bench.id('campaign', key), 'campaign-' || key, 'Keep our homes ' || key, repeat('Nobody moves out. ', 20),
          bench.id('membership', key, 'steward', '1')
     FROM bench.home`,
  `INSERT INTO brief (community_id, campaign_id, version, text, published_by)
   SELECT community_id, id, 1, repeat('What to know before you come. ', 30), created_by FROM campaign`,
  `UPDATE campaign SET state = 'LAUNCHED', published = true, brief_version = 1, launched_at = now() - interval '40 days'`,
  `INSERT INTO priority (community_id, id, campaign_id, statement, details, rank, named_at, proposed_by)
   SELECT g.community_id, bench.id('priority', h.key, n::text), g.id, 'Need number ' || n, repeat('Why it matters. ', 10), n, g.launched_at, g.created_by
     FROM bench.home h JOIN campaign g ON g.handle = 'campaign-' || h.key, generate_series(1, 3) AS n`,
  `INSERT INTO mandate (community_id, id, campaign_id, priority_id, kind, began_as, state, reason, starts_at, until, proposed_by)
   SELECT p.community_id, bench.id('mandate', p.id::text), p.campaign_id, p.id, 'EMERGENCY', 'EMERGENCY', 'LIVE', 'The eviction is near.',
          now() - interval '1 day', now() + interval '29 days', p.proposed_by FROM priority p`,
  `INSERT INTO mandate_signature (community_id, mandate_id, signed_by)
   SELECT m.community_id, m.id, s.id FROM mandate m JOIN membership s ON s.community_id = m.community_id AND s.is_steward`,
  `INSERT INTO ask (community_id, id, campaign_id, priority_id, mandate_id, title, description, kind, unit, quantity_wanted, slots, starts_at, place,
                    state, published, opened_at, created_by, created_at)
   SELECT p.community_id, w.id, p.campaign_id, p.id, m.id, 'Ask ' || w.ask || ': drive people to the hearing',
          repeat('Come a quarter of an hour early. ', 8), (ARRAY['SHOW_UP', 'TRANSPORT', 'TRANSLATE', 'HOST', 'SUPPLY'])[1 + w.ask % 5], 'hours',
          h.wanted, h.slots, now() + interval '20 days', 'Canal Street', 'OPEN', true, now() - interval '30 days' + w.ask * interval '1 minute',
          bench.id('membership', h.key, 'organizer', '1'), now() - interval '35 days' + w.ask * interval '1 minute'
     FROM bench.wanted_ask w JOIN bench.home h USING (key)
     JOIN priority p ON p.community_id = bench.id('community', h.key) AND p.rank = 1 + w.ask % 3
     JOIN mandate m ON m.community_id = p.community_id AND m.priority_id = p.id`,
  `INSERT INTO ask_terms (community_id, ask_id, version, terms, changed_by)
   SELECT community_id, id, 1, jsonb_build_object('title', title, 'description', description, 'kind', kind, 'language', language, 'unit', unit,
          'startsAt', starts_at, 'noticeHours', notice_hours, 'place', place, 'riskTier', risk_tier), created_by FROM ask`,
];

/** Where nearly all rows go. */
export const bigTables = ['pledge', 'occurrence', 'fulfilment_report', 'attestation'];

/**
 * The pledges of the asks in batch $1, what was reported and attested of them, and what the triggers would have counted.
 * Of twenty pledges nine are done, two in part, six are under way, and three people stepped back, one of them late.
 */
export const pledgesSql = `
  WITH planned AS (
    SELECT d.*, CASE WHEN d.state = 'PARTLY_FULFILLED' THEN 2 + d.size % 2 ELSE 1 + d.size END AS quantity
      FROM (SELECT i.*, bench.dice(i.id, 1, 3) AS size,
                   CASE WHEN i.may_live AND i.is_full AND i.turn > i.pledges_per_ask * 0.9 THEN 'WAITLISTED'
                        WHEN i.dice < 9 OR (i.dice < 17 AND i.dice >= 11 AND NOT i.may_live) THEN 'FULFILLED'
                        WHEN i.dice < 11 THEN 'PARTLY_FULFILLED' WHEN i.dice < 17 THEN 'ACTIVE' WHEN i.dice < 19 THEN 'STEPPED_BACK'
                        ELSE 'STEPPED_BACK_LATE' END AS state
              FROM (SELECT p.*, bench.dice(p.id, 0, 20) AS dice
                      FROM (SELECT w.key, w.ask, w.id AS ask_id, w.is_full, h.pledges_per_ask, t.turn, bench.id('pledge', w.key, w.ask::text, t.turn::text) AS id,
                                   -- One live pledge of a person to an ask: whoever comes round again has finished before.
                                   t.turn <= h.pledgers AS may_live, 1 + (t.turn - 1) % h.pledgers AS pledger
                              FROM bench.wanted_ask w JOIN bench.home h USING (key), generate_series(1, h.pledges_per_ask) AS t (turn)
                             -- Each OFFSET keeps what stands inside from being worked out anew wherever it is used.
                             WHERE w.batch = $1 OFFSET 0) p OFFSET 0) i OFFSET 0) d
  ), made AS (
    -- All of them since the asks were opened, and none so long ago that what is reported would be left unconfirmed by the clock.
    INSERT INTO pledge (community_id, id, campaign_id, ask_id, pledger_id, pledger_standing, turn, quantity, plan_when, plan_where, plan_first_step,
                        brief_version, terms_version, agreement_version, risk_tier_accepted, state, left_because, created_at, mandate_id)
    SELECT a.community_id, p.id, a.campaign_id, a.id, m.id, 'ALLY', p.turn, p.quantity, a.starts_at, a.place, 'I ask my neighbour for the car.',
           1, 1, 1, 0, p.state, CASE p.state WHEN 'STEPPED_BACK_LATE' THEN 'The car broke down.' END,
           now() - interval '1 day' - (p.pledges_per_ask - p.turn) * least(interval '1 minute', interval '20 days' / p.pledges_per_ask)
             - p.ask * interval '1 second', a.mandate_id
      FROM planned p JOIN ask a ON a.id = p.ask_id JOIN bench.member m ON m.key = p.key AND m.role = 'pledger' AND m.n = p.pledger
    RETURNING community_id, id, ask_id, pledger_id, pledger_standing, turn, quantity, plan_when, state, created_at
  ), work AS (
    INSERT INTO occurrence (community_id, id, ask_id, pledge_id, pledger_id, pledger_standing, due_at, planned_at, state, reported_quantity, reported_at,
                            attested_quantity, attestation_id, attested_at)
    SELECT p.community_id, bench.id('occurrence', p.id::text), p.ask_id, p.id, p.pledger_id, p.pledger_standing, p.plan_when, p.plan_when, w.state,
           CASE WHEN w.state <> 'DUE' THEN p.quantity END, CASE WHEN w.state <> 'DUE' THEN p.created_at + interval '1 hour' END,
           CASE WHEN w.state = 'ATTESTED' THEN CASE p.state WHEN 'FULFILLED' THEN p.quantity ELSE 1 END END,
           CASE WHEN w.state = 'ATTESTED' THEN bench.id('attestation', p.id::text) END, CASE WHEN w.state = 'ATTESTED' THEN p.created_at + interval '2 hours' END
      FROM made p, LATERAL (SELECT CASE WHEN p.state IN ('FULFILLED', 'PARTLY_FULFILLED') THEN 'ATTESTED'
                                        WHEN p.state = 'ACTIVE' AND bench.dice(p.id, 2, 3) = 0 THEN 'REPORTED' ELSE 'DUE' END AS state OFFSET 0) w
     WHERE p.state <> 'WAITLISTED'
    RETURNING community_id, id, pledge_id, pledger_id, pledger_standing, state, reported_quantity, reported_at, attested_quantity, attestation_id, attested_at
  ), told AS (
    INSERT INTO fulfilment_report (community_id, id, occurrence_id, pledger_id, pledger_standing, quantity, note, reported_at)
    SELECT community_id, bench.id('report', id::text), id, pledger_id, pledger_standing, reported_quantity, 'Done as planned.', reported_at
      FROM work WHERE state <> 'DUE'
  ), attested AS (
    INSERT INTO attestation (community_id, id, occurrence_id, pledger_id, pledger_standing, kind, quantity, attested_by, attested_at)
    SELECT o.community_id, o.attestation_id, o.id, o.pledger_id, o.pledger_standing, 'ATTESTED', o.attested_quantity, g.created_by, o.attested_at
      FROM work o JOIN campaign g ON g.community_id = o.community_id
     WHERE o.state = 'ATTESTED'
  )
  INSERT INTO bench.tally
  SELECT p.community_id, p.ask_id, count(*) FILTER (WHERE p.state IN ('ACTIVE', 'FULFILLED', 'PARTLY_FULFILLED')),
         coalesce(sum(p.quantity) FILTER (WHERE p.state IN ('ACTIVE', 'FULFILLED', 'PARTLY_FULFILLED')), 0),
         count(*) FILTER (WHERE p.state = 'ACTIVE'), count(*) FILTER (WHERE p.state = 'WAITLISTED'),
         coalesce(sum(p.quantity) FILTER (WHERE p.state = 'WAITLISTED'), 0),
         count(*) FILTER (WHERE p.state = 'FULFILLED'), count(*) FILTER (WHERE p.state = 'PARTLY_FULFILLED'),
         count(*) FILTER (WHERE p.state IN ('STEPPED_BACK', 'STEPPED_BACK_LATE')), count(*) FILTER (WHERE o.state = 'REPORTED'),
         coalesce(sum(o.reported_quantity) FILTER (WHERE o.state = 'REPORTED'), 0),
         count(*) FILTER (WHERE o.state = 'ATTESTED'), coalesce(sum(o.attested_quantity), 0), max(p.turn)
    FROM made p LEFT JOIN work o ON o.pledge_id = p.id
   GROUP BY p.community_id, p.ask_id`;

/** What was counted, where it is read. A full ask has as many places as were taken. */
export const tallySql = [
  `UPDATE ask a SET slots = t.places_taken
     FROM bench.wanted_ask w, bench.tally t
    WHERE w.is_full AND a.id = w.id AND t.community_id = a.community_id AND t.ask_id = a.id AND t.places_taken > 0`,
  `INSERT INTO ask_tally (community_id, ask_id, campaign_id, priority_id, slots, quantity_wanted, next_turn, places_taken, pledged_quantity, active_count,
                          waitlisted_count, waitlisted_quantity, fulfilled_count, partly_fulfilled_count, stepped_back_count, reported_count,
                          reported_quantity, attested_count, attested_quantity)
   SELECT a.community_id, a.id, a.campaign_id, a.priority_id, a.slots, a.quantity_wanted, coalesce(t.last_turn, 0) + 1, coalesce(t.places_taken, 0),
          coalesce(t.pledged_quantity, 0), coalesce(t.active, 0), coalesce(t.waitlisted, 0), coalesce(t.waitlisted_quantity, 0), coalesce(t.fulfilled, 0),
          coalesce(t.partly, 0), coalesce(t.stepped_back, 0), coalesce(t.reported, 0), coalesce(t.reported_quantity, 0), coalesce(t.attested, 0),
          coalesce(t.attested_quantity, 0)
     FROM ask a LEFT JOIN bench.tally t ON t.community_id = a.community_id AND t.ask_id = a.id`,
];

/** What each foreign key would have refused, whichever exist. */
export const danglingSql = `
  SELECT c.conname AS name,
         format('SELECT EXISTS (SELECT FROM %s c WHERE %s AND NOT EXISTS (SELECT FROM %s p WHERE %s)) AS dangling', c.conrelid::regclass,
                string_agg(format('c.%I IS NOT NULL', a.attname), ' AND '), c.confrelid::regclass,
                string_agg(format('p.%I = c.%I', b.attname, a.attname), ' AND ')) AS question
    FROM pg_constraint c, unnest(c.conkey, c.confkey) AS k (child, parent), pg_attribute a, pg_attribute b
   WHERE c.contype = 'f' AND c.connamespace IN ('public'::regnamespace, 'vault'::regnamespace)
     AND a.attrelid = c.conrelid AND a.attnum = k.child AND b.attrelid = c.confrelid AND b.attnum = k.parent
   GROUP BY c.oid, c.conname, c.conrelid, c.confrelid
   -- The longest first, so that nobody waits for one at the end.
   ORDER BY pg_table_size(c.conrelid) DESC`;
