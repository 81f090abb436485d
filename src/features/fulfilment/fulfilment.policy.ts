import { type Facts, rule } from '../../platform/access/rule.js';

export interface WorkFacts extends Facts {
  communityId: string;
  /** Whether the actor made the pledge, or represents the organization that did. */
  isOwn: boolean;
}

const OWN = 'own';

/** Paused allies too: they finish what they began. */
export const canReport = rule<WorkFacts>({ probation: OWN, ally: OWN, affected: OWN }, (_actor, { isOwn }) => isOwn);

/**
 * The community's word: of affected people past their probation. Whose own work it is is asked row by row, so that one's
 * own report among many is refused by itself.
 */
export const canAttest = rule({ affected: true });
/** In a coalition those of the host and of each lead; row-level security leaves a lead what was done for asks of its own. */
export const canSeeReportsAwaiting = rule<Facts & { leadIds: readonly string[] }>(
  { affected: true, signedIn: 'affected in a community that leads it' },
  (actor, { communityId, leadIds }) => leadIds.some((leadId) => canAttest.allows(actor, { communityId, leadId })),
);

/** To prepare what the community may say is work of organizing; to say it is not. */
export const canPrepareAttestations = rule({ allyOrganizer: true, affected: true });
/** As with the reports that wait, and for those who prepare. */
export const canSeeBatches = rule<Facts & { leadIds: readonly string[] }>(
  { allyOrganizer: true, affected: true, signedIn: 'affected in a community that leads it' },
  (actor, { communityId, leadIds }) => leadIds.some((leadId) => canAttest.allows(actor, { communityId, leadId })),
);
/** Each side looks back for itself: the pledger, and for the community someone affected whose work it was not. */
export const canDebrief = rule<WorkFacts>({ probation: OWN, ally: OWN, affected: true }, (_actor, { isOwn }) => isOwn);
