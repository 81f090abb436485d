import { protect, SqlMigration } from './support.js';

const definer = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app';

/** A priority in further languages. Written by functions alone: no role may put a row there by hand. */
export class TranslatePriorities1764000020400 extends SqlMigration {
  readonly name = 'TranslatePriorities1764000020400';

  protected readonly upSql = `
CREATE TABLE priority_translation (
  community_id uuid NOT NULL,
  id uuid NOT NULL,
  campaign_id uuid NOT NULL,
  priority_id uuid NOT NULL,
  language text NOT NULL,
  statement text NOT NULL,
  details text NOT NULL DEFAULT '',
  of_version integer NOT NULL,
  version integer NOT NULL,
  translated_by uuid,
  translator_standing text NOT NULL DEFAULT 'AFFECTED',
  lead_id uuid,
  translated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT priority_translation_pk PRIMARY KEY (community_id, id),
  CONSTRAINT priority_translation_once_uq UNIQUE (community_id, priority_id, language),
  CONSTRAINT priority_translation_priority_fk FOREIGN KEY (community_id, campaign_id, priority_id) REFERENCES priority (community_id, campaign_id, id),
  CONSTRAINT priority_translation_by_fk FOREIGN KEY (community_id, translated_by, translator_standing) REFERENCES membership (community_id, id, standing),
  CONSTRAINT priority_translation_standing_ck CHECK (translator_standing = 'AFFECTED'),
  CONSTRAINT priority_translation_lead_fk FOREIGN KEY (community_id, campaign_id, lead_id) REFERENCES coalition_lead (community_id, campaign_id, lead_id),
  CONSTRAINT priority_translation_signed_once_ck CHECK ((translated_by IS NULL) = (lead_id IS NOT NULL)),
  CONSTRAINT priority_translation_statement_ck CHECK (length(statement) BETWEEN 1 AND 300),
  CONSTRAINT priority_translation_details_ck CHECK (length(details) <= 4000)
);
COMMENT ON TABLE priority_translation IS 'One a language. A newer one replaces the row: under another id, with the next version.';
COMMENT ON COLUMN priority_translation.of_version IS 'The version of the priority that it translates.';
COMMENT ON COLUMN priority_translation.statement IS '[personal] [stays] The need in the translator’s words: the community’s from then on.';
COMMENT ON COLUMN priority_translation.details IS '[personal] [stays] What is said of it in the translator’s words: the community’s from then on.';
COMMENT ON COLUMN priority_translation.translated_by IS '[personal] Who translated it.';
COMMENT ON COLUMN priority_translation.translator_standing IS '[personal] [stays] In which standing.';
COMMENT ON COLUMN priority_translation.lead_id IS 'The community beside the host whose member translated it; who of it stays with that community.';
COMMENT ON COLUMN priority_translation.translated_at IS '[personal] When they did.';
CREATE INDEX priority_translation_priority_ix ON priority_translation (priority_id, language);
CREATE INDEX priority_translation_id_ix ON priority_translation (id);
CREATE TRIGGER signs_for_lead BEFORE INSERT ON priority_translation FOR EACH ROW WHEN (NEW.lead_id IS NOT NULL) EXECUTE FUNCTION app.signs_for_lead('id');
CREATE TRIGGER serves_live_priority BEFORE INSERT ON priority_translation FOR EACH ROW EXECUTE FUNCTION app.serves_live_priority();

CREATE FUNCTION app.translation_digest(community uuid, translation uuid) RETURNS text LANGUAGE sql STABLE SET search_path = pg_catalog, public AS $$
  SELECT encode(sha256(convert_to(jsonb_build_array(t.id, t.priority_id, t.language, t.statement, t.details, t.of_version, t.version, t.lead_id)::text, 'UTF8')), 'hex')
    FROM public.priority_translation t WHERE t.community_id = translation_digest.community AND t.id = translation_digest.translation
$$;
COMMENT ON FUNCTION app.translation_digest(uuid, uuid) IS 'As app.priority_digest, of a translation.';

CREATE FUNCTION app.translate_priority(home uuid, priority uuid, translation uuid, lead uuid, tongue text, statement text, details text) RETURNS void ${definer} AS $$
DECLARE
  original public.priority;
  before integer;
BEGIN
  PERFORM app.lock_priorities(home, ARRAY[translate_priority.priority]);
  SELECT * INTO original FROM public.priority p WHERE p.community_id = home AND p.id = translate_priority.priority;
  IF NOT coalesce(CASE WHEN lead IS NULL THEN home = ANY (app.communities_as('affected')) ELSE app.leads_campaign(home, original.campaign_id, lead, 'affected') END, false) THEN
    PERFORM app.refuse('priority_translation_by_its_people_ck', 'people affected of the host and of its leads translate priorities');
  END IF;
  IF lower(original.language) = lower(tongue) THEN
    PERFORM app.refuse('priority_translation_into_another_ck', 'it is written in this language');
  END IF;
  DELETE FROM public.priority_translation t WHERE t.community_id = home AND t.priority_id = original.id AND t.language = tongue RETURNING t.version INTO before;
  INSERT INTO public.priority_translation (community_id, id, campaign_id, priority_id, language, statement, details, of_version, version, translated_by, lead_id)
  VALUES (home, translation, original.campaign_id, original.id, tongue, translate_priority.statement, translate_priority.details, original.version, coalesce(before, 0) + 1,
    CASE WHEN lead IS NULL THEN app.affected_self(home) END, lead);
END $$;
COMMENT ON FUNCTION app.translate_priority(uuid, uuid, uuid, uuid, text, text, text) IS 'Replaces the translation in that language, if there is one.';

CREATE FUNCTION app.withdraw_translation(home uuid, translation uuid, lead uuid) RETURNS boolean ${definer} AS $$
BEGIN
  DELETE FROM public.priority_translation t
   WHERE t.community_id = home AND t.id = translation AND CASE WHEN lead IS NULL
     THEN home = ANY (app.communities_as('steward')) OR (home = ANY (app.communities_as('affected')) AND t.translated_by = ANY (app.my_memberships()))
     ELSE t.lead_id = lead AND (app.leads_campaign(home, t.campaign_id, lead, 'steward') OR (app.leads_campaign(home, t.campaign_id, lead, 'affected')
       AND EXISTS (SELECT FROM public.lead_act a WHERE a.community_id = lead AND a.id = t.id AND a.membership_id = ANY (app.my_memberships())))) END;
  RETURN FOUND;
END $$;
COMMENT ON FUNCTION app.withdraw_translation(uuid, uuid, uuid) IS 'By its translator, a steward of the host, or one of the lead whose member translated it.';

${protect('priority_translation')}
CREATE POLICY seen ON priority_translation FOR SELECT TO accompany_app
  USING ((SELECT true FROM priority p WHERE p.community_id = priority_translation.community_id AND p.id = priority_translation.priority_id));
GRANT SELECT ON priority_translation TO accompany_app;
GRANT EXECUTE ON FUNCTION app.translation_digest(uuid, uuid), app.translate_priority(uuid, uuid, uuid, uuid, text, text, text),
  app.withdraw_translation(uuid, uuid, uuid) TO accompany_app;
`;

  protected readonly downSql = `
DROP FUNCTION app.withdraw_translation(uuid, uuid, uuid), app.translate_priority(uuid, uuid, uuid, uuid, text, text, text), app.translation_digest(uuid, uuid);
DELETE FROM lead_act WHERE kind = 'priority_translation';
DROP TABLE priority_translation;
`;
}
