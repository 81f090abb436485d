import { SqlMigration } from './support.js';

const definer = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app';
const vaultDefiner = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, vault, app';

const linkedAsk = (also: string) => `
CREATE OR REPLACE FUNCTION app.linked_ask(ask uuid) RETURNS SETOF public.ask
  LANGUAGE sql SECURITY DEFINER STABLE SET search_path = pg_catalog, public, app AS $$
  SELECT a.* FROM public.ask a
   WHERE a.id = linked_ask.ask AND a.state IN ('OPEN', 'PAUSED') AND app.campaign_is_launched(a.community_id, a.campaign_id)${also}
$$;`;

/** Whoever works there goes on working; outsiders see what was taken down as little as what never was. */
const notTakenDown = `
     AND (a.community_id = ANY (app.communities_as('member')) OR NOT (a.taken_down_at IS NOT NULL
       OR EXISTS (SELECT FROM public.campaign g WHERE g.community_id = a.community_id AND g.id = a.campaign_id AND g.taken_down_at IS NOT NULL)
       OR EXISTS (SELECT FROM public.community c WHERE c.id = a.community_id AND c.taken_down_at IS NOT NULL)))`;

const byOperator = `
  IF NOT app.acts_as_operator() THEN
    PERFORM app.refuse('operator_acts_ck', 'only an operator does this');
  END IF;`;

/** Accounts of the host: they stand in no community, read what everyone reads, and act by id, on the record. */
export class AppointOperators1764000016500 extends SqlMigration {
  readonly name = 'AppointOperators1764000016500';

