import type { Person } from '../../support/client.js';
import { sql } from '../../support/database.js';
import type { Campaign, Founded, World } from '../../support/world.js';

/** A campaign of one community that another one leads with it, and two people of each. */
export interface Coalition {
  host: Founded & { second: Person };
  lead: Founded & { second: Person };
  campaign: Campaign;
}

export async function peopled(world: World): Promise<Founded & { second: Person }> {
  const community = await world.community();
  return { ...community, second: await world.affected(community) };
}

export async function codeFor(world: World, campaign: Campaign): Promise<string> {
  const { code } = await world.done(campaign.steward, 'inviteToCoalition', { campaignId: campaign.id }, 'code');
  return code;
}

export async function joined(world: World, campaign: Campaign, lead: Founded): Promise<void> {
  const link = await codeFor(world, campaign);
  await world.done(lead.steward, 'joinCoalition', { link, communityId: lead.id });
}

export async function coalition(
  world: World,
  input: Record<string, unknown> = {},
  launched = true,
): Promise<Coalition> {
  const [host, lead] = [await peopled(world), await peopled(world)];
  const campaign = await world.campaign(host, input, launched);
  await joined(world, campaign, lead);
  return { host, lead, campaign };
}

/** What is on the record of a community, latest last, as its rows say it. */
export async function recorded(
  world: World,
  communityId: string,
  kinds: string,
): Promise<{ kind: string; role: string; byMember: boolean; leadId: string | null }[]> {
  return sql(world.on.urls.owner)(
    `SELECT kind, actor_role AS role, actor_id IS NOT NULL AS "byMember", details->>'leadId' AS "leadId" FROM record_entry
      WHERE community_id = $1 AND kind LIKE $2 ORDER BY recorded_at, id`,
    [communityId, kinds],
  );
}

/** For outcomes of which it does not matter whose is whose. */
export function sorted(outcomes: readonly string[]): string[] {
  return outcomes.toSorted((one, other) => one.localeCompare(other));
}
