import {
  ALL_MEASURES,
  afresh,
  classifyFigure,
  FIRST_MEASURES,
  figuresOf,
  ofOrganizations,
  ofPeople,
  organizationsBehind,
  peopleBehind,
  tallyIsPublished,
} from './figure-functions.js';
import { SqlMigration } from './support.js';

const NEW = figuresOf(ALL_MEASURES).filter(({ place }) => place > FIRST_MEASURES);
const columns = NEW.map(({ column }) => column);

const suppressed = (many: number) =>
  figuresOf(many)
    .filter(({ column }) => column.endsWith('_count'))
    .map(({ column }) => `coalesce(${column} NOT BETWEEN 1 AND 4, true)`)
    .join(' AND ');

const constrained = (many: number) => `
ALTER TABLE public_figure DROP CONSTRAINT public_figure_suppressed_ck;
ALTER TABLE public_figure ADD CONSTRAINT public_figure_suppressed_ck CHECK (is_exact OR (${suppressed(many)})) NOT VALID;
ALTER TABLE public_figure VALIDATE CONSTRAINT public_figure_suppressed_ck;`;

const zeros = (many: number) => `'{${Array.from({ length: many }, () => 0).join(',')}}'`;

const counting = (many: number) =>
  `${peopleBehind(many)}${organizationsBehind(many)}${tallyIsPublished(many)}${classifyFigure(many)}`;

/** The figures that came before stay as they were told; the new ones are told for the first time. */
const told = (body: string, value: Parameters<typeof afresh>[1], behind: string) => `
UPDATE public_figure f SET ${afresh(NEW, value, behind)},
    people_behind = f.people_behind || (${behind})[${FIRST_MEASURES + 1}:${ALL_MEASURES}]
  FROM ask_tally tally, LATERAL (SELECT app.people_behind(tally.community_id, tally.ask_id) AS people) counted,
       LATERAL app.organizations_behind(tally.community_id, tally.ask_id) apart
 WHERE tally.community_id = f.community_id AND tally.ask_id = f.ask_id AND NOT f.is_exact AND f.body = '${body}';`;

/** What waits for others, what lapsed, who did not come, what was handed over and what nobody confirmed: told like the rest. */
export class PublishMoreMeasures1764000050000 extends SqlMigration {
  readonly name = 'PublishMoreMeasures1764000050000';

  protected readonly upSql = `
ALTER TABLE public_figure ${columns.map((column) => `ADD COLUMN ${column} integer DEFAULT 0`).join(', ')},
  ALTER COLUMN people_behind SET DEFAULT ${zeros(ALL_MEASURES)};
${counting(ALL_MEASURES)}
UPDATE public_figure f SET ${NEW.map(({ column, counter }) => `${column} = tally.${counter}`).join(', ')}
  FROM ask_tally tally WHERE tally.community_id = f.community_id AND tally.ask_id = f.ask_id AND f.is_exact;
${told('PEOPLE', ofPeople, 'counted.people')}
${told('ORGANIZATIONS', ofOrganizations, 'apart.bodies')}
UPDATE public_figure f SET people_behind = f.people_behind || ${zeros(ALL_MEASURES - FIRST_MEASURES)}::integer[]
 WHERE cardinality(f.people_behind) < ${ALL_MEASURES};
${constrained(ALL_MEASURES)}
GRANT SELECT (${columns.join(', ')}) ON public_figure TO accompany_app;
`;

  protected readonly downSql = `
${constrained(FIRST_MEASURES)}
${counting(FIRST_MEASURES)}
UPDATE public_figure SET people_behind = people_behind[1:${FIRST_MEASURES}];
ALTER TABLE public_figure ${columns.map((column) => `DROP COLUMN ${column}`).join(', ')},
  ALTER COLUMN people_behind SET DEFAULT ${zeros(FIRST_MEASURES)};
`;
}
