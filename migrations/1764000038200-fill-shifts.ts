import { SqlMigration } from './support.js';

const definer = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app';

/** A shift has no more places than it has, whatever code came to run before; and members may know how many are left. */
export class FillShifts1764000038200 extends SqlMigration {
  readonly name = 'FillShifts1764000038200';

  protected readonly upSql = `
CREATE FUNCTION app.shift_fills() RETURNS trigger ${definer} AS $$
DECLARE
  room integer;
BEGIN
  -- The ask's tally is what everybody who takes a place waits for.
  PERFORM FROM public.ask_tally t WHERE t.community_id = NEW.community_id AND t.ask_id = NEW.ask_id FOR UPDATE;
  SELECT s.places - (SELECT count(*) FROM public.pledge p WHERE p.community_id = s.community_id AND p.shift_id = s.id AND NOT p.gave_up_place
      AND (p.state IN ('ACTIVE', 'FULFILLED', 'PARTLY_FULFILLED') OR (p.state IN ('CONDITIONAL', 'NEEDS_RECONFIRMATION') AND p.waiting_for IS DISTINCT FROM 'OWN_CONDITION') OR p.offered_until IS NOT NULL))
    INTO room FROM public.ask_shift s WHERE s.community_id = NEW.community_id AND s.id = NEW.shift_id;
  IF room < 0 THEN PERFORM app.refuse('pledge_shift_places_ck', 'the shift has no place left'); END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION app.shift_fills() IS 'The last word on the places of a shift; the places of an ask are a constraint of its tally.';
CREATE TRIGGER shift_fills AFTER INSERT OR UPDATE OF state, waiting_for, offered_until, shift_id ON pledge
  FOR EACH ROW WHEN (NEW.shift_id IS NOT NULL) EXECUTE FUNCTION app.shift_fills();

CREATE FUNCTION app.shift_places_left(shifts uuid[]) RETURNS TABLE (id uuid, places integer)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, app AS $$
  SELECT s.id, CASE WHEN s.places IS NOT NULL THEN greatest((r.rooms ->> s.id::text)::integer, 0) END
    FROM (SELECT x.community_id, x.ask_id, app.shift_rooms(x.community_id, x.ask_id) AS rooms
            FROM (SELECT DISTINCT s.community_id, s.ask_id FROM public.ask_shift s WHERE s.id = ANY (shifts)) x
            JOIN public.ask a ON a.community_id = x.community_id AND a.id = x.ask_id
           WHERE a.community_id = ANY ((SELECT app.communities_as('member'))::uuid[]) OR a.campaign_id = ANY ((SELECT app.campaigns_led_as('affected'))::uuid[])) r
    JOIN public.ask_shift s ON s.community_id = r.community_id AND s.ask_id = r.ask_id
   WHERE s.id = ANY (shifts)
$$;
COMMENT ON FUNCTION app.shift_places_left(uuid[]) IS 'Exact, and for members only, as the places left in an ask: none in a shift that is closed or over, null without a limit.';
GRANT EXECUTE ON FUNCTION app.shift_fills(), app.shift_places_left(uuid[]) TO accompany_app;
`;

  protected readonly downSql = `
DROP TRIGGER shift_fills ON pledge;
DROP FUNCTION app.shift_places_left(uuid[]), app.shift_fills();
`;
}
