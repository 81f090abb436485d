import type { Field, Fields, ReadPlans, Source as PlannedSource } from '../../platform/graphql/plans/read-plans.js';
import { canSeeExactProgress } from './progress.policy.js';
import { type MeasureName, measures, ofEach } from './progress.rules.js';
import { exact, type Kind, published, rowsNow, type Source, wantedNow, whole } from './progress.sources.js';

/** `canSeeExactProgress`, as SQL over what its actors are. */
const SEES_EXACTLY = `ARRAY(SELECT m."communityId" FROM jsonb_to_recordset(who.memberships)
    AS m ("communityId" uuid, standing text, organizer boolean, paused boolean, "organizationId" uuid)
  GROUP BY m."communityId"
  HAVING bool_or(m.standing = 'AFFECTED' AND NOT m.paused)
      OR (bool_or(m.standing = 'ALLY' AND m.organizer) AND NOT bool_or(m.standing = 'ALLY' AND m."organizationId" IS NULL AND m.paused)))`;

type Name = `${MeasureName}${'Count' | 'Quantity' | 'Told' | 'Exact'}`;
type Sums = Record<Name, number> & { wanted: number };

export function planProgress(plans: ReadPlans): void {
  plans.fact('seesExactly', {
    sql: SEES_EXACTLY,
    holds: (actor, communityId) => canSeeExactProgress.allows(actor, { communityId }),
  });
  progressOf(plans, 'Ask', 'ask');
  progressOf(plans, 'Priority', 'priority');
  progressOf(plans, 'Campaign', 'campaign');
}

function progressOf(plans: ReadPlans, type: string, of: Kind): void {
  plans.field<{ id: string; communityId: string }>(type, 'progress', {
    either: ({ id, communityId }, viewer) => {
      const where = `x.community_id = ${communityId} AND x.${of}_id = ${id}`;
      return {
        when: viewer.holds('seesExactly', communityId),
        so: sumsOf(exact, of, where),
        otherwise: sumsOf(published, of, where),
      };
    },
  });
}

function sumsOf(source: Source, of: Kind, where: string): PlannedSource {
  const columns = measures.flatMap((name) => {
    const { count, quantity } = source.columns[name];
    return [
      `${whole(count)} AS "${name}Count"`,
      `${quantity ? whole(quantity) : '0'} AS "${name}Quantity"`,
      ...(source === exact ? [`true AS "${name}Told"`, `true AS "${name}Exact"`] : toldOf(name, count, source)),
    ];
  });
  return {
    select: [`${whole(wantedNow(source, of))} AS wanted`, ...columns].join(', '),
    from: rowsNow(source, of),
    where,
    fields,
  };
}

function toldOf(name: MeasureName, count: string, { suppressed }: Source): string[] {
  return [
    `count(*) = count(${count}) AS "${name}Told"`,
    `coalesce(bool_and(${count} IS NOT NULL AND NOT (${suppressed} AND ${count} > 0)), true) AS "${name}Exact"`,
  ];
}

/** As `figureOf`: rounded down already where it was written, and null where nothing but what is left out stands behind it. */
function figure(name: MeasureName, sum: 'Count' | 'Quantity'): Field<Sums> {
  return {
    part: {
      value: {
        value: (row) =>
          `CASE WHEN ${row[`${name}${sum}`]} > 0 OR ${row[`${name}Told`]} THEN ${row[`${name}${sum}`]} END`,
      },
      isExact: { value: (row) => row[`${name}Exact`] },
    },
  };
}

const measure = (name: MeasureName): Field<Sums> => ({
  part: { count: figure(name, 'Count'), quantity: figure(name, 'Quantity') },
});

/** As `shareOf`: a number only where both figures are exact. */
function share(exactly: (row: Readonly<Record<keyof Sums, string>>) => string, whole: keyof Sums): Field<Sums> {
  return {
    part: {
      value: {
        value: (row) =>
          `CASE WHEN ${exactly(row)} AND ${row[whole]} > 0 THEN least(1, ${row.attestedQuantity}::float8 / ${row[whole]}) END`,
      },
    },
  };
}

const fields = {
  isExact: { value: (row) => measures.map((name) => row[`${name}Exact`]).join(' AND ') },
  wanted: { value: (row) => row.wanted },
  ...ofEach(measure, (name) => figure(name, 'Count')),
  shareAttested: share((row) => row.attestedExact, 'wanted'),
  followThrough: share((row) => `${row.attestedExact} AND ${row.pledgedExact}`, 'pledgedQuantity'),
} satisfies Fields<Sums> as unknown as Fields;
