import { protect, SqlMigration } from './support.js';

const definer = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app';
const texts = [
  'title',
  'description',
  'unit',
  'risk_notes',
  'mitigations',
  'dos',
  'donts',
  'prerequisites',
  'suits',
  'access',
];
const written = texts.map((text) => `coalesce(translate_ask.written ->> '${text}', '')`).join(', ');

/** An ask in further languages: what is said, never what is agreed. Written by functions alone. */
export class TranslateAsks1764000031200 extends SqlMigration {
  readonly name = 'TranslateAsks1764000031200';

  protected readonly upSql = `
CREATE TABLE ask_translation (
  community_id uuid NOT NULL,
  id uuid NOT NULL,
  campaign_id uuid NOT NULL,
  ask_id uuid NOT NULL,
  language text NOT NULL,
  title text NOT NULL,
  description text NOT NULL,
  unit text NOT NULL,
  risk_notes text NOT NULL,
  mitigations text NOT NULL,
  dos text NOT NULL,
  donts text NOT NULL,
  prerequisites text NOT NULL,
  suits text NOT NULL,
  access text NOT NULL,
  of_terms_version integer NOT NULL,
  of_digest text NOT NULL,
  version integer NOT NULL,
  translated_by uuid,
  lead_id uuid,
  translated_at timestamptz NOT NULL DEFAULT now(),
  tongue smallint GENERATED ALWAYS AS (app.tongue(language)) STORED,
  words tsvector GENERATED ALWAYS AS (app.words_in(language, title || ' ' || description)) STORED,
  CONSTRAINT ask_translation_pk PRIMARY KEY (community_id, id),
  CONSTRAINT ask_translation_once_uq UNIQUE (community_id, ask_id, language),
  CONSTRAINT ask_translation_ask_fk FOREIGN KEY (community_id, campaign_id, ask_id) REFERENCES ask (community_id, campaign_id, id),
  CONSTRAINT ask_translation_by_fk FOREIGN KEY (community_id, translated_by) REFERENCES membership (community_id, id),
  CONSTRAINT ask_translation_lead_fk FOREIGN KEY (community_id, campaign_id, lead_id) REFERENCES coalition_lead (community_id, campaign_id, lead_id),
  CONSTRAINT ask_translation_signed_once_ck CHECK ((translated_by IS NULL) = (lead_id IS NOT NULL)),
  CONSTRAINT ask_translation_texts_ck CHECK (length(title) BETWEEN 1 AND 140 AND length(description) <= 8000 AND length(unit) <= 40 AND length(risk_notes) <= 4000
    AND length(mitigations) <= 4000 AND length(dos) <= 4000 AND length(donts) <= 4000 AND length(prerequisites) <= 2000 AND length(suits) <= 1000 AND length(access) <= 2000)
);
COMMENT ON TABLE ask_translation IS 'One a language. A newer one replaces the row: under another id, with the next version. No place: where it is stays with the ask.';
COMMENT ON COLUMN ask_translation.of_terms_version IS 'The version of the terms that it translates.';
COMMENT ON COLUMN ask_translation.of_digest IS 'Of the words that it translates: those of a draft change without a version of terms.';
COMMENT ON COLUMN ask_translation.translated_by IS '[personal] Who translated it.';
COMMENT ON COLUMN ask_translation.lead_id IS 'The community beside the host that leads the ask; who of it translated stays with that community.';
COMMENT ON COLUMN ask_translation.translated_at IS '[personal] When they did.';
CREATE INDEX ask_translation_ask_ix ON ask_translation (ask_id, language);
CREATE INDEX ask_translation_id_ix ON ask_translation (id);
CREATE TRIGGER signs_for_lead BEFORE INSERT ON ask_translation FOR EACH ROW WHEN (NEW.lead_id IS NOT NULL) EXECUTE FUNCTION app.signs_for_lead('id');

CREATE FUNCTION app.ask_words_digest(ask ask) RETURNS text LANGUAGE sql STABLE SET search_path = pg_catalog AS $$
  SELECT encode(sha256(convert_to(jsonb_build_array(ask.language, ${texts.map((text) => `ask.${text}`).join(', ')})::text, 'UTF8')), 'hex')
$$;

CREATE FUNCTION app.drafts_ask(ask ask) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, app AS $$
  SELECT coalesce(CASE WHEN ask.lead_id IS NULL THEN ask.community_id = ANY (app.communities_as('insider'))
    ELSE app.leads_campaign(ask.community_id, ask.campaign_id, ask.lead_id, 'affected') END, false)
$$;
COMMENT ON FUNCTION app.drafts_ask(ask) IS 'Whether whoever acts is of those who write this ask down.';

CREATE FUNCTION app.translate_ask(home uuid, ask uuid, translation uuid, tongue text, written jsonb, of_terms integer, translator uuid) RETURNS void ${definer} AS $$
DECLARE
  original public.ask;
  before integer;
BEGIN
  PERFORM app.lock_ask(home, translate_ask.ask);
  SELECT * INTO original FROM public.ask a WHERE a.community_id = home AND a.id = translate_ask.ask;
  IF original.id IS NULL OR NOT app.drafts_ask(original) OR NOT coalesce(original.lead_id IS NOT NULL OR translator = ANY (app.my_memberships()), false) THEN
    PERFORM app.refuse('ask_translation_by_its_people_ck', 'those who write an ask down translate it');
  END IF;
  IF lower(original.language) = lower(translate_ask.tongue) THEN
    PERFORM app.refuse('ask_translation_into_another_ck', 'it is written in this language');
  END IF;
  IF of_terms NOT BETWEEN 1 AND original.terms_version THEN
    PERFORM app.refuse('ask_translation_of_terms_ck', 'there is no such version of its terms');
  END IF;
  DELETE FROM public.ask_translation t WHERE t.community_id = home AND t.ask_id = original.id AND t.language = translate_ask.tongue RETURNING t.version INTO before;
  IF (SELECT count(*) FROM public.ask_translation t WHERE t.community_id = home AND t.ask_id = original.id) >= 40 THEN
    PERFORM app.refuse('ask_translation_limit_ck', 'an ask is translated into at most 40 languages');
  END IF;
  INSERT INTO public.ask_translation (community_id, id, campaign_id, ask_id, language, ${texts.join(', ')}, of_terms_version, of_digest, version, translated_by, lead_id)
  VALUES (home, translation, original.campaign_id, original.id, translate_ask.tongue, ${written}, of_terms, app.ask_words_digest(original), coalesce(before, 0) + 1,
    CASE WHEN original.lead_id IS NULL THEN translator END, original.lead_id);
END $$;
COMMENT ON FUNCTION app.translate_ask(uuid, uuid, uuid, text, jsonb, integer, uuid) IS 'Replaces the translation in that language, if there is one.';

CREATE FUNCTION app.withdraw_ask_translation(home uuid, translation uuid) RETURNS boolean ${definer} AS $$
BEGIN
  DELETE FROM public.ask_translation t USING public.ask a
   WHERE t.community_id = home AND t.id = translation AND a.community_id = home AND a.id = t.ask_id AND app.drafts_ask(a);
  RETURN FOUND;
END $$;
COMMENT ON FUNCTION app.withdraw_ask_translation(uuid, uuid) IS 'By any of those who write the ask down.';

CREATE FUNCTION app.linked_translations(ask uuid) RETURNS SETOF ask_translation LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, app AS $$
  SELECT t.* FROM app.linked_ask(linked_translations.ask) a JOIN public.ask_translation t ON t.community_id = a.community_id AND t.ask_id = a.id
$$;
COMMENT ON FUNCTION app.linked_translations(uuid) IS 'As app.linked_ask.';

${protect('ask_translation')}
CREATE POLICY seen ON ask_translation FOR SELECT TO accompany_app
  USING ((SELECT true FROM ask a WHERE a.community_id = ask_translation.community_id AND a.id = ask_translation.ask_id));
GRANT SELECT ON ask_translation TO accompany_app;
GRANT EXECUTE ON FUNCTION app.ask_words_digest(ask), app.drafts_ask(ask), app.translate_ask(uuid, uuid, uuid, text, jsonb, integer, uuid),
  app.withdraw_ask_translation(uuid, uuid), app.linked_translations(uuid) TO accompany_app;
`;

  protected readonly downSql = `
DROP FUNCTION app.linked_translations(uuid), app.withdraw_ask_translation(uuid, uuid), app.translate_ask(uuid, uuid, uuid, text, jsonb, integer, uuid), app.drafts_ask(ask),
  app.ask_words_digest(ask);
DELETE FROM lead_act WHERE kind = 'ask_translation';
DROP TABLE ask_translation;
`;
}
