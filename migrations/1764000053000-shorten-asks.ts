import { SqlMigration } from './support.js';

/**
 * A short link names an ask by the end of its id, which is random. Two published asks that end alike, one pair in some
 * 280 million million, are both found by their whole addresses only.
 */
export class ShortenAsks1764000053000 extends SqlMigration {
  readonly name = 'ShortenAsks1764000053000';

  protected readonly upSql = `
CREATE INDEX ask_short_ix ON ask (right(id::text, 12)) WHERE published;
CREATE FUNCTION app.published_ask_ending(ending text) RETURNS uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, app AS $$
  SELECT (array_agg(a.id))[1] FROM public.ask a WHERE right(a.id::text, 12) = ending AND a.published HAVING count(*) = 1
$$;
COMMENT ON FUNCTION app.published_ask_ending(text) IS 'For short links: the one ask that anyone may see whose id ends so. As a function, because the wall of rows would keep the question from its index.';
CREATE FUNCTION app.linked_shifts(ask uuid) RETURNS SETOF ask_shift
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, app AS $$
  SELECT s.* FROM app.linked_ask(linked_shifts.ask) a JOIN public.ask_shift s ON s.community_id = a.community_id AND s.ask_id = a.id
$$;
COMMENT ON FUNCTION app.linked_shifts(uuid) IS 'As app.linked_ask.';
GRANT EXECUTE ON FUNCTION app.published_ask_ending(text), app.linked_shifts(uuid) TO accompany_app;
`;

  protected readonly downSql = `
DROP FUNCTION app.linked_shifts(uuid), app.published_ask_ending(text);
DROP INDEX ask_short_ix;
`;
}
