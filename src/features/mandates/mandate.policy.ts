import { affectedPeople, type Facts, rule } from '../../platform/access/rule.js';

interface MandateFacts extends Facts {
  kind: string;
}

export const canProposeMandate = rule<MandateFacts>(
  { affected: true, probation: 'founding only' },
  (_actor, { kind }) => kind === 'FOUNDING',
);
export const canCosignMandate = canProposeMandate;
export const canSeeSignatures = affectedPeople;
