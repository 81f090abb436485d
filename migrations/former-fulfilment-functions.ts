/** Functions as they were while an occurrence was due, reported or attested and nothing else: what `down` puts back. */
export const formerFulfilmentFunctions = {
  community_attests: `
CREATE OR REPLACE FUNCTION app.community_attests()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  answered integer;
  part integer;
BEGIN
  -- The constraint compares memberships; someone who stood as an ally before is still the same person.
  IF EXISTS (SELECT FROM new_rows n
      JOIN public.membership a ON a.community_id = n.community_id AND a.id = n.attested_by
      JOIN public.membership b ON b.community_id = n.community_id AND b.id = n.pledger_id
     WHERE app.stands_behind(b.community_id, b.id, a.person_id)) THEN
    PERFORM app.refuse('attestation_not_own_ck', 'nobody attests their own work');
  END IF;
  UPDATE public.occurrence o SET state = 'ATTESTED', attested_quantity = n.quantity, attestation_id = n.id, attested_at = n.attested_at
    FROM new_rows n WHERE n.kind = 'ATTESTED' AND o.community_id = n.community_id AND o.id = n.occurrence_id AND o.state = 'REPORTED';
  GET DIAGNOSTICS answered = ROW_COUNT;
  UPDATE public.occurrence o SET state = 'DUE'
    FROM new_rows n WHERE n.kind = 'SENT_BACK' AND o.community_id = n.community_id AND o.id = n.occurrence_id AND o.state = 'REPORTED';
  GET DIAGNOSTICS part = ROW_COUNT;
  answered := answered + part;
  UPDATE public.occurrence o SET attested_quantity = n.quantity, attestation_id = n.id, attested_at = n.attested_at
    FROM new_rows n WHERE n.kind = 'CORRECTED' AND o.community_id = n.community_id AND o.id = n.occurrence_id
     AND o.state = 'ATTESTED' AND o.attestation_id = n.corrects;
  GET DIAGNOSTICS part = ROW_COUNT;
  IF answered + part <> (SELECT count(*) FROM new_rows) THEN
    PERFORM app.refuse('attestation_of_report_ck', 'what is attested or sent back is a report awaiting an answer; what is corrected is the latest attestation');
  END IF;
  RETURN NULL;
END $function$;
`,
  fulfilment_is_reported: `
CREATE OR REPLACE FUNCTION app.fulfilment_is_reported()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  UPDATE public.occurrence o SET state = 'REPORTED', reported_quantity = NEW.quantity, reported_at = NEW.reported_at
    FROM public.pledge p
   WHERE o.community_id = NEW.community_id AND o.id = NEW.occurrence_id AND o.state = 'DUE'
     AND p.community_id = o.community_id AND p.id = o.pledge_id AND p.state = 'ACTIVE';
  IF NOT FOUND THEN
    PERFORM app.refuse('fulfilment_report_of_due_ck', 'only what is due under an active pledge can be reported');
  END IF;
  RETURN NULL;
END $function$;
`,
  occurrences_are_counted: `
CREATE OR REPLACE FUNCTION app.occurrences_are_counted()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  UPDATE public.ask_tally t SET
    reported_count = t.reported_count + c.reported, reported_quantity = t.reported_quantity + c.reported_quantity,
    attested_count = t.attested_count + c.attested, attested_quantity = t.attested_quantity + c.attested_quantity,
    sent_back_count = t.sent_back_count + c.sent_back
   FROM (
     SELECT n.community_id, n.ask_id,
       sum((n.state = 'REPORTED')::integer - (o.state = 'REPORTED')::integer)::integer AS reported,
       sum(CASE WHEN n.state = 'REPORTED' THEN n.reported_quantity ELSE 0 END - CASE WHEN o.state = 'REPORTED' THEN o.reported_quantity ELSE 0 END)::integer AS reported_quantity,
       sum((n.state = 'ATTESTED')::integer - (o.state = 'ATTESTED')::integer)::integer AS attested,
       sum(coalesce(n.attested_quantity, 0) - coalesce(o.attested_quantity, 0))::integer AS attested_quantity,
       sum((o.state = 'REPORTED' AND n.state = 'DUE')::integer)::integer AS sent_back
       FROM new_rows n JOIN old_rows o ON o.community_id = n.community_id AND o.id = n.id
      WHERE n.state <> o.state OR n.attested_quantity IS DISTINCT FROM o.attested_quantity
      GROUP BY n.community_id, n.ask_id) c
   WHERE t.community_id = c.community_id AND t.ask_id = c.ask_id;
  UPDATE public.pledge p SET state = s.state
    FROM (
      SELECT o.community_id, o.pledge_id, CASE WHEN sum(o.attested_quantity) >= q.quantity THEN 'FULFILLED' ELSE 'PARTLY_FULFILLED' END AS state
        FROM public.occurrence o JOIN public.pledge q ON q.community_id = o.community_id AND q.id = o.pledge_id
       WHERE (o.community_id, o.pledge_id) IN (SELECT n.community_id, n.pledge_id FROM new_rows n WHERE n.state = 'ATTESTED')
       GROUP BY o.community_id, o.pledge_id, q.quantity HAVING bool_and(o.state = 'ATTESTED')) s
   WHERE p.community_id = s.community_id AND p.id = s.pledge_id AND p.state <> s.state AND p.state IN ('ACTIVE', 'FULFILLED', 'PARTLY_FULFILLED');
  RETURN NULL;
END $function$;
`,
} as const;
