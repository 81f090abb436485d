import { inCommunityAs, SqlMigration } from './support.js';

const ask = 'SELECT FROM ask a WHERE a.community_id = ask_shift.community_id AND a.id = ask_shift.ask_id';
const drafting = `${inCommunityAs('insider')}
  AND EXISTS (${ask} AND a.lead_id IS NULL AND (a.state = 'DRAFT' OR ${inCommunityAs('organizer', 'a.community_id')}))`;
const running = `${inCommunityAs('organizer')} AND EXISTS (${ask} AND a.lead_id IS NULL)`;

/** An ask that another community leads is run by that community alone, its shifts too. */
export class LeaveShiftsToTheirLead1764000044000 extends SqlMigration {
  readonly name = 'LeaveShiftsToTheirLead1764000044000';

  protected readonly upSql = `
ALTER POLICY drafted ON ask_shift WITH CHECK (${drafting});
ALTER POLICY run ON ask_shift USING (${running}) WITH CHECK (${running});
`;

  protected readonly downSql = `
ALTER POLICY drafted ON ask_shift WITH CHECK (${drafting.replace('a.lead_id IS NULL AND ', '')});
ALTER POLICY run ON ask_shift USING (${inCommunityAs('organizer')}) WITH CHECK (${inCommunityAs('organizer')});
`;
}
