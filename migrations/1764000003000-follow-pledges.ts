import { SqlMigration } from './support.js';

const definer = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app';
const sqlDefiner = 'LANGUAGE sql SECURITY DEFINER STABLE SET search_path = pg_catalog, public, app';

/** Who may follow a pledge: the same as its policy in migration 1764000000700, for functions that look past policies. */
const followed = `(p.pledger_id = ANY ((SELECT app.my_memberships())::uuid[]) OR p.community_id = ANY ((SELECT app.communities_as('affected'))::uuid[])
    OR (p.pledger_standing = 'ALLY' AND p.community_id = ANY ((SELECT app.communities_as('insider'))::uuid[])))`;

/** What making and following a pledge asks of the database in one trip, and what authorised each pledge. */
export class FollowPledges1764000003000 extends SqlMigration {
  readonly name = 'FollowPledges1764000003000';

  protected readonly upSql = `
ALTER TABLE pledge ADD COLUMN mandate_id uuid;
ALTER TABLE pledge ADD CONSTRAINT pledge_mandate_fk FOREIGN KEY (community_id, mandate_id) REFERENCES mandate (community_id, id);
COMMENT ON COLUMN pledge.mandate_id IS 'Under which mandate the ask was open when the pledge was made: the ask may be opened again under another.';

CREATE FUNCTION app.take_place(community uuid, ask uuid) RETURNS jsonb ${definer} AS $$
DECLARE
  room public.ask_tally;
  smallest integer;
BEGIN
  IF NOT community = ANY (app.communities_as('member')) THEN RETURN NULL; END IF;
  UPDATE public.ask_tally t SET next_turn = t.next_turn + 1 WHERE t.community_id = community AND t.ask_id = ask RETURNING * INTO room;
  IF room.pledged_quantity < room.quantity_wanted AND (room.slots IS NULL OR room.places_taken < room.slots) THEN
    SELECT min(p.quantity) INTO smallest
      FROM public.pledge p JOIN public.membership m ON m.community_id = p.community_id AND m.id = p.pledger_id
     WHERE p.community_id = community AND p.ask_id = ask AND p.state = 'WAITLISTED'
       AND m.ended_at IS NULL AND m.paused_at IS NULL AND (m.until IS NULL OR m.until > now());
  END IF;
  RETURN (
    SELECT jsonb_build_object(
             'turn', room.next_turn - 1, 'slots', room.slots, 'placesTaken', room.places_taken,
             'quantityWanted', room.quantity_wanted, 'pledgedQuantity', room.pledged_quantity, 'smallestWaiting', smallest,
             'askState', a.state, 'pausedBecause', a.paused_because, 'mandateId', a.mandate_id,
             'mandateLives', coalesce(m.state = 'LIVE' AND m.until > now(), false), 'windowIsOver', coalesce(a.ends_at <= now(), false),
             'riskTier', a.risk_tier, 'termsVersion', a.terms_version,
             'campaignState', g.state, 'briefVersion', g.brief_version, 'agreementVersion', c.agreement_version)
      FROM public.ask a
      JOIN public.campaign g ON g.community_id = a.community_id AND g.id = a.campaign_id
      JOIN public.community c ON c.id = a.community_id
      LEFT JOIN public.mandate m ON m.community_id = a.community_id AND m.id = a.mandate_id
     WHERE a.community_id = community AND a.id = take_place.ask);
END $$;
COMMENT ON FUNCTION app.take_place(uuid, uuid) IS
  'Takes the next turn of an ask, which locks its tally, and only then says how much room there is and whether the ask is open: each statement in here sees what was committed before the lock was had. Null for who is no member.';

CREATE FUNCTION app.waitlist_positions(pledges uuid[]) RETURNS TABLE (pledge_id uuid, "position" integer) ${sqlDefiner} AS $$
  SELECT p.id, (SELECT count(*)::integer FROM public.pledge w
                 WHERE w.community_id = p.community_id AND w.ask_id = p.ask_id AND w.state = 'WAITLISTED' AND w.turn <= p.turn)
    FROM public.pledge p WHERE p.id = ANY (pledges) AND p.state = 'WAITLISTED' AND ${followed}
$$;
COMMENT ON FUNCTION app.waitlist_positions(uuid[]) IS 'How many wait, up to and with each of these: an ally sees no other pledges, yet may know how long the queue before theirs is.';

CREATE FUNCTION app.mandate_path(pledges uuid[])
RETURNS TABLE (pledge_id uuid, place integer, type text, id uuid, title text, says text) ${sqlDefiner} AS $$
  SELECT p.id, step.place, step.type, step.id, step.title, step.says
    FROM public.pledge p
    JOIN public.ask a ON a.community_id = p.community_id AND a.id = p.ask_id
    JOIN public.mandate m ON m.community_id = p.community_id AND m.id = coalesce(p.mandate_id, a.mandate_id)
    JOIN public.priority r ON r.community_id = m.community_id AND r.id = m.priority_id
    JOIN public.campaign g ON g.community_id = p.community_id AND g.id = p.campaign_id
    JOIN public.community c ON c.id = p.community_id
   CROSS JOIN LATERAL (VALUES
      (1, 'PLEDGE', p.id, p.quantity || ' ' || a.unit, p.plan_first_step),
      (2, 'ASK', a.id, a.title, a.description),
      (3, 'MANDATE', m.id, m.kind, m.reason),
      (4, 'PRIORITY', r.id, r.statement, r.details),
      (5, 'CAMPAIGN', g.id, g.name, g.summary),
      (6, 'COMMUNITY', c.id, c.name, c.about)) AS step (place, type, id, title, says)
   WHERE p.id = ANY (pledges) AND ${followed}
   ORDER BY p.id, step.place
$$;
COMMENT ON FUNCTION app.mandate_path(uuid[]) IS 'From a pledge to the people who authorised it, readable by whoever follows the pledge, even where a step of it is no longer published.';

GRANT EXECUTE ON FUNCTION app.take_place(uuid, uuid), app.waitlist_positions(uuid[]), app.mandate_path(uuid[]) TO accompany_app;
`;

  protected readonly downSql = `
DROP FUNCTION app.mandate_path(uuid[]), app.waitlist_positions(uuid[]), app.take_place(uuid, uuid);
ALTER TABLE pledge DROP CONSTRAINT pledge_mandate_fk;
ALTER TABLE pledge DROP COLUMN mandate_id;
`;
}
