import { SqlMigration } from './support.js';

/** Primary subtags, and how Postgres stems their words. The place in the list is stored: append only. */
const stemmers = {
  ar: 'arabic',
  ca: 'catalan',
  da: 'danish',
  de: 'german',
  el: 'greek',
  en: 'english',
  es: 'spanish',
  eu: 'basque',
  fi: 'finnish',
  fr: 'french',
  ga: 'irish',
  hi: 'hindi',
  hu: 'hungarian',
  hy: 'armenian',
  id: 'indonesian',
  it: 'italian',
  lt: 'lithuanian',
  nb: 'norwegian',
  ne: 'nepali',
  nl: 'dutch',
  nn: 'norwegian',
  no: 'norwegian',
  pt: 'portuguese',
  ro: 'romanian',
  ru: 'russian',
  sr: 'serbian',
  sv: 'swedish',
  ta: 'tamil',
  tr: 'turkish',
  yi: 'yiddish',
};

const subtags = Object.keys(stemmers)
  .map((tag) => `'${tag}'`)
  .join(', ');
const configurations = ['simple', ...Object.values(stemmers)].map((name) => `'pg_catalog.${name}'`).join(', ');
const pure = 'LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, public, app';

const simpleWords = `
ALTER TABLE ask
  ADD COLUMN words tsvector GENERATED ALWAYS AS (app.searchable(title, description, '')) STORED,
  ADD COLUMN place_words tsvector GENERATED ALWAYS AS (app.searchable('', '', place)) STORED;`;
const placeWordsApart = `COMMENT ON COLUMN ask.place_words IS 'Apart, because outsiders must not find a place by searching that they are not shown.';`;

/** An ask is found by the words of its own language in whatever form they stand, and by each word as it is written. */
export class SearchAsksInTheirLanguage1764000031100 extends SqlMigration {
  readonly name = 'SearchAsksInTheirLanguage1764000031100';

  protected readonly upSql = `
CREATE FUNCTION app.tongue(language text) RETURNS smallint ${pure} AS $$
  SELECT (coalesce(array_position(ARRAY[${subtags}], lower(split_part(language, '-', 1))), 0) + 1)::smallint
$$;
COMMENT ON FUNCTION app.tongue(text) IS 'The place of a language among those whose words Postgres can stem; 1 for all others.';

CREATE FUNCTION app.stemmers() RETURNS regconfig[] ${pure} AS $$
  SELECT ARRAY[${configurations}]::regconfig[]
$$;
COMMENT ON FUNCTION app.stemmers() IS 'By app.tongue. Declared immutable, as what is made with it, because every configuration is named.';

CREATE FUNCTION app.plain_letters(language text, written text) RETURNS text ${pure} AS $$
  SELECT CASE lower(split_part(language, '-', 1))
    WHEN 'es' THEN regexp_replace(unaccent('unaccent', written), '([csx])ion\\M', '\\1ión', 'gi')
    WHEN 'pt' THEN regexp_replace(regexp_replace(unaccent('unaccent', written), 'cao\\M', 'ção', 'gi'), 'coes\\M', 'ções', 'gi')
    ELSE unaccent('unaccent', written) END
$$;
COMMENT ON FUNCTION app.plain_letters(text, text) IS 'Without accents but for those endings that a stemmer knows only with theirs, and that people often write without.';

CREATE FUNCTION app.words_in(language text, written text) RETURNS tsvector ${pure} AS $$
  SELECT to_tsvector('pg_catalog.simple', unaccent('unaccent', written))
      || to_tsvector((app.stemmers())[app.tongue(language)], app.plain_letters(language, written)) || to_tsvector((app.stemmers())[app.tongue(language)], written)
$$;
COMMENT ON FUNCTION app.words_in(text, text) IS 'As they stand, without accents; and their stems, with accents and without: a stemmer may need them to know an ending.';

CREATE FUNCTION app.word_queries(asked text) RETURNS tsquery[] ${pure} AS $$
  SELECT array_agg(websearch_to_tsquery('pg_catalog.simple', unaccent('unaccent', asked)) || websearch_to_tsquery(s.configuration, app.plain_letters(s.language, asked))
      || websearch_to_tsquery(s.configuration, asked) ORDER BY s.tongue)
    FROM unnest(app.stemmers(), ARRAY['', ${subtags}]) WITH ORDINALITY AS s (configuration, language, tongue)
$$;
COMMENT ON FUNCTION app.word_queries(text) IS 'What is asked for, by app.tongue: made once for a search, and each row takes that of its language.';

ALTER TABLE ask DROP COLUMN words, DROP COLUMN place_words;
ALTER TABLE ask
  ADD COLUMN tongue smallint GENERATED ALWAYS AS (app.tongue(language)) STORED,
  ADD COLUMN words tsvector GENERATED ALWAYS AS (app.words_in(language, title || ' ' || description || ' ' || area)) STORED,
  ADD COLUMN place_words tsvector GENERATED ALWAYS AS (app.words_in(language, place)) STORED;
COMMENT ON COLUMN ask.tongue IS 'By which stems it is searched: see app.tongue.';
${placeWordsApart}

GRANT EXECUTE ON FUNCTION app.tongue(text), app.stemmers(), app.plain_letters(text, text), app.words_in(text, text), app.word_queries(text) TO accompany_app;
`;

  protected readonly downSql = `
ALTER TABLE ask DROP COLUMN words, DROP COLUMN place_words, DROP COLUMN tongue;
${simpleWords}
${placeWordsApart}
DROP FUNCTION app.word_queries(text), app.words_in(text, text), app.plain_letters(text, text), app.stemmers(), app.tongue(text);
`;
}