  protected readonly upSql = `
ALTER TABLE community ADD COLUMN taken_down_at timestamptz;
ALTER TABLE campaign ADD COLUMN taken_down_at timestamptz;
ALTER TABLE ask ADD COLUMN taken_down_at timestamptz;
COMMENT ON COLUMN community.taken_down_at IS 'Since when an operator hides it, and all that is in it, from outsiders. Its members see it as before.';
COMMENT ON COLUMN campaign.taken_down_at IS 'Since when an operator hides it and its asks from outsiders.';
COMMENT ON COLUMN ask.taken_down_at IS 'Since when an operator hides it from outsiders.';

CREATE FUNCTION app.acts_as_operator() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, app AS $$
  SELECT EXISTS (SELECT FROM public.person p WHERE p.id = app.person_id() AND p.is_operator AND p.suspended_at IS NULL)
$$;
COMMENT ON FUNCTION app.acts_as_operator() IS 'Whether the current person is an account of the host.';

CREATE FUNCTION app.operator_stands_nowhere() RETURNS trigger ${definer} AS $$
BEGIN
  -- Locked, so that nobody becomes an operator while they are being admitted.
  IF NEW.person_id IS NOT NULL AND (SELECT p.is_operator FROM public.person p WHERE p.id = NEW.person_id FOR SHARE) THEN
    PERFORM app.refuse('operator_stands_nowhere_ck', 'an account of the host stands in no community and represents nobody');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER operator_stands_nowhere BEFORE INSERT OR UPDATE OF person_id ON membership FOR EACH ROW EXECUTE FUNCTION app.operator_stands_nowhere();
CREATE TRIGGER operator_stands_nowhere BEFORE INSERT OR UPDATE OF person_id ON representative FOR EACH ROW EXECUTE FUNCTION app.operator_stands_nowhere();

CREATE FUNCTION app.operator_stood_nowhere() RETURNS trigger ${definer} AS $$
BEGIN
  IF EXISTS (SELECT FROM public.membership m WHERE m.person_id = NEW.id AND m.ended_at IS NULL)
     OR EXISTS (SELECT FROM public.representative r WHERE r.person_id = NEW.id AND r.ended_at IS NULL) THEN
    PERFORM app.refuse('operator_stands_nowhere_ck', 'whoever stands in a community or represents an organization is made no operator');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER operator_stood_nowhere BEFORE UPDATE OF is_operator ON person FOR EACH ROW WHEN (NEW.is_operator AND NOT OLD.is_operator)
  EXECUTE FUNCTION app.operator_stood_nowhere();

-- After the triggers that decide what is published, by the order of their names.
CREATE FUNCTION app.taken_down_is_unpublished() RETURNS trigger ${definer} AS $$
BEGIN
  NEW.published := false;
  RETURN NEW;
END $$;
CREATE FUNCTION app.campaign_taken_down() RETURNS trigger ${definer} AS $$
BEGIN
  IF EXISTS (SELECT FROM public.community c WHERE c.id = NEW.community_id AND c.taken_down_at IS NOT NULL) THEN NEW.published := false; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER campaign_taken_down BEFORE INSERT OR UPDATE ON campaign FOR EACH ROW WHEN (NEW.published) EXECUTE FUNCTION app.campaign_taken_down();
CREATE TRIGGER taken_down_is_unpublished BEFORE INSERT OR UPDATE ON ask FOR EACH ROW WHEN (NEW.taken_down_at IS NOT NULL) EXECUTE FUNCTION app.taken_down_is_unpublished();
CREATE TRIGGER taken_down_is_unpublished BEFORE INSERT OR UPDATE ON campaign FOR EACH ROW WHEN (NEW.taken_down_at IS NOT NULL) EXECUTE FUNCTION app.taken_down_is_unpublished();
CREATE TRIGGER taken_down_is_unpublished BEFORE INSERT OR UPDATE ON community FOR EACH ROW WHEN (NEW.taken_down_at IS NOT NULL) EXECUTE FUNCTION app.taken_down_is_unpublished();
${linkedAsk(notTakenDown)}

CREATE FUNCTION app.record_operator_act(community uuid, kind text, subject_type text, subject uuid, campaign uuid, reason text) RETURNS void ${definer} AS $$
DECLARE
  entry uuid := gen_random_uuid();
  details jsonb := jsonb_build_object('reason', reason);
BEGIN
  INSERT INTO public.record_entry (community_id, id, kind, actor_role, campaign_id, subject_type, subject_id, details)
  VALUES (community, entry, kind, 'OPERATOR', campaign, subject_type, subject, details);
  INSERT INTO public.outbox_event (id, community_id, kind, subject_id, data) VALUES (entry, community, kind, subject, details);
END $$;
COMMENT ON FUNCTION app.record_operator_act(uuid, text, text, uuid, uuid, text) IS 'Not granted: only the acts themselves put themselves on the record.';

CREATE FUNCTION app.operator_reason(reason text) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, app AS $$
BEGIN
  IF reason IS NULL OR NOT reason = ANY (ARRAY['ABUSE', 'SPAM', 'ACCOUNT_TAKEN_OVER', 'ENDANGERS_PEOPLE', 'LEGAL_ORDER', 'ASKED_BY_OWNER', 'MISTAKE', 'OTHER']) THEN
    PERFORM app.refuse('operator_reason_ck', 'an operator gives one of a few reasons');
  END IF;
END $$;

CREATE FUNCTION app.suspend_account(person uuid, membership uuid, reason text, reinstates boolean) RETURNS text ${vaultDefiner} AS $$
DECLARE
  target public.person;
BEGIN${byOperator}
  PERFORM app.operator_reason(reason);
  -- Communities before people, as whoever leaves, admits or is erased.
  PERFORM app.lock_community(carried.community_id) FROM (
    SELECT m.community_id FROM public.membership m
     WHERE m.person_id = coalesce(person, (SELECT n.person_id FROM public.membership n WHERE n.id = membership)) AND m.is_steward AND m.ended_at IS NULL
     ORDER BY m.community_id) carried;
  SELECT p.* INTO target FROM public.person p
   WHERE p.id = coalesce(person, (SELECT m.person_id FROM public.membership m WHERE m.id = membership)) FOR NO KEY UPDATE;
  IF NOT FOUND OR NOT EXISTS (SELECT FROM vault.account a WHERE a.person_id = target.id) THEN RETURN 'NOT_FOUND'; END IF;
  IF target.is_operator THEN RETURN 'OPERATOR'; END IF;
  IF (target.suspended_at IS NULL) = reinstates THEN RETURN 'ALREADY'; END IF;
  UPDATE public.person p SET suspended_at = CASE WHEN reinstates THEN NULL ELSE now() END WHERE p.id = target.id;
  -- Reinstated, they sign in anew: whoever held their sessions meanwhile does not come back with them.
  UPDATE vault.session s SET revoked_at = now() WHERE s.person_id = target.id AND s.revoked_at IS NULL;
  PERFORM app.record_operator_act(m.community_id, CASE WHEN reinstates THEN 'operator.account_reinstated' ELSE 'operator.account_suspended' END, 'Membership', m.id, NULL, reason)
     FROM public.membership m WHERE m.person_id = target.id AND m.ended_at IS NULL;
  RETURN 'DONE';
END $$;
COMMENT ON FUNCTION app.suspend_account(uuid, uuid, text, boolean) IS
  'Keeps someone out from their next request on, or lets them in again. Nothing is removed, and nobody is too important. On the record of every community where they stand.';

CREATE FUNCTION app.take_down_page(community uuid, campaign uuid, ask uuid, reason text, restores boolean) RETURNS text ${definer} AS $$
DECLARE
  home uuid;
  at timestamptz := CASE WHEN restores THEN NULL ELSE now() END;
  was timestamptz;
  within uuid := campaign;
BEGIN${byOperator}
  PERFORM app.operator_reason(reason);
  IF community IS NOT NULL THEN
    SELECT c.id, c.taken_down_at INTO home, was FROM public.community c WHERE c.id = community FOR NO KEY UPDATE;
  ELSIF campaign IS NOT NULL THEN
    SELECT g.community_id, g.taken_down_at INTO home, was FROM public.campaign g WHERE g.id = campaign FOR NO KEY UPDATE;
  ELSE
    SELECT a.community_id, a.campaign_id, a.taken_down_at INTO home, within, was FROM public.ask a WHERE a.id = ask FOR NO KEY UPDATE;
  END IF;
  IF home IS NULL THEN RETURN 'NOT_FOUND'; END IF;
  IF (was IS NULL) = restores THEN RETURN 'ALREADY'; END IF;
  IF community IS NOT NULL THEN
    UPDATE public.community c SET taken_down_at = at WHERE c.id = home;
    -- Named, so that what decides whether a campaign is published decides again; asks and figures follow it.
    UPDATE public.campaign g SET visibility = g.visibility WHERE g.community_id = home;
  ELSIF campaign IS NOT NULL THEN
    UPDATE public.campaign g SET visibility = g.visibility, taken_down_at = at WHERE g.community_id = home AND g.id = campaign;
  ELSE
    UPDATE public.ask a SET taken_down_at = at WHERE a.community_id = home AND a.id = ask;
  END IF;
  PERFORM app.record_operator_act(home, CASE WHEN restores THEN 'operator.page_restored' ELSE 'operator.page_taken_down' END,
    CASE WHEN community IS NOT NULL THEN 'Community' WHEN campaign IS NOT NULL THEN 'Campaign' ELSE 'Ask' END, coalesce(community, campaign, ask), within, reason);
  RETURN 'DONE';
END $$;
COMMENT ON FUNCTION app.take_down_page(uuid, uuid, uuid, text, boolean) IS
  'Hides a community, a campaign or an ask from outsiders at once, or shows it again. Members work on. On the record of the community.';

GRANT EXECUTE ON FUNCTION app.acts_as_operator(), app.suspend_account(uuid, uuid, text, boolean), app.take_down_page(uuid, uuid, uuid, text, boolean) TO accompany_app;
`;

  protected readonly downSql = `
DROP FUNCTION app.take_down_page(uuid, uuid, uuid, text, boolean), app.suspend_account(uuid, uuid, text, boolean), app.operator_reason(text),
  app.record_operator_act(uuid, text, text, uuid, uuid, text);
${linkedAsk('')}
DROP TRIGGER taken_down_is_unpublished ON community;
DROP TRIGGER taken_down_is_unpublished ON campaign;
DROP TRIGGER taken_down_is_unpublished ON ask;
DROP TRIGGER campaign_taken_down ON campaign;
DROP FUNCTION app.campaign_taken_down(), app.taken_down_is_unpublished();
DROP TRIGGER operator_stood_nowhere ON person;
DROP FUNCTION app.operator_stood_nowhere();
DROP TRIGGER operator_stands_nowhere ON representative;
DROP TRIGGER operator_stands_nowhere ON membership;
DROP FUNCTION app.operator_stands_nowhere(), app.acts_as_operator();
ALTER TABLE ask DROP COLUMN taken_down_at;
ALTER TABLE campaign DROP COLUMN taken_down_at;
ALTER TABLE community DROP COLUMN taken_down_at;
`;
}
