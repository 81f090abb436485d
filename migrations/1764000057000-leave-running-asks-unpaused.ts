import { SqlMigration } from './support.js';

const PASSES_OVER_NULL = 'paused_at = least(a.paused_at + by, now())';
const LEAVES_IT = 'paused_at = CASE WHEN a.paused_at IS NOT NULL THEN least(a.paused_at + by, now()) END';

/** The rest of the function stays as it is. */
const instead = (one: string, other: string) => `
DO $$
BEGIN
  EXECUTE replace(pg_get_functiondef('app.shift_deadlines(uuid, uuid, interval)'::regprocedure), '${one}', '${other}');
END $$;`;

/** least() passes over NULL: a campaign that went on wrote the beginning of a pause into every ask that ran. */
export class LeaveRunningAsksUnpaused1764000057000 extends SqlMigration {
  readonly name = 'LeaveRunningAsksUnpaused1764000057000';

  protected readonly upSql = `${instead(PASSES_OVER_NULL, LEAVES_IT)}
UPDATE ask SET paused_at = NULL WHERE state = 'OPEN' AND paused_at IS NOT NULL;
`;

  protected readonly downSql = instead(LEAVES_IT, PASSES_OVER_NULL);
}
