import { SqlMigration } from './support.js';

const definer = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app';

/** Who belongs to which constituency is among the most delicate things that a community holds: this says who writes and keeps it. */
export class DeclareConstituencies1764000024100 extends SqlMigration {
  readonly name = 'DeclareConstituencies1764000024100';

  protected readonly upSql = `
-- Nobody gives another name to what people said of themselves, and only functions write who did.
REVOKE UPDATE (name, about) ON constituency FROM accompany_app;
REVOKE INSERT, DELETE ON constituency_member FROM accompany_app;
DROP POLICY own ON constituency_member;
CREATE POLICY own_seen ON constituency_member FOR SELECT TO accompany_app USING (membership_id = ANY ((SELECT app.my_memberships())::uuid[]));

CREATE FUNCTION app.constituency_is_declared() RETURNS trigger ${definer} AS $$
BEGIN
  PERFORM app.lock_community(NEW.community_id);
  IF (SELECT count(*) FROM public.constituency c WHERE c.community_id = NEW.community_id AND c.retired_at IS NULL) >= 50 THEN
    PERFORM app.refuse('constituency_at_most_50_ck', 'a community has at most 50 constituencies');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER is_declared BEFORE INSERT ON constituency FOR EACH ROW EXECUTE FUNCTION app.constituency_is_declared();

CREATE FUNCTION app.choose_constituencies(community uuid, chosen uuid[]) RETURNS boolean ${definer} AS $$
DECLARE
  mine uuid;
  found_ones integer;
  live integer;
BEGIN
  -- The membership first: whoever ends it waits, and takes along what is chosen here.
  SELECT m.id INTO mine FROM public.membership m WHERE m.community_id = community AND m.person_id = app.person_id() AND m.ended_at IS NULL
     AND m.community_id = ANY (app.communities_as('affected')) FOR SHARE;
  IF NOT FOUND THEN RETURN false; END IF;
  SELECT count(*), count(*) FILTER (WHERE c.retired_at IS NULL) INTO found_ones, live
    FROM (SELECT o.retired_at FROM public.constituency o WHERE o.community_id = community AND o.id = ANY (chosen) ORDER BY o.id FOR SHARE) c;
  IF found_ones < (SELECT count(DISTINCT o.id) FROM unnest(chosen) AS o (id)) THEN RETURN false; END IF;
  IF live < found_ones THEN
    PERFORM app.refuse('constituency_chosen_while_there_ck', 'a retired constituency is chosen no more');
  END IF;
  DELETE FROM public.constituency_member d WHERE d.community_id = community AND d.membership_id = mine AND d.constituency_id <> ALL (chosen);
  INSERT INTO public.constituency_member (community_id, constituency_id, membership_id)
  SELECT community, o.id, mine FROM (SELECT DISTINCT u.id FROM unnest(chosen) AS u (id)) o ON CONFLICT DO NOTHING;
  RETURN true;
END $$;
COMMENT ON FUNCTION app.choose_constituencies(uuid, uuid[]) IS 'To which constituencies the current person says that they belong, in place of those before. False where one is not there.';

CREATE FUNCTION app.constituency_sizes(communities uuid[]) RETURNS TABLE (constituency_id uuid, people integer)
  LANGUAGE sql SECURITY DEFINER STABLE SET search_path = pg_catalog, public, app AS $$
  SELECT d.constituency_id, (count(*) / 10 * 10)::integer FROM public.constituency_member d
   WHERE d.community_id = ANY (communities) AND d.community_id = ANY (app.communities_as('affected'))
   GROUP BY d.community_id, d.constituency_id HAVING count(*) >= 10
$$;
COMMENT ON FUNCTION app.constituency_sizes(uuid[]) IS
  'Down to full tens, of ten and more: whoever watches the number sees next to nobody come or go.';

CREATE FUNCTION app.constituency_is_retired() RETURNS trigger ${definer} AS $$
BEGIN
  DELETE FROM public.constituency_member d WHERE d.community_id = NEW.community_id AND d.constituency_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER is_retired AFTER UPDATE OF retired_at ON constituency FOR EACH ROW WHEN (NEW.retired_at IS NOT NULL) EXECUTE FUNCTION app.constituency_is_retired();

CREATE FUNCTION app.membership_leaves_constituencies() RETURNS trigger ${definer} AS $$
BEGIN
  DELETE FROM public.constituency_member d WHERE d.community_id = NEW.community_id AND d.membership_id = NEW.id;
  -- Who goes by their own will, or is erased, leaves nothing behind. Who is removed stays counted until the ballots are:
  -- otherwise removing people would help a round over the quorum of their constituency.
  IF NEW.person_id IS DISTINCT FROM OLD.person_id OR NEW.person_id = app.person_id() THEN
    DELETE FROM public.roll_constituency c WHERE c.community_id = NEW.community_id AND c.membership_id = NEW.id;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER leaves_constituencies AFTER UPDATE OF ended_at, person_id, pseudonym ON membership FOR EACH ROW
  WHEN (NEW.ended_at IS NOT NULL AND NEW.standing = 'AFFECTED') EXECUTE FUNCTION app.membership_leaves_constituencies();
CREATE INDEX roll_constituency_membership_ix ON roll_constituency (community_id, membership_id);

GRANT EXECUTE ON FUNCTION app.choose_constituencies(uuid, uuid[]), app.constituency_sizes(uuid[]) TO accompany_app;
`;

  protected readonly downSql = `
DROP INDEX roll_constituency_membership_ix;
DROP TRIGGER leaves_constituencies ON membership;
DROP TRIGGER is_retired ON constituency;
DROP TRIGGER is_declared ON constituency;
DROP FUNCTION app.membership_leaves_constituencies(), app.constituency_is_retired(), app.constituency_sizes(uuid[]), app.choose_constituencies(uuid, uuid[]), app.constituency_is_declared();
DROP POLICY own_seen ON constituency_member;
CREATE POLICY own ON constituency_member TO accompany_app USING (membership_id = ANY ((SELECT app.my_memberships())::uuid[]))
  WITH CHECK (membership_id = ANY ((SELECT app.my_memberships())::uuid[]));
GRANT INSERT, DELETE ON constituency_member TO accompany_app;
GRANT UPDATE (name, about) ON constituency TO accompany_app;
`;
}
