import { historyBeginsAnew, historyFollows } from './1764000050100-keep-days.js';
import { ALL_MEASURES, classifyFigure, tallyIsPublished } from './figure-functions.js';
import { SqlMigration } from './support.js';

const pure = 'LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, app';
const history = { always: historyFollows, anew: historyBeginsAnew };

/** Who saw a figure move knew the number behind it, to the person: it moved at the k-th. Now nobody knows at which. */
export class MoveFiguresUnforeseen1764000050200 extends SqlMigration {
  readonly name = 'MoveFiguresUnforeseen1764000050200';

  protected readonly upSql = `
ALTER TABLE public_figure ADD COLUMN lot uuid;
UPDATE public_figure SET lot = gen_random_uuid();
ALTER TABLE public_figure ALTER COLUMN lot SET DEFAULT gen_random_uuid(),
  ADD CONSTRAINT public_figure_lot_ck CHECK (lot IS NOT NULL) NOT VALID;
COMMENT ON COLUMN public_figure.lot IS 'What its patience is drawn from. Private: no role of the service may read it.';

CREATE FUNCTION app.patience(lot uuid, place integer, basis integer, k integer) RETURNS integer ${pure} AS $$
  SELECT abs(hashtextextended(lot::text || ':' || place || ':' || basis, 0) % k)::integer
$$;
COMMENT ON FUNCTION app.patience(uuid, integer, integer, integer) IS
  'From 0 to k − 1, drawn anew for each measure each time it moved: how far into the next k numbers its people must be before it moves on.';

CREATE FUNCTION app.figure_moves(people integer, basis integer, k integer, patience integer) RETURNS boolean ${pure} AS $$
  SELECT people >= greatest(basis, basis - basis % k + patience) + k OR people <= least(basis - k, basis - basis % k - 1 - patience)
$$;
COMMENT ON FUNCTION app.figure_moves(integer, integer, integer, integer) IS
  'At least k people behind the change, as each counts once on either side; and past a point that may be any of the next k numbers, so that to see it move tells no more than the figure does.';

CREATE FUNCTION app.next_figure(value integer, people integer, shown integer, shown_count integer, moves boolean, k integer) RETURNS integer ${pure} AS $$
  SELECT CASE
    -- The way back to zero is not told: "fewer than k" that is known not to be zero would be fewer than k numbers.
    WHEN moves AND people >= k THEN app.shown_figure(value, people, k)
    WHEN moves THEN NULL
    -- Zero is shown only while it is true.
    WHEN shown_count = 0 AND people > 0 THEN NULL
    ELSE shown
  END
$$;
${tallyIsPublished(ALL_MEASURES, true)}
${classifyFigure(ALL_MEASURES, { ...history, isReserved: true })}
DROP FUNCTION app.next_figure(integer, integer, integer, integer, integer, integer), app.figure_moves(integer, integer, integer);
`;

  protected readonly downSql = `
CREATE FUNCTION app.figure_moves(people integer, basis integer, k integer) RETURNS boolean
  LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog AS $$ SELECT abs(people - basis) >= k $$;
COMMENT ON FUNCTION app.figure_moves(integer, integer, integer) IS
  'Each person counts once on either side, so that a difference of k in numbers has at least k people behind it.';
CREATE FUNCTION app.next_figure(value integer, people integer, shown integer, shown_count integer, basis integer, k integer) RETURNS integer
  ${pure} AS $$
  SELECT CASE
    WHEN app.figure_moves(people, basis, k) THEN app.shown_figure(value, people, k)
    -- Zero is shown only while it is true. The way back from "fewer than k" is longer: it would point at who left.
    WHEN shown_count = 0 AND people > 0 THEN NULL
    ELSE shown
  END
$$;
${tallyIsPublished(ALL_MEASURES)}
${classifyFigure(ALL_MEASURES, history)}
DROP FUNCTION app.next_figure(integer, integer, integer, integer, boolean, integer), app.figure_moves(integer, integer, integer, integer),
  app.patience(uuid, integer, integer, integer);
ALTER TABLE public_figure DROP COLUMN lot;
`;
}
