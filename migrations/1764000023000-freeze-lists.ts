import { SqlMigration } from './support.js';

const definer = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app';

/** What people vote on stays as it is until the round is over. */
export class FreezeLists1764000023000 extends SqlMigration {
  readonly name = 'FreezeLists1764000023000';

  protected readonly upSql = `
CREATE FUNCTION app.listed_priority_stays() RETURNS trigger ${definer} AS $$
BEGIN
  IF EXISTS (SELECT FROM public.round_item i JOIN public.priority_round r ON r.community_id = i.community_id AND r.id = i.round_id
              WHERE i.community_id = NEW.community_id AND i.priority_id = NEW.id AND r.state IN ('OPEN', 'CLOSED', 'COUNTED')) THEN
    PERFORM app.refuse('priority_on_open_list_ck', 'a priority on the list of a round under way stays as it is');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER listed_stays BEFORE UPDATE OF statement, details, language, withdrawn_at, merged_into ON priority FOR EACH ROW
  WHEN ((OLD.statement, OLD.details, OLD.language, OLD.withdrawn_at, OLD.merged_into) IS DISTINCT FROM (NEW.statement, NEW.details, NEW.language, NEW.withdrawn_at, NEW.merged_into))
  EXECUTE FUNCTION app.listed_priority_stays();

CREATE FUNCTION app.digests_of_round(host uuid, round uuid) RETURNS TABLE (priority_id uuid, digest text) ${definer} AS $$
BEGIN
  PERFORM app.only_the_clock();
  RETURN QUERY SELECT p.id, app.priority_digest(p.community_id, p.id) FROM public.priority_round r
    JOIN public.priority p ON p.community_id = r.community_id AND p.campaign_id = r.campaign_id WHERE r.community_id = host AND r.id = round;
END $$;
COMMENT ON FUNCTION app.digests_of_round(uuid, uuid) IS 'Of every priority of its campaign: ratifying sets review dates, which the record answers for.';

GRANT EXECUTE ON FUNCTION app.listed_priority_stays(), app.digests_of_round(uuid, uuid) TO accompany_app;
`;

  protected readonly downSql = `
DROP TRIGGER listed_stays ON priority;
DROP FUNCTION app.digests_of_round(uuid, uuid), app.listed_priority_stays();
`;
}
