import { pledgeTo } from '../support/world.js';
import type { Sent } from './pledges-deeds.js';

export const inHours = (count: number) => new Date(Date.now() + count * 3_600_000).toISOString();

/** What of the service a deed names. */
interface Found {
  askId: string;
  pledgeId: string;
  campaignId: string;
  version: number;
  occurrenceId: string;
  attestationId: string;
  membershipId: string;
  organizationId: string | null;
  termsOf: (ask: number | undefined) => number;
  /** The ask of the pledge that is named. */
  pledgedTo: number | undefined;
}

const planned = (sent: Sent) => ({ plan: { when: inHours(sent.plan), firstStep: 'Call the driver' } });

const onCondition = ({ others, until }: Sent) =>
  others > 0 ? { onlyIf: { others, ...(until !== null && { until: inHours(until) }) } } : {};

/** What is sent over HTTP; the deeds that are missing name their ask alone. */
export const inputs: Readonly<Record<string, (found: Found, sent: Sent) => Record<string, unknown>>> = {
  makePledge: ({ askId, organizationId, termsOf }, sent) =>
    pledgeTo(
      { id: askId },
      {
        quantity: sent.quantity,
        termsVersion: termsOf(sent.ask),
        ...planned(sent),
        ...(organizationId !== null && { organizationId }),
        ...onCondition(sent),
      },
    ),
  stepBack: ({ pledgeId }, { more }) => ({ pledgeId, ...(more && { reason: 'Ill' }) }),
  reconfirmPledge: ({ pledgeId, termsOf, pledgedTo }, sent) => ({
    pledgeId,
    termsVersion: termsOf(pledgedTo),
    acceptedRiskTier: 0,
    ...(sent.more && planned(sent)),
  }),
  acceptPlace: ({ pledgeId }, sent) => ({ pledgeId, ...(sent.more && planned(sent)) }),
  takePart: ({ pledgeId }, { quantity }) => ({ pledgeId, quantity }),
  reportFulfilment: ({ pledgeId }, { quantity }) => ({ pledgeId, quantity }),
  reviseAsk: ({ askId, version }, { slots, wanted, more }) => ({
    askId,
    expectedVersion: version,
    slots,
    quantityWanted: wanted,
    ...(more && { title: `Carry boxes, version ${version}` }),
  }),
  cancelAsk: ({ askId }) => ({ askId, reason: 'Not needed' }),
  stopCampaign: ({ campaignId }) => ({ campaignId, reason: 'Danger' }),
  resumeCampaign: ({ campaignId }) => ({ campaignId }),
  concludeCampaign: ({ campaignId }) => ({ campaignId, conclusion: 'We are done.' }),
  pauseAlly: ({ membershipId }) => ({ membershipId, reason: 'A talk first' }),
  resumeAlly: ({ membershipId }) => ({ membershipId }),
  attestFulfilment: ({ occurrenceId }, { more, quantity }) => ({
    items: [{ occurrenceId, ...(more && { quantity }) }],
  }),
  sendBackFulfilment: ({ occurrenceId }) => ({ occurrenceId, feedback: 'Two are missing' }),
  correctAttestation: ({ attestationId }, { quantity }) => ({
    attestationId,
    quantity: quantity - 1,
    reason: 'Counted again',
  }),
};
