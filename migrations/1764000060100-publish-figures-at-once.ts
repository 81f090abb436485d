import { ALL_MEASURES, exactly, figuresOf, publishedApart, tallyIsPublished, THE_ASK } from './figure-functions.js';
import { SqlMigration } from './support.js';

const definer = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app';

/** The measures of which people's and organizations' parts are told, by their counters, in the order of ask_tally.split_at. */
const SPLIT = ['places_taken', 'waitlisted_count', 'reported_count', 'attested_count'];

const isDue = (row: 'OLD' | 'NEW', place: number, counter: string) =>
  `abs(NEW.${counter} - ${row}.split_at[${place}]) >= greatest(10, ${row}.split_at[${place}] / 10)`;
const due = (row: 'OLD' | 'NEW') => SPLIT.map((counter, index) => isDue(row, index + 1, counter));

const FILLED = 'slots, quantity_wanted, places_taken, pledged_quantity, held_count, held_quantity';
/** As app.is_full has it. */
const isFull = (row: 'OLD' | 'NEW') =>
  `coalesce(${row}.places_taken + ${row}.held_count >= ${row}.slots, false) OR ${row}.pledged_quantity + ${row}.held_quantity >= ${row}.quantity_wanted`;

const FIGURES = figuresOf(ALL_MEASURES).map(({ column }) => column);
const COUNTS = FIGURES.filter((column) => column.endsWith('_count'));
const shown = (row: 'OLD' | 'NEW') =>
  `(${['published', 'is_exact', 'k', 'quantity_wanted', ...FIGURES].map((column) => `${row}.${column}`).join(', ')})`;
const DAY = '  INSERT INTO public.figure_day AS d';
const DAY_UNLESS_SAME = `  IF ${shown('OLD')} IS NOT DISTINCT FROM ${shown('NEW')} THEN RETURN NEW; END IF;
${DAY}`;

const NEXT = '  SELECT f.published, f.k INTO shown FROM public.public_figure f';
const ASKED = `  UPDATE public.ask_tally t SET split_at = (SELECT array_agg(CASE WHEN is_due[n] THEN totals[n] ELSE t.split_at[n] END ORDER BY n) FROM generate_subscripts(totals, 1) n)
   WHERE t.community_id = NEW.community_id AND t.ask_id = NEW.ask_id;
${NEXT}`;

/** The rest of the function stays as it is. */
const changed = (name: string, ...changes: readonly (readonly [string, string])[]) => `
DO $do$
BEGIN
  EXECUTE ${changes.reduce((text, [one, other]) => `replace(${text}, $q$${one}$q$, $q$${other}$q$)`, `pg_get_functiondef('app.${name}()'::regprocedure)`)};
END $do$;`;

/**
 * For all rows of a statement at once. Rows of which only the turn or the day moved tell nothing new. Which did is kept in
 * arrays, whose plan looks rows up by index: made for a list of rows it may go through the figures of everyone.
 */
const talliesArePublished = (many: number) => {
  const told = ['community_id', 'ask_id', 'quantity_wanted', ...figuresOf(many).map(({ counter }) => counter)].join(
    ', ',
  );
  const moved = 'unnest(homes, asks) AS m (home, ask)';
  return `
CREATE FUNCTION app.tallies_are_published() RETURNS trigger ${definer} SET plan_cache_mode = 'force_generic_plan' AS $$
#variable_conflict use_column
DECLARE
  homes uuid[];
  asks uuid[];
  told bigint;
  tally public.ask_tally;
  people integer[];
  apart record;
BEGIN
  SELECT array_agg(m.community_id), array_agg(m.ask_id) INTO homes, asks
    FROM (SELECT ${told} FROM new_rows EXCEPT SELECT ${told} FROM old_rows) m;
  IF asks IS NULL THEN RETURN NULL; END IF;
  UPDATE public.public_figure f SET quantity_wanted = tally.quantity_wanted, ${exactly(figuresOf(many))}
    FROM ${moved} JOIN public.ask_tally tally ON tally.community_id = m.home AND tally.ask_id = m.ask
   WHERE ${THE_ASK} AND f.is_exact;
  GET DIAGNOSTICS told = ROW_COUNT;
  IF told = cardinality(asks) THEN RETURN NULL; END IF;
  FOR tally IN
    SELECT t.* FROM ${moved} JOIN public.ask_tally t ON t.community_id = m.home AND t.ask_id = m.ask
      JOIN public.public_figure f ON f.community_id = m.home AND f.ask_id = m.ask AND f.body = 'PEOPLE' AND NOT f.is_exact
  LOOP${publishedApart(many, true, 'CONTINUE')}
  END LOOP;
  RETURN NULL;
END $$;`;
};

