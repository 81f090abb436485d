import { SqlMigration } from './support.js';

const definer = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, vault, app';
const sqlDefiner = 'LANGUAGE sql SECURITY DEFINER STABLE SET search_path = pg_catalog, public, vault, app';

/** Closing holds it alone, casting holds it together with others: an advisory lock, because it leaves nothing in any row. */
const boxOf = (part: string) => `hashtextextended('ballots ' || ${part}::text, 0)`;

/** What stewards and clocks do with a round, up to its tally. Every function checks who may and when. */
export class RunRounds1764000021100 extends SqlMigration {
  readonly name = 'RunRounds1764000021100';

  protected readonly upSql = `
CREATE FUNCTION app.only_the_clock() RETURNS void LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF NOT app.is_system() THEN
    PERFORM app.refuse('round_by_the_clock_ck', 'a round moves by the clock');
  END IF;
END $$;

CREATE FUNCTION app.random_bytes() RETURNS bytea LANGUAGE sql VOLATILE SET search_path = pg_catalog AS $$
  SELECT sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()))
$$;

-- The round, locked, for its stewards. Nobody else learns whether it is there.
CREATE FUNCTION app.round_of_steward(community uuid, round uuid) RETURNS public.priority_round ${definer} AS $$
DECLARE
  asked public.priority_round;
BEGIN
  SELECT * INTO asked FROM public.priority_round r WHERE r.community_id = community AND r.id = round
     AND r.community_id = ANY (app.communities_as('steward')) FOR UPDATE;
  IF NOT FOUND THEN
    PERFORM app.refuse('round_run_by_steward_ck', 'a steward of the host runs a round');
  END IF;
  RETURN asked;
END $$;

CREATE FUNCTION app.move_opening(community uuid, round uuid) RETURNS timestamptz ${definer} AS $$
DECLARE
  r public.priority_round := app.round_of_steward(community, round);
BEGIN
  IF r.state <> 'SCHEDULED' OR r.opens_at <= now() THEN
    PERFORM app.refuse('round_opens_when_scheduled_ck', 'a round opens once');
  END IF;
  IF r.closes_at <= now() THEN
    PERFORM app.refuse('round_opens_before_it_closes_ck', 'its time to close has passed');
  END IF;
  UPDATE public.priority_round p SET opens_at = now() WHERE p.community_id = r.community_id AND p.id = r.id;
  RETURN now();
END $$;
COMMENT ON FUNCTION app.move_opening(uuid, uuid) IS 'The clock opens it from now on.';

CREATE FUNCTION app.move_closing(community uuid, round uuid, at timestamptz) RETURNS timestamptz ${definer} AS $$
DECLARE
  r public.priority_round := app.round_of_steward(community, round);
BEGIN
  IF r.state NOT IN ('SCHEDULED', 'OPEN') OR (r.state = 'OPEN' AND r.closes_at <= now()) THEN
    PERFORM app.refuse('round_closing_moves_while_open_ck', 'the closing of a round moves while it is not over');
  END IF;
  IF at IS NOT NULL AND (at <= r.closes_at OR at > r.scheduled_at + interval '180 days') THEN
    PERFORM app.refuse('round_extended_later_ck', 'a round is extended to a later time, within 180 days of being scheduled');
  END IF;
  -- Whoever saw their own people vote must not end the vote of the others.
  IF at IS NULL AND (SELECT count(*) FROM public.round_part p WHERE p.host_id = r.community_id AND p.round_id = r.id) <> 1 THEN
    PERFORM app.refuse('round_closes_early_alone_ck', 'a round of one community closes early, once open');
  END IF;
  UPDATE public.priority_round p SET closes_at = coalesce(at, now()) WHERE p.community_id = r.community_id AND p.id = r.id;
  RETURN coalesce(at, now());
END $$;
COMMENT ON FUNCTION app.move_closing(uuid, uuid, timestamptz) IS 'Without a time: now. The clock closes it.';

CREATE FUNCTION app.discard_ballots(host uuid, round uuid) RETURNS void ${definer} AS $$
BEGIN
  DELETE FROM vault.sealed_ballot b USING public.round_part p WHERE p.host_id = host AND p.round_id = round AND b.community_id = p.community_id AND b.part_id = p.id;
  DELETE FROM vault.ballot_secret s USING public.round_part p WHERE p.host_id = host AND p.round_id = round AND s.community_id = p.community_id AND s.part_id = p.id;
  DELETE FROM public.roll_constituency c USING public.round_part p WHERE p.host_id = host AND p.round_id = round AND c.community_id = p.community_id AND c.part_id = p.id;
  DELETE FROM public.round_ballot b WHERE b.community_id = host AND b.round_id = round;
END $$;

CREATE FUNCTION app.end_round(host uuid, round uuid, how text, because text) RETURNS void ${definer} AS $$
BEGIN
  PERFORM app.discard_ballots(host, round);
  UPDATE public.round_part p SET state = 'CANCELLED' WHERE p.host_id = host AND p.round_id = round AND p.state = 'OPEN';
  UPDATE public.priority_round r SET state = how, ended_at = now(), cancelled_because = because WHERE r.community_id = host AND r.id = round;
END $$;
COMMENT ON FUNCTION app.end_round(uuid, uuid, text, text) IS 'Without a result: ranks stay, and no ballot remains.';

CREATE FUNCTION app.cancel_round(community uuid, round uuid, because text) RETURNS void ${definer} AS $$
DECLARE
  r public.priority_round := app.round_of_steward(community, round);
BEGIN
  IF r.state NOT IN ('SCHEDULED', 'OPEN') OR (r.state = 'OPEN' AND r.closes_at <= now()) THEN
    PERFORM app.refuse('round_cancelled_before_closing_ck', 'a round is cancelled before it closes');
  END IF;
  PERFORM pg_advisory_xact_lock(${boxOf('p.id')}) FROM public.round_part p WHERE p.host_id = r.community_id AND p.round_id = r.id;
  PERFORM app.end_round(r.community_id, r.id, 'CANCELLED', because);
END $$;

CREATE FUNCTION app.rounds_due() RETURNS TABLE (community_id uuid, round_id uuid, step text) ${definer} AS $$
BEGIN
  PERFORM app.only_the_clock();
  RETURN QUERY
  SELECT r.community_id, r.id, CASE r.state WHEN 'SCHEDULED' THEN 'OPEN' WHEN 'OPEN' THEN 'CLOSE' WHEN 'CLOSED' THEN 'COUNT' ELSE 'RATIFY' END
    FROM public.priority_round r JOIN public.campaign g ON g.community_id = r.community_id AND g.id = r.campaign_id
   WHERE (r.state = 'SCHEDULED' AND (least(r.opens_at, r.closes_at) <= now() OR g.state = 'CONCLUDED'))
      OR (r.state = 'OPEN' AND (r.closes_at <= now() OR g.state = 'CONCLUDED'))
      OR r.state = 'CLOSED'
      OR (r.state = 'COUNTED' AND r.objections_until <= now() AND g.state <> 'STOPPED')
   ORDER BY r.scheduled_at, r.id;
END $$;

CREATE FUNCTION app.open_round(community uuid, round uuid) RETURNS TABLE (outcome text, part_community uuid, part_id uuid, roll integer) ${definer} AS $$
DECLARE
  r public.priority_round;
  course text;
  seed bytea := app.random_bytes();
  needed integer;
BEGIN
  PERFORM app.only_the_clock();
  SELECT * INTO r FROM public.priority_round p WHERE p.community_id = community AND p.id = round FOR UPDATE;
  IF r.state IS DISTINCT FROM 'SCHEDULED' THEN RETURN; END IF;
  -- Two rounds that are due at once, and whoever changes who leads, queue here.
  SELECT g.state INTO course FROM public.campaign g WHERE g.community_id = community AND g.id = r.campaign_id FOR NO KEY UPDATE;
  IF course = 'CONCLUDED' OR r.closes_at <= now() THEN
    PERFORM app.end_round(community, round, 'CANCELLED', CASE WHEN course = 'CONCLUDED' THEN 'CAMPAIGN_CONCLUDED' ELSE 'NEVER_OPENED' END);
    RETURN QUERY SELECT 'CANCELLED', community, round, 0;
    RETURN;
  END IF;
  IF r.opens_at IS NULL OR r.opens_at > now() THEN RETURN; END IF;
  -- What was put aside since leaves the list, and what was ranked since comes on it: no list passes over a rank.
  DELETE FROM public.round_item i USING public.priority p WHERE i.community_id = community AND i.round_id = round AND p.community_id = community AND p.id = i.priority_id
    AND (p.withdrawn_at IS NOT NULL OR p.merged_into IS NOT NULL);
  INSERT INTO public.round_item (community_id, round_id, priority_id, campaign_id)
  SELECT p.community_id, round, p.id, p.campaign_id FROM public.priority p
   WHERE p.community_id = community AND p.campaign_id = r.campaign_id AND p.rank IS NOT NULL AND p.withdrawn_at IS NULL AND p.merged_into IS NULL
  ON CONFLICT DO NOTHING;
  IF EXISTS (SELECT FROM public.priority_round o WHERE o.community_id = community AND o.campaign_id = r.campaign_id AND o.state IN ('OPEN', 'CLOSED', 'COUNTED'))
     OR NOT EXISTS (SELECT FROM app.settled_people(community)) OR NOT app.round_is_complete(community, round) THEN
    RETURN;
  END IF;

  -- Held against whoever revises one meanwhile: what people vote on is what the list says.
  PERFORM FROM public.priority p WHERE p.community_id = community AND p.campaign_id = r.campaign_id ORDER BY p.id FOR SHARE;
  WITH listed AS (
    SELECT i.priority_id, p.statement, row_number() OVER (ORDER BY p.rank NULLS LAST, p.created_at, p.id) - 1 AS place,
           row_number() OVER (ORDER BY sha256(seed || uuid_send(p.id))) AS drawn
      FROM public.round_item i JOIN public.priority p ON p.community_id = i.community_id AND p.id = i.priority_id
     WHERE i.community_id = community AND i.round_id = round
  )
  UPDATE public.round_item i SET position = l.place, lot = l.drawn, statement = l.statement FROM listed l
   WHERE i.community_id = community AND i.round_id = round AND i.priority_id = l.priority_id;

  INSERT INTO public.round_part (community_id, id, round_id, host_id, campaign_id, number, roll_count)
  SELECT v.id, gen_random_uuid(), round, community, r.campaign_id, row_number() OVER (ORDER BY v.id <> community, v.id) - 1, v.people
    FROM (SELECT c.id, (SELECT count(*) FROM app.settled_people(c.id)) AS people FROM public.community c
           WHERE c.id = community OR c.id IN (SELECT l.lead_id FROM public.coalition_lead l WHERE l.community_id = community AND l.campaign_id = r.campaign_id AND l.left_at IS NULL)) v
   WHERE v.people > 0;
  INSERT INTO public.roll_entry (community_id, part_id, membership_id)
  SELECT p.community_id, p.id, m.id FROM public.round_part p CROSS JOIN LATERAL app.settled_people(p.community_id) m WHERE p.host_id = community AND p.round_id = round;
  INSERT INTO public.roll_constituency (community_id, part_id, constituency_id, membership_id)
  SELECT e.community_id, e.part_id, d.constituency_id, e.membership_id
    FROM public.round_part p JOIN public.roll_entry e ON e.community_id = p.community_id AND e.part_id = p.id
    JOIN public.constituency_member d ON d.community_id = e.community_id AND d.membership_id = e.membership_id
    JOIN public.constituency c ON c.community_id = d.community_id AND c.id = d.constituency_id AND c.retired_at IS NULL
   WHERE p.host_id = community AND p.round_id = round;
  INSERT INTO vault.ballot_secret (community_id, part_id, salt)
  SELECT p.community_id, p.id, app.random_bytes() FROM public.round_part p WHERE p.host_id = community AND p.round_id = round;

  -- One objection sends a list back once. On the same list again it takes a quarter of those who could vote.
  needed := CASE WHEN r.successor_of IS NOT NULL AND NOT EXISTS (
      (SELECT i.priority_id FROM public.round_item i WHERE i.community_id = community AND i.round_id = round EXCEPT SELECT i.priority_id FROM public.round_item i WHERE i.community_id = community AND i.round_id = r.successor_of)
      UNION ALL
      (SELECT i.priority_id FROM public.round_item i WHERE i.community_id = community AND i.round_id = r.successor_of EXCEPT SELECT i.priority_id FROM public.round_item i WHERE i.community_id = community AND i.round_id = round))
    THEN greatest(2, (SELECT ceil(sum(p.roll_count) / 4.0) FROM public.round_part p WHERE p.host_id = community AND p.round_id = round)) ELSE 1 END;
  UPDATE public.priority_round p SET state = 'OPEN', opened_at = now(), lot_seed = seed, objections_needed = needed WHERE p.community_id = community AND p.id = round;
  RETURN QUERY SELECT 'OPEN', p.community_id, p.id, p.roll_count FROM public.round_part p WHERE p.host_id = community AND p.round_id = round ORDER BY p.number;
END $$;
COMMENT ON FUNCTION app.open_round(uuid, uuid) IS 'Freezes list, lots, rolls and settings. No row: not now, such as while another round of the campaign runs.';

CREATE FUNCTION app.round_is_complete(community uuid, round uuid) RETURNS boolean ${sqlDefiner} AS $$
  SELECT (app.is_system() OR community = ANY (app.communities_as('steward'))) AND EXISTS (SELECT FROM public.round_item i WHERE i.community_id = community AND i.round_id = round)
     AND NOT EXISTS (SELECT FROM public.round_item i JOIN public.priority_round r ON r.community_id = i.community_id AND r.id = i.round_id
                      WHERE i.community_id = community AND i.round_id = round AND r.method = 'EQUAL_SHARES' AND i.cost IS NULL)
$$;
COMMENT ON FUNCTION app.round_is_complete(uuid, uuid) IS 'Whether something is on its list, and with equal shares everything has a cost.';

CREATE FUNCTION app.has_roll(community uuid) RETURNS boolean ${sqlDefiner} AS $$
  SELECT community = ANY (app.communities_as('steward')) AND EXISTS (SELECT FROM app.settled_people(community))
$$;

CREATE FUNCTION app.place_on_roll(part uuid) RETURNS TABLE (community_id uuid, membership_id uuid, salt bytea) ${sqlDefiner} AS $$
  SELECT e.community_id, e.membership_id, s.salt
    FROM public.roll_entry e
    JOIN public.round_part p ON p.community_id = e.community_id AND p.id = e.part_id AND p.state = 'OPEN'
    JOIN public.priority_round r ON r.community_id = p.host_id AND r.id = p.round_id AND r.state = 'OPEN' AND r.closes_at > now()
    JOIN vault.ballot_secret s ON s.community_id = p.community_id AND s.part_id = p.id
   WHERE e.part_id = part AND NOT e.on_paper AND e.membership_id = ANY (app.my_memberships()) AND e.community_id = ANY (app.communities_as('affected'))
$$;
COMMENT ON FUNCTION app.place_on_roll(uuid) IS 'Of the current person, while they can vote online: with the salt by which the key of their ballot is made.';

CREATE FUNCTION app.cast_ballot(part uuid, ballot_key bytea, sealed bytea) RETURNS void ${definer} AS $$
DECLARE
  home uuid;
BEGIN
  PERFORM pg_advisory_xact_lock_shared(${boxOf('part')});
  SELECT e.community_id INTO home FROM app.place_on_roll(part) e;
  IF NOT FOUND THEN
    PERFORM app.refuse('ballot_cast_on_roll_ck', 'who is on the roll of an open round casts a ballot');
  END IF;
  IF octet_length(sealed) <> 44 + (SELECT count(*) FROM public.round_item i JOIN public.round_part p ON p.host_id = i.community_id AND p.round_id = i.round_id WHERE p.community_id = home AND p.id = part) THEN
    PERFORM app.refuse('ballot_length_ck', 'all ballots of a part are of one length');
  END IF;
  INSERT INTO vault.sealed_ballot (community_id, part_id, key, contents) VALUES (home, part, ballot_key, sealed)
  ON CONFLICT (community_id, part_id, key) DO UPDATE SET contents = excluded.contents;
END $$;
COMMENT ON FUNCTION app.cast_ballot(uuid, bytea, bytea) IS 'Writes this one row and nothing else. Sealed: nonce, tag, receipt, and a byte for each item.';

CREATE FUNCTION app.own_ballot(part uuid, ballot_key bytea) RETURNS bytea ${sqlDefiner} AS $$
  SELECT b.contents FROM app.place_on_roll(part) e JOIN vault.sealed_ballot b ON b.community_id = e.community_id AND b.part_id = part AND b.key = ballot_key
$$;

CREATE FUNCTION app.part_to_close(host uuid, round uuid) RETURNS TABLE (community_id uuid, part_id uuid, number integer, salt bytea, items integer) ${definer} AS $$
DECLARE
  r public.priority_round;
  next public.round_part;
BEGIN
  PERFORM app.only_the_clock();
  SELECT * INTO r FROM public.priority_round p WHERE p.community_id = host AND p.id = round FOR UPDATE;
  IF r.state IS DISTINCT FROM 'OPEN' THEN RETURN; END IF;
  IF (SELECT g.state FROM public.campaign g WHERE g.community_id = host AND g.id = r.campaign_id) = 'CONCLUDED' AND r.closes_at > now() THEN
    PERFORM pg_advisory_xact_lock(${boxOf('p.id')}) FROM public.round_part p WHERE p.host_id = host AND p.round_id = round;
    PERFORM app.end_round(host, round, 'CANCELLED', 'CAMPAIGN_CONCLUDED');
    RETURN;
  END IF;
  IF r.closes_at > now() THEN RETURN; END IF;
  SELECT * INTO next FROM public.round_part p WHERE p.host_id = host AND p.round_id = round AND p.state = 'OPEN' ORDER BY p.number LIMIT 1 FOR UPDATE;
  IF NOT FOUND THEN RETURN; END IF;
  -- A ballot that was on its way comes first and counts; one that comes later finds the time over.
  PERFORM pg_advisory_xact_lock(${boxOf('next.id')});
  RETURN QUERY SELECT next.community_id, next.id, next.number, s.salt, (SELECT count(*)::integer FROM public.round_item i WHERE i.community_id = host AND i.round_id = round)
    FROM vault.ballot_secret s WHERE s.community_id = next.community_id AND s.part_id = next.id;
END $$;
COMMENT ON FUNCTION app.part_to_close(uuid, uuid) IS 'The next part of a round whose time is over, locked against ballots until the transaction ends.';

CREATE FUNCTION app.roll_of(part uuid, after uuid, most integer) RETURNS TABLE (membership_id uuid, on_paper boolean, constituencies uuid[]) ${definer} AS $$
BEGIN
  PERFORM app.only_the_clock();
  RETURN QUERY SELECT e.membership_id, e.on_paper, coalesce(array_agg(c.constituency_id) FILTER (WHERE c.constituency_id IS NOT NULL), '{}')
    FROM public.roll_entry e LEFT JOIN public.roll_constituency c ON c.community_id = e.community_id AND c.part_id = e.part_id AND c.membership_id = e.membership_id
   WHERE e.part_id = part AND (after IS NULL OR e.membership_id > after) GROUP BY e.membership_id, e.on_paper ORDER BY e.membership_id LIMIT most;
END $$;

CREATE FUNCTION app.sealed_ballots(part uuid, after bytea, most integer) RETURNS TABLE (key bytea, contents bytea) ${definer} AS $$
BEGIN
  PERFORM app.only_the_clock();
  RETURN QUERY SELECT b.key, b.contents FROM vault.sealed_ballot b WHERE b.part_id = part AND (after IS NULL OR b.key > after) ORDER BY b.key LIMIT most;
END $$;

CREATE FUNCTION app.lay_open(part uuid, ids uuid[], receipts text[], all_marks bytea[]) RETURNS void ${definer} AS $$
BEGIN
  PERFORM app.only_the_clock();
  INSERT INTO public.round_ballot (community_id, round_id, id, campaign_id, part_number, receipt, marks)
  SELECT p.host_id, p.round_id, b.id, p.campaign_id, p.number, b.receipt, b.marks
    FROM public.round_part p CROSS JOIN unnest(ids, receipts, all_marks) AS b (id, receipt, marks) WHERE p.id = part AND p.state = 'OPEN';
END $$;
COMMENT ON FUNCTION app.lay_open(uuid, uuid[], text[], bytea[]) IS 'Ballots of a part that is being closed, in an order drawn at random.';

CREATE FUNCTION app.close_part(part uuid, strays integer, on_paper integer, turnout jsonb) RETURNS TABLE (state text, ballots integer, roll integer) ${definer} AS $$
DECLARE
  p public.round_part;
  r public.priority_round;
  cast_ballots integer;
  none integer;
  lacking boolean;
BEGIN
  PERFORM app.only_the_clock();
  SELECT * INTO p FROM public.round_part o WHERE o.id = part AND o.state = 'OPEN' FOR UPDATE;
  SELECT * INTO r FROM public.priority_round o WHERE o.community_id = p.host_id AND o.id = p.round_id;
  SELECT count(*), count(*) FILTER (WHERE b.marks = decode(repeat('00', octet_length(b.marks)), 'hex')) INTO cast_ballots, none
    FROM public.round_ballot b WHERE b.community_id = r.community_id AND b.round_id = r.id AND b.part_number = p.number;
  -- Each constituency of five or more on the roll has its quorum; what is kept, and shown, is of ten or more.
  lacking := r.constituency_quorum_percent IS NOT NULL AND EXISTS (SELECT FROM jsonb_to_recordset(turnout) AS t (people integer, voted integer)
    WHERE t.people >= 5 AND t.voted * 100 < r.constituency_quorum_percent * t.people);
  INSERT INTO public.part_constituency (community_id, part_id, constituency_id, roll_count, ballot_count, is_quorate)
  SELECT p.community_id, p.id, t.constituency, t.people, t.voted, r.constituency_quorum_percent IS NULL OR t.voted * 100 >= r.constituency_quorum_percent * t.people
    FROM jsonb_to_recordset(turnout) AS t (constituency uuid, people integer, voted integer) WHERE t.people >= 10;
  DELETE FROM vault.sealed_ballot b WHERE b.community_id = p.community_id AND b.part_id = p.id;
  DELETE FROM vault.ballot_secret s WHERE s.community_id = p.community_id AND s.part_id = p.id;
  DELETE FROM public.roll_constituency c WHERE c.community_id = p.community_id AND c.part_id = p.id;
  UPDATE public.round_part o SET state = 'CLOSED', ballot_count = cast_ballots, none_count = none, stray_count = strays, paper_count = on_paper,
         is_quorate = cast_ballots > 0 AND cast_ballots * 100 >= r.quorum_percent * p.roll_count AND NOT lacking
   WHERE o.community_id = p.community_id AND o.id = p.id;
  IF NOT EXISTS (SELECT FROM public.round_part o WHERE o.host_id = r.community_id AND o.round_id = r.id AND o.state = 'OPEN') THEN
    UPDATE public.priority_round o SET state = 'CLOSED', closed_at = now() WHERE o.community_id = r.community_id AND o.id = r.id;
    IF EXISTS (SELECT FROM public.round_part o WHERE o.host_id = r.community_id AND o.round_id = r.id AND NOT o.is_quorate) THEN
      PERFORM app.end_round(r.community_id, r.id, 'INQUORATE', NULL);
    END IF;
  END IF;
  RETURN QUERY SELECT o.state, cast_ballots, p.roll_count FROM public.priority_round o WHERE o.community_id = r.community_id AND o.id = r.id;
END $$;
COMMENT ON FUNCTION app.close_part(uuid, integer, integer, jsonb) IS 'Destroys salt and sealed ballots. With the last part the round is closed, or over where one lacks its quorum.';

CREATE FUNCTION app.round_now(host uuid, round uuid) RETURNS TABLE (campaign_id uuid, state text, ballots integer, roll integer) ${definer} AS $$
BEGIN
  PERFORM app.only_the_clock();
  RETURN QUERY SELECT r.campaign_id, r.state, sum(p.ballot_count)::integer, sum(p.roll_count)::integer
    FROM public.priority_round r LEFT JOIN public.round_part p ON p.host_id = r.community_id AND p.round_id = r.id
   WHERE r.community_id = host AND r.id = round GROUP BY r.campaign_id, r.state;
END $$;

CREATE FUNCTION app.ballots_to_count(host uuid, round uuid, after uuid, most integer) RETURNS TABLE (id uuid, part_number integer, marks bytea) ${definer} AS $$
BEGIN
  PERFORM app.only_the_clock();
  RETURN QUERY SELECT b.id, b.part_number, b.marks FROM public.round_ballot b
   WHERE b.community_id = host AND b.round_id = round AND (after IS NULL OR b.id > after) ORDER BY b.id LIMIT most;
END $$;

CREATE FUNCTION app.round_to_count(host uuid, round uuid) RETURNS TABLE (method text, voice text, budget integer, completion text, items jsonb, ballots integer[]) ${definer} AS $$
BEGIN
  PERFORM app.only_the_clock();
  RETURN QUERY SELECT r.method, r.voice, r.budget, r.completion,
      (SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object('id', i.priority_id, 'lot', i.lot, 'cost', i.cost)) ORDER BY i.position) FROM public.round_item i WHERE i.community_id = host AND i.round_id = round),
      (SELECT array_agg(p.ballot_count ORDER BY p.number) FROM public.round_part p WHERE p.host_id = host AND p.round_id = round)
    FROM public.priority_round r WHERE r.community_id = host AND r.id = round AND r.state = 'CLOSED';
END $$;

CREATE FUNCTION app.keep_tally(host uuid, round uuid, ranking jsonb) RETURNS boolean ${definer} AS $$
BEGIN
  PERFORM app.only_the_clock();
  PERFORM FROM public.priority_round r WHERE r.community_id = host AND r.id = round AND r.state = 'CLOSED' FOR UPDATE;
  IF NOT FOUND THEN RETURN false; END IF;
  UPDATE public.round_item i SET rank = t.rank FROM jsonb_to_recordset(ranking) AS t (id uuid, rank integer) WHERE i.community_id = host AND i.round_id = round AND i.priority_id = t.id;
  UPDATE public.priority_round r SET state = 'COUNTED', counted_at = now(), objections_until = now() + make_interval(hours => r.objection_hours),
         publishes_ballots = NOT EXISTS (SELECT FROM public.round_part p WHERE p.host_id = host AND p.round_id = round AND p.ballot_count BETWEEN 1 AND 4)
   WHERE r.community_id = host AND r.id = round;
  INSERT INTO public.round_tally (community_id, round_id, priority_id, campaign_id, because)
  SELECT host, round, i.priority_id, i.campaign_id, t.because FROM jsonb_to_recordset(ranking) AS t (id uuid, because jsonb)
    JOIN public.round_item i ON i.community_id = host AND i.round_id = round AND i.priority_id = t.id
    JOIN public.priority_round r ON r.community_id = host AND r.id = round AND r.publishes_ballots;
  RETURN true;
END $$;

GRANT EXECUTE ON FUNCTION app.only_the_clock(), app.move_opening(uuid, uuid), app.move_closing(uuid, uuid, timestamptz), app.cancel_round(uuid, uuid, text), app.rounds_due(),
  app.open_round(uuid, uuid), app.round_is_complete(uuid, uuid), app.has_roll(uuid), app.place_on_roll(uuid), app.cast_ballot(uuid, bytea, bytea), app.own_ballot(uuid, bytea), app.part_to_close(uuid, uuid),
  app.roll_of(uuid, uuid, integer), app.sealed_ballots(uuid, bytea, integer), app.lay_open(uuid, uuid[], text[], bytea[]), app.close_part(uuid, integer, integer, jsonb),
  app.round_now(uuid, uuid), app.ballots_to_count(uuid, uuid, uuid, integer), app.round_to_count(uuid, uuid), app.keep_tally(uuid, uuid, jsonb) TO accompany_app;
`;

  protected readonly downSql = `
DROP FUNCTION app.keep_tally(uuid, uuid, jsonb), app.round_to_count(uuid, uuid), app.ballots_to_count(uuid, uuid, uuid, integer), app.round_now(uuid, uuid), app.close_part(uuid, integer, integer, jsonb),
  app.lay_open(uuid, uuid[], text[], bytea[]), app.sealed_ballots(uuid, bytea, integer), app.roll_of(uuid, uuid, integer), app.part_to_close(uuid, uuid), app.own_ballot(uuid, bytea),
  app.cast_ballot(uuid, bytea, bytea), app.place_on_roll(uuid), app.has_roll(uuid), app.round_is_complete(uuid, uuid), app.open_round(uuid, uuid), app.rounds_due(), app.cancel_round(uuid, uuid, text),
  app.end_round(uuid, uuid, text, text), app.discard_ballots(uuid, uuid), app.move_closing(uuid, uuid, timestamptz), app.move_opening(uuid, uuid), app.round_of_steward(uuid, uuid),
  app.random_bytes(), app.only_the_clock();
`;
}
