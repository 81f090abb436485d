import type { Actor } from '../../platform/access/actor.js';
import { type Facts, members, rule, stewards } from '../../platform/access/rule.js';

interface CampaignFacts extends Facts {
  state: string;
  createdById: string;
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

export const canReadBrief = members;
export const canReadStopReason = members;
