import type { Actor } from '../../platform/access/actor.js';
import { type Facts, type Rule, rule, stewards } from '../../platform/access/rule.js';

export interface CampaignFacts extends Facts {
  state: string;
  createdById: string;
  leadIds: readonly string[];
}

const drafted = (actor: Actor, { state, createdById }: CampaignFacts): boolean =>
  state === 'DRAFT' && actor.memberships.some((one) => one.membershipId === createdById);

export const canCreateCampaign = rule({ affected: true });
export const canReviseCampaign = rule<CampaignFacts>({ steward: true, affected: 'own draft' }, drafted);
export const canPublishBrief = canReviseCampaign;
export const canLaunchCampaign = stewards;
export const canStopCampaign = stewards;
export const canResumeCampaign = stewards;
export const canConcludeCampaign = stewards;
export const canMakeDemand = stewards;
export const canAnswerDemand = stewards;

/** Members of the host in whatever standing, and the people affected of the communities that lead with it. */
export const canReadBrief = rule<CampaignFacts>(
  { probation: true, ally: true, affected: true, signedIn: 'affected in a community that leads it' },
  (actor, { leadIds }) =>
    actor.memberships.some((one) => one.standing === 'AFFECTED' && leadIds.includes(one.communityId)),
);
export const canReadStopReason = canReadBrief;

type Led = Facts & { leadIds: readonly string[] };

/** For which of the communities that lead it the actor may: null stands for its host, which comes first. */
export function allowedFor<F extends Led>(actor: Actor, required: Rule<F>, campaign: F): (string | null)[] {
  return [null, ...campaign.leadIds].filter((leadId) => required.allows(actor, ledBy(campaign, leadId)));
}

/** The campaign as a matter of one of the communities that lead it; of its host for null. */
export function ledBy<F extends object>(campaign: F, leadId: string | null): F & { leadId: string | null } {
  return { ...campaign, leadId };
}
