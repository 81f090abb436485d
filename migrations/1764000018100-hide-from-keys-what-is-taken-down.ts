import { keyCampaigns } from './1764000012000-issue-dashboard-keys.js';
import { SqlMigration } from './support.js';

const notTakenDown = `
     AND g.taken_down_at IS NULL AND NOT EXISTS (SELECT FROM public.community h WHERE h.id = g.community_id AND h.taken_down_at IS NOT NULL)`;

const askSeen = (more: string) => `
ALTER POLICY seen_by_key ON ask
  USING (campaign_id = ANY ((SELECT app.key_campaigns())::uuid[]) AND visibility = 'PUBLIC' AND state IN ('OPEN', 'PAUSED', 'CLOSED')${more});`;

/** What an operator took down is not on a wall either. */
export class HideFromKeysWhatIsTakenDown1764000018100 extends SqlMigration {
  readonly name = 'HideFromKeysWhatIsTakenDown1764000018100';

  protected readonly upSql = `${keyCampaigns(notTakenDown)}
${askSeen(' AND taken_down_at IS NULL')}
`;

  protected readonly downSql = `${keyCampaigns('')}
${askSeen('')}
`;
}
