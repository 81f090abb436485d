import { affectedPeople, type Facts, rule } from '../../platform/access/rule.js';

interface MandateFacts extends Facts {
  kind: string;
}

export const canProposeMandate = rule({ affected: true });
export const canCosignMandate = rule<MandateFacts>(
  { affected: true, probation: 'founding only' },
  (_actor, { kind }) => kind === 'FOUNDING',
);
export const canSeeSignatures = affectedPeople;
