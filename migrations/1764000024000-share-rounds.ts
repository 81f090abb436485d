import { SqlMigration } from './support.js';

const definer = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, vault, app';

interface Closing {
  /** How many ballots said none of these, as it is kept. */
  none: string;
  /** Which parts end a round that lack their quorum. */
  holdsUp: string;
  /** What else happens when a part is closed. */
  more: string;
}

/** As in the migration that made it, but for these. */
const closePart = ({ none, holdsUp, more }: Closing) => `
CREATE OR REPLACE FUNCTION app.close_part(part uuid, strays integer, on_paper integer, turnout jsonb) RETURNS TABLE (state text, ballots integer, roll integer) ${definer} AS $$
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
  UPDATE public.round_part o SET state = 'CLOSED', ballot_count = cast_ballots, none_count = ${none}, stray_count = strays, paper_count = on_paper,
         is_quorate = cast_ballots > 0 AND cast_ballots * 100 >= r.quorum_percent * p.roll_count AND NOT lacking
   WHERE o.community_id = p.community_id AND o.id = p.id;${more}
  IF NOT EXISTS (SELECT FROM public.round_part o WHERE o.host_id = r.community_id AND o.round_id = r.id AND o.state = 'OPEN') THEN
    UPDATE public.priority_round o SET state = 'CLOSED', closed_at = now() WHERE o.community_id = r.community_id AND o.id = r.id;
    IF EXISTS (SELECT FROM public.round_part o WHERE o.host_id = r.community_id AND o.round_id = r.id AND NOT o.is_quorate${holdsUp}) THEN
      PERFORM app.end_round(r.community_id, r.id, 'INQUORATE', NULL);
    END IF;
  END IF;
  RETURN QUERY SELECT o.state, cast_ballots, p.roll_count FROM public.priority_round o WHERE o.community_id = r.community_id AND o.id = r.id;
END $$;`;

const roundToCount = (ballots: string) => `
CREATE OR REPLACE FUNCTION app.round_to_count(host uuid, round uuid) RETURNS TABLE (method text, voice text, budget integer, completion text, items jsonb, ballots integer[]) ${definer} AS $$
BEGIN
  PERFORM app.only_the_clock();
  RETURN QUERY SELECT r.method, r.voice, r.budget, r.completion,
      (SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object('id', i.priority_id, 'lot', i.lot, 'cost', i.cost)) ORDER BY i.position) FROM public.round_item i WHERE i.community_id = host AND i.round_id = round),
      (SELECT array_agg(${ballots} ORDER BY p.number) FROM public.round_part p WHERE p.host_id = host AND p.round_id = round)
    FROM public.priority_round r WHERE r.community_id = host AND r.id = round AND r.state = 'CLOSED';
END $$;`;

/** A round of several communities: what each of them is told of it, and what becomes of the vote of one that leaves. */
export class ShareRounds1764000024000 extends SqlMigration {
  readonly name = 'ShareRounds1764000024000';

  protected readonly upSql = `
CREATE FUNCTION app.still_leads(part public.round_part) RETURNS boolean LANGUAGE sql SECURITY DEFINER STABLE SET search_path = pg_catalog, public, app AS $$
  SELECT part.community_id = part.host_id OR EXISTS (SELECT FROM public.coalition_lead l
    WHERE l.community_id = part.host_id AND l.campaign_id = part.campaign_id AND l.lead_id = part.community_id AND l.left_at IS NULL)
$$;
COMMENT ON FUNCTION app.still_leads(public.round_part) IS 'Whether the community of the part is the host or leads with it now. Granted to nobody.';
${closePart({
  // With fewer it would say of each how they voted.
  none: 'CASE WHEN cast_ballots >= 5 THEN none END',
  holdsUp: ' AND app.still_leads(o)',
  more: `
  -- Who voted before their community left is heard, if enough did: else it has no voice, and holds nobody up.
  DELETE FROM public.round_ballot b USING public.round_part o WHERE o.community_id = p.community_id AND o.id = p.id AND NOT o.is_quorate AND NOT app.still_leads(o)
    AND b.community_id = r.community_id AND b.round_id = r.id AND b.part_number = p.number;`,
})}
${roundToCount('CASE WHEN p.is_quorate THEN p.ballot_count ELSE 0 END')}

CREATE FUNCTION app.tell_leads_of_round() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app AS $$
DECLARE
  objector uuid;
BEGIN
  IF NEW.state = 'OBJECTED' THEN
    SELECT o.lead_id INTO objector FROM public.round_objection o WHERE o.community_id = NEW.community_id AND o.round_id = NEW.id ORDER BY o.objected_at DESC, o.id LIMIT 1;
  END IF;
  -- Whose member objected has it on its record with that member. Unannounced, as whatever stands on two records.
  INSERT INTO public.record_entry (community_id, id, kind, actor_role, campaign_id, subject_type, subject_id, details)
  SELECT p.community_id, gen_random_uuid(), 'round.' || lower(NEW.state),
         CASE WHEN NEW.state = 'OBJECTED' THEN 'AFFECTED' WHEN app.is_system() THEN 'SYSTEM' ELSE 'STEWARD' END, NEW.campaign_id, 'RoundPart', p.id,
         jsonb_build_object('hostId', NEW.community_id, 'roundId', NEW.id)
           || CASE WHEN NEW.state = 'OBJECTED' OR NOT app.is_system() THEN jsonb_build_object('leadId', coalesce(objector, NEW.community_id)) ELSE '{}' END
    FROM public.round_part p
   WHERE p.host_id = NEW.community_id AND p.round_id = NEW.id AND p.community_id <> NEW.community_id AND p.community_id IS DISTINCT FROM objector;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION app.tell_leads_of_round() IS 'Puts on the record of each community that voted beside the host how the round went on. Of whom it was done by they learn the community.';
-- At the end of the transaction: what led to it comes first on their records, too.
CREATE CONSTRAINT TRIGGER tells_leads AFTER UPDATE OF state ON priority_round DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.state <> OLD.state AND NEW.state IN ('COUNTED', 'INQUORATE', 'OBJECTED', 'RATIFIED', 'CANCELLED')) EXECUTE FUNCTION app.tell_leads_of_round();
`;

  protected readonly downSql = `
DROP TRIGGER tells_leads ON priority_round;
DROP FUNCTION app.tell_leads_of_round();
${roundToCount('p.ballot_count')}
${closePart({ none: 'none', holdsUp: '', more: '' })}
DROP FUNCTION app.still_leads(public.round_part);
`;
}
