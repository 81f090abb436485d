import { SqlMigration } from './support.js';

/** Who needs the exact place of a risky ask beside those who run it, and how far it is to what one may know. */
export class TellPlacesToThoseWhoCome1764000031300 extends SqlMigration {
  readonly name = 'TellPlacesToThoseWhoCome1764000031300';

  protected readonly upSql = `
CREATE FUNCTION app.asks_to_come_to() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, app AS $$
  SELECT coalesce(array_agg(p.ask_id), '{}') FROM public.pledge p WHERE p.pledger_id = ANY (app.my_memberships()) AND p.state = 'ACTIVE'
$$;
COMMENT ON FUNCTION app.asks_to_come_to() IS 'To which the current person, or an organization that they represent, has an active pledge: few, so read once for a list.';

CREATE FUNCTION app.kilometres(from_latitude double precision, from_longitude double precision, to_latitude double precision, to_longitude double precision)
  RETURNS double precision LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT 12742 * asin(sqrt(least(1, power(sind((to_latitude - from_latitude) / 2), 2)
    + cosd(from_latitude) * cosd(to_latitude) * power(sind((to_longitude - from_longitude) / 2), 2))))
$$;
COMMENT ON FUNCTION app.kilometres(double precision, double precision, double precision, double precision) IS 'Haversine on a sphere of 6,371 km: wrong by at most half a percent. Without a search path of its own, so that it is written into the statement instead of called.';

GRANT EXECUTE ON FUNCTION app.asks_to_come_to(), app.kilometres(double precision, double precision, double precision, double precision) TO accompany_app;
`;

  protected readonly downSql = `
DROP FUNCTION app.kilometres(double precision, double precision, double precision, double precision), app.asks_to_come_to();
`;
}