/** A statement that moves the tallies of many asks tells all of them at once, and writes each tally once. */
export class PublishFiguresAtOnce1764000060100 extends SqlMigration {
  readonly name = 'PublishFiguresAtOnce1764000060100';

  protected readonly upSql = `
DROP TRIGGER tally_is_published ON ask_tally;
DROP FUNCTION app.tally_is_published();
${talliesArePublished(ALL_MEASURES)}
GRANT EXECUTE ON FUNCTION app.tallies_are_published() TO accompany_app;
CREATE TRIGGER tallies_are_published AFTER UPDATE ON ask_tally REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION app.tallies_are_published();

CREATE FUNCTION app.split_is_asked() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  NEW.split_at := ARRAY[${SPLIT.map((counter, index) => `CASE WHEN ${isDue('OLD', index + 1, counter)} THEN NEW.${counter} ELSE OLD.split_at[${index + 1}] END`).join(', ')}];
  RETURN NEW;
END $$;
GRANT EXECUTE ON FUNCTION app.split_is_asked() TO accompany_app;
CREATE TRIGGER split_is_asked BEFORE UPDATE OF places_taken, reported_count ON ask_tally FOR EACH ROW
  WHEN (${due('OLD').join(' OR ')}) EXECUTE FUNCTION app.split_is_asked();
${changed('tally_is_split', [ASKED, NEXT], ['NEW.split_at', 'OLD.split_at'])}
DROP TRIGGER tally_is_split ON ask_tally;
CREATE TRIGGER tally_is_split AFTER UPDATE OF places_taken, reported_count ON ask_tally FOR EACH ROW
  WHEN (OLD.split_at <> NEW.split_at) EXECUTE FUNCTION app.tally_is_split();
-- Conditions are read anew by each statement that may meet them, at a cost that grows with their length.
${changed('figure_day_closes', [DAY, DAY_UNLESS_SAME])}
DROP TRIGGER day_closes ON public_figure;
CREATE TRIGGER day_closes BEFORE UPDATE ON public_figure FOR EACH ROW WHEN (now() >= OLD.day_ends) EXECUTE FUNCTION app.figure_day_closes();
ALTER TABLE public_figure DROP CONSTRAINT public_figure_suppressed_ck,
  ADD CONSTRAINT public_figure_suppressed_ck CHECK (is_exact OR NOT ARRAY[${COUNTS.join(', ')}] && '{1,2,3,4}'::integer[]);
-- The same in plain words: a function with settings of its own is entered twice for each row.
DROP TRIGGER tally_fills ON ask_tally;
CREATE TRIGGER tally_fills AFTER UPDATE OF ${FILLED} ON ask_tally FOR EACH ROW
  WHEN ((${isFull('OLD')}) <> (${isFull('NEW')})) EXECUTE FUNCTION app.tally_fills();
`;

  protected readonly downSql = `
ALTER TABLE public_figure DROP CONSTRAINT public_figure_suppressed_ck,
  ADD CONSTRAINT public_figure_suppressed_ck CHECK (is_exact OR (${COUNTS.map((column) => `coalesce(${column} < 1 OR ${column} > 4, true)`).join(' AND ')}));
DROP TRIGGER day_closes ON public_figure;
${changed('figure_day_closes', [DAY_UNLESS_SAME, DAY])}
CREATE TRIGGER day_closes BEFORE UPDATE ON public_figure FOR EACH ROW
  WHEN (now() >= OLD.day_ends AND ${shown('OLD')} IS DISTINCT FROM ${shown('NEW')}) EXECUTE FUNCTION app.figure_day_closes();
DROP TRIGGER tally_fills ON ask_tally;
CREATE TRIGGER tally_fills AFTER UPDATE OF ${FILLED} ON ask_tally FOR EACH ROW
  WHEN (app.is_full(OLD) <> app.is_full(NEW)) EXECUTE FUNCTION app.tally_fills();
DROP TRIGGER split_is_asked ON ask_tally;
DROP FUNCTION app.split_is_asked();
DROP TRIGGER tally_is_split ON ask_tally;
${changed('tally_is_split', [NEXT, ASKED], ['OLD.split_at', 'NEW.split_at'])}
CREATE TRIGGER tally_is_split AFTER UPDATE OF places_taken, reported_count ON ask_tally FOR EACH ROW
  WHEN (${due('NEW').join(' OR ')}) EXECUTE FUNCTION app.tally_is_split();
DROP TRIGGER tallies_are_published ON ask_tally;
DROP FUNCTION app.tallies_are_published();
${tallyIsPublished(ALL_MEASURES, true)}
GRANT EXECUTE ON FUNCTION app.tally_is_published() TO accompany_app;
CREATE TRIGGER tally_is_published AFTER UPDATE OF quantity_wanted, places_taken, reported_count ON ask_tally
  FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION app.tally_is_published();
`;
}
