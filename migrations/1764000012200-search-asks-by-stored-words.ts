import { SqlMigration } from './support.js';

/**
 * Under row-level security no index answers a search for words: the operator might tell of hidden rows. Each visible row
 * is looked at, so what is looked at must be cheap: words taken apart when they are written, and whether an ask is full
 * beside its public figures instead of behind a function call.
 */
export class SearchAsksByStoredWords1764000012200 extends SqlMigration {
  readonly name = 'SearchAsksByStoredWords1764000012200';

  protected readonly upSql = `
DROP INDEX ask_search_ix;
ALTER TABLE ask
  ADD COLUMN words tsvector GENERATED ALWAYS AS (app.searchable(title, description, '')) STORED,
  ADD COLUMN place_words tsvector GENERATED ALWAYS AS (app.searchable('', '', place)) STORED;
COMMENT ON COLUMN ask.place_words IS 'Apart, because outsiders must not find a place by searching that they are not shown.';

ALTER TABLE public_figure ADD COLUMN is_full boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN public_figure.is_full IS 'Whether pledges wait for a place: the one fact of the tally that anyone may know. Kept by trigger.';
GRANT SELECT (is_full) ON public_figure TO accompany_app;

CREATE FUNCTION app.is_full(tally ask_tally) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog AS $$
  SELECT coalesce(tally.places_taken >= tally.slots, false) OR tally.pledged_quantity >= tally.quantity_wanted
$$;
CREATE FUNCTION app.tally_fills() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app AS $$
BEGIN
  UPDATE public.public_figure f SET is_full = app.is_full(NEW) WHERE f.community_id = NEW.community_id AND f.ask_id = NEW.ask_id;
  RETURN NULL;
END $$;
CREATE TRIGGER tally_fills AFTER UPDATE OF slots, quantity_wanted, places_taken, pledged_quantity ON ask_tally
  FOR EACH ROW WHEN (app.is_full(OLD) <> app.is_full(NEW)) EXECUTE FUNCTION app.tally_fills();
UPDATE public_figure f SET is_full = true FROM ask_tally t WHERE t.community_id = f.community_id AND t.ask_id = f.ask_id AND app.is_full(t);

GRANT EXECUTE ON FUNCTION app.is_full(ask_tally), app.tally_fills() TO accompany_app;
`;

  protected readonly downSql = `
DROP TRIGGER tally_fills ON ask_tally;
DROP FUNCTION app.tally_fills(), app.is_full(ask_tally);
ALTER TABLE public_figure DROP COLUMN is_full;
ALTER TABLE ask DROP COLUMN place_words, DROP COLUMN words;
CREATE INDEX ask_search_ix ON ask USING gin (app.searchable(title, description, place));
`;
}
